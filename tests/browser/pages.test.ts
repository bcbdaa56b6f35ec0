import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { HtmlValidate } from 'html-validate'
import { expect, type Known, test } from './reader.ts'
import { pageRoutes } from './routes.ts'

type Sample = { path: (known: Known) => string; reader?: true; status?: number }

const at = (path: string): Sample => ({ path: () => path })
const own = (path: string): Sample => ({ path: () => path, reader: true })

/** How each page is reached. A route of the app that stands neither here nor below is a red test. */
const PAGES: Record<string, Sample> = {
  '/': at('/'),
  '/topics/:slug': at('/topics/science'),
  '/articles/:id': { path: ({ article }) => article },
  '/sources': at('/sources'),
  '/sources/:id': { path: ({ source }) => source },
  '/newsletters': at('/newsletters'),
  '/newsletters/:slug': at('/newsletters/morning'),
  '/newsletters/confirm/:token': { path: ({ confirm }) => confirm },
  '/newsletters/manage/:token': { path: ({ manage }) => manage },
  '/u/:token': { path: ({ unsubscribe }) => unsubscribe },
  '/about': at('/about'),
  '/privacy': at('/privacy'),
  '/terms': at('/terms'),
  '/register': at('/register'),
  '/login': at('/login?intent=save:1'),
  '/verify/:token': { path: ({ verify }) => verify },
  '/list': own('/list'),
  '/list/:id': { path: ({ saved }) => saved, reader: true },
  '/settings': own('/settings'),
  '/settings/account': own('/settings/account'),
  '/settings/newsletters': own('/settings/newsletters'),
}

/** Pages that no route of their own leads to. */
const MORE: Record<string, Sample> = {
  'a page that is not there': { ...at('/nowhere'), status: 404 },
  'a link that has ended': { ...at(`/verify/${'x'.repeat(43)}`), status: 410 },
  'an empty archive': own('/list?state=archived'),
}

const NO_PAGES = [
  '/feed.xml',
  '/topics/:slug/feed.xml',
  '/sitemap.xml',
  '/sitemaps/:n',
  '/robots.txt',
  '/manifest.webmanifest',
  '/healthz',
  '/me/state',
  '/i/:picture',
]

test('every route of the app is a page tested here or named as none', () => {
  const routes = pageRoutes()
  expect(routes.length).toBeGreaterThan(20)
  expect(routes.filter((route) => !(route in PAGES) && !NO_PAGES.includes(route))).toEqual([])
})

for (const [name, sample] of Object.entries({ ...PAGES, ...MORE })) {
  test(`${name} is sound`, async ({ known, page }) => {
    await page.context().addCookies(sample.reader ? known.state.cookies : [])
    const response = await page.goto(sample.path(known))
    expect(response?.status()).toBe(sample.status ?? 200)
    expect(await invalid((await response?.text()) ?? '')).toEqual([])

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page), colorScheme).toEqual([])
    }
    await page.setViewportSize({ width: 320, height: 800 })
    expect(await overflow(page), 'at 320 px').toEqual([])
    await page.setViewportSize({ width: 640, height: 800 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    expect(await overflow(page), 'with text at 200 %').toEqual([])
  })
}

async function violations(page: Page): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  expect(passes.length).toBeGreaterThan(10)
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}\n  ${node.html}`))
}

/** What stands out of the page sideways; what scrolls by itself (a wide table) does not. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 0 && (left < -1 || right > clientWidth + 1)
    })
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(-3).map((element) => element.outerHTML.slice(0, 120))]
  })
}

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: { 'doctype-style': ['error', { style: 'lowercase' }] },
})

async function invalid(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${ruleId}: ${message} (${line}:${column})`),
  )
}
