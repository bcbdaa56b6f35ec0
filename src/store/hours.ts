import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'

/** What was done of one kind since a moment: jobs by their kinds, the runs of the cron, the accounts that began. */
export type Hour = { hour: number; kind: string; done: number; failed: number; milliseconds: number }

const HOUR = 3600

function hourOf(at: number): number {
  return at - (at % HOUR)
}

/** Statement: adds to what was done of a kind in the hour of a moment. With `ifChanged` as in `wish`; it passes that on. */
export function tally(
  { kind, done = 0, failed = 0, milliseconds = 0 }: Pick<Hour, 'kind'> & Partial<Omit<Hour, 'hour'>>,
  now: number,
  { ifChanged = false }: { ifChanged?: boolean } = {},
): SQL {
  return sql`INSERT INTO hours (hour, kind, done, failed, milliseconds)
    SELECT ${hourOf(now)}, ${kind}, ${done}, ${failed}, ${milliseconds}
    WHERE ${ifChanged ? sql`changes() = 1` : sql`true`}
    ON CONFLICT(hour, kind) DO UPDATE SET done = done + excluded.done, failed = failed + excluded.failed,
      milliseconds = milliseconds + excluded.milliseconds`
}

/** All hours from a moment's on, in their order; of one kind alone where it is given. */
export async function hoursSince(db: Db, from: number, kind?: string): Promise<Hour[]> {
  const results = await batch(db, [
    sql`SELECT hour, kind, done, failed, milliseconds FROM hours
      WHERE hour >= ${hourOf(from)} AND ${kind ? sql`kind = ${kind}` : sql`true`} ORDER BY hour, kind`,
  ])
  return rows(results, 0).map((row) => ({
    hour: Number(row.hour),
    kind: String(row.kind),
    done: Number(row.done),
    failed: Number(row.failed),
    milliseconds: Number(row.milliseconds),
  }))
}

/** Statement: up to `limit` rows from before a moment. */
export function dropOldHours(before: number, limit: number): SQL {
  return sql`DELETE FROM hours WHERE (hour, kind) IN (SELECT hour, kind FROM hours WHERE hour < ${before} LIMIT ${limit})`
}
