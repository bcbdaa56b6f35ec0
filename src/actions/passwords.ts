import type { Device, From } from '../core/agent.ts'
import type { Refused } from '../core/form.ts'
import { isGuessable } from '../core/guessable.ts'
import type { PasswordPort } from '../ports/password.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes } from '../store/db.ts'
import * as passwords from '../store/passwords.ts'
import { logged } from '../store/security-events.ts'
import * as sessions from '../store/sessions.ts'
import * as tokens from '../store/tokens.ts'
import { countTry, forgiveTries } from './attempts.ts'
import type { ActionContext } from './context.ts'
import { notice } from './notices.ts'

export type PasswordContext = ActionContext & { ports: { password: PasswordPort } }

type Reader = { id: number; email: string }

/**
 * Whether a signed-in reader knows the account's password: asked again before email, factors or the account itself
 * change (ASVS 7.5.1). Counted apart from sign-in.
 * @throws AppError('too_many') before anything slow is computed.
 */
export async function confirmPassword(
  context: PasswordContext,
  asked: { reader: { id: number }; password: string; ip: string },
): Promise<boolean> {
  return (await confirmed(context, asked)) !== null
}

/**
 * The same, giving the stored password that was confirmed, so that a step may ask that it still stands; null: wrong.
 * Otherwise a change by somebody who knew the old one could overtake the reset that shut them out.
 */
export async function confirmed(
  context: PasswordContext,
  { reader, password, ip }: { reader: { id: number }; password: string; ip: string },
): Promise<string | null> {
  const tried = { tried: 'confirm', who: reader.id } as const
  await countTry(context, { ...tried, ip })
  const stored = await passwords.of(context.db, reader.id)
  const right = await context.ports.password.verify(stored, password)
  if (right) await forgiveTries(context, tried)
  return right ? stored : null
}

/** Why a password cannot be an account's new one, if it cannot. */
export async function refusedPassword(
  { config }: ActionContext,
  { password, email }: { password: string; email: string },
): Promise<Refused | null> {
  const { name: siteName, host } = config.site
  const guessable = await isGuessable(password, { siteName, host, email })
  return guessable ? { errors: { password: 'passwordCommon' } } : null
}

/** Sets another password for a reader who knows the one they have; gives it as it is stored. */
export async function changePassword(
  context: PasswordContext,
  { reader, current, password, from }: { reader: Reader; current: string; password: string; from: From },
): Promise<Refused | { stored: string }> {
  const refused = await refusedPassword(context, { password, email: reader.email })
  if (refused) return refused
  const before = await confirmed(context, { reader, password: current, ip: from.ip })
  const stored = before && (await replacePassword(context, { reader, before, password, from }))
  return stored ? { stored } : { errors: { current: 'passwordIncorrect' } }
}

/**
 * Sets another password where the stored one is still the one that was confirmed. All sessions end, this one too (the
 * caller begins a new one), links that were asked for under the old one lead nowhere, and a mail tells of it. Gives the
 * password as it is stored; null: another step was first.
 */
export async function replacePassword(
  { db, ports, now }: PasswordContext,
  { reader, before, password, from }: { reader: Reader; before: string; password: string; from: Device },
): Promise<string | null> {
  const at = now()
  const stored = await ports.password.hash(password)
  const results = await batch(db, [
    passwords.replace(reader.id, { before, stored }, at),
    ...follow(reader, { kind: 'password_changed', stored, at, from }),
  ])
  return changes(results, 0) === 1 ? stored : null
}

/** Statements: what a new password brings about, where the statement before set it. */
export function follow(
  reader: Reader,
  { kind, stored, at, from }: { kind: 'password_changed' | 'password_reset'; stored: string; at: number; from: Device },
) {
  const { agent, country } = from
  const stands = passwords.stands(reader.id, stored)
  return [
    logged({ readerId: reader.id, kind, at, agent, country }, { ifChanged: true }),
    notice({ about: kind, to: reader.email, at }),
    sessions.endAll(reader.id, stands),
    tokens.dropOf(reader.id, ['reset', 'email'], stands),
    challenges.dropOf(reader.id, stands),
  ]
}
