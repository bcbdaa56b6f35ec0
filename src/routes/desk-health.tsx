import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskHealthPage } from '../../views/desk-health.tsx'
import { serviceHealth } from '../actions/health.ts'
import type { AppEnv } from '../env.ts'
import * as health from '../store/health.ts'
import { idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const id = ':id{[1-9][0-9]{0,14}}'
const notice = v.fallback(v.optional(v.picklist(['retried', 'forgotten', 'gone'])), undefined)

/** `/desk/health`: how the service does, what is wrong first. */
export const deskHealthRoutes = new Hono<AppEnv>()

deskHealthRoutes.get('/', async (c) => {
  const done = v.parse(notice, c.req.query('done'))
  return page(c, <DeskHealthPage health={await serviceHealth(c.var)} notice={done} />)
})

deskHealthRoutes.post(`/jobs/${id}/retried`, async (c) => {
  const retried = await health.retry(c.var.db, ...step(c))
  c.var.poke('INGEST')
  return leave(c, `/desk/health?done=${retried ? 'retried' : 'gone'}`)
})

deskHealthRoutes.post(`/jobs/${id}/forgotten`, async (c) => {
  const forgotten = await health.forget(c.var.db, ...step(c))
  return leave(c, `/desk/health?done=${forgotten ? 'forgotten' : 'gone'}`)
})

/** Which job, by whom, when. */
function step(c: Context<AppEnv>): [number, number, number] {
  return [idOf(c), signedIn(c).id, c.var.now()]
}
