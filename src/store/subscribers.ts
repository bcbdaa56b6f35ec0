import { and, asc, desc, eq, gt, gte, lt, sql } from 'drizzle-orm'
import { randomSecret } from '../core/secrets.ts'
import type { SubscriberRow } from '../core/subscriber-file.ts'
import { batch, type Db, rows } from './db.ts'
import { deliveries, issues, subscriberDays } from './schema/issues.ts'
import { consents, newsletters, subscribers, subscriptions } from './schema/mail.ts'

/** The number of subscribers on one day, counted since 1970 in the site's zone. */
export type SubscriberDay = { day: number; subscribers: number }

/** Keeps how many each newsletter has today; the last word of a day stands. */
export async function recordDay(db: Db, day: number): Promise<void> {
  await batch(db, [
    sql`INSERT INTO subscriber_days (newsletter_id, day, subscribers) SELECT id, ${day}, subscribers FROM newsletters
      WHERE true ON CONFLICT(newsletter_id, day) DO UPDATE SET subscribers = excluded.subscribers`,
  ])
}

/** The days from one on, oldest first; days on which nothing ran are not there. */
export async function daysSince(db: Db, newsletterId: number, from: number): Promise<SubscriberDay[]> {
  const { day, subscribers: count } = subscriberDays
  return db.orm
    .select({ day, subscribers: count })
    .from(subscriberDays)
    .where(and(eq(subscriberDays.newsletterId, newsletterId), gte(day, from)))
    .orderBy(asc(day))
}

/** A subscriber with the last consent that was given. */
export type Exported = {
  subscriberId: number
  email: string
  state: 'active' | 'ended'
  changedAt: number
  consent: 'asked' | 'confirmed' | 'imported' | 'ended' | null
  wording: string | null
  form: string | null
  consentAt: number | null
}

/** The next subscribers of a newsletter behind one, in their order. */
export async function page(db: Db, newsletterId: number, after: number, limit: number): Promise<Exported[]> {
  const last = sql`(SELECT max(id) FROM consents WHERE consents.subscriber_id = ${subscriptions.subscriberId}
    AND consents.newsletter_id = ${newsletterId} AND act IN ('confirmed', 'imported'))`
  return db.orm
    .select({
      subscriberId: subscriptions.subscriberId,
      email: subscribers.email,
      state: subscriptions.state,
      changedAt: subscriptions.changedAt,
      ...{ consent: consents.act, wording: consents.wording, form: consents.form, consentAt: consents.actedAt },
    })
    .from(subscriptions)
    .innerJoin(subscribers, eq(subscribers.id, subscriptions.subscriberId))
    .leftJoin(consents, eq(consents.id, last))
    .where(and(eq(subscriptions.newsletterId, newsletterId), gt(subscriptions.subscriberId, after)))
    .orderBy(asc(subscriptions.subscriberId))
    .limit(limit)
}

/** How an imported email was met. */
export type Met = 'added' | 'known' | 'ended' | 'suppressed'

/**
 * Subscribes imported emails to a newsletter, and records their consent. Whoever is suppressed, or had the newsletter
 * before, is left as they are: an import revives nobody. Repeated, or broken off and begun again, it comes to the same.
 */
export async function add(
  db: Db,
  newsletterId: number,
  imported: (SubscriberRow & { readerId: number | null; suppression: string })[],
  now: number,
): Promise<Map<string, Met>> {
  const given = JSON.stringify(imported.map((row) => ({ ...row, ref: randomSecret(16) })))
  const each = sql`(SELECT value ->> 'email' AS given_email, value ->> 'suppression' AS hash, value ->> 'ref' AS given_ref,
    value ->> 'readerId' AS given_reader, value ->> 'at' AS at, value ->> 'form' AS form, value ->> 'wording' AS wording
    FROM json_each(${given})) AS given`
  const suppressed = sql`EXISTS (SELECT 1 FROM suppressions WHERE suppressions.hash = given.hash)`
  const had = sql`(SELECT state FROM subscriptions WHERE newsletter_id = ${newsletterId}
    AND subscriber_id = (SELECT id FROM subscribers WHERE email = given_email))`
  const results = await batch(db, [
    sql`SELECT given_email, CASE WHEN ${suppressed} THEN 'suppressed' ELSE coalesce(${had}, 'added') END AS met FROM ${each}`,
    sql`INSERT INTO subscribers (ref, email, suppression, reader_id, created_at)
      SELECT given_ref, given_email, hash, given_reader, ${now} FROM ${each} WHERE NOT ${suppressed}
      ON CONFLICT(email) DO NOTHING`,
    sql`INSERT INTO consents (subscriber_id, newsletter_id, act, wording, form, acted_at)
      SELECT subscribers.id, ${newsletterId}, 'imported', wording, form, at
      FROM ${each} CROSS JOIN subscribers ON subscribers.email = given_email WHERE NOT ${suppressed} AND ${had} IS NULL`,
    sql`INSERT INTO subscriptions (newsletter_id, subscriber_id, state, changed_at)
      SELECT ${newsletterId}, subscribers.id, 'active', ${now}
      FROM ${each} CROSS JOIN subscribers ON subscribers.email = given_email WHERE NOT ${suppressed}
      ON CONFLICT(newsletter_id, subscriber_id) DO NOTHING`,
    sql`UPDATE newsletters SET subscribers = subscribers + changes() WHERE id = ${newsletterId}`,
  ])
  return new Map(rows(results, 0).map((row) => [String(row.given_email), metOf(String(row.met))]))
}

function metOf(met: string): Met {
  return met === 'active' ? 'known' : (met as Met)
}

/** What is known of the mail to one email: never what somebody has saved, or of an account. */
export type Received = {
  pausedUntil: number
  suppressed: 'opted_out' | 'hard' | 'complained' | null
  deliveries: Delivery[]
}
export type Delivery = Pick<typeof deliveries.$inferSelect, 'issueId' | 'state' | 'error' | 'outcome' | 'updatedAt'> & {
  title: string
  number: number | null
  newsletter: string
}

/** The last deliveries to an email, the newest issue first; with `before`, those of earlier issues. */
export async function received(
  db: Db,
  { email, suppression }: { email: string; suppression: string },
  { before, limit }: { before: number | null; limit: number },
): Promise<Received> {
  const found = await batch(db, [
    sql`SELECT paused_until FROM subscribers WHERE email = ${email}`,
    sql`SELECT reason FROM suppressions WHERE hash = ${suppression}`,
  ])
  const sent = await db.orm
    .select({
      issueId: deliveries.issueId,
      state: deliveries.state,
      error: deliveries.error,
      outcome: deliveries.outcome,
      updatedAt: deliveries.updatedAt,
      ...{ title: issues.title, number: issues.number, newsletter: newsletters.name },
    })
    .from(deliveries)
    .innerJoin(issues, eq(issues.id, deliveries.issueId))
    .innerJoin(newsletters, eq(newsletters.id, issues.newsletterId))
    .where(
      and(
        sql`${deliveries.subscriberId} = (SELECT id FROM subscribers WHERE email = ${email})`,
        before === null ? undefined : lt(deliveries.issueId, before),
      ),
    )
    .orderBy(desc(deliveries.issueId))
    .limit(limit)
  return {
    pausedUntil: Number(rows(found, 0)[0]?.paused_until ?? 0),
    suppressed: (rows(found, 1)[0]?.reason ?? null) as Received['suppressed'],
    deliveries: sent,
  }
}
