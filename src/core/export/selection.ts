import type { ListState } from '../list-filters.ts'
import type { ExportFormat } from '../transfer.ts'

/** What of a list goes out: these rows, or those in one state or under one tag; where nothing is said, all of it. */
export type Selection = {
  ids?: number[]
  state?: ListState
  /** A tag's key. */
  tag?: string
  /** What a book of one article is called. */
  title?: string
}

/** Why nothing goes out: nothing matches, a book would be too long, or enough is on its way already. */
export type ExportRefusal = 'empty' | 'tooLong' | 'tooMany'

/** Seconds that a finished file can be had. */
export const EXPORT_KEPT = 7 * 86_400

/** A book holds so many articles at most. */
export const BOOK_MOST = 100

export const FILE_TYPES: Record<ExportFormat, { ending: string; type: string }> = {
  json: { ending: 'json', type: 'application/json' },
  csv: { ending: 'csv', type: 'text/csv; charset=utf-8' },
  html: { ending: 'html', type: 'text/html; charset=utf-8' },
  epub: { ending: 'epub', type: 'application/epub+zip' },
}
