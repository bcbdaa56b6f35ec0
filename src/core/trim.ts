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
  let end = html.length
  for (const { index } of [...html.matchAll(/<p[ >]/g)].reverse()) {
    if (index === 0 || !isOfSite(html.slice(index, end).trim() as SafeHtml)) break
    end = index
  }
  return html.slice(0, end).trimEnd() as SafeHtml
}

/** Whether an ending is one paragraph, and that is none of the article's. */
function isOfSite(last: SafeHtml): boolean {
  if (last.indexOf('</p>') !== last.length - '</p>'.length || last.includes('<img')) return false
  const text = textOf(last)
  return countWords(text) < SHORT && [BOILERPLATE, ARABIC_BOILERPLATE].some((words) => words.test(fold(text)))
}
