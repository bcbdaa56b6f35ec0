import { Hono } from 'hono'
import { indexedWords } from '../../src/core/arabic-search.ts'
import { parseQuery } from '../../src/core/query.ts'
import type { Bindings } from '../../src/env.ts'
import { open } from '../../src/store/db.ts'
import { matchOf, readerToken, sourceTokens } from '../../src/store/match.ts'
import { findArticles, findSaved, writeArticles, writeSaved } from '../../src/store/search.ts'
import { headline, insertArticles, QUERIES, SOURCE, wordsOf } from './headlines.ts'
import { siteWith } from './site.ts'

// What `npm run bench:search` needs beside the site: a large index, and the one statement of a search by itself.

/** Lists that share the index of saved rows, each with as many of them. */
const READERS = 200

const tools = new Hono<{ Bindings: Bindings }>()

/** Articles `from` to `to`, in the database, the index, and the list of one reader each. */
tools.post('/bench/seed', async (c) => {
  const { from, to } = await c.req.json<{ from: number; to: number }>()
  const search = open(c.env.SEARCH_DB)
  const ids = Array.from({ length: to - from }, (_, i) => from + i)
  await insertArticles(c.env.DB, ids)
  const docs = ids.map((id) => ({ id, ...indexedWords([headline(id), wordsOf(id, 90)]) }))
  const source = sourceTokens(SOURCE).join(' ')
  await writeArticles(
    search,
    ['a'],
    docs.map((doc) => ({ ...doc, filter: doc.id % 10 ? 'lar' : `lar ${source}` })),
    [],
  )
  await writeSaved(
    search,
    ['a'],
    docs.map((doc) => {
      const readerId = 1 + (doc.id % READERS)
      return { ...doc, readerId, id: Math.ceil(doc.id / READERS), filter: `${readerToken(readerId)} lar` }
    }),
    [],
  )
  return c.body(null, 204)
})

tools.get('/bench/queries', (c) => c.json(QUERIES))

/** What a search is measured against: the same road with a statement that does nothing. */
tools.get('/bench/nothing', async (c) => c.json(await c.env.SEARCH_DB.batch([c.env.SEARCH_DB.prepare('SELECT 1')])))

/** One search as the page sends it; `reader`: of one list; `below`: of a further window. Gives the hits of the window. */
tools.get('/bench/find', async (c) => {
  const { q = '', reader, below } = c.req.query()
  const search = open(c.env.SEARCH_DB)
  const top = below ? Number(below) : undefined
  const match = matchOf(parseQuery(q), reader ? [[readerToken(Number(reader))]] : []) ?? { all: '""', exact: [] }
  const hits = await (reader ? findSaved(search, match, top) : findArticles(search, match, top))
  return c.json({ hits: hits.length })
})

export default siteWith(tools)
