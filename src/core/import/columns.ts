import { unguarded } from '../export/csv.ts'
import type { ImportFormat } from '../transfer.ts'
import { fieldsOf, type Shape } from './csv.ts'
import type { ImportedItem, Reading } from './item.ts'
import { moment } from './moment.ts'
import { marksOff, names, refused, taken, whole, yes } from './taken.ts'

/** The fields of one row by the names of the header, whatever their order; `''` where there is none. */
type Row = (...columns: string[]) => string

type Told = Partial<Omit<ImportedItem, 'url'>>

type Columns = {
  format: ImportFormat
  /** Columns that make a header this format's. */
  has: string[]
  /** `null`: a row that was never saved. */
  tell: (row: Row) => Told | null
}

/** The most telling first; the last one takes any file that has urls. */
const FORMATS: Columns[] = [
  { format: 'pocket_csv', has: ['url', 'time added', 'status'], tell: pocket },
  { format: 'instapaper', has: ['url', 'selection', 'folder'], tell: instapaper },
  { format: 'readwise', has: ['url', 'document tags', 'saved date'], tell: readwise },
  { format: 'matter', has: ['url', 'in queue'], tell: matter },
  { format: 'readeck', has: ['url', 'is archived', 'is marked'], tell: readeck },
  { format: 'raindrop', has: ['url', 'folder', 'created', 'favorite'], tell: raindrop },
  { format: 'wallabag', has: ['url', 'mime type', 'creation date'], tell: wallabag },
  { format: 'csv', has: ['url'], tell: anything },
]

function pocket(row: Row): Told {
  return {
    title: row('title'),
    savedAt: moment(row('time added')),
    tags: names(row('tags'), /\|/),
    archived: /^archive/i.test(row('status')),
  }
}

/** One column says both the state and the folder. What is starred is not archived. */
function instapaper(row: Row): Told {
  const folder = row('folder')
  const state = folder.toLowerCase()
  const own = ['unread', 'archive', 'starred', 'home', ''].includes(state) ? [] : [folder]
  return {
    title: row('title'),
    note: row('selection'),
    savedAt: moment(row('timestamp')),
    archived: state === 'archive',
    favourite: state === 'starred',
    tags: [...own, ...listed(row('tags'))],
  }
}

/** Its feed holds what came by itself. */
function readwise(row: Row): Told | null {
  const place = row('location').toLowerCase()
  if (place === 'feed') return null
  const read = Number(row('reading progress')) || 0
  return {
    title: row('title'),
    tags: pythonList(row('document tags')),
    savedAt: moment(row('saved date')),
    archived: place === 'archive',
    progress: percent(read <= 1 ? read * 100 : read),
  }
}

function matter(row: Row): Told {
  return {
    title: row('title'),
    byline: row('author'),
    sourceName: row('publisher'),
    tags: names(row('tags'), /;/),
    words: whole(row('word count')),
    archived: !yes(row('in queue')),
    favourite: yes(row('favorited')),
    savedAt: moment(row('last interaction date')),
  }
}

function readeck(row: Row): Told {
  return {
    title: row('title'),
    savedAt: moment(row('created')),
    tags: listed(row('labels')),
    archived: yes(row('is archived')),
    favourite: yes(row('is marked')),
  }
}

function raindrop(row: Row): Told {
  const folder = row('folder')
  return {
    title: row('title'),
    excerpt: row('excerpt'),
    note: [row('note'), row('highlights')].filter(Boolean).join('\n\n'),
    picture: row('cover') || null,
    savedAt: moment(row('created')),
    favourite: yes(row('favorite')),
    tags: [...(folder && folder.toLowerCase() !== 'unsorted' ? [folder] : []), ...names(row('tags'))],
  }
}

function wallabag(row: Row): Told {
  const html = row('content')
  return {
    title: row('title'),
    tags: names(row('tags')),
    language: row('language') || null,
    savedAt: moment(row('creation date')),
    text: html ? { html, truncated: false, pasted: false } : null,
  }
}

/** Our own list among them. */
function anything(row: Row): Told {
  const state = row('state', 'status', 'folder').toLowerCase()
  return {
    title: unguarded(row('title', 'name')),
    byline: unguarded(row('byline', 'author')),
    sourceName: unguarded(row('source', 'source name', 'site')),
    note: unguarded(row('note', 'notes')),
    excerpt: unguarded(row('excerpt', 'description', 'summary')),
    words: whole(row('words', 'word count')),
    progress: percent(Number(row('progress')) || 0),
    language: row('language', 'lang') || null,
    savedAt: moment(row('saved at', 'time added', 'created', 'created at', 'date', 'added')),
    archived: /^archive/.test(state) || yes(row('archived', 'is archived')) || moment(row('archived at')) !== null,
    archivedAt: moment(row('archived at')),
    favourite: yes(row('favourite', 'favorite', 'starred')) || moment(row('favourite at')) !== null,
    favouriteAt: moment(row('favourite at')),
    tags: listed(row('tags', 'labels')),
  }
}

/** Also a JSON array in a field. */
function listed(value: string): string[] {
  if (!value.trimStart().startsWith('[')) return names(value, ANY_SEPARATOR)
  try {
    return names(JSON.parse(value))
  } catch {
    return pythonList(value)
  }
}

/** `["don't", 'favorite']`: each name in the quotes that it does not hold. */
function pythonList(value: string): string[] {
  // A quote that is never closed ends with the value, lest each one in it be tried anew.
  const quoted = value.matchAll(/'((?:[^'\\]|\\.)*)(?:'|$)|"((?:[^"\\]|\\.)*)(?:"|$)/g)
  return names([...quoted].map(([, single, double]) => (single ?? double ?? '').replace(/\\(.)/g, '$1')))
}

function percent(n: number): number {
  return Math.min(100, Math.max(0, Math.round(n)))
}

const ANY_SEPARATOR = /[,;|\u060c\u061b]/

export type Header = Shape & {
  format: ImportFormat
  /** Whether the first row is the header; a list without one begins with its rows. */
  headed: boolean
  read: (row: string) => Reading | null
}

/** The last two are the comma and semicolon of Arabic. */
const SEPARATORS = [',', ';', '\t', '\u060c', '\u061b']

/** What a first row says of the rows to come, or null where they are no table with urls. */
export function headerOf(row: string, bytesOf: (separator: string) => Uint8Array): Header | null {
  const tables = SEPARATORS.map((separator) => ({ separator, fields: fieldsOf(row, separator) ?? [] }))
  const widest = tables.toSorted((a, b) => b.fields.length - a.fields.length)
  for (const { separator, fields } of widest) {
    const columns = fields.map(columnName)
    const known = FORMATS.find(({ has }) => has.every((name) => columns.includes(name)))
    const headed = known ? { columns, ...known } : headless(fields)
    if (!headed) continue
    const { format, tell } = headed
    const read = (line: string) => readRow(line, separator, headed.columns, tell)
    return { format, headed: Boolean(known), separator, bytes: bytesOf(separator), columns: fields.length, read }
  }
  return null
}

/**
 * Names of our own for the columns of a table without any: one holds urls, another of several words their titles. A
 * comma alone may also be a part of a url.
 */
function headless(fields: string[]): { format: ImportFormat; columns: string[]; tell: Columns['tell'] } | null {
  const url = fields.findIndex((field) => /^https?:\/\/\S+$/i.test(marksOff(field)))
  if (url < 0) return null
  const title = fields.findIndex((field, i) => i !== url && /\p{L}.*\s/u.test(field))
  if (title < 0) return null
  return {
    format: 'csv',
    columns: fields.map((_, i) => (i === url ? 'url' : i === title ? 'title' : '')),
    tell: anything,
  }
}

function readRow(line: string, separator: string, columns: string[], tell: Columns['tell']): Reading | null {
  if (!line.trim()) return null
  const fields = fieldsOf(line, separator)
  if (!fields) return refused('broken', line.slice(0, 300), '')
  const row: Row = (...wanted) =>
    wanted.map((name) => marksOff(fields[columns.indexOf(name)] ?? '')).find(Boolean) ?? ''
  const told = tell(row)
  return told ? taken(row('url'), told) : refused('not_saved', row('title'), row('url'))
}

const ALIASES: Record<string, string> = { link: 'url', href: 'url', uri: 'url' }

function columnName(field: string): string {
  const name = marksOff(field)
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
  return ALIASES[name] ?? name
}
