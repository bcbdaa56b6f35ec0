import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { type SignedPurpose, signedToken } from '../../src/core/signed-links.ts'
import { newsletters } from '../../src/store/schema/mail.ts'
import { START, type TestApp } from './app.ts'
import { dumpTables } from './d1.ts'
import { mailedSecrets } from './links.ts'

export const EMAIL = 'salma@example.com'

/** A daily newsletter of all topics, and others named by their slugs. */
export async function addNewsletters(...slugs: string[]): Promise<void> {
  const rows = slugs.map((slug, position) => ({
    slug,
    name: `نشرة ${position + 1}`,
    description: 'أهم ما جرى في رسالة قصيرة.',
    rhythm: 'daily' as const,
    sendsAtMinute: 420,
    zone: 'Asia/Riyadh',
    position,
    createdAt: START,
  }))
  for (const row of rows) await drizzle(env.DB).insert(newsletters).values(row)
}

/** Everything that says who gets what: the mail family's rows, in an order of their own. */
export async function subscriptionsNow() {
  const { newsletters = [], subscribers = [], subscriptions = [], consents = [] } = await dumpTables(env.DB)
  return {
    counts: newsletters.map((row) => row.subscribers),
    emails: subscribers.map((row) => row.email),
    states: subscriptions.map((row) => row.state),
    acts: consents.map((row) => row.act).sort(),
    consents,
  }
}

/** The path of the newest confirmation that was mailed. */
export async function confirmPath(app: TestApp, email = EMAIL): Promise<string> {
  const [secret] = await mailedSecrets(app, email, 'optin')
  if (!secret) throw new Error(`no confirmation was mailed to ${email}`)
  return `/newsletters/confirm/${secret}`
}

/** Asks for a newsletter and confirms it; gives the path of the preferences. */
export async function subscribed(app: TestApp, slug: string, email = EMAIL): Promise<string> {
  await app.client().post(`/newsletters/${slug}/subscribe`, { email })
  const confirmed = await app.client().post(await confirmPath(app, email))
  if (!confirmed.to) throw new Error(`the confirmation answered ${confirmed.status}`)
  return confirmed.to.replace(/\?.*/, '')
}

/** The token of a mail's link, for the newsletter whose id is given. */
export async function mailToken(app: TestApp, purpose: SignedPurpose, newsletterId = 1): Promise<string> {
  const { subscribers = [] } = await dumpTables(env.DB)
  return signedToken(app.config.signingKeys, purpose, { ref: String(subscribers[0]?.ref), newsletterId })
}
