import { Hono } from 'hono'
import type { Bindings } from '../../src/env.ts'
import { createWorker } from '../../src/index.ts'
import { password } from '../../src/ports/password.ts'
import { type Follows, seedArticles, seedFollower, seedReaders, seedSources } from '../helpers/large-news.ts'
import { cost } from './cost.ts'

// The Worker as it is built for a deployment, and beside it what `npm run bench:feed` needs: a site of any size, its
// readers' follows, and what a page asks of the database.

const nothing = () => {
  throw new Error('a bench asks nobody outside')
}
const worker = createWorker({
  now: () => Math.floor(Date.now() / 1000),
  fetcher: () => nothing,
  mailer: () => ({ send: nothing, bulk: null }),
  password,
})

const tools = new Hono<{ Bindings: Bindings }>()

type Chunk = { first: number; count: number }

tools.post('/bench/sources', async (c) => {
  await seedSources(c.env.DB, (await c.req.json<{ now: number }>()).now)
  return c.body(null, 204)
})

tools.post('/bench/articles', async (c) => {
  await seedArticles(c.env.DB, await c.req.json<Chunk & { begin: number }>())
  return c.body(null, 204)
})

tools.post('/bench/readers', async (c) => {
  await seedReaders(c.env.DB, await c.req.json<Chunk & { now: number }>())
  return c.body(null, 204)
})

tools.post('/bench/follower', async (c) => {
  await seedFollower(c.env.DB, await c.req.json<Follows & { id: number; session: string; now: number }>())
  return c.body(null, 204)
})

tools.get('/bench/counts', async (c) =>
  c.json(
    await c.env.DB.prepare(
      `SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(DISTINCT source_id) FROM articles) AS sources,
        (SELECT count(DISTINCT reader_id) FROM follows) AS readers, (SELECT count(*) FROM follows) AS follows`,
    ).first(),
  ),
)

export default {
  ...worker,
  async fetch(request, bindings, context) {
    if (request.headers.get('Bench') === 'cost') {
      return cost(bindings, (recorded) => worker.fetch(request, recorded, context))
    }
    if (new URL(request.url).pathname.startsWith('/bench/')) return tools.fetch(request, bindings, context)
    return worker.fetch(request, bindings, context)
  },
} satisfies ExportedHandler<Bindings>
