import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskSourcePage, RemoveSourcePage, SOURCE_DONE } from '../../views/desk-source.tsx'
import { DeskSourcesPage } from '../../views/desk-sources.tsx'
import { changeSource, listSources } from '../actions/desk-sources.ts'
import { testFeed } from '../actions/feed-finding.ts'
import type { Fault, FeedPreview } from '../core/feed-preview.ts'
import { type FormState, wantedField } from '../core/form.ts'
import { overtaken, versionOf } from '../core/overtaken.ts'
import { isOwn } from '../core/own.ts'
import { HEALTHS } from '../core/source.ts'
import { FATES, SourceFields, sourceForm } from '../core/source-form.ts'
import type { AppEnv } from '../env.ts'
import { topicNames } from '../store/articles.ts'
import * as sources from '../store/desk-sources.ts'
import { asTyped, form } from '../web/forms.ts'
import { idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const id = ':id{[1-9][0-9]{0,14}}'
const done = v.fallback(v.optional(v.picklist(SOURCE_DONE)), undefined)
const Asked = v.object({
  health: v.fallback(v.nullable(v.picklist(HEALTHS)), null),
  q: v.pipe(
    v.string(),
    v.trim(),
    v.transform((text) => text.slice(0, 100)),
  ),
  page: v.fallback(v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/), v.transform(Number)), 1),
})

export const deskSourceRoutes = new Hono<AppEnv>()

deskSourceRoutes.get('/', async (c) => {
  const { state = null, q = '', page: at = '1' } = c.req.query()
  const list = await listSources(c.var, v.parse(Asked, { health: state, q, page: at }))
  return page(c, <DeskSourcesPage {...list} now={c.var.now()} />)
})

deskSourceRoutes.get(`/${id}`, async (c) => {
  const row = await sources.find(c.var.db, idOf(c))
  return shown(c, row, sourceForm(row.source))
})

deskSourceRoutes.post(`/${id}`, form(SourceFields, retry), async (c) => {
  const { source } = await sources.find(c.var.db, idOf(c))
  if (isOwn(source)) return own(c)
  const values = await asTyped(c)
  const set = c.req.valid('form')
  const saved = await changeSource(c.var, signedIn(c).id, { source, version: versionOf(values) }, set)
  if (saved === false) return tell(c, sourceForm(set).values)
  if (saved !== true) return retry(c, { values, errors: saved.errors })
  return leave(c, `/desk/sources/${source.id}?done=saved`)
})

/** What its feed would bring now: fetched for the page that asks, and nothing is written. */
deskSourceRoutes.post(`/${id}/tested`, async (c) => {
  const { config, ports } = c.var
  const row = await sources.find(c.var.db, idOf(c))
  if (isOwn(row.source)) return own(c)
  const test = await testFeed({ ...c.var, fetcher: ports.fetcher(config) }, row.source)
  return shown(c, row, sourceForm(row.source), 200, test)
})

deskSourceRoutes.post(`/${id}/fetched`, async (c) => {
  const { source } = await sources.find(c.var.db, idOf(c))
  if (isOwn(source)) return own(c)
  const asked = await sources.refreshNow(c.var.db, source.id, c.var.now())
  if (asked) c.var.poke('INGEST')
  return leave(c, `/desk/sources/${source.id}?done=${asked ? 'fetching' : 'idle'}`)
})

deskSourceRoutes.post(`/${id}/paused`, form(v.object({ wanted: wantedField })), async (c) => {
  const { source } = await sources.find(c.var.db, idOf(c))
  if (isOwn(source)) return own(c)
  const { wanted } = c.req.valid('form')
  const set = wanted ? sources.pause : sources.resume
  await set(c.var.db, { ...source, by: signedIn(c).id }, c.var.now())
  if (!wanted) c.var.poke('INGEST')
  return leave(c, `/desk/sources/${source.id}?done=${wanted ? 'paused' : 'resumed'}`)
})

deskSourceRoutes.get(`/${id}/removed`, async (c) => {
  const row = await sources.find(c.var.db, idOf(c))
  if (isOwn(row.source)) return own(c)
  const counts = await sources.countArticles(c.var.db, row.source.id)
  return page(c, <RemoveSourcePage row={row} counts={counts} most={sources.MOST_COUNTED} />)
})

deskSourceRoutes.post(`/${id}/removed`, form(v.object({ fate: v.picklist(FATES) })), async (c) => {
  const { source } = await sources.find(c.var.db, idOf(c))
  if (isOwn(source)) return own(c)
  await sources.remove(c.var.db, { ...source, by: signedIn(c).id }, c.req.valid('form').fate, c.var.now())
  c.var.poke('INGEST')
  return leave(c, `/desk/sources/${source.id}?done=removed`)
})

/** What is done with feeds is nothing for the source that has none. */
function own(c: Context<AppEnv>): Response {
  return leave(c, `/desk/sources/${idOf(c)}?done=own`)
}

async function retry(c: Context<AppEnv>, form: FormState) {
  return shown(c, await sources.find(c.var.db, idOf(c)), form, 422)
}

/** Somebody else saved meanwhile: what they saved is shown beside what was typed. */
async function tell(c: Context<AppEnv>, typed: FormState['values']) {
  const row = await sources.find(c.var.db, idOf(c))
  const form = overtaken(typed, sourceForm(row.source).values)
  return form ? shown(c, row, form, 409) : leave(c, `/desk/sources/${row.source.id}?done=saved`)
}

async function shown(
  c: Context<AppEnv>,
  row: sources.SourceRow,
  form: FormState,
  status: 200 | 409 | 422 = 200,
  test?: FeedPreview | Fault,
) {
  const notice = v.parse(done, c.req.query('done'))
  const props = { row, form, notice, test, topics: await topicNames(c.var.db), now: c.var.now() }
  return page(c, <DeskSourcePage {...props} />, status)
}
