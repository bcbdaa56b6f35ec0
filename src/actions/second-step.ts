import type { SQL } from 'drizzle-orm'
import type { From } from '../core/agent.ts'
import type { Refused } from '../core/form.ts'
import { formatIntent, type Intent, parseIntent } from '../core/intent.ts'
import { passkeySigned } from '../core/passkey.ts'
import { recoveryCodeOf } from '../core/recovery.ts'
import { seal, unseal } from '../core/seal.ts'
import { sha256 } from '../core/secrets.ts'
import { stepOf } from '../core/totp.ts'
import { counterOf, type RequestOptions, requestOptions } from '../core/webauthn.ts'
import * as attempts from '../store/attempts.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes } from '../store/db.ts'
import * as factors from '../store/factors.ts'
import * as passkeys from '../store/passkeys.ts'
import * as passwords from '../store/passwords.ts'
import * as readers from '../store/readers.ts'
import { logged } from '../store/security-events.ts'
import { countTry, triesOf } from './attempts.ts'
import { challenge } from './challenges.ts'
import type { ActionContext } from './context.ts'
import { type Reader, sealedFor } from './factors.ts'

/** What the page asks for. `options`: for a passkey, where the account has one. */
export type SecondStep = { token: string; app: boolean; options: RequestOptions | null; intent: Intent | null }

/** How many answers one sign-in stands; the account's own waits begin long before (actions/attempts.ts). */
const TRIES = 10

/**
 * After a right password: what is still asked for; null where the password is all there is. The token is the right to
 * answer, and at the same time the challenge that a passkey signs.
 */
export async function beginSecondStep(
  context: ActionContext,
  { reader, stored, intent }: { reader: Reader; stored: string; intent: Intent | null },
): Promise<SecondStep | null> {
  const own = await factors.of(context.db, reader.id)
  if (!factors.needsSecondStep(own)) return null
  const carried = intent && formatIntent(intent)
  const stands = passwords.stands(reader.id, stored)
  const token = await challenge(context, { purpose: 'second_step', readerId: reader.id, intent: carried }, stands)
  return stepFor(context, { token, own, intent })
}

/** A code of the app, a recovery code, or a passkey's answer; whichever was not given is empty. */
export type SecondAnswer = { token: string; code: string; answer: string; from: From }

/**
 * Ends a sign-in. A wrong answer gives the step to be shown again, or none where its time is over. Each factor is used
 * up in the batch that uses up the step, so that of two sign-ins with one code one succeeds.
 * @throws AppError('too_many') with the seconds to wait.
 */
export async function finishSecondStep(
  context: ActionContext,
  { token, from, ...given }: SecondAnswer,
): Promise<(Refused & { step: SecondStep | null }) | { reader: Reader; intent: Intent | null }> {
  const { config, db } = context
  const at = context.now()
  const asked = { hash: sha256(token), purpose: 'second_step' } as const
  const pending = await challenges.tried(db, asked, at, TRIES)
  const readerId = pending?.readerId
  if (!pending || !readerId) return ENDED
  await countTry(context, { tried: 'code', who: readerId, ip: from.ip })
  const own = await factors.of(db, readerId)
  const intent = parseIntent(pending.intent)
  const event = { readerId, at, ...from }
  const use = given.answer
    ? await usePasskey(context, { own, token, answer: given.answer })
    : await useCode(context, { own, readerId, code: given.code, event })
  if (!use) {
    await batch(db, [logged({ ...event, kind: 'sign_in_failed' })])
    const step = await stepFor(context, { token, own, intent })
    return { errors: given.answer ? { answer: 'passkeyRefused' } : { code: 'codeWrong' }, step }
  }
  const results = await batch(db, [
    challenges.consume(asked, at),
    ...use,
    attempts.forget(triesOf(config, 'code', readerId)),
  ])
  const email = await readers.emailOf(db, readerId)
  return changes(results, 1) && email ? { reader: { id: readerId, email }, intent } : ENDED
}

const ENDED = { errors: { code: 'stepEnded' }, step: null } as const

async function stepFor(
  { config }: ActionContext,
  { token, own, intent }: { token: string; own: factors.Factors; intent: Intent | null },
): Promise<SecondStep> {
  const allowed = own.passkeys
  const options = allowed.length ? await requestOptions(config.site, { token, allowed }) : null
  return { token, app: own.totp !== null, options, intent }
}

/** The statement that uses a passkey, after the step's own; null where the answer is not good. */
async function usePasskey(
  { config, now }: ActionContext,
  { own, token, answer }: { own: factors.Factors; token: string; answer: string },
): Promise<SQL[] | null> {
  const signed = passkeySigned(answer)
  const passkey = own.passkeys.find(({ credentialId }) => credentialId === signed?.id)
  if (!signed || !passkey || signed.challenge !== token) return null
  const counter = await counterOf(config.site, signed, passkey)
  if (counter === null) return null
  return [passkeys.used({ id: passkey.id, counter, now: now() }, { ifChanged: true })]
}

/** The same for a code: of the app where it is six digits, else a recovery code. */
async function useCode(
  { config, db, now }: ActionContext,
  { own, readerId, code, event }: { own: factors.Factors; readerId: number; code: string; event: Event },
): Promise<SQL[] | null> {
  const recovery = recoveryCodeOf(code)
  if (recovery) {
    const hash = sha256(recovery)
    if (!(await factors.hasRecoveryCode(db, readerId, hash))) return null
    return [
      factors.recoveryUsedIfChanged(readerId, hash),
      logged({ ...event, kind: 'recovery_used' }, { ifChanged: true }),
    ]
  }
  if (!own.totp) return null
  const secret = unseal(config.signingKeys, sealedFor(readerId), own.totp.sealed)
  const step = stepOf(code, secret, { now: now(), after: own.totp.step })
  // Sealed anew at each use: so the secrets move on to the newest key while the one before still stands.
  const sealed = seal(config.signingKeys, sealedFor(readerId), secret)
  return step === null ? null : [factors.totpUsedIfChanged({ readerId, sealed, step })]
}

type Event = { readerId: number; at: number } & From
