import { and, desc, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { EXPORT_KEPT, type Selection } from '../core/export/selection.ts'
import { MOST_EXPORTS } from '../core/limits.ts'
import type { ExportFormat, TransferFault } from '../core/transfer.ts'
import { batch, changes, type Db, rows } from './db.ts'
import { laneOf, onConflict } from './jobs.ts'
import { exports } from './schema/shelf.ts'

/** A file on its way out: a row here, a job `READER:ID` that writes its parts and deletes them in the end. */
export type Export = Omit<typeof exports.$inferSelect, 'selection'> & { selection: Selection }

/** How many of one reader's are kept. */
const KEPT_MOST = 20

/** The object of one part (from 1), and those of all parts that are written; a reader's all begin alike. */
export const fileOf = ({ readerId, id }: Pick<Export, 'readerId' | 'id'>, part: number): string =>
  `${prefixOf(readerId)}${id}/${part}`
export const filesOf = (made: Export): string[] => Array.from({ length: made.parts }, (_, n) => fileOf(made, n + 1))
export const prefixOf = (readerId: number): string => `exports/${readerId}/`

type NewExport = { format: ExportFormat; selection: Selection }

/** Asks for a file, unless enough is on its way: then null. The oldest ones make room. */
export async function ask(
  shelf: Db,
  readerId: number,
  { format, selection }: NewExport,
  now: number,
): Promise<number | null> {
  const running = sql`(SELECT coalesce(sum(state = 'running'), 0) FROM exports WHERE reader_id = ${readerId})`
  const results = await batch(shelf, [
    sql`INSERT INTO counters (reader_id) VALUES (${readerId}) ON CONFLICT DO NOTHING`,
    sql`INSERT INTO exports (reader_id, id, format, selection, state, created_at)
      SELECT ${readerId}, next_export, ${format}, ${JSON.stringify(selection)}, 'running', ${now}
      FROM counters WHERE reader_id = ${readerId} AND ${running} < ${MOST_EXPORTS}`,
    sql`UPDATE counters SET next_export = next_export + 1 WHERE reader_id = ${readerId} AND changes() = 1`,
    wishJobs(readerId, sql`SELECT max(id) FROM exports WHERE reader_id = ${readerId}`, now),
    sql`UPDATE exports SET finished_at = ${now - EXPORT_KEPT}
      WHERE reader_id = ${readerId} AND state <> 'running' AND id IN (${overflowing(readerId)})`,
    wishJobs(readerId, overflowing(readerId), now),
    sql`SELECT max(id) AS id FROM exports WHERE reader_id = ${readerId}`,
  ])
  return changes(results, 1) === 1 ? Number(rows(results, 6)[0]?.id) : null
}

function overflowing(readerId: number): SQL {
  return sql`SELECT id FROM exports WHERE reader_id = ${readerId} ORDER BY id DESC LIMIT -1 OFFSET ${KEPT_MOST}`
}

/** Where the statement before changed something. */
function wishJobs(readerId: number, ids: SQL, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'export', reader_id || ':' || id, ${laneOf('export')}, ${now} FROM exports
    WHERE reader_id = ${readerId} AND id IN (${ids}) AND changes() > 0 ${onConflict}`
}

/** The files of a reader, newest first: those in the making, and those that can still be had. */
export async function page(shelf: Db, readerId: number, now: number): Promise<Export[]> {
  const found = await shelf.orm
    .select()
    .from(exports)
    .where(and(eq(exports.readerId, readerId), there(now)))
    .orderBy(desc(exports.id))
    .limit(KEPT_MOST)
  return found.map(toExport)
}

/** @throws AppError('not_found') for what is not this reader's, is not done yet, or is gone by now. */
export async function finished(shelf: Db, readerId: number, id: number, now: number): Promise<Export> {
  const [found] = await shelf.orm
    .select()
    .from(exports)
    .where(and(eq(exports.readerId, readerId), eq(exports.id, id), eq(exports.state, 'done'), there(now)))
  if (!found) throw new AppError('not_found')
  return toExport(found)
}

/** Whatever its age, for the job. */
export async function get(shelf: Db, readerId: number, id: number): Promise<Export | null> {
  const [found] = await shelf.orm
    .select()
    .from(exports)
    .where(and(eq(exports.readerId, readerId), eq(exports.id, id)))
  return found ? toExport(found) : null
}

function there(now: number) {
  return or(isNull(exports.finishedAt), gt(exports.finishedAt, now - EXPORT_KEPT))
}

/** One part more is written; `cursor` is the last row in it. The same part reported twice is one. */
export async function addPart(
  shelf: Db,
  { readerId, id, parts }: Pick<Export, 'readerId' | 'id' | 'parts'>,
  part: { cursor: number; items: number; bytes: number; last: boolean },
  now: number,
): Promise<void> {
  await batch(shelf, [
    sql`UPDATE exports SET cursor = ${part.cursor}, parts = parts + 1, items = items + ${part.items},
        bytes = bytes + ${part.bytes}, state = ${part.last ? 'done' : 'running'}, finished_at = ${part.last ? now : null}
      WHERE reader_id = ${readerId} AND id = ${id} AND parts = ${parts} AND state = 'running'`,
  ])
}

export async function giveUp(
  shelf: Db,
  { readerId, id }: Pick<Export, 'readerId' | 'id'>,
  fault: TransferFault,
  now: number,
): Promise<void> {
  await batch(shelf, [
    sql`UPDATE exports SET state = 'failed', fault = ${fault}, finished_at = ${now}
      WHERE reader_id = ${readerId} AND id = ${id} AND state = 'running'`,
  ])
}

export async function forget(shelf: Db, { readerId, id }: Pick<Export, 'readerId' | 'id'>): Promise<void> {
  await batch(shelf, [sql`DELETE FROM exports WHERE reader_id = ${readerId} AND id = ${id}`])
}

function toExport({ selection, ...row }: typeof exports.$inferSelect): Export {
  return { ...row, selection: selection ? (JSON.parse(selection) as Selection) : {} }
}
