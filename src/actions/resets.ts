import type { From } from '../core/agent.ts'
import { AppError } from '../core/errors.ts'
import type { Refused } from '../core/form.ts'
import { LINK_LIVES } from '../core/limits.ts'
import { newLink } from '../core/links.ts'
import { sha256 } from '../core/secrets.ts'
import { forget } from '../store/attempts.ts'
import { batch, changes } from '../store/db.ts'
import { wish } from '../store/jobs.ts'
import * as passwords from '../store/passwords.ts'
import * as tokens from '../store/tokens.ts'
import { mayMail, triesOf } from './attempts.ts'
import type { ActionContext } from './context.ts'
import { follow, type PasswordContext, refusedPassword } from './passwords.ts'

/** Mails a link to a new password. For an email without an account the same is done, and its mail says so. */
export async function askReset(context: ActionContext, asked: { email: string; ip: string }): Promise<void> {
  if (!(await mayMail(context, asked))) return
  const link = newLink(context.config, 'reset')
  const at = context.now()
  await batch(context.db, [
    tokens.insertForAccount({
      ...link,
      purpose: 'reset',
      email: asked.email,
      createdAt: at,
      expiresAt: at + LINK_LIVES.reset,
    }),
    wish({ kind: 'mail', key: `reset:${link.hash}`, dueAt: at, payload: { template: 'reset', token: link.hash } }),
  ])
}

/** Whose password a link sets. @throws AppError('expired') for a link that ended, was used, or never was. */
export async function resetLink(context: ActionContext, secret: string): Promise<{ email: string }> {
  const { email } = await pending(context, secret)
  return { email }
}

/**
 * Uses a link up and sets the password. It signs nobody in and leaves second factors as they are (ASVS 6.4.3): who
 * holds the mailbox alone does not get past them.
 * @throws AppError('expired') as above.
 */
export async function resetPassword(
  context: PasswordContext,
  { secret, password, from }: { secret: string; password: string; from: From },
): Promise<Refused | 'reset'> {
  const { hash, email, readerId } = await pending(context, secret)
  const refused = await refusedPassword(context, { password, email })
  if (refused) return refused
  const at = context.now()
  const stored = await context.ports.password.hash(password)
  const results = await batch(context.db, [
    tokens.consume(hash, 'reset', at),
    passwords.setIfChanged(readerId, stored, at),
    ...follow({ id: readerId, email }, { kind: 'password_reset', stored, at, from }),
    forget(triesOf(context.config, 'sign-in', email)),
  ])
  if (!changes(results, 0)) throw new AppError('expired')
  return 'reset'
}

async function pending({ db, now }: ActionContext, secret: string) {
  const token = await tokens.find(db, sha256(secret), now())
  if (token?.purpose !== 'reset' || token.readerId === null) throw new AppError('expired')
  return { ...token, readerId: token.readerId }
}
