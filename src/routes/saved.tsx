import { Hono } from 'hono'
import * as v from 'valibot'
import { FinishedAnswer, ReadPage } from '../../views/saved.tsx'
import { idField, wantedField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as list from '../store/list.ts'
import * as reading from '../store/reading.ts'
import { shownSaved, textOf } from '../store/texts.ts'
import { form } from '../web/forms.ts'
import { after, justDone } from '../web/just-done.ts'
import { idOf } from '../web/paging.ts'
import { back, done, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const savedRoutes = new Hono<AppEnv>()

/** `at`: unix seconds of the reader's clock. */
const PlaceForm = v.object({
  percent: v.pipe(v.string(), v.regex(/^(\d|[1-9]\d|100)$/), v.transform(Number)),
  anchor: v.pipe(v.string(), v.maxLength(200)),
  at: idField,
})

const DirectionForm = v.object({
  wanted: v.pipe(
    v.picklist(['rtl', 'ltr', 'auto']),
    v.transform((wanted) => (wanted === 'auto' ? null : wanted)),
  ),
})

savedRoutes.get('/:id{[1-9][0-9]{0,14}}', async (c) => {
  const { shelf, db, files } = c.var
  const { id: readerId } = signedIn(c)
  const { text: stored, ...found } = await reading.open(shelf, readerId, idOf(c))
  const own = await shownSaved(files, { readerId, id: idOf(c) }, stored)
  const { articleId } = found.saved
  const text = own ?? (articleId === null ? null : await textOf(db, files, articleId))
  const { success, output } = v.safeParse(idField, c.req.query('unmarked'))
  return page(c, <ReadPage {...found} text={text} done={justDone(c)} unmarked={success ? output : null} />)
})

/** Sent by script while somebody reads (views/client/progress.ts): nothing to show. */
savedRoutes.post('/:id{[1-9][0-9]{0,14}}/progress', form(PlaceForm), async (c) => {
  await reading.setProgress(c.var.shelf, signedIn(c).id, idOf(c), c.req.valid('form'), c.var.now())
  return c.body(null, 204)
})

savedRoutes.post('/:id{[1-9][0-9]{0,14}}/direction', form(DirectionForm), async (c) => {
  await reading.setDirection(c.var.shelf, signedIn(c).id, idOf(c), c.req.valid('form').wanted)
  return c.redirect(`/list/${idOf(c)}`, 303)
})

/** Archived because its end was reached, for whoever set `finish`; wanted=0 takes that back. */
savedRoutes.post('/:id{[1-9][0-9]{0,14}}/finished', form(v.object({ wanted: wantedField })), async (c) => {
  const { wanted } = c.req.valid('form')
  const { saved } = await list.setArchived(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
  const to = after(c, back(c, `/list/${idOf(c)}`), wanted ? 'archived' : 'undone', idOf(c))
  return done(c, { show: <FinishedAnswer saved={saved} finished={wanted} />, to })
})
