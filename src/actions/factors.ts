import type { SQL } from 'drizzle-orm'
import type { From } from '../core/agent.ts'
import type { Refused } from '../core/form.ts'
import { groupedCode, newRecoveryCodes } from '../core/recovery.ts'
import { seal, unseal } from '../core/seal.ts'
import { sha256 } from '../core/secrets.ts'
import { newTotpSecret, stepOf, totpKey } from '../core/totp.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes } from '../store/db.ts'
import * as factors from '../store/factors.ts'
import { logged } from '../store/security-events.ts'
import { challenge } from './challenges.ts'
import type { ActionContext } from './context.ts'
import { notice } from './notices.ts'

export type Reader = { id: number; email: string }
type By = { reader: Reader; from: From }

/** An app that is being set up: the token of its challenge, and its secret as picture and text. */
export type NewApp = { token: string; uri: string; text: string }

/** How many wrong first codes a set-up stands; after that it begins anew, with another secret. */
const TRIES = 10

/** What changed of a reader's factors, as the mail about it says. */
export type FactorChange = 'passkey_added' | 'passkey_removed' | 'totp_on' | 'totp_off'

/** The secret of a new app, after the reader has given the password again. It counts from its first code on. */
export async function beginTotp(context: ActionContext, { reader }: { reader: Reader }): Promise<NewApp> {
  const secret = newTotpSecret()
  const sealed = seal(context.config.signingKeys, sealedFor(reader.id), secret)
  const token = await challenge(context, { purpose: 'totp_add', readerId: reader.id, sealed })
  return { token, ...totpKey(secret, { site: context.config.site.name, email: reader.email }) }
}

/**
 * Turns codes of an app on by the first right one; an app that was there before is replaced. Gives recovery codes with
 * an account's first factor, to be shown this once; else null. A wrong code gives the app to be shown again, or none
 * where its time is over.
 */
export async function turnOnTotp(
  context: ActionContext,
  { reader, token, code, from }: By & { token: string; code: string },
): Promise<(Refused & { app: NewApp | null }) | { codes: string[] | null }> {
  const { config, db } = context
  const at = context.now()
  const asked = { hash: sha256(token), purpose: 'totp_add', readerId: reader.id } as const
  const setup = await challenges.tried(db, asked, at, TRIES)
  if (!setup?.sealed) return { errors: { code: 'stepEnded' }, app: null }
  const secret = unseal(config.signingKeys, sealedFor(reader.id), setup.sealed)
  const step = stepOf(code, secret, { now: at, after: 0 })
  if (step === null) {
    const app = { token, ...totpKey(secret, { site: config.site.name, email: reader.email }) }
    return { errors: { code: 'codeWrong' }, app }
  }
  const codes = newRecoveryCodes()
  const results = await batch(db, [
    challenges.consume(asked, at),
    factors.setTotpIfChanged({ readerId: reader.id, sealed: setup.sealed, step, createdAt: at }),
    logged({ readerId: reader.id, kind: 'totp_on', at, ...from }, { ifChanged: true }),
    factorNotice({ reader, change: 'totp_on', at }),
    factors.firstRecoveryCodesIfChanged(reader.id, codes.map(sha256)),
  ])
  if (!changes(results, 1)) return { errors: { code: 'stepEnded' }, app: null }
  return { codes: changes(results, 4) ? codes.map(groupedCode) : null }
}

export async function turnOffTotp({ db, now }: ActionContext, { reader, from }: By): Promise<void> {
  const at = now()
  await batch(db, [
    factors.removeTotp(reader.id),
    logged({ readerId: reader.id, kind: 'totp_off', at, ...from }, { ifChanged: true }),
    factorNotice({ reader, change: 'totp_off', at }),
    factors.dropNeedlessRecoveryCodes(reader.id),
  ])
}

/** Ten new recovery codes, to be shown this once. They stand for a second factor: without one there are none. */
export async function renewRecovery({ db, now }: ActionContext, { reader, from }: By): Promise<string[] | null> {
  if (!factors.needsSecondStep(await factors.of(db, reader.id))) return null
  const codes = newRecoveryCodes()
  await batch(db, [
    ...factors.renewRecoveryCodes(reader.id, codes.map(sha256)),
    logged({ readerId: reader.id, kind: 'recovery_renewed', at: now(), ...from }),
  ])
  return codes.map(groupedCode)
}

/** A row's secret opens for its own reader alone. */
export function sealedFor(readerId: number) {
  return ['totp', String(readerId)] as const
}

/** Statement: where the one before changed a row, the mail that tells the reader of it. */
export function factorNotice({ reader, change, at }: { reader: Reader; change: FactorChange; at: number }): SQL {
  return notice({ about: change, to: reader.email, at })
}
