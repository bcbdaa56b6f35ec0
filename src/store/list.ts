import { type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { counted } from './counted.ts'
import { batch, type Db, rows } from './db.ts'
import { wishIndex } from './index-wishes.ts'
import { asListRow, type ListRow, listRow } from './saved.ts'

// Every change of a reader's list is one batch: the rows, and between `counted` the numbers that pages show of them.

/** A row after a change, and how many are unread now. */
export type Changed = { saved: ListRow; unread: number }

/** @throws AppError('not_found') for what is not in this reader's list, or was removed. */
export function setArchived(shelf: Db, readerId: number, id: number, wanted: boolean, now: number): Promise<Changed> {
  const row = sql`id = ${id} AND removed_at IS NULL`
  return change(shelf, readerId, row, [
    sql`UPDATE saved SET archived_at = ${wanted ? sql`coalesce(archived_at, ${now})` : sql`NULL`}
      WHERE reader_id = ${readerId} AND ${row}`,
  ])
}

/** @throws AppError('not_found') as above. */
export function setFavourite(shelf: Db, readerId: number, id: number, wanted: boolean, now: number): Promise<Changed> {
  const row = sql`id = ${id} AND removed_at IS NULL`
  return change(shelf, readerId, row, [
    sql`UPDATE saved SET favourite_at = ${wanted ? sql`coalesce(favourite_at, ${now})` : sql`NULL`}
      WHERE reader_id = ${readerId} AND ${row}`,
  ])
}

/**
 * Takes a row off the list, or puts it back as it was, archived or not. The row itself stays for 30 days.
 * @throws AppError('not_found') for what never was in this reader's list.
 */
export function setRemoved(shelf: Db, readerId: number, id: number, wanted: boolean, now: number): Promise<Changed> {
  return remove(shelf, readerId, sql`id = ${id}`, wanted, now)
}

/** The same by the article, for pages that know no saved id. */
export function setArticleRemoved(
  shelf: Db,
  readerId: number,
  articleId: number,
  wanted: boolean,
  now: number,
): Promise<Changed> {
  const id = sql`(SELECT max(id) FROM saved WHERE reader_id = ${readerId} AND article_id = ${articleId})`
  return remove(shelf, readerId, sql`id = ${id}`, wanted, now)
}

function remove(shelf: Db, readerId: number, row: SQL, wanted: boolean, now: number): Promise<Changed> {
  return change(shelf, readerId, row, [
    sql`UPDATE saved SET removed_at = ${wanted ? sql`coalesce(removed_at, ${now})` : sql`NULL`}
      WHERE reader_id = ${readerId} AND ${row}`,
    wishIndex(readerId, row, now),
  ])
}

/** One step on one row, whatever it counts for. @throws AppError('not_found') where there is no such row */
async function change(shelf: Db, readerId: number, row: SQL, steps: SQL[]): Promise<Changed> {
  const results = await batch(shelf, [
    ...counted(readerId, row, steps),
    sql`SELECT ${listRow} FROM saved WHERE reader_id = ${readerId} AND ${row}`,
    sql`SELECT unread FROM counters WHERE reader_id = ${readerId}`,
  ])
  const [saved] = rows(results, results.length - 2)
  if (!saved) throw new AppError('not_found')
  return { saved: asListRow(saved), unread: Number(rows(results, results.length - 1)[0]?.unread ?? 0) }
}
