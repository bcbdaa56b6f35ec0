import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { AccountPage, NameForm } from '../../views/settings.tsx'
import { NewsletterSettingsPage } from '../../views/subscriptions.tsx'
import { type FormState, nameField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as newsletters from '../store/newsletters.ts'
import * as readers from '../store/readers.ts'
import { form } from '../web/forms.ts'
import { leave, page, retry } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const NameFields = v.object({ name: nameField })

export const settingsRoutes = new Hono<AppEnv>()

settingsRoutes.get('/', (c) => c.redirect('/settings/account'))

settingsRoutes.get('/account', async (c) => {
  const saved = c.req.query('done') === 'name'
  return page(c, await accountPage(c, { values: { name: signedIn(c).name }, errors: {} }, saved))
})

settingsRoutes.post('/account', form(NameFields, retryName), async (c) => {
  await readers.setName(c.var.db, signedIn(c).id, c.req.valid('form').name)
  return leave(c, '/settings/account?done=name')
})

settingsRoutes.get('/newsletters', async (c) => {
  const preferences = await newsletters.preferences(c.var.db, signedIn(c))
  return page(c, <NewsletterSettingsPage preferences={preferences} />)
})

async function retryName(c: Context<AppEnv>, form: FormState) {
  return retry(c, { form: <NameForm form={form} />, page: await accountPage(c, form) })
}

async function accountPage(c: Context<AppEnv>, form: FormState, saved = false) {
  const reader = signedIn(c)
  const since = await readers.since(c.var.db, reader.id)
  return <AccountPage reader={reader} since={since} form={form} saved={saved} />
}
