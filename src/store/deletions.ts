import { eq, or, type SQL, sql } from 'drizzle-orm'
import { batch, changes, type Db, rows } from './db.ts'
import { notLast } from './editors.ts'
import { forgetEmail } from './edits.ts'
import { drop, HOLDINGS, type Holder, type Holding } from './holdings.ts'
import { countIfChanged } from './readers.ts'
import { subscribers } from './schema/mail.ts'
import { readers } from './schema/people.ts'

export type Leaving = Holder & { deletesAt: number | null }

/** Rows that one statement deletes. */
const CHUNK = 1000

export async function find(db: Db, readerId: number): Promise<Leaving | null> {
  const { id, email, deletesAt } = readers
  const [reader] = await db.orm.select({ id, email, deletesAt }).from(readers).where(eq(id, readerId))
  return reader ?? null
}

/** Statement: the account will go at `deletesAt`, unless it was going already, or nobody else could run the site. */
export function ask(readerId: number, deletesAt: number): SQL {
  return sql`UPDATE readers SET deletes_at = ${deletesAt} WHERE id = ${readerId} AND deletes_at IS NULL AND ${notLast}`
}

/** Statement: it stays, as long as its time has not come; where it was to go before `dueFrom`, nothing changes. */
export function cancel(
  readerId: number,
  { now, dueFrom = 0 }: { now: number; dueFrom?: number },
  condition: SQL = sql`true`,
): SQL {
  return sql`UPDATE readers SET deletes_at = NULL
    WHERE id = ${readerId} AND deletes_at > ${now} AND deletes_at >= ${dueFrom} AND ${condition}`
}

/** The condition that an account stays: for what follows a cancellation in its batch. */
export function stays(readerId: number): SQL {
  return sql`EXISTS (SELECT 1 FROM readers WHERE id = ${readerId} AND deletes_at IS NULL)`
}

/**
 * The point of no return, once and for all: from here on a cancellation finds nothing to cancel, and nobody is signed
 * in who could watch the account go. False: it was cancelled before.
 */
export async function begin(db: Db, readerId: number, now: number): Promise<boolean> {
  const results = await batch(db, [
    sql`UPDATE readers SET deletes_at = 0 WHERE id = ${readerId} AND deletes_at <= ${now}`,
    sql`DELETE FROM sessions WHERE reader_id = ${readerId} AND changes() = 1`,
    sql`SELECT id FROM readers WHERE id = ${readerId} AND deletes_at = 0`,
  ])
  return rows(results, 2).length === 1
}

/**
 * The newsletters of an account: whoever had ended one is suppressed, each loses a subscriber, and no issue waits for them
 * any more, in one batch.
 */
export async function forgetSubscriber(
  db: Db,
  { id, suppression }: { id: number; suppression: string },
  now: number,
): Promise<void> {
  const coming = sql`subscriber_id = ${id} AND state IN ('pending', 'leased', 'sending')`
  await batch(db, [
    sql`INSERT INTO suppressions (hash, reason, at) SELECT ${suppression}, 'opted_out', ${now}
      WHERE EXISTS (SELECT 1 FROM subscriptions WHERE subscriber_id = ${id} AND state = 'ended') ON CONFLICT DO NOTHING`,
    sql`UPDATE newsletters SET subscribers = subscribers - 1
      WHERE id IN (SELECT newsletter_id FROM subscriptions WHERE subscriber_id = ${id} AND state = 'active')`,
    sql`DELETE FROM subscriptions WHERE subscriber_id = ${id}`,
    sql`UPDATE issues SET dropped = dropped + 1 WHERE id IN (SELECT issue_id FROM deliveries WHERE ${coming})`,
    sql`UPDATE deliveries SET state = 'dropped', error = 'opted_out', updated_at = ${now} WHERE ${coming}`,
  ])
}

export async function subscribersOf(db: Db, who: Holder): Promise<{ id: number; email: string }[]> {
  return db.orm
    .select({ id: subscribers.id, email: subscribers.email })
    .from(subscribers)
    .where(or(eq(subscribers.email, who.email), eq(subscribers.readerId, who.id)))
}

/** Up to a chunk of a table's rows; true: nothing is left of them. */
export async function drain(db: Db, holding: Holding, who: Holder): Promise<boolean> {
  const results = await batch(db, [drop(holding, who, CHUNK)])
  return changes(results, 0) < CHUNK
}

/** The end: the account's own row and its name in the log, with what a sign-in may have left behind at the last moment. */
export async function end(db: Db, who: Holder): Promise<void> {
  const own = HOLDINGS.people.map((holding) => drop(holding, who, CHUNK))
  await batch(db, [forgetEmail(who), ...own, countIfChanged(-1)])
}
