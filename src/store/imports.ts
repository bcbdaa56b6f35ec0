import { and, desc, eq, gt, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { MOST_IMPORTS } from '../core/limits.ts'
import type { ImportFormat, TransferFault } from '../core/transfer.ts'
import { batch, changes, type Db, rows } from './db.ts'
import { laneOf, onConflict } from './jobs.ts'
import { importRows, imports } from './schema/shelf.ts'

/** A file on its way in: a row here, the file in FILES until it is worked off, a job `READER:ID` that does so. */
export type Import = typeof imports.$inferSelect
export type RefusedRow = Pick<typeof importRows.$inferSelect, 'row' | 'fault' | 'title' | 'url'>

/** How many of the past a page shows. */
const SHOWN_MOST = 50
const ROWS_PAGE = 100
/** An upload that has not ended after this has broken off. */
const STORING_MOST = 3600

export const fileOf = ({ readerId, id }: Pick<Import, 'readerId' | 'id'>): string => `${prefixOf(readerId)}${id}`
/** All files of one reader's begin so. */
export const prefixOf = (readerId: number): string => `imports/${readerId}/`

const keyOf = ({ readerId, id }: Pick<Import, 'readerId' | 'id'>): string => `${readerId}:${id}`

/** A file begins to come in. Null where as many as may be are on their way. */
export async function begin(
  shelf: Db,
  readerId: number,
  file: { name: string; bytes: number },
  now: number,
): Promise<number | null> {
  const running = sql`(SELECT coalesce(sum(1), 0) FROM imports WHERE reader_id = ${readerId}
    AND (state = 'running' OR (state = 'storing' AND created_at > ${now - STORING_MOST})))`
  const results = await batch(shelf, [
    sql`INSERT INTO counters (reader_id) VALUES (${readerId}) ON CONFLICT DO NOTHING`,
    sql`INSERT INTO imports (reader_id, id, name, bytes, state, created_at)
      SELECT ${readerId}, next_import, ${file.name}, ${file.bytes}, 'storing', ${now}
      FROM counters WHERE reader_id = ${readerId} AND ${running} < ${MOST_IMPORTS} RETURNING id`,
    sql`UPDATE counters SET next_import = next_import + 1 WHERE reader_id = ${readerId} AND changes() = 1`,
  ])
  const [made] = rows(results, 1)
  return made ? Number(made.id) : null
}

/** The file is there: from now on it is worked off, whatever happens. False: nobody waits for it any more. */
export async function start(shelf: Db, readerId: number, id: number, bytes: number, now: number): Promise<boolean> {
  const results = await batch(shelf, [
    sql`UPDATE imports SET state = 'running', bytes = ${bytes}
      WHERE reader_id = ${readerId} AND id = ${id} AND state = 'storing'`,
    sql`INSERT INTO jobs (kind, key, lane, due_at)
      SELECT 'import', ${keyOf({ readerId, id })}, ${laneOf('import')}, ${now} WHERE changes() = 1 ${onConflict}`,
  ])
  return changes(results, 0) === 1
}

/** Nothing, or nothing more, can be taken of the file. */
export async function fail(shelf: Db, readerId: number, id: number, fault: TransferFault, now: number): Promise<void> {
  await batch(shelf, [
    sql`UPDATE imports SET state = 'failed', fault = ${fault}, finished_at = ${now}
      WHERE reader_id = ${readerId} AND id = ${id} AND finished_at IS NULL`,
  ])
}

export async function setFormat(shelf: Db, readerId: number, id: number, format: ImportFormat): Promise<void> {
  await batch(shelf, [sql`UPDATE imports SET format = ${format} WHERE reader_id = ${readerId} AND id = ${id}`])
}

/** The imports of a reader, newest first. */
export function page(shelf: Db, readerId: number): Promise<Import[]> {
  return shelf.orm
    .select()
    .from(imports)
    .where(eq(imports.readerId, readerId))
    .orderBy(desc(imports.id))
    .limit(SHOWN_MOST)
}

export async function find(shelf: Db, readerId: number, id: number): Promise<Import | null> {
  const [found] = await shelf.orm.select().from(imports).where(one(readerId, id))
  return found ?? null
}

/**
 * An import and the rows that could not be taken, from behind the row `after` on.
 * @throws AppError('not_found') for what is not this reader's
 */
export async function read(
  shelf: Db,
  readerId: number,
  id: number,
  after: number,
): Promise<{ made: Import; refused: RefusedRow[]; more: number | null }> {
  const [[made], refused] = await shelf.orm.batch([
    shelf.orm.select().from(imports).where(one(readerId, id)),
    refusedRows(shelf, readerId, id, after, ROWS_PAGE + 1),
  ])
  if (!made) throw new AppError('not_found')
  const shown = refused.slice(0, ROWS_PAGE)
  return { made, refused: shown, more: refused.length > ROWS_PAGE ? (shown.at(-1)?.row ?? null) : null }
}

export function refusedRows(shelf: Db, readerId: number, id: number, after: number, limit: number) {
  const { row, fault, title, url } = importRows
  return shelf.orm
    .select({ row, fault, title, url })
    .from(importRows)
    .where(and(eq(importRows.readerId, readerId), eq(importRows.importId, id), gt(importRows.row, after)))
    .orderBy(importRows.row)
    .limit(limit)
}

function one(readerId: number, id: number): SQL | undefined {
  return and(eq(imports.readerId, readerId), eq(imports.id, id))
}

/** Whether an upload broke off: it says nothing itself, since whoever sent it is gone. */
export function brokeOff({ state, createdAt }: Import, now: number): boolean {
  return state === 'storing' && createdAt <= now - STORING_MOST
}

/** Under which key a list has these pages, where it is another than their own: other urls of what it holds. */
export async function knownKeys(shelf: Db, readerId: number, keys: string[]): Promise<Map<string, string>> {
  const results = await batch(shelf, [
    sql`SELECT saved_urls.url_key AS other, saved.url_key AS own
      FROM json_each(${JSON.stringify(keys)}) AS item
        CROSS JOIN saved_urls ON saved_urls.reader_id = ${readerId} AND saved_urls.url_key = item.value
        CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.id = saved_urls.saved_id`,
  ])
  return new Map(rows(results, 0).map(({ other, own }) => [String(other), String(own)]))
}
