import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import * as v from 'valibot'
import { AlertChoice, AlertSwitch, AlertsToast, AskedPartial, ChoicePartial } from '../../views/alerts.tsx'
import { chooseAlerts, setAlert } from '../actions/alerts.ts'
import { ALERT_CHOICES, type AlertsDone } from '../core/alerts.ts'
import { refField } from '../core/follow.ts'
import { wantedField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import { form } from '../web/forms.ts'
import { clientIp } from '../web/gate.ts'
import { afterAlerts } from '../web/just-done.ts'
import { mailed } from '../web/mailed.tsx'
import { back, done } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const ChoiceForm = v.object({ alerts: v.picklist(ALERT_CHOICES) })
const SwitchForm = v.object({ ref: refField, wanted: wantedField })

export const alertRoutes = new Hono<AppEnv>()

alertRoutes.post('/', form(ChoiceForm), async (c) => {
  const { alerts } = c.req.valid('form')
  const { choices, asked } = await chooseAlerts(c.var, alerts, by(c))
  return asked ? mailed(c, signedIn(c).email) : told(c, alerts, <AlertChoice choices={choices} />)
})

alertRoutes.post('/keywords', form(SwitchForm), async (c) => {
  const { email } = signedIn(c)
  const { keyword, choices, asked, what } = await setAlert(c.var, c.req.valid('form'), by(c))
  const show = (
    <>
      <AlertSwitch of={keyword} state={keyword} />
      {asked ? <AskedPartial email={email} /> : <ChoicePartial choices={choices} />}
    </>
  )
  return asked ? mailed(c, email, show) : told(c, what, show)
})

function told(c: Context<AppEnv>, what: AlertsDone, now: Child): Response {
  const show = (
    <>
      {now}
      <AlertsToast what={what} />
    </>
  )
  return done(c, { show, to: afterAlerts(c, back(c, '/following'), what) })
}

/** Whose consent it is, and how it was given. */
function by(c: Context<AppEnv>) {
  return { reader: signedIn(c), form: c.req.path, ip: clientIp(c) }
}
