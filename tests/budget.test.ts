import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { seed } from '../src/actions/seed.ts'
import { sha256 } from '../src/core/secrets.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START } from './helpers/app.ts'
import { type Call, recording } from './helpers/calls.ts'
import { type Cost, costOf, type MeasuredPage } from './helpers/costs.ts'
import { emptyTables } from './helpers/d1.ts'
import { seedIssues, seedMany, seedReader } from './helpers/many.ts'

const SMALL = 1_000
const LARGE = 100 * SMALL

/** So many articles make one past issue. */
const PER_ISSUE = 10
const issueLink = /href="\/newsletters\/morning\/issues\/\d+"/g
const middle = (articles: number) => articles / PER_ISSUE / 2

/** Public pages, and how many rows of what they list each shows when it is full. */
const PUBLIC: Page[] = [
  { name: 'home', path: () => '/', rows: 12 + 8 * 4, of: /<article/g },
  { name: 'older news', path: () => `/?before=${START - 600 * 60}.1`, rows: 25, of: /<article/g },
  { name: 'a topic', path: () => '/topics/science', rows: 25, of: /<article/g },
  {
    name: 'an older page of it',
    path: () => `/topics/science?before=${START - 600 * 60}.1`,
    rows: 25,
    of: /<article/g,
  },
  { name: 'an article', path: (articles) => `/articles/${articles - 500}`, rows: 3, of: /<article/g },
  { name: 'sources', path: () => '/sources', rows: 8, of: /href="\/sources\/\d+"/g },
  { name: 'a source', path: () => '/sources/3', rows: 25, of: /<article/g },
  { name: 'newsletters', path: () => '/newsletters', rows: 5, of: /data-newsletter=/g, families: 2 },
  { name: 'a newsletter', path: () => '/newsletters/morning', rows: 3, of: /href="\/articles\/\d+"/g, families: 2 },
  { name: 'its past issues', path: () => '/newsletters/morning', rows: 20, of: issueLink, families: 2 },
  {
    name: 'an older page of them',
    path: (articles) => `/newsletters/morning?before=${START}.${middle(articles)}`,
    rows: 20,
    of: issueLink,
    families: 2,
  },
  {
    name: 'a past issue',
    path: (articles) => `/newsletters/morning/issues/${middle(articles)}`,
    rows: 5,
    of: /href="\/articles\/\d+"/g,
    families: 2,
    statements: 4,
  },
  { name: 'their feed', path: () => '/newsletters/morning/feed.xml', rows: 20, of: /<item>/g, families: 2 },
  { name: 'the feed', path: () => '/feed.xml', rows: 30, of: /<item>/g },
  { name: "a topic's feed", path: () => '/topics/science/feed.xml', rows: 30, of: /<item>/g },
  { name: 'the sitemap', path: () => '/sitemap.xml', rows: 1, of: /<sitemap>/g },
  { name: 'a sitemap', path: () => '/sitemaps/1', rows: 900, of: /<url>/g },
]

/** A reader's pages, of two families at most unless it says more: the session is one more, in a call of its own. */
const PRIVATE: Page[] = [
  { name: 'the list', path: () => '/list', rows: 50, of: /href="\/list\/\d+"/g },
  { name: 'a saved article', path: () => '/list/7', rows: 1, of: /<h1/g },
  { name: 'what is followed', path: () => '/following', rows: 16, of: /data-follow=/g, families: 3 },
  { name: 'the first choice', path: () => '/welcome', rows: 16, of: /name="ticked"/g },
  { name: "a reader's state", path: (articles) => `/me/state?ids=${newest(articles)}`, rows: 60, of: /<hx-partial/g },
]

function newest(articles: number): string {
  return Array.from({ length: 60 }, (_, i) => articles - i).join()
}

type Page = MeasuredPage & {
  path: (articles: number) => string
  /** Families of tables it reads: one batch each, since no batch touches two. */
  families?: number
  /** At most so many, where it is not three. */
  statements?: number
}

it('a page costs the same on a site a hundred times as large', { timeout: 60_000 }, async () => {
  const small = await costs(SMALL)
  await emptyTables(env.DB)
  const large = await costs(LARGE)

  expect(large.articles / small.articles).toBe(100)
  for (const [name, before] of small.pages) {
    const after = large.pages.get(name)
    expect(after?.statements, name).toBe(before.statements)
    expect(after?.read, `rows read by ${name}`).toBeLessThanOrEqual(Math.ceil(before.read * 1.1))
  }
  for (const { name, families = 1, statements = 3 } of PUBLIC) {
    expect(large.pages.get(name)?.statements, `statements of ${name}`).toBeLessThanOrEqual(statements)
    expect(large.pages.get(name)?.calls, `round trips of ${name}`).toBe(families)
  }
  for (const { name, families = 2 } of PRIVATE) {
    expect(large.pages.get(name)?.calls, `round trips of ${name}`).toBeLessThanOrEqual(1 + families)
  }
})

async function costs(articles: number): Promise<{ articles: number; pages: Map<string, Cost> }> {
  const session = 'a'.repeat(40)
  const calls: Call[] = []
  const app = createTestApp({ d1: recording(env.DB, calls) })
  await seed(app.context(), ar.starter)
  await seedMany(env.DB, { articles, now: START })
  await seedIssues(env.DB, 'morning', { issues: articles / PER_ISSUE, now: START })
  const person = { id: 1, email: 'reader@example.com', secret: '', sessionHash: sha256(session), saved: 60 }
  await seedReader(env.DB, person, START)

  const visitor = app.client()
  const reader = app.client()
  reader.cookies.set('__Host-session', session)
  const pages = new Map<string, Cost>()
  for (const page of PUBLIC) pages.set(page.name, await costOf(visitor, page.path(articles), page, calls))
  for (const page of PRIVATE) pages.set(page.name, await costOf(reader, page.path(articles), page, calls))
  const counted = await env.DB.prepare('SELECT count(*) AS n FROM articles').first<{ n: number }>()
  return { articles: counted?.n ?? 0, pages }
}
