import { countWords, type Direction, directionOf, languageOf, languageTag, plainLine } from '../arabic.ts'
import { firstWords } from '../article.ts'
import { MOST_NOTE } from '../note.ts'
import { PAGE_FAULTS, type PageFault, type PageStatus, type PageWords } from '../page.ts'
import { cut, type SafeHtml, textOf } from '../safe-html.ts'
import { sanitize } from '../sanitize.ts'
import { MOST_TAGS, type NamedTag, namedTags } from '../tag.ts'
import { CONTEXT, NOTE_MOST, QUOTE_MOST } from '../text-quote.ts'
import { bareTitle, hostName } from '../typed-url.ts'
import { fetchable, URL_RULE, urlKey, withoutTracking } from '../url.ts'
import type { ImportedHighlight, ImportedItem } from './item.ts'

// From what another system says of an article to what a row of our list holds. Pages are not fetched here: a row whose
// text did not come along waits for its page.

/** What the site's own article says, where it has this one. */
type Article = PageWords & { articleId: number | null }

/** What an import writes of one item: the columns of `saved`, and what hangs on it. */
export type ImportedRow = {
  /** Its number in the file. */
  row: number
  values: Article & {
    urlKey: string
    urlRule: number
    savedAt: number
    archivedAt: number | null
    favouriteAt: number | null
    progress: number
    progressAt: number | null
    progressAnchor: string
    note: string
    ownDirection: Direction | null
    page: PageStatus
    pageFault: PageFault | null
    pageAt: number | null
  }
  otherKeys: string[]
  tags: NamedTag[]
  highlights: (ImportedHighlight & { createdAt: number })[]
  text: { html: SafeHtml; truncated: boolean; pasted: boolean } | null
}

type Around = { row: number; urlKey: string; article: Article | null; now: number }

/** As many as a row of ours may have, so that our own file is read without loss. */
const HIGHLIGHTS_MOST = 1_000
/** All the letters of an item's highlights: a bound value holds 2 MB. */
const HIGHLIGHTS_LETTERS = 400_000
const OTHERS_MOST = 50
const KEY_MOST = 2048
const ANCHOR_MOST = 200
/** Less than this is no article but a line that says why there is none; the page itself is asked for. */
const WORDS_LEAST = 40

/** Takes an item whose url passed `fetchable`. */
export function keyOf({ url }: ImportedItem): string {
  return urlKey(url)
}

export function toRow(item: ImportedItem, { row, urlKey, article, now }: Around): ImportedRow {
  const url = article?.url ?? withoutTracking(new URL(fetchable(item.url) ?? item.url)).href
  const text = textFor(item, url, article)
  const plain = text ? textOf(text.html) : ''
  const savedAt = Math.min(item.savedAt ?? now, now)
  const marked = (is: boolean, at: number | null) => (is ? Math.min(at ?? savedAt, now) : null)
  return {
    row,
    values: {
      urlKey,
      urlRule: URL_RULE,
      url,
      title: item.title || article?.title || bareTitle(url),
      byline: plainLine(item.byline, 100) || (article?.byline ?? ''),
      sourceName: plainLine(item.sourceName, 100) || (article?.sourceName ?? hostName(url)),
      picture: (item.picture && fetchable(item.picture)) || (article?.picture ?? null),
      ...spoken(item, article, `${item.title}\n${plain || item.excerpt}`),
      words: (text && !item.words ? countWords(plain) : item.words) || (article?.words ?? 0),
      excerpt: firstWords(item.excerpt || plain, 280) || (article?.excerpt ?? ''),
      articleId: article?.articleId ?? null,
      savedAt,
      archivedAt: marked(item.archived, item.archivedAt),
      favouriteAt: marked(item.favourite, item.favouriteAt),
      progress: item.progress,
      progressAt: item.progressAt && Math.min(item.progressAt, now),
      progressAnchor: item.progressAnchor.slice(0, ANCHOR_MOST).toWellFormed(),
      note: item.note.trim().slice(0, MOST_NOTE).toWellFormed(),
      ownDirection: item.ownDirection,
      ...pageOf(item, Boolean(text), article, now),
    },
    otherKeys: item.otherKeys.filter((key) => key !== urlKey && key.length <= KEY_MOST).slice(0, OTHERS_MOST),
    tags: namedTags(item.tags).slice(0, MOST_TAGS),
    highlights: bounded(item.highlights).map((one) => ({ ...one, createdAt: Math.min(one.createdAt ?? savedAt, now) })),
    text,
  }
}

/** What the page of an article could have made: longer ones are cut, and too many of them end somewhere. */
function bounded(highlights: ImportedHighlight[]): ImportedHighlight[] {
  let letters = 0
  return highlights.slice(0, HIGHLIGHTS_MOST).flatMap(({ quote, prefix, suffix, note, ...rest }) => {
    const own = {
      quote: quote.slice(0, QUOTE_MOST).toWellFormed(),
      prefix: prefix.slice(-CONTEXT).toWellFormed(),
      suffix: suffix.slice(0, CONTEXT).toWellFormed(),
      note: note.slice(0, NOTE_MOST).toWellFormed(),
    }
    letters += own.quote.length + own.note.length + 2 * CONTEXT
    return letters > HIGHLIGHTS_LETTERS ? [] : [{ ...rest, ...own }]
  })
}

/** One page twice in a file: the first of them, with what only the second has. */
export function merged(first: ImportedRow, second: ImportedRow): ImportedRow {
  const { favouriteAt, note } = first.values
  return {
    ...first,
    values: {
      ...first.values,
      favouriteAt: favouriteAt ?? second.values.favouriteAt,
      note: note || second.values.note,
    },
    otherKeys: [...new Set([...first.otherKeys, ...second.otherKeys])],
    tags: both(first.tags, second.tags, ({ key }) => key),
    highlights: both(first.highlights, second.highlights, ({ quote, position }) => `${position} ${quote}`),
  }
}

function both<T>(first: T[], second: T[], key: (one: T) => string): T[] {
  const known = new Set(first.map(key))
  return [...first, ...second.filter((one) => !known.has(key(one)))]
}

/** Made safe; the site's own article needs none, unless its reader pasted one of theirs. */
function textFor({ text, page }: ImportedItem, url: string, article: Article | null) {
  if (!text || (article && !text.pasted)) return null
  const safe = cut(sanitize(text.html, url))
  const kept = page !== null || text.pasted || countWords(textOf(safe.html)) >= WORDS_LEAST
  return kept && safe.html
    ? { html: safe.html as SafeHtml, truncated: safe.truncated || text.truncated, pasted: text.pasted }
    : null
}

/** A file that says both was written by us, and keeps what was found out when the page was read. */
function spoken(item: ImportedItem, article: Article | null, said: string): { language: string; direction: Direction } {
  if (item.language && item.direction)
    return { language: languageTag(item.language) ?? 'und', direction: item.direction }
  if (article) return { language: article.language, direction: article.direction }
  const language = languageOf({ declared: [item.language], text: said })
  return { language, direction: directionOf({ language, text: said }) }
}

type PageState = Pick<ImportedRow['values'], 'page' | 'pageFault' | 'pageAt'>

function pageOf({ page }: ImportedItem, hasText: boolean, article: Article | null, now: number): PageState {
  const at = page?.at ? Math.min(page.at, now) : now
  const become = (state: PageStatus, pageAt: number | null): PageState => ({ page: state, pageFault: null, pageAt })
  if (hasText) return become('ready', at)
  if (article) return become('none', null)
  if (page?.state === 'link') return become('link', at)
  const pageFault = PAGE_FAULTS.find((fault) => fault === page?.fault) ?? null
  if (page?.state === 'failed' && pageFault) return { page: 'failed', pageFault, pageAt: at }
  return become('waiting', null)
}
