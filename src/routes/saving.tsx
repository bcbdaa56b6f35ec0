import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { SaveAnswer } from '../../views/done.tsx'
import { PasteForm, PastePage } from '../../views/pasting.tsx'
import { NewForm, NewPage, PageState } from '../../views/saving.tsx'
import { pasteText, saveArticle, saveUrl } from '../actions/saving.ts'
import { AppError } from '../core/errors.ts'
import { type FieldError, type FormState, idField } from '../core/form.ts'
import { intentQuery } from '../core/intent.ts'
import { sharedUrl, type Target, targetOf } from '../core/typed-url.ts'
import type { AppEnv } from '../env.ts'
import { askAgain } from '../store/pages.ts'
import { asTyped, form } from '../web/forms.ts'
import { after } from '../web/just-done.ts'
import { idOf } from '../web/paging.ts'
import { back, done, leave, page, retry } from '../web/respond.tsx'
import { optionalReader, signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const SaveForm = v.object({
  article_id: v.optional(idField),
  url: v.optional(v.string()),
  title: v.optional(v.string(), ''),
})

export const savingRoutes = new Hono<AppEnv>()

/** From a card or an article, or by its url. Who is not signed in signs in first, and finds it saved. */
savingRoutes.post('/', form(SaveForm), async (c) => {
  const { article_id: articleId, url, title } = c.req.valid('form')
  if (articleId !== undefined) return savePressed(c, articleId)
  if (url === undefined) throw new AppError('invalid')
  return saveTyped(c, { url, title })
})

savingRoutes.get('/new', (c) => {
  const { url = '', title = '', text = '' } = c.req.query()
  return page(c, <NewPage form={{ values: sharedUrl({ url, title, text }), errors: {} }} />)
})

savingRoutes.post('/:id{[1-9][0-9]{0,14}}/page', form(v.object({ wanted: v.literal('1') })), async (c) => {
  const saved = await askAgain(c.var.shelf, signedIn(c).id, idOf(c), c.var.now())
  c.var.poke('INGEST')
  return done(c, { show: <PageState saved={saved} text={saved.page === 'ready'} />, to: back(c, `/list/${idOf(c)}`) })
})

savingRoutes.post('/:id{[1-9][0-9]{0,14}}/text', form(v.object({ text: v.string() })), async (c) => {
  const { text } = c.req.valid('form')
  const refused = await pasteText(c.var, { readerId: signedIn(c).id, id: idOf(c), text })
  if (!refused) return leave(c, `/list/${idOf(c)}`)
  const props = { id: idOf(c), form: { values: await asTyped(c), errors: refused.errors } }
  return retry(c, { form: <PasteForm {...props} />, page: <PastePage {...props} /> })
})

async function savePressed(c: C, articleId: number): Promise<Response> {
  const reader = await optionalReader(c)
  if (!reader) return leave(c, `/login${intentQuery({ kind: 'save', articleId })}`)
  const row = await saveArticle(c.var, { readerId: reader.id, articleId })
  const article = { id: articleId, title: row.title }
  return done(c, { show: <SaveAnswer article={article} saved what="saved" />, to: after(c, '/list', 'saved', row.id) })
}

async function saveTyped(c: C, fields: { url: string; title: string }): Promise<Response> {
  const target = targetOf(fields.url, c.var.site.url)
  if ('error' in target) return badUrl(c, fields, target.error)
  const reader = await optionalReader(c)
  if (!reader) return leave(c, `/login${intentQuery(intentOf(target))}`)
  const readerId = reader.id
  const saving =
    'url' in target
      ? saveUrl(c.var, { readerId, url: target.url, title: fields.title })
      : saveArticle(c.var, { readerId, articleId: target.articleId })
  const row = await saving.catch(refusalOf)
  if (typeof row === 'string') return badUrl(c, fields, row)
  c.var.poke('INGEST')
  return leave(c, after(c, '/list', 'saved', row.id))
}

function intentOf(target: Exclude<Target, { error: FieldError }>) {
  return 'url' in target ? ({ kind: 'save-url', ...target } as const) : ({ kind: 'save', ...target } as const)
}

/** What the form says where nothing was saved: what was typed stays in it. */
function refusalOf(error: unknown): FieldError {
  if (error instanceof AppError && error.code === 'list_full') return 'listFull'
  if (error instanceof AppError && error.code === 'not_found') return 'urlOwn'
  throw error
}

function badUrl(c: C, values: FormState['values'], error: FieldError): Response {
  const props = { form: { values, errors: { url: error } } }
  return retry(c, { form: <NewForm {...props} />, page: <NewPage {...props} /> })
}
