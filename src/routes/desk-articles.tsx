import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskArticlePage } from '../../views/desk-article.tsx'
import { DeskArticlesPage } from '../../views/desk-articles.tsx'
import { editArticle, setHidden, setPicked, undoEdit } from '../actions/desk-articles.ts'
import { searchArticles } from '../actions/search.ts'
import { plainLine } from '../core/arabic.ts'
import { ArticleFields, formOf } from '../core/desk-article.ts'
import { type FormState, idField, wantedField } from '../core/form.ts'
import { overtaken, versionOf } from '../core/overtaken.ts'
import { draftOf } from '../core/own.ts'
import { LONGEST_QUERY } from '../core/query.ts'
import type { AppEnv } from '../env.ts'
import { topicNames } from '../store/articles.ts'
import * as articles from '../store/desk-articles.ts'
import * as drafts from '../store/drafts.ts'
import { namesOf } from '../store/readers.ts'
import { asTyped, form } from '../web/forms.ts'
import { cursor, idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const id = ':id{[1-9][0-9]{0,14}}'
const notice = v.fallback(
  v.optional(v.picklist(['saved', 'hidden', 'shown', 'picked', 'unpicked', 'undone', 'late'])),
  undefined,
)
const which = v.fallback(v.picklist(['latest', 'picked', 'hidden']), 'latest')
const Wanted = v.object({ wanted: wantedField })
const Undo = v.object({ edit: idField })

/** `/desk/articles`: what came in, by the site's search, and what an editor makes of it. */
export const deskArticleRoutes = new Hono<AppEnv>()

deskArticleRoutes.get('/', async (c) => {
  const q = plainLine(c.req.query('q') ?? '', LONGEST_QUERY)
  const of = v.parse(which, c.req.query('show'))
  const list = q ? await foundBy(c, q) : await articles.list(c.var.db, of, c.var.now(), cursor(c))
  return page(c, <DeskArticlesPage q={q} of={of} {...list} />)
})

deskArticleRoutes.get(`/${id}`, async (c) => {
  const article = await articles.find(c.var.db, idOf(c))
  return shown(c, article, formOf({ ...article.state, version: article.version }))
})

deskArticleRoutes.post(`/${id}`, form(ArticleFields, retry), async (c) => {
  const set = c.req.valid('form')
  const known = { id: idOf(c), version: versionOf(await asTyped(c)) }
  const saved = await editArticle(c.var, signedIn(c).id, known, set)
  return saved ? leave(c, `/desk/articles/${known.id}?done=saved`) : tell(c, formOf({ ...set, version: 0 }).values)
})

deskArticleRoutes.post(`/${id}/hidden`, form(Wanted), async (c) => {
  const { wanted } = c.req.valid('form')
  await setHidden(c.var, signedIn(c).id, idOf(c), wanted)
  return leave(c, `/desk/articles/${idOf(c)}?done=${wanted ? 'hidden' : 'shown'}`)
})

deskArticleRoutes.post(`/${id}/picked`, form(Wanted), async (c) => {
  const { wanted } = c.req.valid('form')
  await setPicked(c.var, signedIn(c).id, idOf(c), wanted)
  return leave(c, `/desk/articles/${idOf(c)}?done=${wanted ? 'picked' : 'unpicked'}`)
})

deskArticleRoutes.post(`/${id}/undone`, form(Undo), async (c) => {
  const undone = await undoEdit(c.var, signedIn(c).id, idOf(c), c.req.valid('form').edit)
  return leave(c, `/desk/articles/${idOf(c)}?done=${undone ? 'undone' : 'late'}`)
})

async function foundBy(c: C, q: string) {
  const { found, older } = await searchArticles(c.var, { q, before: cursor(c) })
  const rows = await articles.byIds(
    c.var.db,
    found.map(({ article }) => article.id),
  )
  return { found: rows, next: older && `${older.sortedAt}.${older.id}` }
}

async function retry(c: C, typed: FormState) {
  return shown(c, await articles.find(c.var.db, idOf(c)), typed, 422)
}

/** Somebody else saved meanwhile: what they saved is shown beside what was typed. */
async function tell(c: C, typed: FormState['values']) {
  const article = await articles.find(c.var.db, idOf(c))
  const form = overtaken(typed, formOf({ ...article.state, version: article.version }).values)
  return form ? shown(c, article, form, 409) : leave(c, `/desk/articles/${article.id}?done=saved`)
}

async function shown(c: C, article: articles.DeskArticle, form: FormState, status: 200 | 409 | 422 = 200) {
  const topics = await topicNames(c.var.db)
  // Their names are another family's: a statement of its own.
  const names = await namesOf(c.var.db, [...new Set(article.edits.map(({ editorId }) => editorId))])
  const own = draftOf(article.urlKey)
  const props = { article, form, topics, names, draft: own === null ? null : await drafts.find(c.var.db, own) }
  return page(c, <DeskArticlePage {...props} notice={v.parse(notice, c.req.query('done'))} />, status)
}
