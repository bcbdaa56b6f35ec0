import { Hono } from 'hono'
import { openSearch } from '../../views/feeds.ts'
import { SearchPage } from '../../views/search.tsx'
import { searchArticles } from '../actions/search.ts'
import { plainLine } from '../core/arabic.ts'
import { LONGEST_QUERY } from '../core/query.ts'
import type { AppEnv } from '../env.ts'
import { publicBody, publicPage, tagsOf } from '../web/caching.tsx'
import { cursor } from '../web/paging.ts'
import { wordsFor } from '../web/respond.tsx'

export const searchRoutes = new Hono<AppEnv>()

searchRoutes.get('/search', async (c) => {
  const q = plainLine(c.req.query('q') ?? '', LONGEST_QUERY)
  if (!q) return publicPage(c, { tags: ['search'], version: null }, <SearchPage />)
  const results = await searchArticles(c.var, { q, before: cursor(c) })
  const tags = [
    'search',
    ...tagsOf(
      'article',
      results.found.map(({ article }) => article),
    ),
  ]
  return publicPage(c, { tags, version: [q, results] }, <SearchPage q={q} results={results} />)
})

/** By which browsers offer the site's search in their own field. */
searchRoutes.get('/opensearch.xml', (c) =>
  publicBody(c, { tags: ['site'], version: null }, 'application/opensearchdescription+xml; charset=utf-8', () =>
    openSearch(wordsFor(c)),
  ),
)
