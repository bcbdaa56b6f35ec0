import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { needsAccount } from '../core/issue.ts'
import { randomSecret } from '../core/secrets.ts'
import { batch, type Db, rows } from './db.ts'
import { newsletters, subscribers, subscriptions } from './schema/mail.ts'

const { subscribers: _count, ...shown } = getTableColumns(newsletters)
/** All that pages show; the count is not among it, or each subscription would change the version of public pages. */
export const columns = shown

export type Newsletter = Omit<typeof newsletters.$inferSelect, 'subscribers'>

/** A newsletter and whether somebody has it. */
export type Preference = { on: boolean } & Pick<
  Newsletter,
  'slug' | 'name' | 'description' | 'kind' | 'rhythm' | 'weekdays' | 'sendsAtMinute' | 'zone'
>

/** A subscriber is known by their email, or by what a signed link names them with. */
export type Who = { email: string } | { ref: string }

/** What is recorded of a consent: which act, in which words, at which form, and when. */
export type Consent = { act: 'asked' | 'confirmed' | 'ended'; wording: string; form: string; at: number }

/** What has ended too: it keeps its name and its past issues. */
export async function all(db: Db): Promise<Newsletter[]> {
  return db.orm.select(columns).from(newsletters).orderBy(newsletters.position)
}

/** What everybody is offered: keyword alerts are for whoever has keywords, and stand beside those. */
export async function offered(db: Db): Promise<Newsletter[]> {
  return (await all(db)).filter((one) => isOffered(one) && one.kind !== 'alerts')
}

/** The same, of one slug. @throws AppError('not_found') also where it has ended. */
export async function findOffered(db: Db, slug: string): Promise<Newsletter> {
  const newsletter = await find(db, { slug })
  if (!isOffered(newsletter)) throw new AppError('not_found')
  return newsletter
}

export function isOffered({ state }: Pick<Newsletter, 'state'>): boolean {
  return state !== 'ended'
}

/** @throws AppError('not_found') for a slug or an id that is no newsletter's; one that has ended is found. */
export async function find(db: Db, by: { slug: string } | { id: number }): Promise<Newsletter> {
  const is = 'slug' in by ? eq(newsletters.slug, by.slug) : eq(newsletters.id, by.id)
  const [newsletter] = await db.orm.select(columns).from(newsletters).where(is)
  if (!newsletter) throw new AppError('not_found')
  return newsletter
}

/** When its rhythm has its next issue. */
export async function setNext(db: Db, id: number, nextAt: number | null): Promise<void> {
  await batch(db, [sql`UPDATE newsletters SET next_at = ${nextAt} WHERE id = ${id}`])
}

/** Of the articles up to this one none is for anybody. */
export async function passOver(db: Db, id: number, articleId: number): Promise<void> {
  await batch(db, [sql`UPDATE newsletters SET considered_to = max(considered_to, ${articleId}) WHERE id = ${id}`])
}

/**
 * What one subscriber (or somebody who is none yet) may switch: all that is offered to them, and what they have of the
 * rest, to end it.
 */
export async function preferences(db: Db, who: Who, { account }: { account: boolean }): Promise<Preference[]> {
  const { slug, name, description, kind, rhythm, weekdays, sendsAtMinute, zone, position, state } = newsletters
  const shown = { slug, name, description, kind, rhythm, weekdays, sendsAtMinute, zone }
  const found = await db.orm
    .select({ shown, position, state, subscription: subscriptions.state })
    .from(newsletters)
    .leftJoin(
      subscriptions,
      and(eq(subscriptions.newsletterId, newsletters.id), eq(subscriptions.subscriberId, idOf(who))),
    )
  // Sorted here: SQLite would sort the joined rows, and a sort over subscriptions is what no statement may do.
  return found
    .toSorted((a, b) => a.position - b.position)
    .filter((row) => row.subscription === 'active' || (isOffered(row) && (account || !needsAccount(row.shown))))
    .map((row) => ({ ...row.shown, on: row.subscription === 'active' }))
}

/** Builder: what an email has switched on, by slug and name. */
export function subscribedSlugs(db: Db, email: string) {
  return db.orm
    .select({ slug: newsletters.slug, name: newsletters.name })
    .from(subscribers)
    .innerJoin(subscriptions, eq(subscriptions.subscriberId, subscribers.id))
    .innerJoin(newsletters, eq(newsletters.id, subscriptions.newsletterId))
    .where(and(eq(subscribers.email, email), eq(subscriptions.state, 'active')))
}

/** `account`: whether somebody signs in with this email. */
export async function subscriberByRef(db: Db, ref: string): Promise<{ email: string; account: boolean } | null> {
  const { email, readerId } = subscribers
  const [subscriber] = await db.orm.select({ email, readerId }).from(subscribers).where(eq(subscribers.ref, ref))
  return subscriber ? { email: subscriber.email, account: subscriber.readerId !== null } : null
}

/** Whether this is suppressed, for more than an opt-out. */
export async function isShut(db: Db, suppression: string): Promise<boolean> {
  const results = await batch(db, [
    sql`SELECT 1 FROM suppressions WHERE hash = ${suppression} AND reason <> 'opted_out'`,
  ])
  return rows(results, 0).length > 0
}

/**
 * Switches a newsletter on for an email. Repeated it changes nothing: neither the counter nor the consents. Whoever
 * opted out once and asks again is off the suppression list, where `suppression` is what it keeps of the email; with
 * `confirmed`, a mailed link that came back, whatever put it there.
 * @throws AppError('not_found') also where the newsletter has ended.
 */
export async function subscribe(
  db: Db,
  to: { email: string; suppression: string; readerId: number | null; slug: string; confirmed: boolean },
  consents: Consent[],
  now: number,
): Promise<{ ref: string; newsletter: { id: number; name: string } }> {
  const { email, readerId, slug } = to
  const results = await batch(db, [
    sql`INSERT INTO subscribers (ref, email, suppression, reader_id, created_at)
      SELECT ${randomSecret(16)}, ${email}, ${to.suppression}, ${readerId}, ${now} FROM newsletters
      WHERE slug = ${slug} AND state <> 'ended'
      ON CONFLICT(email) DO UPDATE SET reader_id = excluded.reader_id
        WHERE excluded.reader_id IS NOT NULL AND reader_id IS NOT excluded.reader_id`,
    ...activate({ email }, slug, consents, now),
    sql`DELETE FROM suppressions WHERE hash = ${to.suppression} AND (reason = 'opted_out' OR ${to.confirmed ? 1 : 0})
      AND EXISTS (SELECT 1 FROM newsletters WHERE slug = ${slug} AND state <> 'ended')`,
    sql`SELECT newsletters.id, newsletters.name, subscribers.ref FROM newsletters, subscribers
      WHERE newsletters.slug = ${slug} AND newsletters.state <> 'ended' AND subscribers.email = ${email}`,
  ])
  const [row] = rows(results, results.length - 1)
  if (!row) throw new AppError('not_found')
  return { ref: String(row.ref), newsletter: { id: Number(row.id), name: String(row.name) } }
}

/** The subscriber with an account's email is the account's, and no other is. Repeated it changes nothing. */
export async function claim(db: Db, { readerId, email }: { readerId: number; email: string }): Promise<void> {
  await batch(db, [
    sql`UPDATE subscribers SET reader_id = NULL WHERE reader_id = ${readerId} AND email <> ${email}`,
    sql`UPDATE subscribers SET reader_id = ${readerId} WHERE email = ${email} AND reader_id IS NOT ${readerId}`,
  ])
}

/** The same for somebody who is a subscriber already; a slug or the subscriber may be gone, which changes nothing. */
export async function resume(db: Db, who: Who, slugs: string[], consents: Consent[], now: number): Promise<void> {
  if (slugs.length === 0) return
  await batch(
    db,
    slugs.flatMap((slug) => activate(who, slug, consents, now)),
  )
}

/** Switches one newsletter off, or all of them; what is off stays as it is. */
export async function end(
  db: Db,
  who: Who,
  which: { slug: string } | { id: number } | 'all',
  consent: Consent,
): Promise<void> {
  const newsletter =
    which === 'all'
      ? sql``
      : 'id' in which
        ? sql`AND newsletter_id = ${which.id}`
        : sql`AND newsletter_id = ${idOfSlug(which.slug)}`
  await batch(db, ending(who, newsletter, consent))
}

function ending(who: Who, newsletter: SQL, { act, wording, form, at }: Consent): SQL[] {
  const which = sql`subscriber_id = ${idOf(who)} ${newsletter} AND state = 'active'`
  return [
    sql`UPDATE newsletters SET subscribers = subscribers - 1
      WHERE id IN (SELECT newsletter_id FROM subscriptions WHERE ${which})`,
    sql`INSERT INTO consents (subscriber_id, newsletter_id, act, wording, form, acted_at)
      SELECT subscriber_id, newsletter_id, ${act}, ${wording}, ${form}, ${at} FROM subscriptions WHERE ${which}`,
    sql`UPDATE subscriptions SET state = 'ended', changed_at = ${at} WHERE ${which}`,
  ]
}

/**
 * Counter and consents follow the subscription: where it does not change, they do not. Of the newsletters of alerts
 * nobody has two: the other one ends, and what it has told is not told again. Whoever has the first is told of what comes
 * from now on.
 */
function activate(who: Who, slug: string, consents: Consent[], now: number): SQL[] {
  const told = sql`(SELECT coalesce(max(told.considered_to), (SELECT max(id) FROM articles), 0) FROM subscriptions AS told
    CROSS JOIN newsletters AS teller ON teller.id = told.newsletter_id AND teller.kind = 'alerts'
    WHERE told.subscriber_id = subscribers.id)`
  const other = sql`AND newsletter_id IN (SELECT other.id FROM newsletters AS other
    CROSS JOIN newsletters AS wanted ON wanted.slug = ${slug} AND wanted.state <> 'ended' AND wanted.kind = other.kind
    WHERE other.kind = 'alerts' AND other.id <> wanted.id)`
  const { wording = '', form = '' } = consents.at(-1) ?? {}
  return [
    sql`INSERT INTO subscriptions (newsletter_id, subscriber_id, state, changed_at, considered_to)
      SELECT newsletters.id, subscribers.id, 'active', ${now},
        CASE newsletters.kind WHEN 'alerts' THEN max(newsletters.considered_to, ${told}) ELSE 0 END
      FROM newsletters, subscribers
      WHERE newsletters.slug = ${slug} AND newsletters.state <> 'ended' AND subscribers.id = ${idOf(who)}
      ON CONFLICT(newsletter_id, subscriber_id) DO UPDATE SET state = 'active', changed_at = excluded.changed_at,
        considered_to = max(subscriptions.considered_to, excluded.considered_to)
        WHERE state <> 'active'`,
    sql`UPDATE newsletters SET subscribers = subscribers + 1 WHERE slug = ${slug} AND changes() = 1`,
    sql`INSERT INTO consents (subscriber_id, newsletter_id, act, wording, form, acted_at)
      SELECT ${idOf(who)}, ${idOfSlug(slug)}, value ->> 'act', value ->> 'wording', value ->> 'form', value ->> 'at'
      FROM json_each(${JSON.stringify(consents)}) WHERE changes() = 1`,
    ...ending(who, other, { act: 'ended', wording, form, at: now }),
  ]
}

function idOf(who: Who): SQL {
  return 'email' in who
    ? sql`(SELECT id FROM subscribers WHERE email = ${who.email})`
    : sql`(SELECT id FROM subscribers WHERE ref = ${who.ref})`
}

function idOfSlug(slug: string): SQL {
  return sql`(SELECT id FROM newsletters WHERE slug = ${slug})`
}
