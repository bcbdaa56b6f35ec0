import { countWords, fold } from './arabic.ts'
import { ARABIC_BOILERPLATE } from './arabic-boilerplate.ts'
import { type SafeHtml, textOf } from './safe-html.ts'

const BOILERPLATE =
  /^((read|see|watch) (more|also|next)|related( articles| stories)?|share this|follow us|sign up (for|to)|subscribe to|all rights reserved|©|copyright)/
/** A longer paragraph is the article's, whatever words it begins with. */
const SHORT = 80

/** A text without its own title on top, and without the paragraphs at its end that belong to the site. */
export function trimmed(html: SafeHtml, title: string): SafeHtml {
  return withoutEnding(withoutTitle(html, title))
}

// In the sanitiser's own output a block can be found by its tags.

function withoutTitle(html: SafeHtml, title: string): SafeHtml {
  const heading = /^\s*<h2(?: [^>]*)?>(.*?)<\/h2>/s.exec(html)
  const same = heading && fold(textOf(heading[1] as SafeHtml)) === fold(title)
  return same ? (html.slice(heading[0].length).trimStart() as SafeHtml) : html
}

function withoutEnding(html: SafeHtml): SafeHtml {
  const at = Math.max(html.lastIndexOf('<p>'), html.lastIndexOf('<p '))
  const last = html.slice(at).trim() as SafeHtml
  if (at <= 0 || last.indexOf('</p>') !== last.length - '</p>'.length) return html
  const text = textOf(last)
  const foreign = countWords(text) < SHORT && [BOILERPLATE, ARABIC_BOILERPLATE].some((words) => words.test(fold(text)))
  return foreign && !last.includes('<img') ? withoutEnding(html.slice(0, at).trimEnd() as SafeHtml) : html
}
