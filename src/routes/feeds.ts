import { Hono } from 'hono'
import { rss, sitemap, sitemapIndex } from '../../views/feeds.ts'
import type { AppEnv } from '../env.ts'
import { newest, newestIn, sitemapFile, sitemapFiles } from '../store/feeds.ts'
import { publicBody, tagsOf } from '../web/caching.tsx'
import { wordsFor } from '../web/respond.tsx'

const RSS = 'application/rss+xml; charset=UTF-8'
const XML = 'application/xml; charset=UTF-8'
/** Pages that are not made of rows. */
const FIXED = ['/', '/sources', '/newsletters', '/about', '/privacy', '/terms']

export const feedRoutes = new Hono<AppEnv>()

feedRoutes.get('/feed.xml', async (c) => {
  const entries = await newest(c.var.db, c.var.now())
  const words = wordsFor(c)
  const channel = {
    title: c.var.site.name,
    description: words.m.site.description,
    home: '/',
    self: c.req.path,
    entries,
  }
  return publicBody(c, { tags: tagsOf('article', entries), version: entries }, RSS, () => rss(words, channel))
})

feedRoutes.get('/topics/:slug{[a-z0-9-]{2,40}}/feed.xml', async (c) => {
  const slug = c.req.param('slug')
  const { topic, entries } = await newestIn(c.var.db, slug, c.var.now())
  const words = wordsFor(c)
  const title = `${topic.name} · ${c.var.site.name}`
  const channel = { title, description: words.m.site.description, home: `/topics/${slug}`, self: c.req.path, entries }
  const tags = [`topic-${topic.id}`, ...tagsOf('article', entries)]
  return publicBody(c, { tags, version: [topic, entries] }, RSS, () => rss(words, channel))
})

feedRoutes.get('/sitemap.xml', async (c) => {
  const files = await sitemapFiles(c.var.db)
  return publicBody(c, { tags: ['sitemap'], version: files }, XML, () => sitemapIndex(wordsFor(c), files))
})

/** The first file also names the pages that are no articles. */
feedRoutes.get('/sitemaps/:n{[1-9][0-9]{0,14}}', async (c) => {
  const n = Number(c.req.param('n'))
  const { topics, entries } = await sitemapFile(c.var.db, n)
  const others = n === 1 ? [...FIXED, ...topics.map(({ slug }) => `/topics/${slug}`)].map((path) => ({ path })) : []
  const pages = [...others, ...entries.map(({ id, updatedAt }) => ({ path: `/articles/${id}`, updatedAt }))]
  return publicBody(c, { tags: ['sitemap'], version: pages }, XML, () => sitemap(wordsFor(c), pages))
})
