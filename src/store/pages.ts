import { type SQL, sql } from 'drizzle-orm'
import { laneOf, onConflict } from './jobs.ts'

/** Statement: the pages of these rows are fetched, each from its `dueAt` on, after everything that somebody waits for. */
export function wishPages(readerId: number, rows: SQL, dueAt: SQL): SQL {
  return wanted(readerId, rows, laneOf('extract'), dueAt)
}

/** Statement: the same for a page whose reader has it open: at once, and before an import's. */
export function wishPage(readerId: number, row: SQL, now: number): SQL {
  // What a job does that is there already ends in a list of settings, which goes on here.
  return sql`${wanted(readerId, row, 0, sql`${now}`)}, lane = 0`
}

function wanted(readerId: number, rows: SQL, lane: number, dueAt: SQL): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'extract', reader_id || ':' || id, ${lane}, ${dueAt}
    FROM saved WHERE reader_id = ${readerId} AND (${rows}) AND page = 'waiting' AND removed_at IS NULL
    ${onConflict}`
}
