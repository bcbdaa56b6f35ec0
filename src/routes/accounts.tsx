import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import {
  AccountKnownPage,
  LinkEndedPage,
  LoginForm,
  LoginPage,
  RegisterForm,
  RegisterPage,
  SentPage,
  VerifyForm,
  VerifyPage,
} from '../../views/accounts.tsx'
import { SecondStepPage } from '../../views/second-step.tsx'
import { signIn, signUp, signUpLink, verify } from '../actions/accounts.ts'
import { asked, carryOut, endOf, finishIntent } from '../actions/intents.ts'
import { beginSecondStep } from '../actions/second-step.ts'
import { unlessExpired } from '../core/errors.ts'
import { emailField, emptyForm, type FormState, givenPasswordField, passwordField } from '../core/form.ts'
import { parseIntent } from '../core/intent.ts'
import type { AppEnv } from '../env.ts'
import { browserOf, forgetBrowser, rememberBrowser } from '../web/browser.ts'
import { fromPrimary } from '../web/database.ts'
import { asTyped, form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { clientIp } from '../web/gate.ts'
import { leave, page, retry } from '../web/respond.tsx'
import { endSession, optionalReader, startSession } from '../web/session.ts'

type C = Context<AppEnv>

const intentField = v.optional(
  v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' ? parseIntent(value) : null)),
  ),
  null,
)
const RegisterFields = v.object({ email: emailField, password: passwordField, intent: intentField })
/** The least length of a password is not told to whoever is guessing one. */
const LoginFields = v.object({
  email: emailField,
  password: v.pipe(givenPasswordField, v.nonEmpty('passwordRequired')),
  intent: intentField,
})
const VerifyFields = v.object({ password: v.optional(givenPasswordField, '') })

export const accountRoutes = new Hono<AppEnv>()

accountRoutes.get('/register', async (c) => {
  const intent = parseIntent(c.req.query('intent'))
  if (await optionalReader(c)) return c.redirect(await endOf(c.var, intent, '/list'), 303)
  return page(c, <RegisterPage form={emptyForm} asked={await asked(c.var, intent)} />)
})

accountRoutes.post('/register', form(RegisterFields, retryRegister), async (c) => {
  const fields = c.req.valid('form')
  const result = await signUp(c.var, { ...fields, ip: clientIp(c), browser: browserOf(c) })
  if ('errors' in result) return retryRegister(c, { values: await asTyped(c), errors: result.errors })
  rememberBrowser(c, result.browser)
  c.var.poke('MAIL')
  return page(c, <SentPage email={fields.email} />)
})

accountRoutes.get('/verify/:token', fromPrimary, async (c) => {
  const props = await verifyProps(c, emptyForm)
  return props ? page(c, <VerifyPage {...props} />) : page(c, <LinkEndedPage />, 410)
})

accountRoutes.post('/verify/:token', form(VerifyFields, retryVerify), async (c) => {
  const { password } = c.req.valid('form')
  const secret = c.req.param('token')
  const result = await verify(c.var, { secret, browser: browserOf(c), password, ip: clientIp(c) }).catch(unlessExpired)
  if (!result) return page(c, <LinkEndedPage />, 410)
  if ('errors' in result) return retryVerify(c, { values: {}, errors: result.errors })
  const { intent, reader } = result
  if (!reader) return page(c, <AccountKnownPage asked={await asked(c.var, intent)} />)
  await startSession(c, reader.id)
  forgetBrowser(c)
  if (intent) await finishIntent(c.var, { reader, intent, job: result.job })
  // A new reader chooses first what a page of ours is to show.
  return leave(c, await endOf(c.var, intent?.kind === 'page' ? null : intent, '/welcome'))
})

accountRoutes.get('/login', async (c) => {
  const intent = parseIntent(c.req.query('intent'))
  if (await optionalReader(c)) return c.redirect(await endOf(c.var, intent, '/list'), 303)
  const reset = c.req.query('done') === 'reset'
  return page(c, <LoginPage form={emptyForm} asked={await asked(c.var, intent)} reset={reset} />)
})

accountRoutes.post('/login', form(LoginFields, retryLogin), async (c) => {
  const { email, password, intent } = c.req.valid('form')
  const result = await signIn(c.var, { email, password, from: fromOf(c) })
  if ('errors' in result) return retryLogin(c, { values: await asTyped(c), errors: result.errors })
  const { reader, stored } = result
  const step = await beginSecondStep(c.var, { reader, stored, intent })
  if (step) return page(c, <SecondStepPage step={step} />)
  await startSession(c, reader.id, stored)
  if (intent) await carryOut(c.var, { reader, intent, form: '/login' })
  return leave(c, await endOf(c.var, intent, '/list'))
})

accountRoutes.post('/logout', async (c) => {
  await endSession(c)
  return leave(c, '/')
})

async function retryRegister(c: C, form: FormState) {
  const props = { form, asked: await asked(c.var, parseIntent(form.values.intent)) }
  return retry(c, { form: <RegisterForm {...props} />, page: <RegisterPage {...props} /> })
}

async function retryLogin(c: C, form: FormState) {
  const props = { form, asked: await asked(c.var, parseIntent(form.values.intent)) }
  return retry(c, { form: <LoginForm {...props} />, page: <LoginPage {...props} /> })
}

async function retryVerify(c: C, form: FormState) {
  const props = await verifyProps(c, form)
  if (!props) return page(c, <LinkEndedPage />, 410)
  return retry(c, { form: <VerifyForm {...props} />, page: <VerifyPage {...props} /> })
}

/** Null for a link that ended. */
async function verifyProps(c: C, form: FormState) {
  const secret = c.req.param('token') ?? ''
  const link = await signUpLink(c.var, { secret, browser: browserOf(c) }).catch(unlessExpired)
  if (!link) return null
  const { email, asksPassword, intent } = link
  return { action: c.req.path, form, email, asksPassword, asked: await asked(c.var, intent) }
}
