import { DrizzleQueryError, type SQL } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'
import { AppError } from '../core/errors.ts'

/** One database as one request sees it: `orm` for reads, `batch()` for steps of business. */
export type Db = { d1: D1Database | D1DatabaseSession; orm: DrizzleD1Database }

/** A row as SQLite names it, in snake_case. */
export type Row = Record<string, string | number | null>

const dialect = new SQLiteAsyncDialect()

export function open(d1: D1Database | D1DatabaseSession): Db {
  // A session has prepare() and batch(), all that drizzle calls; its types ask for the whole binding.
  return { d1, orm: drizzle(d1 as D1Database) }
}

/**
 * One step of business: all statements or none, in one round trip. Later statements depend on earlier ones by
 * `WHERE changes() = 1`, never by a read before. A UNIQUE violation is thrown as AppError('conflict').
 *
 * drizzle's own batch refuses raw statements with parameters (0.45), so each is compiled here and goes to D1's batch.
 */
export async function batch(db: Db, steps: SQL[]): Promise<D1Result<Row>[]> {
  // D1 refuses a batch of nothing.
  if (steps.length === 0) return []
  const statements = steps.map((step) => {
    const { sql, params } = dialect.sqlToQuery(step)
    return db.d1.prepare(sql).bind(...params)
  })
  try {
    return await db.d1.batch<Row>(statements)
  } catch (error) {
    if (error instanceof Error && error.message.includes('UNIQUE constraint failed')) {
      throw new AppError('conflict', { cause: error })
    }
    throw error
  }
}

/** For a step that has an answer of its own where something is there already. */
export function unlessConflict(error: unknown): null {
  if (error instanceof AppError && error.code === 'conflict') return null
  throw error
}

/** What a log may hold of an error: drizzle writes a statement's parameters, emails among them, into its own message. */
export function faultOf(error: unknown): Error {
  const fault = error instanceof DrizzleQueryError ? error.cause : error
  return fault instanceof Error ? fault : new Error(String(fault))
}

/** The rows of one statement of a batch. */
export function rows(results: D1Result<Row>[], index: number): Row[] {
  return results[index]?.results ?? []
}

/** How many rows one statement of a batch changed. */
export function changes(results: D1Result<Row>[], index: number): number {
  return results[index]?.meta.changes ?? 0
}
