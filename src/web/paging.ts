import type { Context } from 'hono'
import type { AppEnv } from '../env.ts'
import type { Cursor } from '../store/articles.ts'

/** Where a page of a list begins: `?before=<date of the last row>.<its id>`. Anything malformed is the first page. */
export function cursor(c: Context<AppEnv>): Cursor | null {
  const [, sortedAt, id] = /^(\d{1,12})\.(\d{1,15})$/.exec(c.req.query('before') ?? '') ?? []
  return sortedAt && id ? { sortedAt: Number(sortedAt), id: Number(id) } : null
}

/** The same where ids alone are the order: `?before=<the last id>`. */
export function idBefore(c: Context<AppEnv>): number | null {
  const [id] = /^[1-9]\d{0,14}$/.exec(c.req.query('before') ?? '') ?? []
  return id ? Number(id) : null
}

/** The id in a private route's path; the route's own pattern has checked it. */
export function idOf(c: Context<AppEnv>): number {
  return Number(c.req.param('id'))
}
