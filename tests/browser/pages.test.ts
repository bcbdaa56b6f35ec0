import { expect, type Known, test } from './reader.ts'
import { pageRoutes } from './routes.ts'
import { expectSound } from './sound.ts'

type Sample = { path: (known: Known) => string; reader?: true | 'leaving'; status?: number }

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
  '/newsletters/:slug/issues/:n': { path: ({ past }) => past },
  '/newsletters/confirm/:token': { path: ({ confirm }) => confirm },
  '/newsletters/manage/:token': { path: ({ manage }) => manage },
  '/u/:token': { path: ({ unsubscribe }) => unsubscribe },
  '/search': at('/search'),
  '/about': at('/about'),
  '/offline': at('/offline'),
  '/privacy': at('/privacy'),
  '/terms': at('/terms'),
  '/register': at('/register'),
  '/login': at('/login?intent=save:1'),
  '/login/second': at('/login/second'),
  '/verify/:token': { path: ({ verify }) => verify },
  '/reset': at('/reset'),
  '/reset/:token': { path: ({ reset }) => reset },
  '/email/confirm/:token': { path: ({ moving }) => moving },
  '/email/undo/:token': { path: ({ undo }) => undo },
  '/factor/:token': { path: ({ factor }) => factor },
  '/for-you': own('/for-you'),
  '/following': own('/following?keyword=%D8%B9%D9%84%D9%88%D9%85'),
  '/following/articles/:id': { path: ({ article }) => `/following${article}`, reader: true },
  '/welcome': own('/welcome'),
  '/list': own('/list'),
  '/list/exports': own('/list/exports'),
  '/list/imports': own('/list/imports'),
  '/list/imports/:id': { path: ({ imported }) => imported, reader: true },
  '/list/highlights': own('/list/highlights'),
  '/list/new': at('/list/new?text=https://news.example/a%20b'),
  '/list/tags': own('/list/tags'),
  '/list/tags/:id': { path: ({ tag }) => tag, reader: true },
  '/list/:id': { path: ({ saved }) => saved, reader: true },
  '/settings': own('/settings'),
  '/settings/account': own('/settings/account'),
  '/settings/security': own('/settings/security'),
  '/settings/security/passkeys/new': own('/settings/security/passkeys/new'),
  '/settings/security/passkeys/:id': { path: ({ passkey }) => passkey, reader: true },
  '/settings/security/totp': own('/settings/security/totp'),
  '/settings/security/recovery': own('/settings/security/recovery'),
  '/settings/newsletters': own('/settings/newsletters'),
  '/settings/reading': own('/settings/reading'),
  '/settings/data': own('/settings/data'),
  '/editor/:token': { ...at(`/editor/${'x'.repeat(43)}`), status: 410 },
  '/keep/:token': { path: ({ keep }) => keep },
  '/desk/topics': own('/desk/topics'),
  '/desk/topics/new': own('/desk/topics/new'),
  '/desk/topics/:id': own('/desk/topics/1?words=%D8%B9%D9%84%D9%88%D9%85'),
  '/desk/articles': own('/desk/articles?show=hidden'),
  '/desk/articles/:id': { path: ({ article }) => `/desk${article}`, reader: true },
  '/desk/sources': own('/desk/sources'),
  '/desk/sources/new': own('/desk/sources/new'),
  '/desk/sources/:id': { path: ({ source }) => `/desk${source}`, reader: true },
  '/desk/sources/:id/removed': { path: ({ source }) => `/desk${source}/removed`, reader: true },
  '/desk/articles/new': own('/desk/articles/new'),
  '/desk/articles/drafts': own('/desk/articles/drafts'),
  '/desk/articles/drafts/:id': { path: ({ draft }) => draft, reader: true },
  '/desk/newsletters': own('/desk/newsletters'),
  '/desk/newsletters/new': own('/desk/newsletters/new'),
  '/desk/newsletters/:id': { path: ({ desk }) => desk, reader: true },
  '/desk/newsletters/:id/written': { path: ({ desk }) => `${desk}/written`, reader: true },
  '/desk/newsletters/:id/subscribers': { path: ({ desk }) => `${desk}/subscribers`, reader: true },
  '/desk/deliveries': own('/desk/deliveries?email=salma@example.com'),
  '/desk/issues/:id': { path: ({ issue }) => issue, reader: true },
  '/desk/readers': own('/desk/readers'),
  '/desk/readers/:id': own('/desk/readers/1'),
  '/desk/editors': own('/desk/editors'),
  '/desk/health': own('/desk/health'),
  '/desk/log': own('/desk/log?noun=newsletter'),
}

/** Pages that no route of their own leads to. */
const MORE: Record<string, Sample> = {
  'who has such an email': own('/desk/readers?q=reader'),
  'an issue that was sent': { path: ({ sent }) => sent, reader: true },
  'an issue that an editor wrote': { path: ({ letter }) => letter },
  'a newsletter with past issues': { path: ({ past }) => past.replace(/\/issues\/.*/, '') },
  'a page that is not there': { ...at('/nowhere'), status: 404 },
  'a link that has ended': { ...at(`/verify/${'x'.repeat(43)}`), status: 410 },
  'a link to a password that has ended': { ...at(`/reset/${'x'.repeat(43)}`), status: 410 },
  'a link to an email that has ended': { ...at(`/email/undo/${'x'.repeat(43)}`), status: 410 },
  'what a search found': at(`/search?${new URLSearchParams({ q: 'هلال' })}`),
  'a search that finds nothing': at(`/search?${new URLSearchParams({ q: 'قققق' })}`),
  'an empty archive': own('/list?state=archived'),
  'the latest for a reader': own('/for-you?order=latest'),
  'a link that keeps nothing': { ...at(`/keep/${'x'.repeat(43)}`), status: 410 },
  'the settings of an account that will be deleted': { path: () => '/settings/data', reader: 'leaving' },
}

const NO_PAGES = [
  '/feed.xml',
  '/newsletters/:slug/feed.xml',
  '/topics/:slug/feed.xml',
  '/sitemap.xml',
  '/sitemaps/:n',
  '/robots.txt',
  '/manifest.webmanifest',
  '/opensearch.xml',
  '/following/sources.opml',
  '/sw.js',
  '/list/offline',
  '/healthz',
  '/.well-known/change-password',
  '/.well-known/security.txt',
  '/me/state',
  '/list/exports/:id/file',
  '/list/imports/:id/rows.csv',
  '/i/:picture',
  '/desk',
  '/desk/newsletters/:id/subscribers.csv',
  '/desk/issues/:id/counts',
  '/desk/issues/:id/html',
  '/desk/issues/:id/text',
]

test('every route of the app is a page tested here or named as none', () => {
  const routes = pageRoutes()
  expect(routes.length).toBeGreaterThan(20)
  expect(routes.filter((route) => !(route in PAGES) && !NO_PAGES.includes(route))).toEqual([])
})

for (const [name, sample] of Object.entries({ ...PAGES, ...MORE })) {
  test(`${name} is sound`, async ({ known, page }) => {
    const { cookies } = sample.reader === 'leaving' ? known.leaving : known.state
    await page.context().addCookies(sample.reader ? cookies : [])
    const response = await page.goto(sample.path(known))
    expect(response?.status()).toBe(sample.status ?? 200)
    await expectSound(page, (await response?.text()) ?? '')
  })
}
