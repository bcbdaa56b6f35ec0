import { Hono } from 'hono'
import * as v from 'valibot'
import { HighlightPart, Highlights, HighlightsPage, UnmarkedPart } from '../../views/highlights.tsx'
import { idField, wantedField } from '../core/form.ts'
import { NOTE_MOST, QUOTE_MOST } from '../core/text-quote.ts'
import type { AppEnv } from '../env.ts'
import * as highlights from '../store/highlights.ts'
import { form } from '../web/forms.ts'
import { cursor, idOf } from '../web/paging.ts'
import { back, done, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const highlightRoutes = new Hono<AppEnv>()

const context = v.pipe(v.string(), v.maxLength(200))
const QuoteForm = v.object({
  quote: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(QUOTE_MOST)),
  prefix: context,
  suffix: context,
  position: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
})
/** A browser sends a line's end as two signs and counts it as one. */
const NoteForm = v.object({
  note: v.pipe(
    v.string(),
    v.transform((text) => text.replaceAll('\r\n', '\n').trim()),
    v.maxLength(NOTE_MOST),
  ),
})

highlightRoutes.get('/highlights', async (c) => {
  const article = optionalId(c.req.query('article'))
  const part = await highlights.page(c.var.shelf, signedIn(c).id, { savedId: article, before: cursor(c) })
  return page(c, <HighlightsPage {...part} article={article} unmarked={optionalId(c.req.query('unmarked'))} />)
})

highlightRoutes.post('/:id{[1-9][0-9]{0,14}}/highlights', form(QuoteForm), async (c) => {
  const { id: readerId } = signedIn(c)
  const id = await highlights.add(c.var.shelf, readerId, idOf(c), c.req.valid('form'), c.var.now())
  const all = await highlights.inText(c.var.shelf, readerId, idOf(c))
  return done(c, { show: <Highlights highlights={all} />, to: `/list/${idOf(c)}#h-${id}` })
})

highlightRoutes.post('/highlights/:id{[1-9][0-9]{0,14}}/note', form(NoteForm), async (c) => {
  const { note } = c.req.valid('form')
  const highlight = await highlights.setNote(c.var.shelf, signedIn(c).id, idOf(c), note, c.var.now())
  return done(c, { show: <HighlightPart highlight={highlight} />, to: `${back(c, '/list/highlights')}#h-${idOf(c)}` })
})

highlightRoutes.post(
  '/highlights/:id{[1-9][0-9]{0,14}}/removed',
  form(v.object({ wanted: wantedField })),
  async (c) => {
    const { wanted } = c.req.valid('form')
    const highlight = await highlights.setRemoved(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
    const show = wanted ? <UnmarkedPart highlight={highlight} /> : <HighlightPart highlight={highlight} />
    const to = new URL(back(c, '/list/highlights'), c.var.site.url)
    to.searchParams.delete('unmarked')
    if (wanted) to.searchParams.set('unmarked', String(highlight.id))
    return done(c, { show, to: to.pathname + to.search })
  },
)

function optionalId(text: string | undefined): number | null {
  const { success, output } = v.safeParse(idField, text)
  return success ? output : null
}
