import { isoDates } from '../iso.ts'
import type { ExportedItem } from './item.ts'

// For spreadsheets: UTF-8 with a byte order mark (without it Excel reads Arabic as Latin-1), CRLF, a header, quotes by
// RFC 4180. What a table cannot hold (texts, highlights) is in Raff's own file.

/** In the order of the file; a header that begins with these names is this file's. */
export const CSV_COLUMNS = [
  ...(['url', 'title', 'byline', 'source', 'language', 'words', 'saved_at', 'archived_at', 'favourite_at'] as const),
  ...(['progress', 'tags', 'note', 'excerpt'] as const),
] as const

type Row = Record<(typeof CSV_COLUMNS)[number], string | number | null>

export const CSV_HEAD = `\ufeff${CSV_COLUMNS.join()}\r\n`

export function csvRow(item: ExportedItem): string {
  const row: Row = {
    url: item.url,
    title: item.title,
    byline: item.byline,
    source: item.sourceName,
    language: item.language,
    words: item.words,
    saved_at: iso(item.savedAt),
    archived_at: iso(item.archivedAt),
    favourite_at: iso(item.favouriteAt),
    progress: item.progress,
    tags: JSON.stringify(item.tags),
    note: item.note,
    excerpt: item.excerpt,
  }
  return csvLine(CSV_COLUMNS.map((name) => row[name]))
}

/** A row of any table of ours. */
export function csvLine(cells: (string | number | null)[]): string {
  return `${cells.map(cell).join()}\r\n`
}

function iso(at: number | null): string | null {
  return at === null ? null : String(isoDates('savedAt', at))
}

function cell(value: string | number | null): string {
  const text = typeof value === 'string' ? guarded(value) : String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const FORMULA = /^'*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/
const GUARDED = /^'+[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/

/** A title must not run as a formula in whoever's spreadsheet (CSV injection, OWASP): an apostrophe makes it text. */
function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** A cell of this file as it was before it was guarded. */
export function unguarded(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text
}
