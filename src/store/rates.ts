import { sql } from 'drizzle-orm'
import { BURST } from '../core/rate.ts'
import { batch, type Db, rows } from './db.ts'

/**
 * Takes from a bucket whose debt is small; gives null, or when it will be (milliseconds). In one statement, so that of
 * two runs at once one waits.
 */
export async function take(db: Db, name: string, cost: number, now: number): Promise<number | null> {
  const results = await batch(db, [
    sql`INSERT INTO rates (name, full_at) VALUES (${name}, ${now + cost})
      ON CONFLICT(name) DO UPDATE SET full_at = max(full_at, ${now}) + ${cost} WHERE full_at <= ${now + BURST}
      RETURNING name`,
    sql`SELECT full_at FROM rates WHERE name = ${name}`,
  ])
  return rows(results, 0).length === 1 ? null : Number(rows(results, 1)[0]?.full_at ?? now) - BURST
}

/** Gives back what was taken and not used. */
export async function giveBack(db: Db, name: string, cost: number): Promise<void> {
  await batch(db, [sql`UPDATE rates SET full_at = full_at - ${cost} WHERE name = ${name}`])
}

/** Takes from several buckets whatever their debts; gives for each when its turn begins (milliseconds). */
export async function reserve(db: Db, costs: Map<string, number>, now: number): Promise<Map<string, number>> {
  const wanted = JSON.stringify([...costs].map(([name, cost]) => ({ name, cost })))
  const results = await batch(db, [
    sql`INSERT INTO rates (name, full_at) SELECT value ->> 'name', ${now} + (value ->> 'cost') FROM json_each(${wanted})
      WHERE true
      ON CONFLICT(name) DO UPDATE SET full_at = max(full_at, ${now}) + excluded.full_at - ${now} RETURNING name, full_at`,
  ])
  return new Map(
    rows(results, 0).map((row) => [String(row.name), Number(row.full_at) - (costs.get(String(row.name)) ?? 0)]),
  )
}
