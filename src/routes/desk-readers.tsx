import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskReaderPage, DeskReadersPage } from '../../views/desk-readers.tsx'
import { askDeletionFor, keepAccountFor } from '../actions/deletion.ts'
import { readersOverTime } from '../actions/desk-readers.ts'
import { codeOf } from '../core/errors.ts'
import { wantedField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as readers from '../store/desk-readers.ts'
import { form } from '../web/forms.ts'
import { idBefore, idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const id = ':id{[1-9][0-9]{0,14}}'
const Query = v.fallback(v.pipe(v.string(), v.trim(), v.maxLength(254), v.toLowerCase()), '')
const notice = v.fallback(v.optional(v.picklist(['ended', 'none', 'deletion', 'kept', 'last'])), undefined)

/** `/desk/readers`: whose accounts there are. What is on anybody's list is nobody's but theirs. */
export const deskReaderRoutes = new Hono<AppEnv>()

deskReaderRoutes.get('/', async (c) => {
  const q = v.parse(Query, c.req.query('q'))
  const found = q ? await readers.search(c.var.db, q) : await readers.latest(c.var.db, idBefore(c))
  return page(c, <DeskReadersPage q={q} {...found} {...(await readersOverTime(c.var))} />)
})

deskReaderRoutes.get(`/${id}`, async (c) => {
  const reader = await found(c)
  const saved = await readers.savedCount(c.var.shelf, reader.id)
  const newsletters = await readers.newslettersOf(c.var.db, reader)
  const done = v.parse(notice, c.req.query('done'))
  return page(c, <DeskReaderPage reader={reader} saved={saved} newsletters={newsletters} notice={done} />)
})

deskReaderRoutes.post(`/${id}/sessions`, async (c) => {
  const reader = await found(c)
  const ended = await readers.endSessions(c.var.db, reader, signedIn(c).id, c.var.now())
  return leave(c, `/desk/readers/${reader.id}?done=${ended ? 'ended' : 'none'}`)
})

deskReaderRoutes.post(`/${id}/deletion`, form(v.object({ wanted: wantedField })), async (c) => {
  const reader = await found(c)
  const { wanted } = c.req.valid('form')
  const act = wanted ? askDeletionFor : keepAccountFor
  const fault = await act(c.var, signedIn(c).id, reader).then(() => null, codeOf)
  c.var.poke('MAIL')
  return leave(c, `/desk/readers/${reader.id}?done=${fault ? 'last' : wanted ? 'deletion' : 'kept'}`)
})

function found(c: C) {
  return readers.find(c.var.db, idOf(c), c.var.now())
}
