import { sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import type { NamedTag } from '../core/tag.ts'
import { counted } from './counted.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import { wishIndex } from './index-wishes.ts'
import { asListRow, type ListRow, listRow } from './saved.ts'
import { tagSteps } from './tags.ts'

// What a reader writes on a saved article. Each step gives back what stood there before: what its undo posts.

/**
 * These tags and no others. Those for which there is no room among all tags are not on the row afterwards.
 * @throws AppError('not_found') for what is not in this reader's list, or was removed.
 */
export async function setTags(
  shelf: Db,
  readerId: number,
  id: number,
  named: NamedTag[],
  now: number,
): Promise<{ saved: ListRow; before: string[] }> {
  const row = sql`id = ${id} AND removed_at IS NULL`
  const wanted = sql`json_each(${JSON.stringify(named)})`
  const source = sql`SELECT saved_id, value ->> 'name' AS name, value ->> 'key' AS key
    FROM ${wanted} CROSS JOIN (SELECT id AS saved_id FROM saved WHERE reader_id = ${readerId} AND ${row})`
  const results = await batch(shelf, [
    selected(readerId, id),
    ...counted(readerId, row, [
      sql`DELETE FROM saved_tags WHERE reader_id = ${readerId}
        AND saved_id = (SELECT id FROM saved WHERE reader_id = ${readerId} AND ${row})
        AND tag_id IN (SELECT id FROM tags WHERE reader_id = ${readerId} AND removed_at IS NULL
          AND key NOT IN (SELECT value ->> 'key' FROM ${wanted}))`,
      ...tagSteps(readerId, source, now),
      wishIndex(readerId, row, now),
    ]),
    selected(readerId, id),
  ])
  return { saved: only(rows(results, results.length - 1)), before: only(rows(results, 0)).tags }
}

/** The whole note; an empty one is none. @throws AppError('not_found') as above */
export async function setNote(
  shelf: Db,
  readerId: number,
  id: number,
  note: string,
  now: number,
): Promise<{ saved: ListRow; before: string }> {
  const row = sql`id = ${id} AND removed_at IS NULL`
  const results = await batch(shelf, [
    sql`SELECT note FROM saved WHERE reader_id = ${readerId} AND ${row}`,
    sql`UPDATE saved SET note = ${note} WHERE reader_id = ${readerId} AND ${row}`,
    wishIndex(readerId, row, now),
    selected(readerId, id),
  ])
  return { saved: only(rows(results, 3)), before: String(rows(results, 0)[0]?.note) }
}

function selected(readerId: number, id: number) {
  return sql`SELECT ${listRow} FROM saved WHERE reader_id = ${readerId} AND id = ${id} AND removed_at IS NULL`
}

function only([row]: Row[]): ListRow {
  if (!row) throw new AppError('not_found')
  return asListRow(row)
}
