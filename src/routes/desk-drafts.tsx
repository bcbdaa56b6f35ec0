import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskDraftPage, type DraftProps, NewDraftPage } from '../../views/desk-draft.tsx'
import { DeskDraftsPage } from '../../views/desk-drafts.tsx'
import {
  changeDraft,
  draftAsRead,
  makeDraft,
  scheduleDraft,
  unscheduleDraft,
  withdrawDraft,
} from '../actions/drafts.ts'
import { asciiDigits } from '../core/arabic.ts'
import { DraftFields, type DraftText, formOf } from '../core/draft.ts'
import { emptyForm, type FormState } from '../core/form.ts'
import { clock, minuteOf } from '../core/newsletter-form.ts'
import { overtaken, versionOf } from '../core/overtaken.ts'
import { localOf, moment } from '../core/rhythm.ts'
import type { AppEnv } from '../env.ts'
import { topicNames } from '../store/articles.ts'
import * as drafts from '../store/drafts.ts'
import { asTyped, form } from '../web/forms.ts'
import { cursor, idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const id = ':id{[1-9][0-9]{0,14}}'
const notice = v.fallback(
  v.optional(v.picklist(['saved', 'scheduled', 'unscheduled', 'published', 'withdrawn', 'removed'])),
  undefined,
)
const digits = v.pipe(v.optional(v.string(), ''), v.trim(), v.transform(asciiDigits))
const Scheduled = v.object({ now: v.optional(v.literal('1')), date: digits, time: digits })

/** `/desk/articles/new` and `/desk/articles/drafts`: articles of the site's own. */
export const deskDraftRoutes = new Hono<AppEnv>()

deskDraftRoutes.get('/new', (c) => newPage(c, { form: emptyForm }))

deskDraftRoutes.get('/drafts', async (c) => {
  const list = await drafts.latest(c.var.db, c.var.now(), cursor(c))
  return page(c, <DeskDraftsPage {...list} notice={noticeOf(c)} />)
})

deskDraftRoutes.post('/drafts', form(DraftFields, retryNew), async (c) => {
  const made = await makeDraft(c.var, signedIn(c).id, c.req.valid('form'))
  if (made === null) return retryNew(c, { values: await asTyped(c), errors: { markdown: 'textRequired' } })
  return leave(c, `/desk/articles/drafts/${made}?done=saved`)
})

/** As it would look, without being kept. */
deskDraftRoutes.post('/drafts/preview', form(DraftFields, retryNew), async (c) => {
  const preview = await previewOf(c, c.req.valid('form'))
  return newPage(c, { form: { values: await asTyped(c), errors: {} }, preview })
})

deskDraftRoutes.get(`/drafts/${id}`, async (c) => {
  const draft = await drafts.find(c.var.db, idOf(c))
  return shown(c, draft, { form: formOf(draft) })
})

deskDraftRoutes.post(`/drafts/${id}`, form(DraftFields, retry), async (c) => {
  const values = await asTyped(c)
  const known = { id: idOf(c), version: versionOf(values) }
  const text = c.req.valid('form')
  const saved = await changeDraft(c.var, signedIn(c).id, known, text)
  if (saved === false) return tell(c, formOf({ ...text, version: 0 }).values)
  if (saved === 'empty') return retry(c, { values, errors: { markdown: 'textRequired' } })
  return leave(c, `/desk/articles/drafts/${known.id}?done=saved`)
})

deskDraftRoutes.post(`/drafts/${id}/preview`, form(DraftFields, retry), async (c) => {
  const draft = await drafts.find(c.var.db, idOf(c))
  const preview = await previewOf(c, c.req.valid('form'))
  return shown(c, draft, { form: { values: await asTyped(c), errors: {} }, preview })
})

deskDraftRoutes.post(`/drafts/${id}/schedule`, form(Scheduled), async (c) => {
  const { now, date, time } = c.req.valid('form')
  const minute = minuteOf(time)
  const at = now || minute === null ? null : moment(c.var.site.zone, date, minute)
  if (!now && minute === null) return retrySchedule(c, { time: 'timeMalformed' })
  if (!now && at === null) return retrySchedule(c, { date: 'dateMalformed' })
  if (at !== null && at <= c.var.now()) return retrySchedule(c, { date: 'datePast' })
  await scheduleDraft(c.var, signedIn(c).id, idOf(c), at)
  return leave(c, `/desk/articles/drafts/${idOf(c)}?done=${now ? 'published' : 'scheduled'}`)
})

deskDraftRoutes.post(`/drafts/${id}/unscheduled`, async (c) => {
  await unscheduleDraft(c.var, signedIn(c).id, idOf(c))
  return leave(c, `/desk/articles/drafts/${idOf(c)}?done=unscheduled`)
})

deskDraftRoutes.post(`/drafts/${id}/withdrawn`, async (c) => {
  await withdrawDraft(c.var, signedIn(c).id, idOf(c))
  return leave(c, `/desk/articles/drafts/${idOf(c)}?done=withdrawn`)
})

deskDraftRoutes.post(`/drafts/${id}/removed`, async (c) => {
  await drafts.remove(c.var.db, await drafts.find(c.var.db, idOf(c)), c.var.now(), signedIn(c).id)
  return leave(c, '/desk/articles/drafts?done=removed')
})

function retryNew(c: C, typed: FormState) {
  return newPage(c, { form: typed }, 422)
}

async function newPage(
  c: C,
  props: Pick<DraftProps, 'form'> & Partial<Pick<DraftProps, 'preview'>>,
  status: 200 | 422 = 200,
) {
  return page(c, <NewDraftPage {...props} topics={await topicNames(c.var.db)} />, status)
}

async function retry(c: C, typed: FormState) {
  return shown(c, await drafts.find(c.var.db, idOf(c)), { form: typed }, 422)
}

async function retrySchedule(c: C, errors: FormState['errors']) {
  const draft = await drafts.find(c.var.db, idOf(c))
  return shown(c, draft, { form: formOf(draft), schedule: { values: await asTyped(c), errors } }, 422)
}

/** Somebody else saved meanwhile: what they saved is shown beside what was typed. */
async function tell(c: C, typed: FormState['values']) {
  const draft = await drafts.find(c.var.db, idOf(c))
  const form = overtaken(typed, formOf(draft).values)
  return form ? shown(c, draft, { form }, 409) : leave(c, `/desk/articles/drafts/${draft.id}?done=saved`)
}

type More = Pick<DraftProps, 'form'> & Partial<Pick<DraftProps, 'preview' | 'schedule'>>

async function shown(c: C, draft: drafts.Draft, more: More, status: 200 | 409 | 422 = 200) {
  const preview = more.preview ?? (await previewOf(c, draft))
  const schedule = more.schedule ?? slotOf(c)
  const topics = await topicNames(c.var.db)
  return page(
    c,
    <DeskDraftPage draft={draft} topics={topics} notice={noticeOf(c)} {...{ ...more, preview, schedule }} />,
    status,
  )
}

async function previewOf(c: C, text: DraftText): Promise<DraftProps['preview']> {
  const made = await draftAsRead(c.var, text)
  return made && { text, made }
}

/** What is offered for a schedule: an hour from now, by the site's clock. */
function slotOf(c: C): FormState {
  const { date, minute } = localOf(c.var.site.zone, c.var.now() + 3600)
  return { values: { date, time: clock(minute) }, errors: {} }
}

function noticeOf(c: C) {
  return v.parse(notice, c.req.query('done'))
}
