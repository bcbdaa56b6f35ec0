import type { SQL } from 'drizzle-orm'
import type { From } from '../core/agent.ts'
import type { Config } from '../core/config.ts'
import { AppError } from '../core/errors.ts'
import type { Refused } from '../core/form.ts'
import { LINK_LIVES } from '../core/limits.ts'
import { newLink } from '../core/links.ts'
import { groupedCode, newRecoveryCodes } from '../core/recovery.ts'
import { seal, unseal } from '../core/seal.ts'
import { sha256 } from '../core/secrets.ts'
import { newTotpSecret, stepOf, totpKey } from '../core/totp.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes } from '../store/db.ts'
import * as factors from '../store/factors.ts'
import { wish } from '../store/jobs.ts'
import { logged, loggedWhere } from '../store/security-events.ts'
import * as tokens from '../store/tokens.ts'
import { challenge } from './challenges.ts'
import type { ActionContext } from './context.ts'
import { notice } from './notices.ts'
import { shutOut } from './shut-out.ts'

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
    ...addedNotice(config, { reader, change: 'totp_on', at }),
    factors.firstRecoveryCodesIfChanged(reader.id, codes.map(sha256)),
  ])
  if (!changes(results, 1)) return { errors: { code: 'stepEnded' }, app: null }
  return { codes: changes(results, results.length - 1) ? codes.map(groupedCode) : null }
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

/**
 * Statements: where the one before changed a row, a mail that tells of a new factor, with a link that takes it back.
 * The password is enough to add a first factor, and a new password does not go round it: without the link whoever
 * guessed the one could shut the reader out for good.
 */
export function addedNotice(
  config: Config,
  { reader, change, at }: { reader: Reader; change: 'passkey_added' | 'totp_on'; at: number },
): SQL[] {
  const link = newLink(config, 'factor')
  const token = { ...link, email: reader.email, readerId: reader.id, createdAt: at, expiresAt: at + LINK_LIVES.factor }
  return [
    tokens.insertIfChanged({ ...token, purpose: 'factor' }),
    wish(
      {
        kind: 'mail',
        key: `factor:${link.hash}`,
        dueAt: at,
        payload: { template: 'factor', token: link.hash, about: change },
      },
      { ifChanged: true },
    ),
  ]
}

/** Looks a link up that takes a factor back. @throws AppError('expired') for one that ended, was used, or never was. */
export async function factorLink({ db, now }: ActionContext, secret: string) {
  const token = await tokens.find(db, sha256(secret), now())
  if (token?.purpose !== 'factor' || token.readerId === null) throw new AppError('expired')
  return { ...token, readerId: token.readerId }
}

/**
 * Takes back the factor a link is about, and any that came after it. Whoever added it knew the password: so that goes
 * too, with every session. A reset link is the way in.
 * @throws AppError('expired') as above.
 */
export async function undoFactors(
  context: ActionContext,
  { secret, from }: { secret: string; from: From },
): Promise<{ email: string }> {
  const { db, now } = context
  const { hash, email, readerId, createdAt } = await factorLink(context, secret)
  const at = now()
  const { agent, country } = from
  const usable = tokens.stands(hash, 'factor', at)
  const results = await batch(db, [
    loggedWhere({ readerId, kind: 'factors_undone', at, agent, country }, usable),
    ...shutOut(readerId, createdAt, usable),
    tokens.consume(hash, 'factor', at),
  ])
  if (!changes(results, 0)) throw new AppError('expired')
  return { email }
}
