import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { NewsletterPage, NewsletterSwitch, NewslettersPage } from '../../views/newsletters.tsx'
import { OptIn } from '../../views/opt-in.tsx'
import { optIn, subscribeReader } from '../actions/newsletters.ts'
import { emailField, emptyForm, type FormState, wantedField } from '../core/form.ts'
import { needsAccount } from '../core/issue.ts'
import type { AppEnv } from '../env.ts'
import * as archive from '../store/archive.ts'
import type { Cursor } from '../store/articles.ts'
import * as newsletters from '../store/newsletters.ts'
import { examplesOf, newest, sampleOf, withSources } from '../store/samples.ts'
import { publicPage, tagsOf } from '../web/caching.tsx'
import { form } from '../web/forms.ts'
import { clientIp } from '../web/gate.ts'
import { mailed } from '../web/mailed.tsx'
import { cursor } from '../web/paging.ts'
import { done, retry } from '../web/respond.tsx'
import { optionalReader } from '../web/session.ts'

const SwitchFields = v.object({ wanted: v.optional(wantedField, '1') })
const OptInFields = v.object({ email: emailField })

export const newsletterRoutes = new Hono<AppEnv>()

newsletterRoutes.get('/newsletters', async (c) => {
  const [all, articles] = await Promise.all([newsletters.offered(c.var.db), newest(c.var.db, c.var.now())])
  const rows = examplesOf(all, await withSources(c.var.db, articles, all, c.var.now()))
  const tags = [
    'newsletters',
    ...tagsOf(
      'article',
      rows.flatMap(({ sample }) => sample),
    ),
  ]
  return publicPage(c, { tags, version: rows }, <NewslettersPage newsletters={rows} />)
})

newsletterRoutes.get('/newsletters/:slug{[a-z0-9-]{2,40}}', async (c) => {
  const shown = await sampled(c, c.req.param('slug'), cursor(c))
  const tags = [`newsletter-${shown.newsletter.id}`, ...tagsOf('article', shown.sample)]
  return publicPage(c, { tags, version: shown }, <NewsletterPage {...shown} />)
})

const subscribePath = '/newsletters/:slug{[a-z0-9-]{2,40}}/subscribe'

/** One press for a reader; the next handler is for everybody else. */
newsletterRoutes.post(subscribePath, form(SwitchFields), async (c, next) => {
  const reader = await optionalReader(c)
  if (!reader) return next()
  const { wanted } = c.req.valid('form')
  const slug = c.req.param('slug')
  const { email } = reader
  const { name, asked } = await subscribeReader(c.var, { reader, slug, wanted, form: c.req.path, ip: clientIp(c) })
  if (asked) return mailed(c, email)
  return done(c, { show: <NewsletterSwitch newsletter={{ slug, name }} on={wanted} />, to: '/settings/newsletters' })
})

newsletterRoutes.post(subscribePath, form(OptInFields, retryOptIn), async (c) => {
  const { email } = c.req.valid('form')
  const newsletter = await newsletters.findOffered(c.var.db, c.req.param('slug'))
  if (needsAccount(newsletter)) return retryOptIn(c, emptyForm)
  await optIn(c.var, { email, slug: c.req.param('slug'), ip: clientIp(c), form: c.req.path })
  return mailed(c, email)
})

/** A switch pressed without a session comes here too: it is asked for an email, and nothing was wrong. */
async function retryOptIn(c: Context<AppEnv>, typed: FormState) {
  const form = 'email' in typed.values ? typed : emptyForm
  const shown = await sampled(c, c.req.param('slug') ?? '')
  return retry(c, {
    form: <OptIn newsletter={shown.newsletter} form={form} />,
    page: <NewsletterPage {...shown} form={form} />,
  })
}

async function sampled(c: Context<AppEnv>, slug: string, before: Cursor | null = null) {
  const [{ newsletter, past }, articles] = await Promise.all([
    archive.newsletterOf(c.var.db, slug, before),
    newest(c.var.db, c.var.now()),
  ])
  const drawn = await withSources(c.var.db, articles, [newsletter], c.var.now())
  return { newsletter, past, sample: sampleOf(newsletter, drawn) }
}
