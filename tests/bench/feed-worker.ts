import { Hono } from 'hono'
import type { Bindings } from '../../src/env.ts'
import { type Follows, seedArticles, seedFollower, seedReaders, seedSources } from '../helpers/large-news.ts'
import { siteWith } from './site.ts'

// What `npm run bench:feed` needs beside the site: articles in any number, their sources, and what readers follow.

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

export default siteWith(tools)
