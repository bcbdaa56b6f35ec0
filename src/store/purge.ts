import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, type Row, rows } from './db.ts'
import * as imports from './imports.ts'
import { savedFileOf } from './texts.ts'

// What goes for good when its time is over. Objects go before the rows that know of them, lest a crash leave something
// behind that nobody knows of.

/** What stands on a saved row: the table, and its name for the row's id. */
const PARTS = [
  { table: sql`saved_texts`, savedId: sql`id` },
  { table: sql`saved_tags`, savedId: sql`saved_id` },
  { table: sql`saved_urls`, savedId: sql`saved_id` },
  { table: sql`highlights`, savedId: sql`saved_id` },
]

/**
 * Deletes up to `limit` saved rows, of all readers, that were removed at `until` or before, with all that stands on
 * them; gives how many. One that is saved again at that very moment stays.
 */
export async function purgeRemoved(shelf: Db, files: R2Bucket, until: number, limit: number): Promise<number> {
  const results = await batch(shelf, [sql`SELECT reader_id, id FROM saved WHERE removed_at <= ${until} LIMIT ${limit}`])
  const gone = rows(results, 0).map(toKey)
  if (gone.length === 0) return 0
  await files.delete(gone.map(({ readerId, id }) => savedFileOf(readerId, id)))
  const still = sql`json_each(${JSON.stringify(gone)}) AS gone CROSS JOIN saved
    ON saved.reader_id = gone.value ->> 'readerId' AND saved.id = gone.value ->> 'id' AND saved.removed_at <= ${until}`
  await batch(shelf, [
    ...PARTS.map(
      ({ table, savedId }) => sql`DELETE FROM ${table} WHERE rowid IN (SELECT part.rowid FROM ${still}
        CROSS JOIN ${table} AS part ON part.reader_id = saved.reader_id AND part.${savedId} = saved.id)`,
    ),
    sql`DELETE FROM saved WHERE rowid IN (SELECT saved.rowid FROM ${still})`,
  ])
  return gone.length
}

/**
 * The same for imports that began at `until` or before: first the rows that could not be taken, up to ten times
 * `limit`, then the imports that have none left. Of an upload that broke off the file may still be there.
 */
export async function purgeImports(shelf: Db, files: R2Bucket, until: number, limit: number): Promise<number> {
  const old = sql`created_at <= ${until} AND state <> 'running'`
  const results = await batch(shelf, [
    sql`DELETE FROM import_rows WHERE rowid IN (SELECT import_rows.rowid FROM imports
      CROSS JOIN import_rows ON import_rows.reader_id = imports.reader_id AND import_id = imports.id
      WHERE ${old} LIMIT ${limit * 10})`,
    sql`SELECT reader_id, id FROM imports WHERE ${old} AND NOT EXISTS (SELECT 1 FROM import_rows
      WHERE import_rows.reader_id = imports.reader_id AND import_id = imports.id) LIMIT ${limit}`,
  ])
  const gone = rows(results, 1).map(toKey)
  if (gone.length === 0) return 0
  await files.delete(gone.map(imports.fileOf))
  await batch(shelf, [
    sql`DELETE FROM imports WHERE rowid IN (SELECT imports.rowid FROM json_each(${JSON.stringify(gone)}) AS gone
      CROSS JOIN imports ON reader_id = gone.value ->> 'readerId' AND imports.id = gone.value ->> 'id')`,
  ])
  return gone.length
}

function toKey(row: Row): { readerId: number; id: number } {
  return { readerId: Number(row.reader_id), id: Number(row.id) }
}

/** Statement: up to `limit` hosts whose turn passed long ago. */
export function dropIdleHosts(until: number, limit: number): SQL {
  return sql`DELETE FROM hosts WHERE rowid IN (SELECT rowid FROM hosts WHERE next_at <= ${until} LIMIT ${limit})`
}
