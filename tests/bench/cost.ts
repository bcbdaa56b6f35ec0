import type { Bindings } from '../../src/env.ts'
import { type Call, recording } from '../helpers/calls.ts'

/** What a page asked, asked once more to see how many rows each statement reads. */
export async function cost(
  bindings: Bindings,
  ask: (recorded: Bindings) => Response | Promise<Response>,
): Promise<Response> {
  const { DB, SEARCH_DB } = bindings
  const asked: [D1Database, Call[]][] = [
    [DB, []],
    [SEARCH_DB, []],
  ]
  const [main, search] = asked.map(([d1, calls]) => recording(d1, calls))
  const response = await ask({ ...bindings, DB: main, SEARCH_DB: search } as Bindings)
  await response.arrayBuffer()
  let statements = 0
  let read = 0
  for (const [d1, calls] of asked) {
    const again = calls.flat().map(({ sql, params }) => d1.prepare(sql).bind(...params))
    statements += again.length
    const results = again.length > 0 ? await d1.batch(again) : []
    read += results.reduce((sum, { meta }) => sum + meta.rows_read, 0)
  }
  return Response.json({ status: response.status, statements, read })
}
