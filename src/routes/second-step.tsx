import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { LoginPage } from '../../views/accounts.tsx'
import { SecondStepPage, StepEndedPage } from '../../views/second-step.tsx'
import { asked, carryOut, endOf } from '../actions/intents.ts'
import { askForPasskey, signInWithPasskey } from '../actions/passkeys.ts'
import { finishSecondStep } from '../actions/second-step.ts'
import type { FormState } from '../core/form.ts'
import { type Intent, parseIntent } from '../core/intent.ts'
import type { AppEnv } from '../env.ts'
import { form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { leave, page } from '../web/respond.tsx'
import { startSession } from '../web/session.ts'

type C = Context<AppEnv>

const PasskeyFields = v.object({ answer: v.string('passkeyRefused'), intent: v.optional(v.string(), '') })
const SecondFields = v.object({
  token: v.string('stepEnded'),
  code: v.optional(v.string(), ''),
  answer: v.optional(v.string(), ''),
})

/** Under `/login`: what comes after a right password, and what comes instead of one. */
export const secondStepRoutes = new Hono<AppEnv>()

/** For the browser's script: what it hands to the device. */
secondStepRoutes.post('/passkey/options', async (c) => c.json(await askForPasskey(c.var)))

secondStepRoutes.post('/passkey', form(PasskeyFields, badPasskey), async (c) => {
  const { answer, intent } = c.req.valid('form')
  const result = await signInWithPasskey(c.var, { answer, from: fromOf(c) })
  if ('errors' in result) return badPasskey(c, { values: { intent }, errors: result.errors })
  return signedIn(c, result.reader, parseIntent(intent))
})

/** The page after the password has no path of its own; whoever asks for it begins anew. */
secondStepRoutes.get('/second', (c) => c.redirect('/login', 303))

secondStepRoutes.post(
  '/second',
  form(SecondFields, (c) => page(c, <StepEndedPage />, 422)),
  async (c) => {
    const result = await finishSecondStep(c.var, { ...c.req.valid('form'), from: fromOf(c) })
    if (!('errors' in result)) return signedIn(c, result.reader, result.intent)
    const { step, errors } = result
    return page(c, step ? <SecondStepPage step={step} form={{ values: {}, errors }} /> : <StepEndedPage />, 422)
  },
)

async function signedIn(c: C, reader: { id: number; email: string }, intent: Intent | null) {
  await startSession(c, reader.id)
  if (intent) await carryOut(c.var, { reader, intent, form: '/login' })
  return leave(c, await endOf(c.var, intent, '/list'))
}

async function badPasskey(c: C, { values, errors }: FormState) {
  return page(
    c,
    <LoginPage form={{ values: {}, errors }} asked={await asked(c.var, parseIntent(values.intent))} />,
    422,
  )
}
