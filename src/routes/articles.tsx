import { Hono } from 'hono'
import { ArticlePage } from '../../views/article.tsx'
import { HomePage } from '../../views/home.tsx'
import { TopicPage } from '../../views/topics.tsx'
import type { AppEnv } from '../env.ts'
import { read } from '../store/articles.ts'
import { home, topicPage } from '../store/news.ts'
import { publicPage, tagsOf } from '../web/caching.tsx'
import { cursor } from '../web/paging.ts'

export const articleRoutes = new Hono<AppEnv>()

articleRoutes.get('/', async (c) => {
  const news = await home(c.var.db, c.var.now(), cursor(c))
  const shown = [
    ...(news.lead ? [news.lead] : []),
    ...news.picks,
    ...news.latest,
    ...news.sections.flatMap(({ articles }) => articles),
  ]
  return publicPage(c, { tags: ['home', ...tagsOf('article', shown)], version: news }, <HomePage {...news} />)
})

articleRoutes.get('/topics/:slug{[a-z0-9-]{2,40}}', async (c) => {
  const page = await topicPage(c.var.db, c.req.param('slug'), c.var.now(), cursor(c))
  const tags = [`topic-${page.topic.id}`, ...tagsOf('article', page.articles)]
  return publicPage(c, { tags, version: page }, <TopicPage {...page} />)
})

articleRoutes.get('/articles/:id{[1-9][0-9]{0,14}}', async (c) => {
  const { db, files, now } = c.var
  const { article, text, ...around } = await read(db, files, Number(c.req.param('id')), now())
  const tags = [`source-${article.sourceId}`, ...tagsOf('article', [article, ...around.related])]
  return publicPage(
    c,
    { tags, version: [article, text, around] },
    <ArticlePage article={article} text={text} {...around} />,
  )
})
