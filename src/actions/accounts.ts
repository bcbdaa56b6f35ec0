import type { From } from '../core/agent.ts'
import { AppError } from '../core/errors.ts'
import type { Refused } from '../core/form.ts'
import { isGuessable } from '../core/guessable.ts'
import { formatIntent, type Intent, parseIntent } from '../core/intent.ts'
import { LINK_LIVES } from '../core/limits.ts'
import { newLink } from '../core/links.ts'
import { randomSecret, sameSecret, sha256 } from '../core/secrets.ts'
import type { PasswordPort } from '../ports/password.ts'
import { batch, rows } from '../store/db.ts'
import { tally } from '../store/hours.ts'
import { wish } from '../store/jobs.ts'
import * as readers from '../store/readers.ts'
import { loggedOf } from '../store/security-events.ts'
import * as tokens from '../store/tokens.ts'
import { countedAs, countTry, mayMail, signedInFrom } from './attempts.ts'
import type { ActionContext } from './context.ts'

type Context = ActionContext & { ports: { password: PasswordPort } }

/** A crash between the new account and what its reader wanted is made good by a job, after this many seconds. */
const LEFT_OVER = 60

/**
 * Asks for an account. Whether the email has one already is the mail job's to find out, so that this answer cannot
 * tell. `browser` is the secret to be set in the browser that asked: it keeps the one it had, and each of its links
 * opens there without the password.
 */
export async function signUp(
  context: Context,
  asked: { email: string; password: string; intent: Intent | null; ip: string; browser: string | undefined },
): Promise<Refused | { browser: string }> {
  const { config, db, now } = context
  const { email } = asked
  const { name: siteName, host } = config.site
  if (await isGuessable(asked.password, { siteName, host, email })) return { errors: { password: 'passwordCommon' } }
  const browser = asked.browser ?? randomSecret()
  if (!(await mayMail(context, asked))) return { browser }

  const link = newLink(config, 'signup')
  const at = now()
  await batch(db, [
    tokens.insert({
      ...link,
      purpose: 'signup',
      email,
      browserHash: sha256(browser),
      password: await context.ports.password.hash(asked.password),
      intent: asked.intent && formatIntent(asked.intent),
      createdAt: at,
      expiresAt: at + LINK_LIVES.signup,
    }),
    wish({ kind: 'mail', key: `signup:${link.hash}`, dueAt: at, payload: { template: 'signup', token: link.hash } }),
  ])
  return { browser }
}

/** What a mailed link leads to: the email it confirms, and whether this browser must show that it knows the password. */
export type SignUpLink = { email: string; asksPassword: boolean; intent: Intent | null }

/** @throws AppError('expired') for a link that ended, was used, or never was. */
export async function signUpLink(
  context: ActionContext,
  { secret, browser }: { secret: string; browser: string | undefined },
): Promise<SignUpLink> {
  const token = await pending(context, secret)
  return { email: token.email, asksPassword: !isAsker(token, browser), intent: parseIntent(token.intent) }
}

/** Whose account began; null where the email has one by now and is to sign in. `job` is the intent's. */
export type Verified = { reader: { id: number; email: string } | null; intent: Intent | null; job: string }

/**
 * Uses a link up: the account begins. A browser other than the one that asked must know the password; otherwise
 * whoever typed a stranger's email would own the account that the stranger confirms.
 * @throws AppError('expired') as above; AppError('too_many') for too many passwords.
 */
export async function verify(
  context: Context,
  { secret, browser, password, ip }: { secret: string; browser: string | undefined; password: string; ip: string },
): Promise<Refused | Verified> {
  const token = await pending(context, secret)
  if (!isAsker(token, browser)) {
    if (!password) return { errors: { password: 'passwordRequired' } }
    await countTry(context, { tried: 'sign-in', who: token.email, ip })
    const right = await context.ports.password.verify(token.password, password)
    if (!right) return { errors: { password: 'passwordWrong' } }
  }
  const { email } = token
  const intent = parseIntent(token.intent)
  const at = context.now()
  const job = `signup:${token.hash}`
  const results = await batch(context.db, [
    tokens.consume(token.hash, 'signup', at),
    readers.insertIfChanged(email, at),
    readers.insertPasswordIfChanged(email, token.password ?? '', at),
    readers.wishClaimIfChanged(email, at),
    readers.countIfChanged(1),
    tally({ kind: 'reader', done: 1 }, at, { ifChanged: true }),
    ...(intent
      ? [
          wish(
            { kind: 'intent', key: job, dueAt: at + LEFT_OVER, payload: { email, intent: formatIntent(intent) } },
            { ifChanged: true },
          ),
        ]
      : []),
    tokens.dropSettled(email, 'signup'),
  ])
  if (!rows(results, 0).length) throw new AppError('expired')
  const [made] = rows(results, 1)
  if (made) await signedInFrom(context, { who: email, email, ip })
  return { reader: made ? { id: Number(made.id), email } : null, intent, job }
}

/** Whose password was right. `stored` is what it was compared with: a session begins only while that still stands. */
export type Known = { reader: { id: number; email: string }; stored: string }

/**
 * Whose email and password these are. An email without an account takes the same steps, writes included: neither the
 * answer nor its time tells them apart.
 * @throws AppError('too_many') before anything slow is computed.
 */
export async function signIn(
  context: Context,
  { email, password, from }: { email: string; password: string; from: From },
): Promise<Refused | Known> {
  const { agent, country, ip } = from
  const who = await countedAs(context, { email, ip })
  await countTry(context, { tried: 'sign-in', who, ip })
  const credential = await readers.credentialOf(context.db, email)
  const right = await context.ports.password.verify(credential?.password ?? null, password)
  if (!right || !credential) {
    await batch(context.db, loggedOf(email, { kind: 'sign_in_failed', at: context.now(), agent, country }))
    return { errors: { password: 'signInMismatch' } }
  }
  await signedInFrom(context, { who, email, ip })
  return { reader: { id: credential.readerId, email }, stored: credential.password }
}

async function pending({ db, now }: ActionContext, secret: string): Promise<tokens.Token> {
  const token = await tokens.find(db, sha256(secret), now())
  if (token?.purpose !== 'signup') throw new AppError('expired')
  return token
}

function isAsker({ browserHash }: tokens.Token, browser: string | undefined): boolean {
  return browser !== undefined && browserHash !== null && sameSecret(sha256(browser), browserHash)
}
