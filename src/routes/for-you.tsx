import { type Context, Hono } from 'hono'
import { ForYouPage } from '../../views/for-you.tsx'
import { type From, forYou, latestFor } from '../actions/for-you.ts'
import { AMONG } from '../core/for-you.ts'
import type { AppEnv } from '../env.ts'
import { followJustDone } from '../web/just-done.ts'
import { cursor } from '../web/paging.ts'
import { page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const forYouRoutes = new Hono<AppEnv>()

forYouRoutes.get('/', async (c) => {
  const order = c.req.query('order') === 'latest' ? 'latest' : 'best'
  const news = await (order === 'latest' ? latestFor : forYou)(c.var, signedIn(c).id, from(c))
  return page(c, <ForYouPage order={order} {...news} done={followJustDone(c)} />)
})

/** `?before=RANK.ID&after=ID.ID…`, or a date and an id. Anything malformed is the first page, or a page after nothing. */
function from(c: Context<AppEnv>): From | null {
  const before = cursor(c)
  const after = /^\d{1,15}(?:\.\d{1,15})*$/.exec(c.req.query('after') ?? '')?.[0].split('.') ?? []
  return before && { before: { at: before.sortedAt, id: before.id }, after: after.slice(1 - AMONG).map(Number) }
}
