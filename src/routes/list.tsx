import { Hono } from 'hono'
import * as v from 'valibot'
import { ListAnswer, SaveAnswer } from '../../views/done.tsx'
import { ListPage } from '../../views/list.tsx'
import { doMany } from '../actions/many.ts'
import { searchList } from '../actions/search-list.ts'
import { plainLine } from '../core/arabic.ts'
import { wantedField } from '../core/form.ts'
import { listFilters, listPath } from '../core/list-filters.ts'
import { actField, manyIds, tagField } from '../core/many.ts'
import { LONGEST_QUERY } from '../core/query.ts'
import type { AppEnv } from '../env.ts'
import * as list from '../store/list.ts'
import { page as listPage } from '../store/list-page.ts'
import { form } from '../web/forms.ts'
import { after, afterMany, justDone, manyJustDone } from '../web/just-done.ts'
import { cursor, idOf } from '../web/paging.ts'
import { back, done, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const listRoutes = new Hono<AppEnv>()

/** `undo` says that the press takes another one back: then the row is shown again. */
const WantedForm = v.object({ wanted: wantedField, undo: v.optional(v.literal('1')) })

listRoutes.get('/', async (c) => {
  const q = plainLine(c.req.query('q') ?? '', LONGEST_QUERY)
  const state = q ? 'all' : 'unread'
  const filters = listFilters(c.req.query(), { now: c.var.now(), zone: c.var.site.zone, state })
  // The filters' form sends every field; the page's url says what is on.
  if (Object.values(c.req.query()).includes('')) return c.redirect(listPath(filters, { q }), 303)
  const asked = { readerId: signedIn(c).id, filters, before: cursor(c) }
  const part = q ? await searchList(c.var, { ...asked, q }) : await listPage(c.var.shelf, asked.readerId, asked)
  return page(c, <ListPage filters={filters} q={q} part={part} done={justDone(c)} many={manyJustDone(c)} />)
})

listRoutes.post('/:id{[1-9][0-9]{0,14}}/archived', form(WantedForm), async (c) => {
  const { wanted, undo } = c.req.valid('form')
  const changed = await list.setArchived(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
  const what = undo ? 'undone' : wanted ? 'archived' : 'restored'
  return done(c, { show: <ListAnswer {...changed} what={what} />, to: after(c, back(c, '/list'), what, idOf(c)) })
})

listRoutes.post('/:id{[1-9][0-9]{0,14}}/favourite', form(WantedForm), async (c) => {
  const { wanted } = c.req.valid('form')
  const changed = await list.setFavourite(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
  const what = wanted ? 'favourite' : 'unfavourite'
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

const ManyForm = v.object({ act: actField, ids: manyIds, tag: tagField, undo: v.optional(v.literal('1')) })

/** Ends on the page where it began, with the rows gone or changed there, and the way back for all of them. */
listRoutes.post('/many', form(ManyForm), async (c) => {
  const { undo, ...wanted } = c.req.valid('form')
  const { full, ...changed } = await doMany(c.var, { readerId: signedIn(c).id, ...wanted })
  const from = back(c, '/list')
  const what = undo ? 'undone' : full ? 'full' : null
  return c.redirect(what ? after(c, from, what) : afterMany(c, from, changed), 303)
})
