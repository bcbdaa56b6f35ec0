import type { From } from '../core/agent.ts'
import { AppError } from '../core/errors.ts'
import type { Refused } from '../core/form.ts'
import { LINK_LIVES } from '../core/limits.ts'
import { newLink } from '../core/links.ts'
import { sha256 } from '../core/secrets.ts'
import { batch, changes } from '../store/db.ts'
import { wish } from '../store/jobs.ts'
import * as passwords from '../store/passwords.ts'
import * as readers from '../store/readers.ts'
import { logged } from '../store/security-events.ts'
import * as tokens from '../store/tokens.ts'
import { mayMail } from './attempts.ts'
import type { ActionContext } from './context.ts'
import { kept } from './deletion.ts'
import { notice } from './notices.ts'
import { confirmed, type PasswordContext } from './passwords.ts'
import { shutOut } from './shut-out.ts'

/**
 * Asks for another email: the link that confirms it goes there. Whether it has an account already is the mail job's to
 * find out. A change that can still be undone comes first: otherwise whoever got in could change twice, and the link
 * in the first mailbox would no longer reach back far enough.
 */
export async function askEmailChange(
  context: PasswordContext,
  {
    reader,
    email,
    password,
    from,
  }: { reader: { id: number; email: string }; email: string; password: string; from: From },
): Promise<Refused | 'asked'> {
  const { config, db } = context
  const at = context.now()
  if (email === reader.email) return { errors: { email: 'emailSame' } }
  if (await tokens.undoableUntil(db, reader.id, at)) return { errors: { email: 'emailChangedLately' } }
  const stored = await confirmed(context, { reader, password, ip: from.ip })
  if (stored === null) return { errors: { password: 'passwordIncorrect' } }
  if (!(await mayMail(context, { email, ip: from.ip }))) return 'asked'
  const link = newLink(config, 'email')
  await batch(db, [
    tokens.insert(
      { ...link, purpose: 'email', email, readerId: reader.id, createdAt: at, expiresAt: at + LINK_LIVES.email },
      passwords.stands(reader.id, stored),
    ),
    wish(
      { kind: 'mail', key: `email:${link.hash}`, dueAt: at, payload: { template: 'email', token: link.hash } },
      { ifChanged: true },
    ),
  ])
  return 'asked'
}

/**
 * What a link to a new email confirms, and whether this browser must show that it knows the account's password: else
 * a stranger whose email was typed by mistake could take the account over.
 * @throws AppError('expired') for a link that ended, was used, or never was.
 */
export async function emailLink(
  context: ActionContext,
  { secret, reader }: { secret: string; reader: { id: number } | null },
): Promise<{ email: string; asksPassword: boolean }> {
  const { email, readerId } = await pending(context, 'email', secret)
  return { email, asksPassword: reader?.id !== readerId }
}

/**
 * Uses the link up: the account has the new email, and the old one a link that undoes it. Newsletters stay where they
 * are: each goes to whom has confirmed it, and the new email has not.
 * @throws AppError('expired') as above, and where the email is held for somebody; AppError('conflict') where it has an
 * account by now.
 */
export async function confirmEmail(
  context: PasswordContext,
  asked: { secret: string; reader: { id: number } | null; password: string; from: From },
): Promise<Refused | { email: string }> {
  const { config, db } = context
  const { agent, country, ip } = asked.from
  const { hash, email, readerId } = await pending(context, 'email', asked.secret)
  if (asked.reader?.id !== readerId) {
    if (!asked.password) return { errors: { password: 'passwordRequired' } }
    const right = await confirmed(context, { reader: { id: readerId }, password: asked.password, ip })
    if (right === null) return { errors: { password: 'passwordIncorrect' } }
  }
  const before = await readers.emailOf(db, readerId)
  if (before === null) throw new AppError('expired')
  const at = context.now()
  const undo = newLink(config, 'undo')
  const results = await batch(db, [
    tokens.consume(hash, 'email', at),
    readers.setEmailIfChanged(readerId, { from: before, to: email }, at),
    logged({ readerId, kind: 'email_changed', at, agent, country }, { ifChanged: true }),
    tokens.insertIfChanged({
      ...undo,
      purpose: 'undo',
      email: before,
      readerId,
      createdAt: at,
      expiresAt: at + LINK_LIVES.undo,
    }),
    wish(
      { kind: 'mail', key: `undo:${undo.hash}`, dueAt: at, payload: { template: 'undo', token: undo.hash } },
      { ifChanged: true },
    ),
    readers.wishClaimIfChanged(email, at),
    tokens.dropOf(readerId, ['reset', 'email'], readers.hasEmail(readerId, email)),
  ])
  if (!changes(results, 1)) throw new AppError('expired')
  return { email }
}

/** Which email a link takes an account back to. @throws AppError('expired') as above. */
export async function undoLink(context: ActionContext, secret: string): Promise<{ email: string }> {
  const { email } = await pending(context, 'undo', secret)
  return { email }
}

/**
 * Takes a change of email back. Whoever made it knew the password and may have added factors or asked for the account's
 * end: so the password goes and with it every session and every factor of since then, and the account stays. A reset
 * link to the old email is the way in.
 * The old email is free for sure: while the link stood, nobody else could have it.
 * @throws AppError('expired') as above.
 */
export async function undoEmail(
  context: ActionContext,
  { secret, from }: { secret: string; from: From },
): Promise<{ email: string }> {
  const { db } = context
  const { agent, country } = from
  const { hash, email, readerId, createdAt } = await pending(context, 'undo', secret)
  const left = await readers.emailOf(db, readerId)
  if (left === null) throw new AppError('expired')
  const at = context.now()
  const restored = readers.hasEmail(readerId, email)
  const results = await batch(db, [
    tokens.consume(hash, 'undo', at),
    readers.restoreEmailIfChanged(readerId, email),
    logged({ readerId, kind: 'email_change_undone', at, agent, country }, { ifChanged: true }),
    readers.wishClaimIfChanged(email, at),
    notice({ about: 'email_change_undone', to: left, at }),
    ...shutOut(readerId, createdAt, restored),
    ...kept({ readerId, at, from, since: createdAt }, restored),
  ])
  if (!changes(results, 0)) throw new AppError('expired')
  return { email }
}

async function pending({ db, now }: ActionContext, purpose: 'email' | 'undo', secret: string) {
  const token = await tokens.find(db, sha256(secret), now())
  if (token?.purpose !== purpose || token.readerId === null) throw new AppError('expired')
  return { ...token, readerId: token.readerId }
}
