import { marked } from 'marked'
import { directionOf } from './arabic.ts'
import type { SafeHtml } from './safe-html.ts'
import { sanitize } from './sanitize.ts'

// Imported dynamically: marked and the sanitiser are too heavy for the path that serves pages.

/** What an editor may write in one issue, in characters. */
export const MAX_MARKDOWN = 50_000

/**
 * Markdown as HTML that may be shown: raw HTML in it goes through the sanitiser like a stranger's, and each block has
 * the direction of its own text. `siteUrl` is what relative links stand on.
 */
export function markdownHtml(markdown: string, siteUrl: string): SafeHtml {
  const html = marked.parse(markdown.slice(0, MAX_MARKDOWN), { async: false, gfm: true, breaks: true })
  return sanitize(withDirections(sanitize(html, siteUrl)), siteUrl)
}

/** How much of a block is looked at to tell its direction. */
const LOOKED_AT = 300

function withDirections(html: SafeHtml): string {
  return html.replace(/<(p|h[2-6]|li|blockquote|td|th)>/g, (_, tag: string, at: number) => {
    const text = html.slice(at, at + LOOKED_AT).replace(/<[^>]*>?/g, ' ')
    return `<${tag} dir="${directionOf({ text })}">`
  })
}
