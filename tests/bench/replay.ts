import type { Call } from '../helpers/calls.ts'

/** Sends the same statements in the same calls again. A row that is there already is written over. */
export async function replay(d1: D1Database, calls: Call[]): Promise<void> {
  const session = d1.withSession('first-primary')
  for (const call of calls) {
    const statements = call.map(({ sql, params }) => session.prepare(sql).bind(...params))
    await session.batch(statements)
  }
}

/** Recorded statements are sent many times over: an insert that is no upsert replaces. */
export function repeatable(calls: Call[]): Call[] {
  const again = (sql: string) =>
    /ON CONFLICT/i.test(sql) ? sql : sql.replace(/^\s*INSERT INTO/i, 'INSERT OR REPLACE INTO')
  return calls.map((call) => call.map(({ sql, params }) => ({ sql: again(sql), params })))
}
