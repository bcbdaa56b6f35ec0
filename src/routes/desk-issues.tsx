import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskIssuePage, IssueCounts } from '../../views/desk-issues.tsx'
import { issuePreview } from '../../views/mail/issues.tsx'
import type { Rendered } from '../../views/mail/mails.tsx'
import { contentForReader } from '../actions/content.ts'
import {
  cancelIssue,
  editIssue,
  pauseIssue,
  resumeIssue,
  scheduleIssue,
  sendUncertain,
  testIssue,
} from '../actions/issues.ts'
import { asciiDigits } from '../core/arabic.ts'
import { codeOf } from '../core/errors.ts'
import { emptyForm, type FormState } from '../core/form.ts'
import { onItsWay } from '../core/issue.ts'
import { clock, minuteOf } from '../core/newsletter-form.ts'
import { overtaken, versionOf } from '../core/overtaken.ts'
import { localOf, moment } from '../core/rhythm.ts'
import type { AppEnv } from '../env.ts'
import * as newsletters from '../store/desk-newsletters.ts'
import * as issues from '../store/issues.ts'
import { asTyped, form } from '../web/forms.ts'
import { leave, page, part, wordsFor } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const id = ':id{[1-9][0-9]{0,14}}'
const notice = v.fallback(v.optional(v.picklist(['saved', 'tested', 'untested'])), undefined)
const digits = v.pipe(v.optional(v.string(), ''), v.trim(), v.transform(asciiDigits))
const Edited = v.looseObject({
  title: v.pipe(v.string('required'), v.trim(), v.nonEmpty('required'), v.maxLength(300, 'tooLong')),
  intro: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(2000, 'tooLong')),
  markdown: v.pipe(v.optional(v.string(), ''), v.maxLength(50_000, 'tooLong')),
})
const Scheduled = v.object({
  now: v.optional(v.literal('1')),
  date: digits,
  time: digits,
})
/**
 * What a program for mails shows, and nothing that runs: the page around it is ours alone. It keeps our origin, or it
 * would not be given our pictures.
 */
const MAIL_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox allow-popups allow-same-origin"

export const deskIssueRoutes = new Hono<AppEnv>()

deskIssueRoutes.get(`/${id}`, async (c) => {
  const { issue } = await found(c)
  return shown(c, { edit: formOf(issue) })
})

/** Once it is on its way no more, the whole page is another one. */
deskIssueRoutes.get(`/${id}/counts`, async (c) => {
  const { issue, newsletter } = await found(c)
  if (!onItsWay(issue)) c.header('HX-Refresh', 'true')
  return part(c, <IssueCounts issue={issue} newsletter={newsletter} />)
})

deskIssueRoutes.get(`/${id}/html`, async (c) => {
  const drawn = await preview(c)
  if (!drawn) return c.text(wordsFor(c).m.desk.issues.notices.untested)
  return c.html(drawn.html, 200, { 'Content-Security-Policy': MAIL_CSP, 'X-Frame-Options': 'SAMEORIGIN' })
})

deskIssueRoutes.get(`/${id}/text`, async (c) => {
  const drawn = await preview(c)
  return c.text(drawn ? drawn.text : wordsFor(c).m.desk.issues.notices.untested)
})

deskIssueRoutes.post(`/${id}`, form(Edited, retryEdit), async (c) => {
  const { title, intro, markdown, ...fields } = c.req.valid('form')
  const { issue } = await found(c)
  const changed = { title, intro, markdown, articles: ordered(fields) }
  const values = latin(await asTyped(c))
  const fault = await editIssue(c.var, issue.id, changed, versionOf(values)).then(() => null, codeOf)
  if (fault === 'invalid') return retryEdit(c, { values, errors: emptyOf(issue) })
  if (fault === 'conflict') return tell(c, values)
  return leave(c, `/desk/issues/${issue.id}?done=saved`)
})

deskIssueRoutes.post(`/${id}/schedule`, form(Scheduled), async (c) => {
  const { now, date, time } = c.req.valid('form')
  const { issue, newsletter } = await found(c)
  const minute = minuteOf(time)
  const at = now || minute === null ? null : moment(newsletter.zone, date, minute)
  if (!now && minute === null) return retrySchedule(c, { time: 'timeMalformed' })
  if (!now && at === null) return retrySchedule(c, { date: 'dateMalformed' })
  if (at !== null && at <= c.var.now()) return retrySchedule(c, { date: 'datePast' })
  await scheduleIssue(c.var, issue.id, at)
  c.var.poke('MAIL')
  return leave(c, `/desk/issues/${issue.id}`)
})

deskIssueRoutes.post(`/${id}/test`, async (c) => {
  const { issue } = await found(c)
  const tested = await testIssue(c.var, issue.id, signedIn(c))
  c.var.poke('MAIL')
  return leave(c, `/desk/issues/${issue.id}?done=${tested ? 'tested' : 'untested'}`)
})

const ACTS = { pause: pauseIssue, resume: resumeIssue, cancel: cancelIssue, uncertain: sendUncertain }

for (const [name, act] of Object.entries(ACTS)) {
  deskIssueRoutes.post(`/${id}/${name}`, async (c) => {
    const { issue } = await found(c)
    await act(c.var, issue.id)
    c.var.poke('MAIL')
    return leave(c, `/desk/issues/${issue.id}`)
  })
}

async function found(c: Context<AppEnv>) {
  const issue = await issues.find(c.var.db, Number(c.req.param('id')))
  return { issue, newsletter: await newsletters.find(c.var.db, issue.newsletterId) }
}

/** As the editor's own account gets it; null: it gets nothing. */
async function preview(c: Context<AppEnv>): Promise<Rendered | null> {
  const { issue, newsletter } = await found(c)
  const content = await contentForReader(c.var, issue, newsletter, signedIn(c).id)
  return content && issuePreview(wordsFor(c), issue, newsletter, content)
}

async function shown(
  c: Context<AppEnv>,
  forms: { edit: FormState; schedule?: FormState },
  status: 200 | 409 | 422 = 200,
): Promise<Response> {
  const { id, email } = signedIn(c)
  const { issue, newsletter } = await found(c)
  const nothing = (await contentForReader(c.var, issue, newsletter, id)) === null
  const schedule = slotOf(newsletter, c.var.now())
  const done = v.parse(notice, c.req.query('done'))
  const props = { issue, newsletter, email, nothing, notice: done, schedule, ...forms }
  return page(c, <DeskIssuePage {...props} />, status)
}

/** What is missing of a draft that would be an empty message. */
function emptyOf({ kind }: issues.Issue): FormState['errors'] {
  return kind === 'written' ? { markdown: 'textRequired' } : { articles: 'articlesRequired' }
}

/** Somebody else changed or scheduled it meanwhile: what stands is shown beside what was typed. */
async function tell(c: Context<AppEnv>, typed: FormState['values']) {
  const { issue } = await found(c)
  const edit = overtaken(typed, formOf(issue).values)
  return edit ? shown(c, { edit }, 409) : leave(c, `/desk/issues/${issue.id}?done=saved`)
}

function retryEdit(c: Context<AppEnv>, form: FormState) {
  return shown(c, { edit: form }, 422)
}

async function retrySchedule(c: Context<AppEnv>, errors: FormState['errors']) {
  const { issue } = await found(c)
  return shown(c, { edit: formOf(issue), schedule: { values: await asTyped(c), errors } }, 422)
}

function formOf({ title, intro, markdown, items, version }: issues.Issue): FormState {
  const order = items.map(({ articleId }, index) => [`order:${articleId}`, String(index + 1)])
  return { ...emptyForm, values: { title, intro, markdown, version: String(version), ...Object.fromEntries(order) } }
}

/** What is offered for a schedule: the next date of the newsletter's rhythm, else an hour from now, by its own clock. */
function slotOf({ nextAt, zone }: newsletters.DeskNewsletter, now: number): FormState {
  const { date, minute } = localOf(zone, nextAt ?? now + 3600)
  return { ...emptyForm, values: { date, time: clock(minute) } }
}

/** As they are kept: the places of articles in Latin digits, however they were typed. */
function latin(typed: FormState['values']): FormState['values'] {
  const fields = Object.entries(typed)
  return Object.fromEntries(
    fields.map(([name, value]) => [name, name.startsWith('order:') ? asciiDigits(value) : value]),
  )
}

/** Articles by the numbers beside them; one without a number is left out. */
function ordered(fields: Record<string, unknown>): number[] {
  const places = Object.entries(fields).flatMap(([name, place]) => {
    const [, articleId] = /^order:([1-9][0-9]{0,14})$/.exec(name) ?? []
    const number = typeof place === 'string' && place.trim() !== '' ? Number(asciiDigits(place)) : Number.NaN
    return articleId && !Number.isNaN(number) ? [{ articleId: Number(articleId), number }] : []
  })
  return places.toSorted((a, b) => a.number - b.number).map(({ articleId }) => articleId)
}
