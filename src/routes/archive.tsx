import { Hono } from 'hono'
import { type IssueEntry, issuesRss } from '../../views/feeds.ts'
import { IssueInFeed, IssuePage } from '../../views/past-issues.tsx'
import { fragment, render } from '../../views/words.tsx'
import type { SafeHtml } from '../core/safe-html.ts'
import type { AppEnv } from '../env.ts'
import { type ArchivedIssue, issueOf, newestOf } from '../store/archive.ts'
import { publicBody, tagsOf } from '../web/caching.tsx'
import { wordsFor } from '../web/respond.tsx'

const HTML = 'text/html; charset=UTF-8'
const RSS = 'application/rss+xml; charset=UTF-8'

/** Issues that went out, for everybody: what is made for each reader is not among them. */
export const archiveRoutes = new Hono<AppEnv>()

archiveRoutes.get('/newsletters/:slug{[a-z0-9-]{2,40}}/issues/:n{[1-9][0-9]{0,14}}', async (c) => {
  const found = await issueOf(c.var.db, c.req.param('slug'), Number(c.req.param('n')))
  const { newsletter, issue } = found
  const tags = [`newsletter-${newsletter.id}`, `issue-${issue.id}`, ...tagsOf('article', articlesOf([issue]))]
  return publicBody(c, { tags, version: found }, HTML, async () =>
    render(wordsFor(c), <IssuePage {...found} html={await written(issue, c.var.site.url)} />),
  )
})

archiveRoutes.get('/newsletters/:slug{[a-z0-9-]{2,40}}/feed.xml', async (c) => {
  const { newsletter, issues } = await newestOf(c.var.db, c.req.param('slug'))
  const { name, description, slug } = newsletter
  const home = `/newsletters/${slug}`
  const channel = { title: `${name} · ${c.var.site.name}`, description, home, self: c.req.path }
  const tags = [`newsletter-${newsletter.id}`, ...tagsOf('article', articlesOf(issues))]
  return publicBody(c, { tags, version: [newsletter, issues] }, RSS, async () => {
    const entries: IssueEntry[] = []
    for (const issue of issues) {
      const text = await written(issue, c.var.site.url)
      const html = fragment(wordsFor(c), <IssueInFeed issue={issue} html={text} />)
      entries.push({ path: `${home}/issues/${issue.number}`, title: issue.title, at: issue.at, html })
    }
    return issuesRss(wordsFor(c), { ...channel, entries })
  })
})

/** What an editor wrote; null: a digest. Markdown and sanitiser are loaded only where a body is made. */
async function written({ kind, markdown }: ArchivedIssue, siteUrl: string): Promise<SafeHtml | null> {
  if (kind !== 'written') return null
  const { markdownHtml } = await import('../core/markdown.ts')
  return markdownHtml(markdown, siteUrl)
}

function articlesOf(issues: ArchivedIssue[]): { id: number }[] {
  return issues.flatMap(({ items }) => items.map(({ articleId }) => ({ id: articleId })))
}
