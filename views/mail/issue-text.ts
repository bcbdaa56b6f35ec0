import type { IssueContent, IssueItem } from '../../src/core/issue.ts'
import { isolate } from '../../src/i18n/format.ts'
import type { Words } from '../words.tsx'
import { dateOf, footLinks, type IssueProps, isOwn } from './issue.tsx'
import { articleUrl, keywordsUrl, reason, timeOf } from './rows.tsx'
import { marked } from './text.ts'
import { writtenLines } from './written.tsx'

/** The plain part of an issue: words in lines of their own direction, urls alone on their lines. */
export function issueText(words: Words, { issue, newsletter, content, links }: Omit<IssueProps, 'shortened'>): string {
  const { m, f, site } = words
  const { title, intro } = issue
  const blocks = [
    marked(`${isolate(newsletter.name)} · ${f.date(dateOf(issue))}`),
    isOwn(m, title, newsletter, content) && marked(title),
    marked(intro),
    ...contentText(words, content),
    marked('—'),
    marked(m.issues.foot.why(newsletter.name)),
    ...footLinks(m, links).map(({ label, url }) => link(label, url)),
    marked(`${m.mail.sentBy(site.name, site.host)}\n${newsletter.postalAddress || site.postalAddress}`),
  ]
  return `${blocks.filter(Boolean).join('\n\n')}\n`
}

function contentText({ m, f, site }: Words, content: IssueContent): string[] {
  if (content.kind === 'written') {
    return writtenLines(content.html).map(({ text, urls }) => [marked(text), ...urls].filter(Boolean).join('\n'))
  }
  const facts = (item: Pick<IssueItem, 'sourceName' | 'words' | 'language'>) =>
    [item.sourceName && isolate(item.sourceName), timeOf(m, f, item)].filter(Boolean).join(' · ')
  const lines = (all: string[], url: string) => [...all.filter(Boolean).map(marked), url].join('\n')
  if (content.kind === 'list') {
    const { unread, button } = m.issues.list
    return [
      marked(unread(content.unread, f.number(content.unread))),
      ...content.items.map((item) => lines([item.title, facts(item)], `${site.url}/list/${item.savedId}`)),
      link(button, `${site.url}/list`),
    ]
  }
  const { title, line } = m.issues.choose
  return [
    ...content.items.map((item) =>
      lines([item.why ? reason(m, item.why) : '', item.title, facts(item), item.excerpt], articleUrl(site.url, item)),
    ),
    ...(content.kind === 'personal' && !content.chosen ? [lines([title, line], `${site.url}/welcome`)] : []),
    ...(content.kind === 'alerts' ? [link(m.issues.alerts.keywords, keywordsUrl(site.url))] : []),
  ]
}

function link(label: string, url: string): string {
  return `${marked(`${label}:`)}\n${url}`
}
