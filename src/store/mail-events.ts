import { type SQL, sql } from 'drizzle-orm'
import type { MailEvent } from '../core/mail-event.ts'
import { batch, type Db, rows, unlessConflict } from './db.ts'
import { reconcile, takeBack } from './deliveries.ts'

export type Known = { subscriberId: number; email: string }

/** The subscriber an event is about; null: there is none (any more). */
export async function subscriberOf(db: Db, who: MailEvent['who']): Promise<Known | null> {
  const is = 'email' in who ? sql`email = ${who.email}` : sql`ref = ${who.ref}`
  const [row] = rows(await batch(db, [sql`SELECT id, email FROM subscribers WHERE ${is}`]), 0)
  return row ? { subscriberId: Number(row.id), email: String(row.email) } : null
}

/** How long somebody is left alone whose mailbox took 3 of the last 5 issues not. */
const PAUSE = 7 * 86_400
const [SOFT, LAST] = [3, 5]

/**
 * Writes an event down and does what follows of it, once: where its id is known already the whole step is taken back,
 * so that a repeated one does not shut somebody out who confirmed anew in between.
 * `suppression` is what the list keeps of the email.
 */
export async function record(
  db: Db,
  event: MailEvent,
  known: Known | null,
  { suppression, wording, now }: { suppression: string; wording: string; now: number },
): Promise<void> {
  const { id, kind, issueId, detail } = event
  const subscriberId = known?.subscriberId ?? null
  const steps: SQL[] = [
    sql`INSERT INTO mail_events (id, kind, issue_id, subscriber_id, detail, received_at)
      VALUES (${id}, ${kind}, ${issueId}, ${subscriberId}, ${detail}, ${now})`,
  ]
  if (issueId !== null && subscriberId !== null) {
    const arrived = kind !== 'hard' && kind !== 'failed'
    steps.push(outcome(issueId, subscriberId, kind), ...reconcile(issueId, subscriberId, arrived, now))
    if (kind === 'failed') steps.push(...takeBack(issueId, sql`${subscriberId}`, detail, now))
  }
  if (kind === 'hard' || kind === 'complained') steps.push(suppress(suppression, kind, now))
  if (kind === 'complained' && subscriberId !== null) steps.push(...endAll(subscriberId, wording, now))
  if (kind === 'soft' && subscriberId !== null) steps.push(pauseIfOften(subscriberId, now))
  await batch(db, steps).catch(unlessConflict)
}

/** From the least to the most that can be known of a message: an event that comes late takes nothing back. */
const WEIGHTS = ['delivered', 'soft', 'failed', 'hard', 'complained']

function outcome(issueId: number, subscriberId: number, kind: MailEvent['kind']): SQL {
  const weight = WEIGHTS.indexOf(kind)
  const lighter = WEIGHTS.filter((_, index) => index < weight)
  // A soft bounce before a delivery was a delay.
  const replaced = kind === 'delivered' ? ['soft'] : lighter
  return sql`UPDATE deliveries SET outcome = ${kind}
    WHERE issue_id = ${issueId} AND subscriber_id = ${subscriberId}
      AND (outcome IS NULL OR outcome IN (SELECT value FROM json_each(${JSON.stringify(replaced)})))`
}

/** A complaint weighs more than a bounce, and both more than an account that went. */
function suppress(hash: string, reason: 'hard' | 'complained', now: number): SQL {
  return sql`INSERT INTO suppressions (hash, reason, at) VALUES (${hash}, ${reason}, ${now})
    ON CONFLICT(hash) DO UPDATE SET reason = excluded.reason, at = excluded.at
      WHERE reason <> 'complained' AND reason <> excluded.reason`
}

function endAll(subscriberId: number, wording: string, now: number): SQL[] {
  const ending = sql`subscriptions WHERE subscriber_id = ${subscriberId} AND state = 'active'`
  return [
    sql`UPDATE newsletters SET subscribers = subscribers - 1 WHERE id IN (SELECT newsletter_id FROM ${ending})`,
    sql`INSERT INTO consents (subscriber_id, newsletter_id, act, wording, form, acted_at)
      SELECT subscriber_id, newsletter_id, 'ended', ${wording}, 'complaint', ${now} FROM ${ending}`,
    sql`UPDATE subscriptions SET state = 'ended', changed_at = ${now}
      WHERE subscriber_id = ${subscriberId} AND state = 'active'`,
  ]
}

function pauseIfOften(subscriberId: number, now: number): SQL {
  return sql`UPDATE subscribers SET paused_until = ${now + PAUSE}
    WHERE id = ${subscriberId} AND paused_until <= ${now} AND ${SOFT} <= (
      SELECT coalesce(sum(outcome = 'soft'), 0) FROM (SELECT outcome FROM deliveries
        WHERE subscriber_id = ${subscriberId} AND state IN ('sent', 'uncertain', 'failed')
        ORDER BY issue_id DESC LIMIT ${LAST}))`
}
