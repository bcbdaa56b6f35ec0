import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { type Done, ListAnswer, SaveAnswer } from '../../views/done.tsx'
import { ListPage } from '../../views/list.tsx'
import { ReadPage } from '../../views/saved.tsx'
import { saveArticle } from '../actions/list.ts'
import { idField, wantedField } from '../core/form.ts'
import { formatIntent } from '../core/intent.ts'
import type { AppEnv } from '../env.ts'
import * as list from '../store/list.ts'
import * as saved from '../store/saved.ts'
import { shownText, textOf } from '../store/texts.ts'
import { form } from '../web/forms.ts'
import { cursor } from '../web/paging.ts'
import { back, done, leave, page } from '../web/respond.tsx'
import { optionalReader, signedIn } from '../web/session.ts'

export const listRoutes = new Hono<AppEnv>()

/** `undo` says that the press takes another one back: then the row is shown again. */
const WantedForm = v.object({ wanted: wantedField, undo: v.optional(v.literal('1')) })

listRoutes.get('/', async (c) => {
  const state = c.req.query('state') === 'archived' ? 'archived' : 'unread'
  const part = await saved.page(c.var.shelf, signedIn(c).id, { state, before: cursor(c) })
  return page(c, <ListPage state={state} {...part} done={justDone(c)} />)
})

/** From a card or an article. Who is not signed in signs in first, and finds it saved. */
listRoutes.post('/', form(v.object({ article_id: idField })), async (c) => {
  const articleId = c.req.valid('form').article_id
  const reader = await optionalReader(c)
  if (!reader) return leave(c, `/login?intent=${formatIntent({ kind: 'save', articleId })}`)
  const row = await saveArticle(c.var, { readerId: reader.id, articleId })
  const article = { id: articleId, title: row.title }
  return done(c, { show: <SaveAnswer article={article} saved what="saved" />, to: after(c, '/list', 'saved', row.id) })
})

listRoutes.get('/:id{[1-9][0-9]{0,14}}', async (c) => {
  const found = await saved.find(c.var.shelf, signedIn(c).id, idOf(c))
  const { articleId, url } = found.saved
  const stored = articleId === null ? undefined : await textOf(c.var.db, articleId)
  const text = stored ? await shownText(stored, url) : null
  return page(c, <ReadPage {...found} text={text} done={justDone(c)} />)
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

function idOf(c: Context<AppEnv>): number {
  return Number(c.req.param('id'))
}

const JustDone = v.object({
  done: v.picklist<[Done, ...Done[]]>(['saved', 'archived', 'restored', 'removed', 'undone']),
  id: v.optional(idField),
})

/** What the form before this page did, for the notice on top; null where the parameters say nothing of the kind. */
function justDone(c: Context<AppEnv>): { what: Done; id: number | null } | undefined {
  const { success, output } = v.safeParse(JustDone, c.req.query())
  return success ? { what: output.done, id: output.id ?? null } : undefined
}

/** A page of ours with the notice of what was just done; a notice it had already gives way. */
function after(c: Context<AppEnv>, path: string, what: Done, id: number): string {
  const url = new URL(path, c.var.site.url)
  url.searchParams.set('done', what)
  url.searchParams.set('id', String(id))
  return url.pathname + url.search
}
