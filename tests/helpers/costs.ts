import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import type { Call } from './calls.ts'
import type { Client } from './client.ts'
import { hooked } from './d1.ts'

/** A page that is measured: how many of what it lists it shows when it is full. */
export type MeasuredPage = { name: string; rows: number; of: RegExp }

/** Round trips, statements, and rows that the statements read. */
export type Cost = { calls: number; statements: number; read: number }

/** A binding that adds to `read` the rows that each statement of a batch reads. */
export function metered(read: number[]): D1Database {
  const batch: D1Database['batch'] = async (statements) => {
    const results = await env.DB.batch<never>(statements)
    read.push(...results.map(({ meta }) => meta.rows_read))
    return results
  }
  return Object.assign(hooked(env.DB, {}), { batch })
}

/** What a page sends through a `recording` binding, sent once more to see how many rows each statement reads. */
export async function costOf(
  client: Client,
  path: string,
  { name, rows, of }: MeasuredPage,
  calls: Call[],
): Promise<Cost> {
  calls.length = 0
  const { status, text } = await client.get(path)
  expect(status, name).toBe(200)
  expect(text.match(of)?.length ?? 0, `${name} is full`).toBeGreaterThanOrEqual(rows)
  const sent = calls.splice(0)
  const statements = sent.flat().map(({ sql, params }) => env.DB.prepare(sql).bind(...params))
  const results = await env.DB.batch(statements)
  const read = results.reduce((sum, { meta }) => sum + meta.rows_read, 0)
  return { calls: sent.length, statements: statements.length, read }
}
