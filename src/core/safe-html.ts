declare const brand: unique symbol

/** HTML that went through `core/sanitize.ts`, its only maker, and may be shown as it stands. */
export type SafeHtml = string & { readonly [brand]: 'SafeHtml' }

/** The sanitiser's version, stored with each text. Raised with each change of what it lets through. */
export const SANITISER = 1

/** Texts of an older sanitiser than this go through the present one before they are shown. */
export const OLDEST_SAFE = 1

export const INLINE_TAGS = ['a', 'em', 'strong', 'b', 'i', 's', 'sub', 'sup', 'code', 'bdi', 'bdo', 'time']

const MAX_BYTES = 256 * 1024

// Both functions read tags by a pattern, which holds for the sanitiser's output only: `<` and `>` are escaped there
// in texts and attributes.

/** At most 256 KB of UTF-8, cut where an element ends; `truncated` says that something was left out. */
export function cut(html: SafeHtml, maxBytes = MAX_BYTES): { html: SafeHtml; truncated: boolean } {
  const encoder = new TextEncoder()
  if (encoder.encode(html).length <= maxBytes) return { html, truncated: false }
  const open: string[] = []
  let read = 0
  let bytes = 0
  let whole = { end: 0, closing: '' }
  for (const tag of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    const end = tag.index + tag[0].length
    bytes += encoder.encode(html.slice(read, end)).length
    read = end
    const opens = !tag[1] && !tag[0].endsWith('/>')
    if (tag[1]) open.pop()
    else if (opens) open.push(`</${tag[2]}>`)
    const closing = open.toReversed().join('')
    if (bytes + closing.length > maxBytes) break
    if (!opens) whole = { end, closing }
  }
  return { html: `${html.slice(0, whole.end)}${whole.closing}` as SafeHtml, truncated: true }
}

/** The plain text: a line for each block, entities decoded. */
export function textOf(html: SafeHtml): string {
  return html
    .replace(/<\/?([a-z0-9]+)[^>]*>/g, (_, tag: string) => (tag === 'img' || INLINE_TAGS.includes(tag) ? '' : '\n'))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
}
