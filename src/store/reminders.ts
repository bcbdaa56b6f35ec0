import { sql } from 'drizzle-orm'
import type { WaitingItem } from '../core/issue.ts'
import { batch, type Db, type Row, rows } from './db.ts'

export type Waiting = { unread: number; items: WaitingItem[] }

const ROWS = 5

/** How much waits on each reader's list, and the newest of it; a reader with nothing unread is not there. */
export async function waiting(shelf: Db, readerIds: number[]): Promise<Map<number, Waiting>> {
  const ids = JSON.stringify(readerIds)
  const results = await batch(shelf, [
    sql`SELECT reader_id, unread FROM json_each(${ids}) AS reader CROSS JOIN counters ON reader_id = reader.value
      WHERE unread > 0`,
    sql`SELECT saved.reader_id, saved.id, title, source_name, language,
        coalesce(own_direction, direction) AS direction, words,
        saved_at FROM json_each(${ids}) AS reader CROSS JOIN saved ON saved.reader_id = reader.value AND saved.id IN (
        SELECT newest.id FROM saved AS newest WHERE newest.reader_id = reader.value AND newest.removed_at IS NULL
          AND newest.archived_at IS NULL ORDER BY newest.saved_at DESC, newest.id DESC LIMIT ${ROWS})`,
  ])
  const items = Map.groupBy(rows(results, 1), (row) => Number(row.reader_id))
  return new Map(
    rows(results, 0).map((row) => {
      const readerId = Number(row.reader_id)
      const newest = (items.get(readerId) ?? []).toSorted(
        (a, b) => Number(b.saved_at) - Number(a.saved_at) || Number(b.id) - Number(a.id),
      )
      return [readerId, { unread: Number(row.unread), items: newest.map(toItem) }]
    }),
  )
}

function toItem(row: Row): WaitingItem {
  return {
    savedId: Number(row.id),
    title: String(row.title),
    sourceName: String(row.source_name ?? ''),
    language: String(row.language),
    direction: row.direction === 'ltr' ? 'ltr' : 'rtl',
    words: Number(row.words),
  }
}
