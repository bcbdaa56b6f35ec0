import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { CodesPage, RecoveryPage } from '../../views/factors.tsx'
import { MakePasskeyPage, NewPasskeyPage, PasskeyPage } from '../../views/passkeys.tsx'
import { NewAppPage, TotpPage } from '../../views/totp.tsx'
import { beginTotp, type FactorChange, renewRecovery, turnOffTotp, turnOnTotp } from '../actions/factors.ts'
import { addPasskey, beginPasskey, removePasskey } from '../actions/passkeys.ts'
import { confirmPassword } from '../actions/passwords.ts'
import { type FormState, givenPasswordField, nameField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as factors from '../store/factors.ts'
import * as passkeys from '../store/passkeys.ts'
import { form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

type C = Context<AppEnv>
type Bad = (c: C, form: FormState) => Response | Promise<Response>

const PasswordFields = v.object({ password: v.pipe(givenPasswordField, v.nonEmpty('passwordRequired')) })
const NameFields = v.object({ name: nameField })
const PasskeyFields = v.object({ answer: v.string('passkeyRefused'), name: v.optional(nameField, '') })
const CodeFields = v.object({ token: v.string('stepEnded'), code: v.string('codeWrong') })

/** Under `/settings/security`: all that may stand beside the password. The password comes before each change. */
export const factorRoutes = new Hono<AppEnv>()

factorRoutes.get('/passkeys/new', (c) => page(c, <NewPasskeyPage />))

factorRoutes.post('/passkeys/new', form(PasswordFields, badNewPasskey), confirmed(badNewPasskey), async (c) => {
  const begun = await beginPasskey(c.var, { reader: signedIn(c) })
  if ('errors' in begun) return badNewPasskey(c, { values: {}, errors: begun.errors })
  return page(c, <MakePasskeyPage options={begun.options} />)
})

factorRoutes.post('/passkeys', form(PasskeyFields, badPasskey), async (c) => {
  const added = await addPasskey(c.var, { reader: signedIn(c), from: fromOf(c), ...c.req.valid('form') })
  if ('errors' in added) return badPasskey(c, { values: {}, errors: added.errors })
  return changed(c, 'passkey_added', added.codes)
})

factorRoutes.get('/passkeys/:id{[\\w-]{22}}', (c) => passkeyPage(c, {}))

factorRoutes.post('/passkeys/:id{[\\w-]{22}}', form(NameFields, badName), async (c) => {
  await passkeys.setName(c.var.db, signedIn(c).id, c.req.param('id'), c.req.valid('form').name)
  return leave(c, '/settings/security?done=passkey_named')
})

factorRoutes.post(
  '/passkeys/:id{[\\w-]{22}}/removed',
  form(PasswordFields, badRemoval),
  confirmed(badRemoval),
  async (c) => {
    await removePasskey(c.var, { reader: signedIn(c), id: c.req.param('id'), from: fromOf(c) })
    return changed(c, 'passkey_removed')
  },
)

factorRoutes.get('/totp', (c) => totpPage(c, {}))

factorRoutes.post('/totp/new', form(PasswordFields, badSetUp), confirmed(badSetUp), async (c) =>
  page(c, <NewAppPage app={await beginTotp(c.var, { reader: signedIn(c) })} />),
)

factorRoutes.post('/totp', form(CodeFields, badSetUp), async (c) => {
  const on = await turnOnTotp(c.var, { reader: signedIn(c), from: fromOf(c), ...c.req.valid('form') })
  if (!('errors' in on)) return changed(c, 'totp_on', on.codes)
  const bad = { values: {}, errors: on.errors }
  return on.app ? page(c, <NewAppPage app={on.app} form={bad} />, 422) : badSetUp(c, bad)
})

factorRoutes.post('/totp/removed', form(PasswordFields, badTurnOff), confirmed(badTurnOff), async (c) => {
  await turnOffTotp(c.var, { reader: signedIn(c), from: fromOf(c) })
  return changed(c, 'totp_off')
})

factorRoutes.get('/recovery', (c) => recoveryPage(c))

factorRoutes.post('/recovery', form(PasswordFields, recoveryPage), confirmed(recoveryPage), async (c) => {
  const codes = await renewRecovery(c.var, { reader: signedIn(c), from: fromOf(c) })
  return codes ? page(c, <CodesPage codes={codes} />) : recoveryPage(c)
})

/** A factor came or went: a mail is on its way, and new recovery codes are shown, now or never. */
function changed(c: C, done: FactorChange, codes: string[] | null = null) {
  c.var.poke('MAIL')
  return codes ? page(c, <CodesPage codes={codes} done={done} />) : leave(c, `/settings/security?done=${done}`)
}

/** Stands after a form with a password: lets through whoever gave the account's (ASVS 7.5.1). */
function confirmed(bad: Bad) {
  return createMiddleware<AppEnv, string, { out: { form: { password: string } } }>(async (c, next) => {
    const { password } = c.req.valid('form')
    const right = await confirmPassword(c.var, { reader: signedIn(c), password, ip: fromOf(c).ip })
    if (!right) return bad(c, { values: {}, errors: { password: 'passwordIncorrect' } })
    await next()
  })
}

function badNewPasskey(c: C, form: FormState) {
  return page(c, <NewPasskeyPage form={form} />, 422)
}

/** The device's answer was not good, and its question is used up: the password comes first again. */
function badPasskey(c: C, { errors }: FormState) {
  return badNewPasskey(c, { values: {}, errors: { password: errors.answer ?? errors.name ?? 'passkeyRefused' } })
}

function badName(c: C, naming: FormState) {
  return passkeyPage(c, { naming })
}

function badRemoval(c: C, removal: FormState) {
  return passkeyPage(c, { removal })
}

async function passkeyPage(c: C, forms: { naming?: FormState; removal?: FormState }) {
  const passkey = await passkeys.find(c.var.db, signedIn(c).id, c.req.param('id') ?? '')
  return page(c, <PasskeyPage passkey={passkey} {...forms} />, statusOf(forms))
}

/** Also where the first code came too late: setting up begins anew. */
function badSetUp(c: C, { errors }: FormState) {
  return totpPage(c, { setUp: { values: {}, errors: { password: errors.password ?? errors.code ?? 'stepEnded' } } })
}

function badTurnOff(c: C, turnOff: FormState) {
  return totpPage(c, { turnOff })
}

async function totpPage(c: C, forms: { setUp?: FormState; turnOff?: FormState }) {
  const { totp } = await factors.of(c.var.db, signedIn(c).id)
  return page(c, <TotpPage totp={totp} {...forms} />, statusOf(forms))
}

async function recoveryPage(c: C, form?: FormState) {
  const has = factors.needsSecondStep(await factors.of(c.var.db, signedIn(c).id))
  return page(c, <RecoveryPage has={has} form={form} />, statusOf({ form }))
}

function statusOf(forms: Record<string, FormState | undefined>): 200 | 422 {
  return Object.values(forms).some(Boolean) ? 422 : 200
}
