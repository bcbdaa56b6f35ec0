import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { PasswordForm, SECURITY_DONE, SecurityPage, type SecurityPageProps } from '../../views/security.tsx'
import { changePassword } from '../actions/passwords.ts'
import { type FormState, givenPasswordField, passwordField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as factors from '../store/factors.ts'
import * as events from '../store/security-events.ts'
import * as sessions from '../store/sessions.ts'
import { form } from '../web/forms.ts'
import { deviceOf, fromOf } from '../web/from.ts'
import { leave, page, retry } from '../web/respond.tsx'
import { renewSession, sessionOf, signedIn } from '../web/session.ts'

type C = Context<AppEnv>

/** How many of the latest events are shown. */
const EVENTS = 50

const PasswordFields = v.object({
  current: v.pipe(givenPasswordField, v.nonEmpty('passwordRequired')),
  password: passwordField,
})
const Done = v.fallback(v.optional(v.picklist(SECURITY_DONE)), undefined)

/** `/settings/security`: the password, where the account is open, and what happened to it. */
export const securityRoutes = new Hono<AppEnv>()

securityRoutes.get('/', async (c) => page(c, await securityPage(c, { done: v.parse(Done, c.req.query('done')) })))

securityRoutes.post('/password', form(PasswordFields, retryPassword), async (c) => {
  const { current, password } = c.req.valid('form')
  const result = await changePassword(c.var, { reader: signedIn(c), current, password, from: fromOf(c) })
  if ('errors' in result) return retryPassword(c, { values: {}, errors: result.errors })
  await renewSession(c, result.stored)
  c.var.poke('MAIL')
  return leave(c, '/settings/security?done=password')
})

securityRoutes.post('/devices/others', async (c) => {
  await sessions.endOthers(c.var.db, sessionOf(c), eventOf(c, 'sessions_ended'))
  return leave(c, '/settings/security?done=others')
})

securityRoutes.post('/devices/:device{[\\w-]{1,40}}', async (c) => {
  await sessions.end(c.var.db, c.req.param('device'), eventOf(c, 'session_ended'))
  return leave(c, '/settings/security?done=ended')
})

function eventOf(c: C, kind: 'session_ended' | 'sessions_ended') {
  return { readerId: signedIn(c).id, kind, at: c.var.now(), ...deviceOf(c) }
}

async function retryPassword(c: C, form: FormState) {
  return retry(c, { form: <PasswordForm form={form} />, page: await securityPage(c, { form }) })
}

async function securityPage(c: C, shown: Pick<SecurityPageProps, 'form' | 'done'>) {
  const { db, now } = c.var
  const { id } = signedIn(c)
  const [devices, latest] = await db.orm.batch([sessions.all(db, id, now()), events.latest(db, id, EVENTS)])
  const current = sessionOf(c)
  // The latest first; sorted here, since an index for so few rows is not worth its writes.
  const sorted = devices.toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)
  const props = { devices: sorted, current, factors: await factors.of(db, id), events: latest }
  return <SecurityPage {...props} {...shown} />
}
