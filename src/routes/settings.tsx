import { Hono } from 'hono'
import { NewsletterSettingsPage } from '../../views/subscriptions.tsx'
import { isShut } from '../actions/newsletters.ts'
import type { AppEnv } from '../env.ts'
import * as newsletters from '../store/newsletters.ts'
import { alertsJustDone } from '../web/just-done.ts'
import { page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const settingsRoutes = new Hono<AppEnv>()

settingsRoutes.get('/', (c) => c.redirect('/settings/account'))

settingsRoutes.get('/newsletters', async (c) => {
  const { email } = signedIn(c)
  const preferences = await newsletters.preferences(c.var.db, { email }, { account: true })
  const shut = await isShut(c.var, email)
  return page(c, <NewsletterSettingsPage preferences={preferences} shut={shut} turned={alertsJustDone(c)} />)
})
