import { type SQL, sql } from 'drizzle-orm'
import { SANITISER, type SafeHtml } from '../core/safe-html.ts'
import { batch, type Db, type Row, rows } from './db.ts'

// What the daily job does with texts that have been there for long. It reads rows, works on FILES and comes back, so
// each of its changes names the row as it was read: one that was stored anew meanwhile stays as it is.

/** Both tables of texts, and what a row's object in FILES is called (`fileOf` and `savedFileOf` in texts.ts). */
const TABLES = {
  articles: { table: sql`texts`, file: sql`'texts/' || texts.article_id` },
  saved: { table: sql`saved_texts`, file: sql`'saved-texts/' || saved_texts.reader_id || '/' || saved_texts.id` },
}
export type Texts = keyof typeof TABLES

export type OldText = {
  row: number
  file: string
  html: string
  place: 'd1' | 'r2'
  sanitiser: number
  stored_at: number
}

/** Texts that lie in the database and were stored at `until` or before, the oldest first. */
export function old(db: Db, of: Texts, until: number, limit: number): Promise<OldText[]> {
  return found(db, of, sql`place = 'd1' AND stored_at <= ${until} ORDER BY stored_at`, limit)
}

/** Texts that an older sanitiser made, wherever they lie. */
export function outdated(db: Db, of: Texts, limit: number): Promise<OldText[]> {
  return found(db, of, sql`sanitiser < ${SANITISER}`, limit)
}

async function found(db: Db, of: Texts, where: SQL, limit: number): Promise<OldText[]> {
  const { table, file } = TABLES[of]
  const results = await batch(db, [
    sql`SELECT rowid AS row, ${file} AS file, html, place, sanitiser, stored_at FROM ${table} WHERE ${where} LIMIT ${limit}`,
  ])
  return rows(results, 0) as Row[] as OldText[]
}

/** These lie in FILES now. Gives the objects whose rows are gone meanwhile: nobody's, and to be deleted. */
export async function movedOut(db: Db, of: Texts, texts: OldText[]): Promise<string[]> {
  const { table, file } = TABLES[of]
  const list = JSON.stringify(texts.map(({ html, ...text }) => text))
  const same = sql`${table}.rowid = item.value ->> 'row' AND ${file} = item.value ->> 'file'`
  const results = await batch(db, [
    sql`UPDATE ${table} SET place = 'r2', html = '' FROM json_each(${list}) AS item
      WHERE ${same} AND place = 'd1' AND sanitiser = item.value ->> 'sanitiser'
        AND stored_at = item.value ->> 'stored_at'`,
    sql`SELECT item.value ->> 'file' AS file FROM json_each(${list}) AS item
      WHERE NOT EXISTS (SELECT 1 FROM ${table} WHERE ${same})`,
  ])
  return rows(results, 1).map((row) => String(row.file))
}

/** These were made safe by the present sanitiser and lie in the database again; null: its object is missing. */
export async function renewed(db: Db, of: Texts, texts: { was: OldText; html: SafeHtml | null }[]): Promise<void> {
  const { table, file } = TABLES[of]
  await batch(
    db,
    texts.map(({ was, html }) => {
      const text = html === null ? sql`` : sql`, html = ${html}, place = 'd1'`
      return sql`UPDATE ${table} SET sanitiser = ${SANITISER}${text}
        WHERE rowid = ${was.row} AND ${file} = ${was.file} AND sanitiser = ${was.sanitiser}
          AND stored_at = ${was.stored_at}`
    }),
  )
}
