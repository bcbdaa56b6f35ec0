import type { IssueContent } from '../../src/core/issue.ts'
import { cut } from '../../src/core/safe-html.ts'
import { render, type Words } from '../words.tsx'
import { type IssueHead, type IssueLinks, IssuePage } from './issue.tsx'
import { issueText } from './issue-text.ts'
import type { Rendered } from './mails.tsx'

/** Programs cut what is longer than 102 KB, and the links at the end with it. */
export const MOST_BYTES = 90 * 1024

/** A message of an issue for one recipient's links, shortened until every program shows it whole. */
export function issueMail(words: Words, head: IssueHead, content: IssueContent, links: IssueLinks): Rendered {
  let shown = content
  for (;;) {
    const props = { head, content: shown, links, shortened: shown !== content }
    const html = render(words, <IssuePage {...props} />)
    const shorter = Buffer.byteLength(html) > MOST_BYTES ? shortened(shown) : null
    if (!shorter) return { subject: head.title, html, text: issueText(words, props) }
    shown = shorter
  }
}

/** Less of it; null where nothing is left to leave out. */
function shortened(content: IssueContent): IssueContent | null {
  if (content.kind === 'written') {
    const { html, truncated } = cut(content.html, Math.floor(Buffer.byteLength(content.html) * 0.75))
    return truncated && html !== content.html ? { ...content, html } : null
  }
  if (content.items.length === 0) return null
  return { ...content, items: content.items.slice(0, -1) } as IssueContent
}
