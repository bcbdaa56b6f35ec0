import sanitizeHtml from 'sanitize-html'
import { plainLine } from './arabic.ts'
import { INLINE_TAGS, type SafeHtml, textOf } from './safe-html.ts'
import { withoutTracking } from './url.ts'

// Imported dynamically: the library is too heavy for the path that serves pages.

type Attributes = Record<string, string | undefined>

const BLOCKS = [
  ...['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre'],
  ...['figure', 'figcaption', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
]
const VOID = ['img', 'br', 'hr']

export const ALLOWED_TAGS = [...INLINE_TAGS, ...BLOCKS, ...VOID]

export const ALLOWED_ATTRIBUTES: Record<string, string[]> = {
  '*': ['lang', 'dir'],
  a: ['href', 'rel', 'title'],
  img: ['src', 'alt', 'title', 'width', 'height'],
  th: ['colspan', 'rowspan'],
  td: ['colspan', 'rowspan'],
  time: ['datetime'],
}

/** Elements whose text is no text of the article. */
const DROPPED_WITH_CONTENT = [
  ...['script', 'style', 'noscript', 'template', 'iframe', 'object', 'svg', 'math', 'form', 'textarea', 'select'],
  ...['option', 'button', 'xmp', 'title', 'audio', 'video', 'plaintext', 'noembed', 'noframes'],
]

const RENAMED: Record<string, string> = {
  ...{ h1: 'h2', del: 's', strike: 's', tfoot: 'tbody', menu: 'ul', dir: 'ul' },
  ...Object.fromEntries(
    ['div', 'section', 'article', 'main', 'header', 'footer', 'aside', 'address', 'center'].map((tag) => [tag, 'p']),
  ),
}

const TRACKERS =
  /(^|\.)(doubleclick\.net|google-analytics\.com|scorecardresearch\.com|quantserve\.com|chartbeat\.(com|net)|feedsportal\.com|stats\.wordpress\.com)$|^(pixel|track|tracking|beacon|stats)\./
const TRACKER_PATHS = /^(www\.facebook\.com\/tr|feeds\.feedburner\.com\/~r|pixel\.wp\.com\/)/

/** Twice what is kept of a text; the rest of a longer one is not looked at. */
export const MAX_INPUT = 500_000
const MAX_DEPTH = 256
const MAX_PASSES = 8

/**
 * A stranger's HTML made safe and canonical: only listed elements and attributes, urls absolute (http, https, mailto),
 * attributes in a fixed order (`<img src="` always first), nothing empty, no tracking pixel, no tracking parameter.
 * Sanitising the result again changes nothing. `baseUrl` is what relative urls stand on.
 */
export function sanitize(html: string, baseUrl: string): SafeHtml {
  let clean = html.slice(0, MAX_INPUT)
  try {
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      const before = clean
      clean = withoutEmpty(sanitizeHtml(before, rules(baseUrl))).trim()
      if (clean === before) return clean as SafeHtml
    }
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
  }
  // Markup that goes too deep or does not settle is built to confuse parsers: its text is all we take.
  return sanitizeHtml(clean.replace(/<[^<>]*>/g, ' '), { allowedTags: [] }).trim() as SafeHtml
}

class TooDeep extends Error {}

function rules(baseUrl: string): sanitizeHtml.IOptions {
  let depth = 0
  return {
    onOpenTag: () => {
      depth++
      if (depth > MAX_DEPTH) throw new TooDeep()
    },
    onCloseTag: () => {
      depth--
    },
    allowedTags: ALLOWED_TAGS,
    allowedAttributes: ALLOWED_ATTRIBUTES,
    allowedSchemes: ['http', 'https', 'mailto'],
    nonTextTags: DROPPED_WITH_CONTENT,
    transformTags: { '*': (tag, attributes) => rewritten(RENAMED[tag] ?? tag, attributes, baseUrl) },
    exclusiveFilter: ({ tag, attribs }) => {
      // A link that leads nowhere goes, its text stays. Not by another name: the library would close its sibling by it.
      if (tag === 'a' && !attribs.href) return 'excludeTag'
      return tag === 'img' && isPixel(attribs)
    },
  }
}

function rewritten(tag: string, given: Attributes, baseUrl: string): sanitizeHtml.Tag {
  if (tag === 'a') {
    const href = absolute(given.href, baseUrl)
    return {
      tagName: tag,
      attribs: kept({ href, rel: href && 'noopener noreferrer nofollow ugc', title: line(given.title) }, given),
    }
  }
  if (tag === 'img') {
    const src = [given.src, given['data-src'], given['data-lazy-src']].map((url) => absolute(url, baseUrl)).find(isWeb)
    const sizes = { width: whole(given.width), height: whole(given.height) }
    return {
      tagName: tag,
      attribs: kept({ src, alt: line(given.alt) ?? '', title: line(given.title), ...sizes }, given),
    }
  }
  const cells = { colspan: whole(given.colspan), rowspan: whole(given.rowspan) }
  return { tagName: tag, attribs: kept({ ...cells, datetime: moment(given.datetime) }, given) }
}

/** The attributes that have a value, in the order given here, language and direction last. */
function kept(attributes: Attributes, given: Attributes): sanitizeHtml.Attributes {
  const lang = /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.exec(given.lang ?? '')?.[0]
  const dir = /^(rtl|ltr|auto)$/i.exec(given.dir?.trim() ?? '')?.[0]?.toLowerCase()
  const all = Object.entries({ ...attributes, lang, dir })
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The absolute url, or undefined when it cannot be one of http, https and mailto. */
function absolute(value: string | undefined, baseUrl: string): string | undefined {
  if (!value?.trim() || !URL.canParse(value, baseUrl)) return undefined
  const url = new URL(value, baseUrl)
  if (url.protocol === 'mailto:') return url.href
  return isWeb(url.href) && !url.username && !url.password ? withoutTracking(url).href : undefined
}

function isWeb(url: string | undefined): boolean {
  return /^https?:/.test(url ?? '')
}

function isPixel({ src, width, height }: Attributes): boolean {
  if (!src) return true
  const url = new URL(src)
  const tiny = [width, height].some((size) => size === '0' || size === '1')
  return tiny || TRACKERS.test(url.hostname) || TRACKER_PATHS.test(url.hostname + url.pathname)
}

function line(value: string | undefined): string | undefined {
  return (value && plainLine(value)) || undefined
}

function whole(value: string | undefined): string | undefined {
  return /^\s*(\d{1,4})(px)?\s*$/.exec(value ?? '')?.[1]
}

function moment(value: string | undefined): string | undefined {
  return /^[0-9TZPWDHMS:.+\- ]{1,40}$/i.exec(value ?? '')?.[0]
}

const EMPTY = new RegExp(
  `<(${[...INLINE_TAGS, ...BLOCKS].filter((tag) => tag !== 'td' && tag !== 'th').join('|')})(?: [^>]*)?>(?:\\s|<br />)*</\\1>`,
  'g',
)

/** In our own output `>` in attributes is escaped, so that a tag can be read by a pattern. Spaces between words stay. */
function withoutEmpty(html: string): string {
  const next = html.replace(EMPTY, (match) => (/^<[a-z]+[^>]*>\s/.test(match) ? ' ' : ''))
  return next === html ? html : withoutEmpty(next)
}

const MAX_LINE = 20_000

/** Plain text as HTML: a blank line begins a paragraph. */
export function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${escaped(paragraph)}</p>`)
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Any HTML as one line of plain text; entities are decoded once, tags go and what stands between them stays. */
export function plainText(html: string): string {
  return plainLine(
    textOf(sanitizeHtml(html.slice(0, MAX_LINE), { allowedTags: [], nonTextTags: [] }) as SafeHtml),
    Number.POSITIVE_INFINITY,
  )
}
