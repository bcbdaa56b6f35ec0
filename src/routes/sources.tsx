import { Hono } from 'hono'
import { SourcePage, SourcesPage } from '../../views/sources.tsx'
import type { AppEnv } from '../env.ts'
import { sourcePage, sourcesPage } from '../store/news.ts'
import { publicPage, tagsOf } from '../web/caching.tsx'
import { cursor } from '../web/paging.ts'

export const sourceRoutes = new Hono<AppEnv>()

sourceRoutes.get('/sources', async (c) => {
  const page = await sourcesPage(c.var.db)
  return publicPage(c, { tags: ['sources'], version: page }, <SourcesPage {...page} />)
})

sourceRoutes.get('/sources/:id{[1-9][0-9]{0,14}}', async (c) => {
  const page = await sourcePage(c.var.db, Number(c.req.param('id')), c.var.now(), cursor(c))
  const tags = [`source-${page.source.id}`, ...tagsOf('article', page.articles)]
  return publicPage(c, { tags, version: page }, <SourcePage {...page} />)
})
