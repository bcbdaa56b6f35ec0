import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { AccountPage, EmailForm, NameForm } from '../../views/account.tsx'
import { askEmailChange } from '../actions/emails.ts'
import { emailField, emptyForm, type FormState, givenPasswordField, nameField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as readers from '../store/readers.ts'
import { asTyped, form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { leave, page, retry } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const NameFields = v.object({ name: nameField })
const EmailFields = v.object({
  email: emailField,
  password: v.pipe(givenPasswordField, v.nonEmpty('passwordRequired')),
})
const Done = v.fallback(v.optional(v.picklist(['name', 'email'])), undefined)

/** `/settings/account`: who the reader is here. */
export const ownAccountRoutes = new Hono<AppEnv>()

ownAccountRoutes.get('/', async (c) => page(c, await accountPage(c, { done: v.parse(Done, c.req.query('done')) })))

ownAccountRoutes.post('/', form(NameFields, retryName), async (c) => {
  await readers.setName(c.var.db, signedIn(c).id, c.req.valid('form').name)
  return leave(c, '/settings/account?done=name')
})

ownAccountRoutes.post('/email', form(EmailFields, retryEmail), async (c) => {
  const fields = c.req.valid('form')
  const result = await askEmailChange(c.var, { reader: signedIn(c), ...fields, from: fromOf(c) })
  if (result !== 'asked') return retryEmail(c, { values: await asTyped(c), errors: result.errors })
  c.var.poke('MAIL')
  return leave(c, '/settings/account?done=email')
})

async function retryName(c: C, name: FormState) {
  return retry(c, { form: <NameForm form={name} />, page: await accountPage(c, { name }) })
}

async function retryEmail(c: C, email: FormState) {
  return retry(c, { form: <EmailForm form={email} />, page: await accountPage(c, { email }) })
}

type Shown = { name?: FormState; email?: FormState; done?: 'name' | 'email' }

async function accountPage(c: C, { name, email = emptyForm, done }: Shown) {
  const reader = signedIn(c)
  const since = await readers.since(c.var.db, reader.id)
  const asSaved = { values: { name: reader.name }, errors: {} }
  return <AccountPage reader={reader} since={since} name={name ?? asSaved} email={email} done={done} />
}
