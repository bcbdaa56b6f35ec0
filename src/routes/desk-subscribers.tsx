import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskDeliveriesPage } from '../../views/desk-deliveries.tsx'
import { DeskSubscribersPage, type Uploaded } from '../../views/desk-subscribers.tsx'
import { importSubscribers, overTime, received, subscribersCsv } from '../actions/subscribers.ts'
import { emailField, emptyForm } from '../core/form.ts'
import { LARGEST } from '../core/subscriber-file.ts'
import type { AppEnv } from '../env.ts'
import * as newsletters from '../store/desk-newsletters.ts'
import { idBefore, idOf } from '../web/paging.ts'
import { page, wordsFor } from '../web/respond.tsx'
import { streamOf } from '../web/stream.ts'

const path = '/newsletters/:id{[1-9][0-9]{0,14}}/subscribers'

export const deskSubscriberRoutes = new Hono<AppEnv>()

deskSubscriberRoutes.get(path, (c) => subscribersPage(c))

/** Answers with what became of each row: sent again, the file changes nothing more. */
deskSubscriberRoutes.post(path, async (c) => {
  const { file } = await c.req.parseBody()
  if (!(file instanceof File) || !(file.name || file.size)) return subscribersPage(c, 'noFile')
  if (file.size > LARGEST) return subscribersPage(c, 'tooLarge')
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  const names = wordsFor(c).m.subscribers.columns
  const bytes = new Uint8Array(await file.arrayBuffer())
  return subscribersPage(c, await importSubscribers(c.var, newsletter, { bytes, names }))
})

/** No link but a form: that somebody took them along is written down. */
deskSubscriberRoutes.post(`${path}.csv`, async (c) => {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  return c.body(streamOf(subscribersCsv(c.var, newsletter)), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${newsletter.slug}-subscribers.csv"`,
  })
})

deskSubscriberRoutes.get('/deliveries', async (c) => {
  const typed = c.req.query('email') ?? ''
  const values = { email: typed }
  if (!typed) return page(c, <DeskDeliveriesPage form={emptyForm} found={null} />)
  const { success, output, issues } = v.safeParse(emailField, typed)
  if (!success) {
    const errors = { email: issues[0].message as 'emailMalformed' }
    return page(c, <DeskDeliveriesPage form={{ values, errors }} found={null} />, 422)
  }
  const found = { ...(await received(c.var, output, idBefore(c))), email: output, now: c.var.now() }
  return page(c, <DeskDeliveriesPage form={{ values, errors: {} }} found={found} />)
})

async function subscribersPage(c: Context<AppEnv>, uploaded?: Uploaded): Promise<Response> {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  const days = await overTime(c.var, newsletter)
  const status = typeof uploaded === 'string' ? 422 : 200
  return page(c, <DeskSubscribersPage newsletter={newsletter} days={days} uploaded={uploaded} />, status)
}
