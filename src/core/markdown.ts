import { marked } from 'marked'
import { directionOf } from './arabic.ts'
import { type SafeHtml, textOf } from './safe-html.ts'
import { paragraphs, sanitize } from './sanitize.ts'

// Imported dynamically: marked and the sanitiser are too heavy for the path that serves pages.

/** What an editor may write in one issue, in characters. */
export const MAX_MARKDOWN = 50_000

/**
 * Markdown as HTML that may be shown: raw HTML in it goes through the sanitiser like a stranger's, and each block has
 * the direction of its own text. `siteUrl` is what relative links stand on.
 */
export function markdownHtml(markdown: string, siteUrl: string): SafeHtml {
  return sanitize(withDirections(sanitize(parsed(markdown.slice(0, MAX_MARKDOWN)), siteUrl)), siteUrl)
}

function parsed(markdown: string): string {
  try {
    return marked.parse(markdown, { async: false, gfm: true, breaks: true })
  } catch (error) {
    // Quotes in quotes, thousands deep, go past the parser's stack: the letters are all we take.
    if (error instanceof RangeError) return paragraphs(markdown)
    throw error
  }
}

/** How much of a block is looked at to tell its direction. */
const LOOKED_AT = 300

/** The pattern holds for the sanitiser's output alone. */
function withDirections(html: SafeHtml): string {
  return html.replace(
    /<(p|h[2-6]|ul|ol|li|blockquote|table|td|th)((?: (?!dir=)[a-z]+="[^"]*")*)>/g,
    (tag: string, name: string, attributes: string, at: number) => {
      const block = html.slice(at + tag.length, at + tag.length + LOOKED_AT).split(`</${name}>`)[0] ?? ''
      const text = textOf(block.replace(/<[^>]*$/, '') as SafeHtml)
      return /\p{L}/u.test(text) ? `<${name}${attributes} dir="${directionOf({ text })}">` : tag
    },
  )
}
