import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { AlertChoice, AlertSwitch, AskedPartial, ChoicePartial } from '../../views/alerts.tsx'
import { chooseAlerts, setAlert } from '../actions/alerts.ts'
import { ALERT_CHOICES } from '../core/alerts.ts'
import { refField } from '../core/follow.ts'
import { wantedField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import { form } from '../web/forms.ts'
import { clientIp } from '../web/gate.ts'
import { mailed } from '../web/mailed.tsx'
import { back, done } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const ChoiceForm = v.object({ alerts: v.picklist(ALERT_CHOICES) })
const SwitchForm = v.object({ ref: refField, wanted: wantedField })

export const alertRoutes = new Hono<AppEnv>()

alertRoutes.post('/', form(ChoiceForm), async (c) => {
  const { choices, asked } = await chooseAlerts(c.var, c.req.valid('form').alerts, by(c))
  if (asked) return mailed(c, signedIn(c).email)
  return done(c, { show: <AlertChoice choices={choices} />, to: back(c, '/following') })
})

alertRoutes.post('/keywords', form(SwitchForm), async (c) => {
  const { email } = signedIn(c)
  const { keyword, choices, asked } = await setAlert(c.var, c.req.valid('form'), by(c))
  const show = (
    <>
      <AlertSwitch of={keyword} state={keyword} />
      {asked ? <AskedPartial email={email} /> : <ChoicePartial choices={choices} />}
    </>
  )
  return asked ? mailed(c, email, show) : done(c, { show, to: back(c, '/following') })
})

/** Whose consent it is, and how it was given. */
function by(c: Context<AppEnv>) {
  return { reader: signedIn(c), form: c.req.path, ip: clientIp(c) }
}
