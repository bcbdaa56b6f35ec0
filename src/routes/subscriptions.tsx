import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { AlertChoice as AlertsForm } from '../../views/alerts.tsx'
import { ConfirmPage, ManagePage, ManageSwitch, UnsubscribedPage, UnsubscribePage } from '../../views/subscriptions.tsx'
import { asked, confirm, isShut, setSubscription, unsubscribe } from '../actions/newsletters.ts'
import { ALERT_CHOICES, type AlertChoice, alertStep, choicesOf } from '../core/alerts.ts'
import { AppError } from '../core/errors.ts'
import { wantedField } from '../core/form.ts'
import { readToken, type Signed, type SignedPurpose } from '../core/signed-links.ts'
import type { AppEnv } from '../env.ts'
import { messages } from '../i18n/messages.ts'
import * as newsletters from '../store/newsletters.ts'
import { fromPrimary } from '../web/database.ts'
import { form } from '../web/forms.ts'
import { clientIp } from '../web/gate.ts'
import { mailed } from '../web/mailed.tsx'
import { done, leave, page } from '../web/respond.tsx'

/** One switch, the choice of alerts, or all of them. */
const ManageFields = v.union([
  v.object({ none: v.literal('1') }),
  v.object({ all: v.literal('1') }),
  v.object({ alerts: v.picklist(ALERT_CHOICES) }),
  v.object({ newsletter: v.pipe(v.string(), v.regex(/^[a-z0-9-]{2,40}$/)), wanted: wantedField }),
])
const notice = v.fallback(v.optional(v.picklist(['confirmed', 'saved', 'all', 'none'])), undefined)

export const subscriptionRoutes = new Hono<AppEnv>()

subscriptionRoutes.get('/newsletters/confirm/:token', fromPrimary, async (c) => {
  const { email, newsletter } = await asked(c.var, c.req.param('token'))
  return page(c, <ConfirmPage name={newsletter.name} email={email} />)
})

subscriptionRoutes.post('/newsletters/confirm/:token', async (c) => {
  const { manageToken } = await confirm(c.var, c.req.param('token'))
  return leave(c, `/newsletters/manage/${manageToken}?done=confirmed`)
})

subscriptionRoutes.get('/newsletters/manage/:token', async (c) => {
  const { subscriber, preferences } = await preferencesOf(c, signed(c, 'manage'))
  const done = v.parse(notice, c.req.query('done'))
  const shut = await isShut(c.var, subscriber.email)
  return page(c, <ManagePage email={subscriber.email} preferences={preferences} shut={shut} notice={done} />)
})

subscriptionRoutes.post('/newsletters/manage/:token', form(ManageFields), async (c) => {
  const fields = c.req.valid('form')
  const link = signed(c, 'manage')
  const record = recordOf(c)
  if ('none' in fields || 'all' in fields) {
    const set = 'all' in fields ? 'all' : 'none'
    const email = await setSubscription(c.var, link, set, record)
    return email ? mailed(c, email) : leave(c, `${c.req.path}?done=${set}`)
  }
  if ('alerts' in fields) return chosen(c, link, fields.alerts)
  const { newsletter: slug, wanted } = fields
  const { name } = await newsletters.find(c.var.db, { slug })
  const email = await setSubscription(c.var, link, { slug, wanted }, record)
  if (email) return mailed(c, email)
  const show = <ManageSwitch action={c.req.path} preference={{ slug, name, on: wanted }} />
  return done(c, { show, to: `${c.req.path}?done=saved` })
})

async function chosen(c: Context<AppEnv>, link: Signed, choice: AlertChoice): Promise<Response> {
  const of = async () => preferencesOf(c, link)
  const step = alertStep((await of()).preferences, choice)
  const email = step && (await setSubscription(c.var, link, step, recordOf(c)))
  if (email) return mailed(c, email)
  const show = <AlertsForm choices={choicesOf((await of()).preferences)} action={c.req.path} />
  return done(c, { show, to: `${c.req.path}?done=saved` })
}

subscriptionRoutes.get('/u/:token', async (c) => {
  const { newsletterId } = signed(c, 'unsubscribe')
  const { name } = await newsletters.find(c.var.db, { id: newsletterId })
  return page(c, <UnsubscribePage name={name} />)
})

/**
 * RFC 8058 3.2: a mail program posts `List-Unsubscribe=One-Click`, in either form encoding, without cookies, and follows
 * no redirect; 200 also where there is nothing left to end. The url is the right, so the body decides only who is told.
 */
subscriptionRoutes.post('/u/:token', async (c) => {
  const link = signed(c, 'unsubscribe')
  await unsubscribe(c.var, link, '/u/:token')
  const { from } = await c.req.parseBody().catch((): { from?: unknown } => ({}))
  if (from !== 'page') return c.text(messages(c.var.site.language, c.var.site.digits).newsletters.unsubscribe.short)
  const { name, slug } = await newsletters.find(c.var.db, { id: link.newsletterId })
  return page(c, <UnsubscribedPage name={name} slug={slug} />)
})

/** @throws AppError('not_found') for a subscriber who is gone. */
async function preferencesOf(c: Context<AppEnv>, { ref }: Signed) {
  const subscriber = await newsletters.subscriberByRef(c.var.db, ref)
  if (!subscriber) throw new AppError('not_found')
  return { subscriber, preferences: await newsletters.preferences(c.var.db, { ref }, subscriber) }
}

/** What is kept of how a consent was given: the route, which holds no token. */
function recordOf(c: Context<AppEnv>) {
  return { form: '/newsletters/manage/:token', ip: clientIp(c) }
}

/** @throws AppError('not_found') for a link that no key of ours signed for this purpose. */
function signed(c: Context<AppEnv>, purpose: SignedPurpose): Signed {
  const link = readToken(c.var.config.signingKeys, purpose, c.req.param('token') ?? '')
  if (!link) throw new AppError('not_found')
  return link
}
