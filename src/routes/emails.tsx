import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  ConfirmEmailForm,
  ConfirmEmailPage,
  EmailConfirmedPage,
  EmailLinkEndedPage,
  EmailTakenPage,
  EmailUndonePage,
  UndoEmailPage,
} from '../../views/emails.tsx'
import { confirmEmail, emailLink, undoEmail, undoLink } from '../actions/emails.ts'
import { AppError } from '../core/errors.ts'
import { emptyForm, type FormState, givenPasswordField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import { fromPrimary } from '../web/database.ts'
import { form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { page, retry } from '../web/respond.tsx'
import { optionalReader } from '../web/session.ts'

type C = Context<AppEnv>

const ConfirmFields = v.object({ password: v.optional(givenPasswordField, '') })

/** `/email`: where the mailed links of a change of email lead. Looking changes nothing. */
export const emailRoutes = new Hono<AppEnv>()

emailRoutes.get('/confirm/:token', fromPrimary, async (c) => {
  const props = await confirmProps(c, emptyForm)
  return props ? page(c, <ConfirmEmailPage {...props} />) : page(c, <EmailLinkEndedPage />, 410)
})

emailRoutes.post('/confirm/:token', form(ConfirmFields, retryConfirm), async (c) => {
  const { password } = c.req.valid('form')
  const asked = { secret: c.req.param('token'), reader: await optionalReader(c), password, from: fromOf(c) }
  const result = await confirmEmail(c.var, asked).catch(failed)
  if (result === 'expired') return page(c, <EmailLinkEndedPage />, 410)
  if (result === 'conflict') return page(c, <EmailTakenPage />, 409)
  if ('errors' in result) return retryConfirm(c, { values: {}, errors: result.errors })
  c.var.poke('MAIL')
  return page(c, <EmailConfirmedPage email={result.email} />)
})

emailRoutes.get('/undo/:token', fromPrimary, async (c) => {
  const link = await undoLink(c.var, c.req.param('token')).catch(failed)
  return typeof link === 'object'
    ? page(c, <UndoEmailPage action={c.req.path} email={link.email} />)
    : page(c, <EmailLinkEndedPage />, 410)
})

emailRoutes.post('/undo/:token', async (c) => {
  const result = await undoEmail(c.var, { secret: c.req.param('token'), from: fromOf(c) }).catch(failed)
  if (typeof result !== 'object') return page(c, <EmailLinkEndedPage />, 410)
  c.var.poke('MAIL')
  return page(c, <EmailUndonePage email={result.email} />)
})

async function retryConfirm(c: C, form: FormState) {
  const props = await confirmProps(c, form)
  if (!props) return page(c, <EmailLinkEndedPage />, 410)
  return retry(c, { form: <ConfirmEmailForm {...props} />, page: <ConfirmEmailPage {...props} /> })
}

/** Null for a link that ended. */
async function confirmProps(c: C, form: FormState) {
  const reader = await optionalReader(c)
  const link = await emailLink(c.var, { secret: c.req.param('token') ?? '', reader }).catch(failed)
  return typeof link === 'object' ? { action: c.req.path, form, ...link } : null
}

/** What can happen to a link, each with a page of its own that says what to do. */
function failed(error: unknown): 'expired' | 'conflict' {
  if (error instanceof AppError && (error.code === 'expired' || error.code === 'conflict')) return error.code
  throw error
}
