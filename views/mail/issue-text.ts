import { minutes } from '../../src/core/arabic.ts'
import { textOf } from '../../src/core/safe-html.ts'
import type { Words } from '../words.tsx'
import { articleUrl, type IssueProps, reason } from './issue.tsx'
import { marked } from './text.ts'

/** The plain part of an issue: words in lines of their own direction, urls alone on their lines. */
export function issueText(words: Words, { head, content, links, shortened }: IssueProps): string {
  const { m, f, site } = words
  const { foot } = m.issues
  const link = (label: string, url: string) => `${marked(`${label}:`)}\n${url}`
  const blocks = [
    marked(`${head.newsletter} · ${f.date(head.at)}`),
    marked(head.title),
    ...(head.intro ? [marked(head.intro)] : []),
    ...contentOf(words, content),
    ...(shortened && links.archive ? [link(m.issues.rest, links.archive)] : []),
    marked('—'),
    marked(foot.why(head.newsletter)),
    link(foot.manage, links.manage),
    link(foot.unsubscribe, links.unsubscribe),
    ...(links.archive ? [link(foot.browser, links.archive)] : []),
    [m.mail.sentBy(site.name, site.host), head.postalAddress || site.postalAddress]
      .filter(Boolean)
      .map(marked)
      .join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

function contentOf({ m, f, site }: Words, content: IssueProps['content']): string[] {
  if (content.kind === 'written') return [textOf(content.html).split('\n').map(marked).join('\n\n')]
  if (content.kind === 'list') {
    const items = content.items.map(({ title, savedId }) => `${marked(title)}\n${site.url}/list/${savedId}`)
    const { unread, button } = m.issues.list
    const head = marked(unread(content.unread, f.number(content.unread)))
    return [head, ...items, `${marked(`${button}:`)}\n${site.url}/list`]
  }
  const { title, line } = m.issues.choose
  const items = content.items.map((item) => {
    const time = minutes(item.words, item.language)
    const facts = [item.sourceName, item.words > 0 && m.articles.minutes(time, f.number(time))].filter(Boolean)
    const lines = [...(item.why ? [reason(m, item.why)] : []), item.title, facts.join(' · '), item.excerpt]
    return `${lines.filter(Boolean).map(marked).join('\n')}\n${articleUrl(site.url, item)}`
  })
  return content.kind === 'personal' && !content.chosen
    ? [...items, `${marked(title)}\n${marked(line)}\n${site.url}/register`]
    : items
}
