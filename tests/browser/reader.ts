import type { BrowserContext, Locator, Page } from '@playwright/test'
import { signedToken } from '../../src/core/signed-links.ts'
import { ar } from '../../src/i18n/ar.ts'
import { test as base, mailedLink, newEmail, PASSWORD, visitor, work } from './fixtures.ts'

export { expect } from './fixtures.ts'

/** A reader who has saved an article and subscribed to a newsletter, and the paths that belong to them alone. */
export type Known = {
  state: Awaited<ReturnType<BrowserContext['storageState']>>
  article: string
  source: string
  saved: string
  verify: string
  confirm: string
  manage: string
  unsubscribe: string
}

const { accounts, newsletters } = ar

export const test = base.extend<object, { known: Known }>({
  known: [
    async ({ browser }, use) => {
      const page = await visitor(browser, { javaScriptEnabled: false })
      await page.goto('/')
      const article = await pathOf(page.locator('main a[href^="/articles/"]').first())
      await page.goto(article)
      const source = await pathOf(page.locator('main a[href^="/sources/"]').first())

      const email = newEmail()
      await register(page, `/register?intent=save:${article.split('/').at(-1)}`, email)
      await page.goto(await mailedLink(page, email))
      await page.getByRole('button', { name: accounts.verify.button }).click()
      await page.goto('/list')
      const saved = await pathOf(page.locator('main a[href^="/list/"]').first())
      const state = await page.context().storageState()

      const other = newEmail()
      await register(await visitor(browser), '/register', other)
      const verify = await mailedLink(page, other)

      const guest = await visitor(browser, { javaScriptEnabled: false })
      const subscriber = newEmail()
      await optIn(subscriber)
      const first = await mailedLink(guest, subscriber)
      await guest.goto(first)
      await guest.getByRole('button', { name: newsletters.confirm.button }).click()
      const manage = new URL(guest.url()).pathname
      const unsubscribe = `/u/${unsubscribeToken(manage)}`
      const waiting = newEmail()
      await optIn(waiting)
      const confirm = await mailedLink(guest, waiting)

      await use({ state, article, source, saved, verify, confirm, manage, unsubscribe })

      async function register(fresh: Page, path: string, who: string) {
        await fresh.goto(path)
        await fresh.getByLabel(accounts.fields.email).fill(who)
        await fresh.getByLabel(accounts.fields.password).fill(PASSWORD)
        await fresh.getByRole('button', { name: accounts.register.button }).click()
        await fresh.getByRole('heading', { name: accounts.sent.title }).waitFor()
        await work()
      }

      async function optIn(who: string) {
        await guest.goto(`/newsletters/${ar.starter.newsletters[0].slug}`)
        await guest.getByLabel(newsletters.optIn.email).fill(who)
        await guest.getByRole('main').getByRole('button', { name: newsletters.optIn.button }).first().click()
        await guest.getByRole('heading', { name: newsletters.asked.title }).waitFor()
        await work()
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

/** Issues carry this link; none is sent yet, so it is made as they will. */
function unsubscribeToken(manage: string): string {
  const [ref = '', newsletterId] = manage.split('/').at(-1)?.split('.') ?? []
  const [id = '', key = ''] = process.env.BROWSER_SIGNING_KEY?.split(':') ?? []
  return signedToken([{ id, key }], 'unsubscribe', { ref, newsletterId: Number(newsletterId) })
}

async function pathOf(link: Locator): Promise<string> {
  return (await link.getAttribute('href')) ?? ''
}
