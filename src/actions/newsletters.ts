import { AppError } from '../core/errors.ts'
import { formatIntent, parseIntent } from '../core/intent.ts'
import { LINK_LIVES } from '../core/limits.ts'
import { newLink } from '../core/links.ts'
import { sha256 } from '../core/secrets.ts'
import { type Signed, signedToken } from '../core/signed-links.ts'
import { suppressionHash } from '../core/suppression.ts'
import { batch } from '../store/db.ts'
import { wish } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import * as readers from '../store/readers.ts'
import * as tokens from '../store/tokens.ts'
import { mayMail } from './attempts.ts'
import type { ActionContext } from './context.ts'

/** The version of the sentences about consent in `i18n/ar/newsletters.ts`; a change of those is a new version. */
export const WORDING = '2026-11'

/**
 * A reader's email is confirmed already: one press is enough, either way. Unless mail to it came back or was complained
 * of: then it is confirmed anew (`asked`), as a visitor's is.
 */
export async function subscribeReader(
  context: ActionContext,
  to: { reader: { id: number; email: string }; slug: string; wanted: boolean; form: string; ip?: string },
): Promise<{ name: string; asked: boolean }> {
  const { db, config, now } = context
  // What is carried out later by a job comes from nowhere.
  const { reader, slug, form, ip = '' } = to
  const { id: readerId, email } = reader
  const at = now()
  if (to.wanted) {
    const suppression = suppressionHash(config, email)
    if (await isShut(context, email)) {
      return { ...(await optIn(context, { email, slug, ip, form })), asked: true }
    }
    const { newsletter } = await newsletters.subscribe(
      db,
      { email, suppression, readerId, slug, confirmed: false },
      [{ act: 'confirmed', wording: WORDING, form, at }],
      at,
    )
    return { ...newsletter, asked: false }
  }
  const newsletter = await newsletters.find(db, { slug })
  await newsletters.end(db, { email }, { id: newsletter.id }, { act: 'ended', wording: WORDING, form, at })
  return { ...newsletter, asked: false }
}

/**
 * A visitor asks for a newsletter with an email alone; the mailed link confirms it. Whoever the email belongs to, and
 * whatever it has already, the same happens: the answer tells nothing.
 * @throws AppError('not_found') also where the newsletter has ended.
 */
export async function optIn(
  context: ActionContext,
  asked: { email: string; slug: string; ip: string; form: string },
): Promise<newsletters.Newsletter> {
  const { db, config, now } = context
  const { email, slug, form } = asked
  const newsletter = await newsletters.findOffered(db, slug)
  if (!(await mayMail(context, asked))) return newsletter

  const link = newLink(config, 'optin')
  const at = now()
  await batch(db, [
    tokens.insert({
      ...link,
      purpose: 'optin',
      email,
      intent: formatIntent({ kind: 'newsletter', slug }),
      consent: JSON.stringify({ wording: WORDING, form }),
      createdAt: at,
      expiresAt: at + LINK_LIVES.optin,
    }),
    wish({ kind: 'mail', key: `optin:${link.hash}`, dueAt: at, payload: { template: 'optin', token: link.hash } }),
  ])
  return newsletter
}

/** What a mailed link asks to confirm. @throws AppError('expired') for a link that ended, was used, or never was. */
export async function asked(
  context: ActionContext,
  secret: string,
): Promise<{ email: string; newsletter: newsletters.Newsletter }> {
  const { token, slug } = await pending(context, secret)
  return { email: token.email, newsletter: await newsletters.findOffered(context.db, slug) }
}

/**
 * Uses a confirmation up and gives the token of the subscriber's preferences. Where the email is an account's, so is the
 * subscription: a newsletter that is made for its reader could not be made otherwise. The subscription comes first: a
 * crash after it leaves a link that can be pressed again, never a press that was lost.
 * @throws AppError('expired') as above.
 */
export async function confirm(context: ActionContext, secret: string): Promise<{ manageToken: string }> {
  const { db, config, now } = context
  const { token, slug } = await pending(context, secret)
  const { email } = token
  const reader = await readers.byEmail(db, email)
  const { wording, form } = JSON.parse(token.consent ?? '{}') as { wording: string; form: string }
  const at = now()
  const { ref, newsletter } = await newsletters.subscribe(
    db,
    { email, suppression: suppressionHash(config, email), readerId: reader?.id ?? null, slug, confirmed: true },
    [
      { act: 'asked', wording, form, at: token.createdAt },
      { act: 'confirmed', wording, form, at },
    ],
    at,
  )
  await batch(db, [tokens.consume(token.hash, 'optin', at)])
  return { manageToken: signedToken(config.signingKeys, 'manage', { ref, newsletterId: newsletter.id }) }
}

/**
 * A switch of the preferences that a signed link opens, or all of them at once (but alerts: nobody has them in two
 * rhythms, and they are of keywords that somebody chose). Gives the email that is asked to
 * confirm anew, where mail to it came back or was complained of; else null.
 * @throws AppError('not_found') for a subscriber who is gone, and to have what is not offered to them.
 */
export async function setSubscription(
  context: ActionContext,
  { ref }: Signed,
  set: { slug: string; wanted: boolean } | 'all' | 'none',
  { form, ip }: { form: string; ip: string },
): Promise<string | null> {
  const { db, now } = context
  const at = now()
  if (set === 'none' || (set !== 'all' && !set.wanted)) {
    const which = set === 'none' ? 'all' : { slug: set.slug }
    await newsletters.end(db, { ref }, which, { act: 'ended', wording: WORDING, form, at })
    return null
  }
  const subscriber = await newsletters.subscriberByRef(db, ref)
  if (!subscriber) throw new AppError('not_found')
  const { email } = subscriber
  const preferences = await newsletters.preferences(db, { ref }, subscriber)
  const wanted = preferences.filter(({ kind, slug }) => (set === 'all' ? kind !== 'alerts' : slug === set.slug))
  if (set !== 'all' && wanted.length === 0) throw new AppError('not_found')
  const next = wanted.find(({ on }) => !on) ?? wanted[0]
  if (next && (await isShut(context, email))) {
    // One press is one mail: it opens the preferences again, where all the rest is then one more press.
    await optIn(context, { email, slug: next.slug, ip, form })
    return email
  }
  const slugs = wanted.map(({ slug }) => slug)
  await newsletters.resume(db, { ref }, slugs, [{ act: 'confirmed', wording: WORDING, form, at }], at)
  return null
}

/** Whether mail to an email came back for good, or somebody complained of it: only a new double opt-in lifts that. */
export function isShut({ db, config }: Pick<ActionContext, 'db' | 'config'>, email: string): Promise<boolean> {
  return newsletters.isShut(db, suppressionHash(config, email))
}

/** RFC 8058: ends the one subscription a link names. Repeated, or after the subscriber is gone, it changes nothing. */
export async function unsubscribe(
  { db, now }: ActionContext,
  { ref, newsletterId }: Signed,
  form: string,
): Promise<void> {
  await newsletters.end(db, { ref }, { id: newsletterId }, { act: 'ended', wording: WORDING, form, at: now() })
}

async function pending({ db, now }: ActionContext, secret: string) {
  const token = await tokens.find(db, sha256(secret), now())
  const intent = parseIntent(token?.intent)
  if (token?.purpose !== 'optin' || intent?.kind !== 'newsletter') throw new AppError('expired')
  return { token, slug: intent.slug }
}
