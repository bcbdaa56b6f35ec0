import { directionOf } from '../../src/core/arabic.ts'
import type { IssueContent } from '../../src/core/issue.ts'
import { issueUrl } from '../../src/core/issue-content.ts'
import { cut } from '../../src/core/safe-html.ts'
import { isolate } from '../../src/i18n/format.ts'
import type { Issue } from '../../src/store/issues.ts'
import type { Newsletter } from '../../src/store/newsletters.ts'
import { render, type Words } from '../words.tsx'
import { type IssueLinks, IssuePage } from './issue.tsx'
import { issueText } from './issue-text.ts'
import type { Rendered } from './mails.tsx'
import { RLM } from './text.ts'

/** Gmail cuts what is longer than 102 KB, and the links at the end with it; a recipient's links come in later. */
export const MOST_BYTES = 88_000

/** Keywords that a subject names. */
const WORDS_NAMED = 3

/** A message of an issue with one recipient's links, shortened until every program shows it whole. */
export function issueMail(
  words: Words,
  issue: Issue,
  newsletter: Newsletter,
  content: IssueContent,
  links: IssueLinks,
): Rendered {
  const title = titleOf(words, issue, content)
  const props = { issue: { ...issue, title }, newsletter, content, links }
  const draw = (shown: IssueContent) =>
    render(words, <IssuePage {...props} content={shown} shortened={shown !== content} />)
  let shown: IssueContent | null = content
  let html = draw(content)
  while (Buffer.byteLength(html) > MOST_BYTES) {
    shown = shortened(shown)
    if (!shown) break
    html = draw(shown)
  }
  return { subject: subjectOf(title), html, text: issueText(words, props) }
}

/** As an editor sees it before it goes out, and in a test: with links that are nobody's. */
export function issuePreview(words: Words, issue: Issue, newsletter: Newsletter, content: IssueContent): Rendered {
  const page = `${words.site.url}/newsletters/${newsletter.slug}`
  const archive = issueUrl(words.site.url, newsletter.slug, issue)
  return issueMail(words, issue, newsletter, content, { manage: page, unsubscribe: page, archive })
}

/** An alert says with which words it is, and what comes first; of one issue each reader's may be another. */
function titleOf({ m, f }: Words, issue: Issue, content: IssueContent): string {
  const [lead] = content.kind === 'alerts' ? content.items : []
  if (!lead || content.kind !== 'alerts') return issue.title
  const labels = new Set(content.items.flatMap(({ why }) => why?.label ?? []))
  const named = [...labels].slice(0, WORDS_NAMED).map((label) => `«${isolate(label)}»`)
  return m.issues.subject(f.list(named), lead.title)
}

/** Less of it; null where nothing is left to leave out. */
function shortened(content: IssueContent): IssueContent | null {
  if (content.kind === 'written') {
    const { html, truncated } = cut(content.html, Math.floor(Buffer.byteLength(content.html) * 0.75))
    return truncated && html !== content.html ? { ...content, html } : null
  }
  const items = content.items.slice(0, -1)
  return content.items.length > 0 ? ({ ...content, items } as IssueContent) : null
}

/**
 * A subject of two directions, kept together whatever stands around it in a list of mails. Halves that are isolated
 * from each other have no letter that would say how they follow one another: the mark does.
 */
export function subjectOf(title: string): string {
  if (!/[\u2066-\u2069]/.test(title) && !(/\p{Script=Arabic}/u.test(title) && /[a-z]/i.test(title))) return title
  return isolate(directionOf({ text: title }) === 'ltr' ? title : RLM + title)
}
