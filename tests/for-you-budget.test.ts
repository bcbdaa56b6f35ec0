import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { createTestApp, START } from './helpers/app.ts'
import { type Call, recording } from './helpers/calls.ts'
import { type Cost, costOf } from './helpers/costs.ts'
import { emptyTables } from './helpers/d1.ts'
import { type Follows, KEYWORDS, SOURCES, seedFollower, seedNews, TOPICS } from './helpers/large-news.ts'

const HOUR = 3600
const SMALL = 1_000
const FEW: Follows = { topics: 3, sources: 5, keywords: 2 }
const ALL: Follows = { topics: TOPICS, sources: SOURCES, keywords: KEYWORDS }

it('a page costs as much on a site fifty times as large, and not much more for whoever follows all', {
  timeout: 60_000,
}, async () => {
  const small = await costs(SMALL)
  await emptyTables(env.DB)
  const large = await costs(50 * SMALL)
  for (const [name, before] of small) {
    const after = large.get(name)
    expect(after?.statements, `statements of ${name}`).toBe(before.statements)
    expect(after?.calls, `round trips of ${name}`).toBe(5)
    // On the small site the rare sources have not as many entries as are looked at.
    const most = name.startsWith('all') ? 11_000 : before.read * 1.25
    expect(after?.read, `rows read by ${name}`).toBeLessThanOrEqual(most)
  }
})

async function costs(articles: number): Promise<Map<string, Cost>> {
  const calls: Call[] = []
  const app = createTestApp({ d1: recording(env.DB, calls) })
  await seedNews(env.DB, { articles, now: START })
  const found = new Map<string, Cost>()
  for (const [name, id, wanted] of [
    ['few', 901, FEW],
    ['all', 902, ALL],
  ] as const) {
    const session = name.padStart(40, 'a')
    await seedFollower(env.DB, { id, session, now: START, ...wanted })
    const client = app.client()
    client.cookies.set('__Host-session', session)
    // The first one in an hour says when the session was used.
    await client.get('/for-you')
    for (const path of ['/for-you', '/for-you?order=latest', `/for-you?before=${START - HOUR}.1&after=1.2.3`]) {
      const page = { name: `${name} ${path}`, rows: 20, of: /<article class="row"/g }
      found.set(page.name, await costOf(client, path, page, calls))
    }
  }
  return found
}
