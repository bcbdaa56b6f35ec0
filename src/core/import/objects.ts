import { plainText } from '../sanitize.ts'
import type { ImportFormat } from '../transfer.ts'
import { parsed } from './elements.ts'
import type { ImportedHighlight, ImportedItem, ImportedText, Reading } from './item.ts'
import { moment } from './moment.ts'
import { names, refused, taken, text, yes } from './taken.ts'

export type Values = Record<string, unknown>

type Objects = {
  format: ImportFormat
  /** Names of which an object of this format has all. */
  has: string[]
  tell: (values: Values) => Partial<ImportedItem> & { url: string }
}

/** The most telling first. */
const FORMATS: Objects[] = [
  { format: 'readability', has: ['article__url'], tell: readability },
  { format: 'wallabag', has: ['url', 'is_archived', 'is_starred'], tell: wallabag },
  { format: 'wallabag', has: ['url', 'is_read', 'is_fav'], tell: wallabag },
  { format: 'omnivore', has: ['url', 'slug', 'readingProgress'], tell: omnivore },
  { format: 'pinboard', has: ['href', 'extended', 'toread'], tell: pinboard },
  { format: 'goodlinks', has: ['url', 'addedAt', 'starred'], tell: goodlinks },
  { format: 'elcurator', has: ['url', 'is_saved'], tell: elcurator },
  { format: 'delicious', has: ['url', 'created', 'tags', 'private'], tell: delicious },
]

function readability(of: Values) {
  return {
    url: text(of.article__url),
    title: titled(of.article__title),
    excerpt: plainText(text(of.article__excerpt)),
    savedAt: moment(of.date_added),
    archived: yes(of.archive),
    archivedAt: moment(of.date_archived),
    favourite: yes(of.favorite),
    favouriteAt: moment(of.date_favorited),
  }
}

/** Both versions: the first writes all values as texts, and `tags` as one. */
function wallabag(of: Values) {
  return {
    url: text(of.url),
    title: titled(of.title),
    archived: yes(of.is_archived) || yes(of.is_read),
    archivedAt: moment(of.archived_at),
    favourite: yes(of.is_starred) || yes(of.is_fav),
    favouriteAt: moment(of.starred_at),
    savedAt: moment(of.created_at),
    tags: names(of.tags),
    language: text(of.language) || null,
    picture: text(of.preview_picture) || null,
    byline: names(of.published_by).join(', '),
    highlights: annotations(of.annotations),
    text: textOf(of.content),
  }
}

function annotations(given: unknown): ImportedHighlight[] {
  if (!Array.isArray(given)) return []
  return given
    .filter((one) => text(one?.quote))
    .map((one) => highlight(text(one.quote), text(one.text), moment(one.created_at)))
}

export function highlight(quote: string, note: string, createdAt: number | null): ImportedHighlight {
  return { quote, note, createdAt, prefix: '', suffix: '', position: 0 }
}

function omnivore(of: Values) {
  return {
    url: text(of.url),
    title: titled(of.title),
    byline: text(of.author),
    excerpt: text(of.description),
    picture: text(of.thumbnail) || null,
    savedAt: moment(of.savedAt),
    archived: /^archived$/i.test(text(of.state)),
    progress: Math.min(100, Math.max(0, Math.round(Number(of.readingProgress) || 0))),
    tags: names(of.labels),
    textName: text(of.slug),
  }
}

/** What is not to be read any more has its place in the archive. */
function pinboard(of: Values) {
  return {
    url: text(of.href),
    title: titled(of.description),
    note: text(of.extended),
    savedAt: moment(of.time),
    archived: !yes(of.toread),
    tags: names(of.tags, /\s+/),
  }
}

function goodlinks(of: Values) {
  return {
    url: text(of.url) || text(of.originalURL),
    title: titled(of.title),
    excerpt: text(of.summary),
    savedAt: moment(of.addedAt),
    archived: moment(of.readAt) !== null,
    archivedAt: moment(of.readAt),
    favourite: yes(of.starred),
    tags: names(of.tags),
  }
}

function elcurator(of: Values) {
  return {
    url: text(of.url),
    title: titled(of.title),
    excerpt: text(of.description),
    savedAt: moment(of.created_at),
    favourite: yes(of.is_saved),
    tags: names(of.tags),
  }
}

function delicious(of: Values) {
  return {
    url: text(of.url),
    title: titled(of.title),
    note: text(of.description),
    savedAt: moment(of.created),
    tags: names(of.tags),
  }
}

/** What wallabag calls a page whose title it did not find. */
function titled(given: unknown): string {
  return text(given) === 'No title found' ? '' : text(given)
}

function textOf(given: unknown): ImportedText | null {
  const html = text(given)
  return html.trim() ? { html, truncated: false, pasted: false } : null
}

/** The format of an array by the names that its first object has. */
export function objectsOf(has: Set<string>): { format: ImportFormat; read: (element: string) => Reading } | null {
  const found = FORMATS.find((format) => format.has.every((name) => has.has(name)))
  return found ? { format: found.format, read: (element) => readObject(element, found.tell) } : null
}

function readObject(element: string, tell: Objects['tell']): Reading {
  const values = parsed(element)
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return refused('broken', element.slice(0, 300), '')
  }
  const { url, ...told } = tell(values as Values)
  return taken(url, told)
}
