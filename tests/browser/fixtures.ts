import { type Browser, type BrowserContextOptions, test as base, type Page } from '@playwright/test'

export { expect } from '@playwright/test'

/** Everything a page did that it should not have: it must be empty at the end of every test. */
export type Watched = { faults: string[]; requests: string[] }

/** A page that is watched: console errors, exceptions, CSP reports, requests that fail or leave for another host. */
export const test = base.extend<{ watched: Watched }>({
  extraHTTPHeaders: async ({ browserName: _ }, use) => use(fromAnywhere()),
  watched: [
    async ({ page }, use) => {
      const watched = watch(page)
      await use(watched)
      base.expect(watched.faults, 'faults of the pages opened').toEqual([])
    },
    { auto: true },
  ],
})

export function watch(page: Page): Watched {
  const watched: Watched = { faults: [], requests: [] }
  const own = new URL(process.env.BROWSER_URL ?? '').host
  page.on('console', (message) => {
    // A form answered with 422 is logged by Chromium as a failed load; what fails to load is judged below.
    // The preview of a mail runs no script, and what the tests bring along is one.
    const expected = /^(Failed to load resource|Blocked script execution in '[^']*\/html')/.test(message.text())
    if (message.type() === 'error' && !expected) watched.faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => watched.faults.push(`exception: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    watched.requests.push(`${request.resourceType()} ${url.pathname}`)
    if (url.protocol.startsWith('http') && url.host !== own) watched.faults.push(`another host: ${request.url()}`)
  })
  page.on('response', (response) => {
    const part = !['document', 'fetch', 'xhr'].includes(response.request().resourceType())
    if (part && response.status() >= 400) watched.faults.push(`${response.status()}: ${response.url()}`)
  })
  return watched
}

/** Another person's browser: cookies of its own. */
export async function visitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: process.env.BROWSER_URL,
    locale: 'ar',
    extraHTTPHeaders: fromAnywhere(),
    ...options,
  })
  return context.newPage()
}

/** A file as somebody chooses it. */
export function fileNamed(name: string, text: string) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) }
}

/** The link of the newest mail to somebody, as it would be clicked in a mail program. */
export async function mailedLink(page: Page, email: string): Promise<string> {
  const reading = await page.context().newPage()
  await reading.goto('/dev/mail')
  await reading.getByRole('listitem').filter({ hasText: email }).getByRole('link').first().click()
  const doors = ['/verify/', '/newsletters/confirm/', '/keep/', '/reset/', '/email/', '/factor/', '/editor/']
  const link = reading.locator(doors.map((door) => `a[href*="${door}"]`).join()).first()
  const href = await link.getAttribute('href')
  await reading.close()
  if (!href) throw new Error(`no link in the mail to ${email}`)
  return new URL(href).pathname
}

/** Lets the cron's work be done now. */
export async function work(): Promise<void> {
  await fetch(new URL('/cdn-cgi/local/scheduled', process.env.BROWSER_URL))
}

let networks = 0

/** A network block of its own: what one person tries and has mailed counts for no other. */
function fromAnywhere(): Record<string, string> {
  networks += 1
  return { 'CF-Connecting-IP': `10.${process.pid % 256}.${networks % 256}.1` }
}

let people = 0

/** Nobody has had this email before. */
export function newEmail(): string {
  people += 1
  return `reader-${process.pid}-${people}@example.com`
}

export const PASSWORD = 'a long sentence of no importance'
