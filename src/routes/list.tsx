import { Hono } from 'hono'
import * as v from 'valibot'
import { ListAnswer, SaveAnswer } from '../../views/done.tsx'
import { ListPage } from '../../views/list.tsx'
import { wantedField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as list from '../store/list.ts'
import * as saved from '../store/saved.ts'
import { form } from '../web/forms.ts'
import { after, justDone } from '../web/just-done.ts'
import { cursor, idOf } from '../web/paging.ts'
import { back, done, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const listRoutes = new Hono<AppEnv>()

/** `undo` says that the press takes another one back: then the row is shown again. */
const WantedForm = v.object({ wanted: wantedField, undo: v.optional(v.literal('1')) })

listRoutes.get('/', async (c) => {
  const state = c.req.query('state') === 'archived' ? 'archived' : 'unread'
  const part = await saved.page(c.var.shelf, signedIn(c).id, { state, before: cursor(c) })
  return page(c, <ListPage state={state} {...part} done={justDone(c)} />)
})

listRoutes.post('/:id{[1-9][0-9]{0,14}}/archived', form(WantedForm), async (c) => {
  const { wanted, undo } = c.req.valid('form')
  const changed = await list.setArchived(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
  const what = undo ? 'undone' : wanted ? 'archived' : 'restored'
  return done(c, { show: <ListAnswer {...changed} what={what} />, to: after(c, back(c, '/list'), what, idOf(c)) })
})

listRoutes.post('/:id{[1-9][0-9]{0,14}}/removed', form(WantedForm), async (c) => {
  const { wanted, undo } = c.req.valid('form')
  const changed = await list.setRemoved(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
  const what = undo ? 'undone' : wanted ? 'removed' : 'restored'
  const from = back(c, '/list')
  // The page of what was removed is gone.
  const to = from.startsWith('/list/') ? '/list' : from
  return done(c, { show: <ListAnswer {...changed} what={what} />, to: after(c, to, what, idOf(c)) })
})

/** The save button of a public page, pressed again. */
listRoutes.post('/articles/:id{[1-9][0-9]{0,14}}/removed', form(WantedForm), async (c) => {
  const { wanted, undo } = c.req.valid('form')
  const changed = await list.setArticleRemoved(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
  const article = { id: idOf(c), title: changed.saved.title }
  const what = undo ? 'undone' : wanted ? 'removed' : 'saved'
  const show = <SaveAnswer article={article} saved={!wanted} what={what} />
  return done(c, { show, to: after(c, '/list', what, changed.saved.id) })
})
