import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  NewPasswordForm,
  NewPasswordPage,
  ResetEndedPage,
  ResetForm,
  ResetPage,
  ResetSentPage,
} from '../../views/resets.tsx'
import { askReset, resetLink, resetPassword } from '../actions/resets.ts'
import { unlessExpired } from '../core/errors.ts'
import { emailField, emptyForm, type FormState, passwordField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import { fromPrimary } from '../web/database.ts'
import { form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { leave, page, retry } from '../web/respond.tsx'

type C = Context<AppEnv>

const AskFields = v.object({ email: emailField })
const ResetFields = v.object({ password: passwordField })

/** `/reset`: a forgotten password. */
export const resetRoutes = new Hono<AppEnv>()

resetRoutes.get('/', (c) => page(c, <ResetPage form={emptyForm} />))

resetRoutes.post('/', form(AskFields, retryAsk), async (c) => {
  const { email } = c.req.valid('form')
  await askReset(c.var, { email, ip: fromOf(c).ip })
  c.var.poke('MAIL')
  return page(c, <ResetSentPage email={email} />)
})

resetRoutes.get('/:token', fromPrimary, async (c) => {
  const props = await resetProps(c, emptyForm)
  return props ? page(c, <NewPasswordPage {...props} />) : page(c, <ResetEndedPage />, 410)
})

resetRoutes.post('/:token', form(ResetFields, retryReset), async (c) => {
  const { password } = c.req.valid('form')
  const asked = { secret: c.req.param('token'), password, from: fromOf(c) }
  const result = await resetPassword(c.var, asked).catch(unlessExpired)
  if (!result) return page(c, <ResetEndedPage />, 410)
  if (result !== 'reset') return retryReset(c, { values: {}, errors: result.errors })
  c.var.poke('MAIL')
  return leave(c, '/login?done=reset')
})

function retryAsk(c: C, form: FormState) {
  return retry(c, { form: <ResetForm form={form} />, page: <ResetPage form={form} /> })
}

async function retryReset(c: C, form: FormState) {
  const props = await resetProps(c, form)
  if (!props) return page(c, <ResetEndedPage />, 410)
  return retry(c, { form: <NewPasswordForm {...props} />, page: <NewPasswordPage {...props} /> })
}

/** Null for a link that ended. */
async function resetProps(c: C, form: FormState) {
  const link = await resetLink(c.var, c.req.param('token') ?? '').catch(unlessExpired)
  return link && { action: c.req.path, form, ...link }
}
