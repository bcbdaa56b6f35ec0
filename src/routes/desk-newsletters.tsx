import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskNewsletterPage, DeskNewslettersPage, NewNewsletterPage, WritePage } from '../../views/desk-newsletters.tsx'
import { changeNewsletter, makeNewsletter } from '../actions/desk-newsletters.ts'
import { composeIssue, writeIssue } from '../actions/issues.ts'
import { unlessInvalid } from '../core/errors.ts'
import { emptyForm, type FormState } from '../core/form.ts'
import { makes } from '../core/issue.ts'
import { formOf, NewsletterFields } from '../core/newsletter-form.ts'
import { overtaken, versionOf } from '../core/overtaken.ts'
import type { AppEnv } from '../env.ts'
import { issueTitle } from '../i18n/issue-title.ts'
import { topicNames } from '../store/articles.ts'
import * as deskIssues from '../store/desk-issues.ts'
import * as newsletters from '../store/desk-newsletters.ts'
import { sourcesPage } from '../store/news.ts'
import { asTyped, form } from '../web/forms.ts'
import { idBefore, idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const id = ':id{[1-9][0-9]{0,14}}'
const notice = v.fallback(v.optional(v.picklist(['saved', 'nothing', 'unmade'])), undefined)
const Written = v.object({
  title: v.pipe(v.string('required'), v.trim(), v.nonEmpty('required'), v.maxLength(300, 'tooLong')),
  markdown: v.pipe(v.string('textRequired'), v.trim(), v.nonEmpty('textRequired'), v.maxLength(50_000, 'tooLong')),
})

export const deskNewsletterRoutes = new Hono<AppEnv>()

deskNewsletterRoutes.get('/', async (c) => {
  return page(c, <DeskNewslettersPage newsletters={await newsletters.all(c.var.db)} />)
})

deskNewsletterRoutes.get('/new', async (c) => {
  const values = { zone: c.var.site.zone, time: '07:00', items: '10', minItems: '3' }
  return page(c, <NewNewsletterPage form={{ values, errors: {} }} {...(await choices(c))} />)
})

deskNewsletterRoutes.post('/', form(NewsletterFields, retryNew), async (c) => {
  const saved = await makeNewsletter(c.var, signedIn(c).id, c.req.valid('form'))
  if ('errors' in saved) return retryNew(c, { values: await asTyped(c), errors: saved.errors })
  return leave(c, `/desk/newsletters/${saved.id}?done=saved`)
})

deskNewsletterRoutes.get(`/${id}`, async (c) => {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  return shown(c, newsletter, formOf(newsletter))
})

deskNewsletterRoutes.post(`/${id}`, form(NewsletterFields, retry), async (c) => {
  const { id } = await newsletters.find(c.var.db, idOf(c))
  const values = await asTyped(c)
  const known = { id, version: versionOf(values) }
  const set = c.req.valid('form')
  const saved = await changeNewsletter(c.var, signedIn(c).id, known, set)
  if (saved === false) return tell(c, formOf({ ...set, version: 0 }).values)
  if (saved !== true) return retry(c, { values, errors: saved.errors })
  return leave(c, `/desk/newsletters/${id}?done=saved`)
})

deskNewsletterRoutes.post(`/${id}/issues`, async (c) => {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  if (!makes(newsletter).composed) return unmade(c, newsletter)
  const made = await composeIssue(c.var, newsletter, issueTitle(c.var.site, c.var.now()))
  return leave(c, made === null ? `/desk/newsletters/${newsletter.id}?done=nothing` : `/desk/issues/${made}`)
})

deskNewsletterRoutes.get(`/${id}/written`, async (c) => {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  if (!makes(newsletter).written) return unmade(c, newsletter)
  return page(c, <WritePage newsletter={newsletter} form={emptyForm} />)
})

deskNewsletterRoutes.post(`/${id}/written`, form(Written, retryWritten), async (c) => {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  if (!makes(newsletter).written) return unmade(c, newsletter)
  const made = await writeIssue(c.var, newsletter, c.req.valid('form')).catch(unlessInvalid)
  if (made === null) return retryWritten(c, { values: await asTyped(c), errors: { markdown: 'textRequired' } })
  return leave(c, `/desk/issues/${made}`)
})

/** A form that nobody is shown any more. */
function unmade(c: Context<AppEnv>, { id }: { id: number }): Response {
  return leave(c, `/desk/newsletters/${id}?done=unmade`)
}

async function retryNew(c: Context<AppEnv>, form: FormState) {
  return page(c, <NewNewsletterPage form={form} {...(await choices(c))} />, 422)
}

async function retry(c: Context<AppEnv>, form: FormState) {
  return shown(c, await newsletters.find(c.var.db, idOf(c)), form, 422)
}

/** Somebody else saved meanwhile: what they saved is shown beside what was typed. */
async function tell(c: Context<AppEnv>, typed: FormState['values']) {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  const form = overtaken(typed, formOf(newsletter).values)
  return form ? shown(c, newsletter, form, 409) : leave(c, `/desk/newsletters/${newsletter.id}?done=saved`)
}

async function retryWritten(c: Context<AppEnv>, form: FormState) {
  const newsletter = await newsletters.find(c.var.db, idOf(c))
  return page(c, <WritePage newsletter={newsletter} form={form} />, 422)
}

async function shown(
  c: Context<AppEnv>,
  newsletter: newsletters.DeskNewsletter,
  form: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const latest = await deskIssues.latest(c.var.db, newsletter.id, idBefore(c))
  const done = v.parse(notice, c.req.query('done'))
  const props = { newsletter, form, notice: done, ...latest, ...(await choices(c)) }
  return page(c, <DeskNewsletterPage {...props} />, status)
}

/** What a newsletter may draw from. */
async function choices(c: Context<AppEnv>) {
  const [topics, { sources }] = await Promise.all([topicNames(c.var.db), sourcesPage(c.var.db)])
  return { topics, sources }
}
