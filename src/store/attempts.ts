import { and, eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'
import { attempts } from './schema/people.ts'

/** `key` says who tried what, hashed: neither email nor ip stands in the table. `window` in seconds. */
export type Counter = { key: string; window: number }

export type Counted = { count: number; endsAt: number }

/** Counts one attempt on each counter. A counter's window begins with its first attempt and starts anew after its end. */
export async function count(db: Db, counters: Counter[], now: number): Promise<Counted[]> {
  const results = await batch(
    db,
    counters.map(
      ({ key, window }) => sql`INSERT INTO attempts (key, window, count, expires_at)
        VALUES (${key}, ${window}, 1, ${now + window})
        ON CONFLICT(key, window) DO UPDATE SET
          count = CASE WHEN expires_at <= ${now} THEN 1 ELSE count + 1 END,
          expires_at = CASE WHEN expires_at <= ${now} THEN excluded.expires_at ELSE expires_at END
        RETURNING count, expires_at`,
    ),
  )
  return counters.map((_, i) => {
    const [row] = rows(results, i)
    return { count: Number(row?.count), endsAt: Number(row?.expires_at) }
  })
}

/**
 * Counts one attempt of those that make the next one wait: after the n-th, `waits[n - 1]` seconds, the last of them for
 * good. The count ends when nothing was tried for the counter's window. An attempt that comes too early counts nothing
 * and lengthens nothing. Gives the seconds it is early by; 0: it may go on.
 */
export async function countGrowing(
  db: Db,
  { key, window }: Counter,
  waits: readonly number[],
  now: number,
): Promise<number> {
  const list = JSON.stringify(waits)
  // D1 binds numbers as REAL, and an array has no element 10.0.
  const wait = sql`${list} ->> CAST(min(count, ${waits.length - 1}) AS INTEGER)`
  const [first = 0] = waits
  const results = await batch(db, [
    sql`INSERT INTO attempts (key, window, count, expires_at, next_at)
      VALUES (${key}, ${window}, 1, ${now + window}, ${now + first})
      ON CONFLICT(key, window) DO UPDATE SET
        count = CASE WHEN expires_at <= ${now} THEN 1 ELSE count + 1 END,
        next_at = ${now} + CASE WHEN expires_at <= ${now} THEN ${first} ELSE ${wait} END,
        expires_at = excluded.expires_at
        WHERE next_at <= ${now}
      RETURNING count`,
    sql`SELECT next_at FROM attempts WHERE key = ${key} AND window = ${window}`,
  ])
  if (rows(results, 0).length) return 0
  return Number(rows(results, 1)[0]?.next_at) - now
}

/** Whether a counter is there and its window has not ended. */
export async function stands(db: Db, { key, window }: Counter, now: number): Promise<boolean> {
  const [row] = await db.orm
    .select({ expiresAt: attempts.expiresAt })
    .from(attempts)
    .where(and(eq(attempts.key, key), eq(attempts.window, window)))
  return row !== undefined && row.expiresAt > now
}

/** Statement: a counter stands for its whole window from now on. */
export function keep({ key, window }: Counter, now: number): SQL {
  return sql`INSERT INTO attempts (key, window, count, expires_at) VALUES (${key}, ${window}, 1, ${now + window})
    ON CONFLICT(key, window) DO UPDATE SET expires_at = excluded.expires_at`
}

/** Forgets a counter: the attempt was the right one. */
export async function reset(db: Db, { key, window }: Counter): Promise<void> {
  await batch(db, [forget({ key, window })])
}

/** Statement: the same in the batch of what the attempt was about. */
export function forget({ key, window }: Counter): SQL {
  return sql`DELETE FROM attempts WHERE key = ${key} AND window = ${window}`
}

/** Statement: up to `limit` counters whose window ended. */
export function dropEnded(now: number, limit: number): SQL {
  return sql`DELETE FROM attempts WHERE rowid IN (SELECT rowid FROM attempts WHERE expires_at <= ${now} LIMIT ${limit})`
}
