import { countWords, directionOf, languageOf } from './arabic.ts'
import { firstWords } from './article.ts'
import type { PageText } from './page.ts'
import { cut, textOf } from './safe-html.ts'
import { paragraphs, sanitize } from './sanitize.ts'

// Imported dynamically: the libraries are too heavy for the path that serves pages.

/** `title` where the whole page was pasted, else ''. */
export type Pasted = Omit<PageText, 'url' | 'byline' | 'sourceName' | 'picture'>

const WHOLE_PAGE = /<(html|body)\b/i
const MARKUP = /<\/?(p|div|article|section|h[1-6]|ul|ol|li|blockquote|table|br|img|figure|span|a)\b[^>]*>/i

/** What somebody pasted of a page, which stands at `url`: its code, a part of it, or plain text. Null: no text in it. */
export async function readPasted(given: string, url: string): Promise<Pasted | null> {
  const page = WHOLE_PAGE.test(given) ? await articleIn(given, url) : null
  if (page) return page
  const kept = cut(sanitize(MARKUP.test(given) ? given : paragraphs(lines(given)), url))
  const text = textOf(kept.html)
  if (text === '') return null
  const language = languageOf({ declared: [], text })
  return {
    ...{ title: '', ...kept, language, words: countWords(text), excerpt: firstWords(text, 280) },
    direction: directionOf({ language, text }),
  }
}

async function articleIn(html: string, url: string): Promise<Pasted | null> {
  const { readPage } = await import('./extract.ts')
  const page = readPage(html, url)
  return 'fault' in page ? null : page
}

/** Where no line is blank, each line is a paragraph. */
function lines(text: string): string {
  const shown = text.replaceAll('\r\n', '\n')
  return /\n\s*\n/.test(shown.trim()) ? shown : shown.replaceAll('\n', '\n\n')
}
