import { Hono } from 'hono'
import * as v from 'valibot'
import { SaveAnswer } from '../../views/done.tsx'
import { saveArticle } from '../actions/saving.ts'
import { idField } from '../core/form.ts'
import { formatIntent } from '../core/intent.ts'
import type { AppEnv } from '../env.ts'
import { form } from '../web/forms.ts'
import { after } from '../web/just-done.ts'
import { done, leave } from '../web/respond.tsx'
import { optionalReader } from '../web/session.ts'

export const savingRoutes = new Hono<AppEnv>()

/** From a card or an article. Who is not signed in signs in first, and finds it saved. */
savingRoutes.post('/', form(v.object({ article_id: idField })), async (c) => {
  const articleId = c.req.valid('form').article_id
  const reader = await optionalReader(c)
  if (!reader) return leave(c, `/login?intent=${formatIntent({ kind: 'save', articleId })}`)
  const row = await saveArticle(c.var, { readerId: reader.id, articleId })
  const article = { id: articleId, title: row.title }
  return done(c, { show: <SaveAnswer article={article} saved what="saved" />, to: after(c, '/list', 'saved', row.id) })
})
