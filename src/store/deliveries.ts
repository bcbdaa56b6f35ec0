import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'
import { type Issue, loggedBy } from './issues.ts'
import { wish } from './jobs.ts'

/** A subscriber as a delivery needs them. */
export type Member = {
  subscriberId: number
  /** Names them in signed links. */
  ref: string
  email: string
  /** How often it was handed over before. */
  attempts: number
  /** 0: it was never put off. */
  dueAt: number
}

const FROZEN_AT_ONCE = 5000

/**
 * One more step of freezing the audience: whoever has the newsletter now, in the order of subscribers, each once.
 * Repeated, or broken off and begun again, it is the same audience. True: it is whole.
 */
export async function freeze(db: Db, { id, newsletterId }: Issue, now: number): Promise<boolean> {
  const frozenTo = sql`(SELECT frozen_to FROM issues WHERE id = ${id})`
  const results = await batch(db, [
    sql`INSERT OR IGNORE INTO deliveries (issue_id, subscriber_id, state, updated_at)
      SELECT ${id}, subscriber_id, 'pending', ${now} FROM subscriptions
      WHERE newsletter_id = ${newsletterId} AND subscriber_id > ${frozenTo} AND state = 'active'
        AND EXISTS (SELECT 1 FROM issues WHERE id = ${id} AND frozen_at IS NULL)
      ORDER BY subscriber_id LIMIT ${FROZEN_AT_ONCE}`,
    sql`UPDATE issues SET audience = audience + changes() WHERE id = ${id}`,
    sql`UPDATE issues SET frozen_at = CASE WHEN last IS NULL OR last = frozen_to THEN ${now} END,
        frozen_to = coalesce(last, frozen_to)
      FROM (SELECT max(subscriber_id) AS last FROM deliveries WHERE issue_id = ${id})
      WHERE id = ${id} AND frozen_at IS NULL`,
    sql`SELECT frozen_at FROM issues WHERE id = ${id}`,
  ])
  return rows(results, 3)[0]?.frozen_at !== null
}

/** Subscribers of before there was a hash in their row. */
export async function unhashed(db: Db, limit: number): Promise<{ id: number; email: string }[]> {
  const results = await batch(db, [
    sql`SELECT id, email FROM subscribers WHERE suppression = '' AND id > 0 LIMIT ${limit}`,
  ])
  return rows(results, 0).map((row) => ({ id: Number(row.id), email: String(row.email) }))
}

export async function setHashes(db: Db, hashes: { id: number; hash: string }[]): Promise<void> {
  await batch(db, [
    sql`UPDATE subscribers SET suppression = hashed.hash
      FROM (SELECT value ->> 'id' AS subscriber_id, value ->> 'hash' AS hash FROM json_each(${JSON.stringify(hashes)})) AS hashed
      WHERE subscribers.id = hashed.subscriber_id`,
  ])
}

/**
 * The ledger, of which the rows of an issue in one state are wanted. Left to itself SQLite goes through all of the
 * issue's by the table's own key.
 */
export const BY_STATE = sql.raw('deliveries INDEXED BY deliveries_state')

/** When the next delivery of an issue is due, or its lease ends; null: none is left. */
export async function nextDue(db: Db, issueId: number): Promise<number | null> {
  const results = await batch(db, [
    sql`SELECT min(due_at) AS at FROM ${BY_STATE} WHERE issue_id = ${issueId} AND state = 'pending'`,
    sql`SELECT min(lease_until) AS at FROM ${BY_STATE} WHERE issue_id = ${issueId} AND state IN ('leased', 'sending')`,
  ])
  const dates = [0, 1].flatMap((i) => rows(results, i)[0]?.at ?? []).map(Number)
  return dates.length > 0 ? Math.min(...dates) : null
}

/** The counter of `issues` in which a state is told. */
export const COUNTER = {
  sent: sql.raw('sent'),
  failed: sql.raw('failed'),
  uncertain: sql.raw('uncertain'),
  dropped: sql.raw('dropped'),
}

/** Statement: adds what the statement before changed. */
export function counted(issueId: number, counter: SQL): SQL {
  return sql`UPDATE issues SET ${counter} = ${counter} + changes() WHERE id = ${issueId}`
}

/** The newsletters that tell nobody what one of the others told them: of alerts both, lest a change of rhythm repeat. */
function together(newsletterId: SQL | number, kind: SQL | string): SQL {
  return sql`(SELECT newsletters.id FROM newsletters
    WHERE newsletters.id = ${newsletterId} OR (newsletters.kind = 'alerts' AND ${kind} = 'alerts'))`
}

/** Statement: whoever has an issue that was made for each reader is not told of its articles again. */
export function considered(issueId: number, subscriberIds: SQL): SQL {
  const newsletterIds = together(sql`issues.newsletter_id`, sql`issues.kind`)
  return sql`UPDATE subscriptions SET considered_to = max(subscriptions.considered_to, issues.considered_to) FROM issues
    WHERE issues.id = ${issueId} AND issues.kind IN ('personal', 'alerts')
      AND subscriptions.newsletter_id IN ${newsletterIds} AND subscriber_id IN (${subscriberIds})`
}

/** Issues of a newsletter, the latest, among which those that are on their way are looked for. */
const LATEST = 50
/** Seconds until somebody who waits for another issue is looked at again. */
const WAIT = 60
/** Seconds after the end of its lease within which a call may be repeated. */
const REPEATED = 86_400

/**
 * Statement: whoever is being sent another issue at this moment waits for its end, since what they were told so far is
 * written then, and this one would tell them the same. For issues that are made for each reader, before a claim.
 */
export function waitForOthers({ id, newsletterId, kind }: Issue, now: number): SQL {
  const others = sql`(SELECT issues.id FROM ${together(newsletterId, kind)} AS newsletter
    CROSS JOIN issues ON issues.id IN (
      SELECT id FROM issues WHERE newsletter_id = newsletter.id ORDER BY id DESC LIMIT ${LATEST})
    WHERE issues.id <> ${id} AND issues.state IN ('sending', 'paused', 'cancelled') AND finished_at IS NULL)`
  // The plus signs have it look each of those up; by the index of states it would walk all who are due, at every claim.
  return sql`UPDATE deliveries SET due_at = ${now + WAIT}, updated_at = ${now}
    WHERE issue_id = ${id} AND +state = 'pending' AND +due_at <= ${now} AND subscriber_id IN (
      SELECT subscriber_id FROM ${others} AS other CROSS JOIN ${BY_STATE} ON issue_id = other.id
      WHERE state IN ('leased', 'sending') AND lease_until > ${now - REPEATED})`
}

/**
 * What runs that died left behind, after its lease. What they had claimed and not begun is pending again. What was being
 * sent, and cannot be repeated under its key, is what was heard of it meanwhile; or else uncertain, or (`again`) sent
 * once more where that was not tried before.
 */
export async function recover(db: Db, issueId: number, { again, now }: { again: boolean; now: number }): Promise<void> {
  const expired = (state: 'leased' | 'sending') =>
    sql`issue_id = ${issueId} AND state = ${state} AND lease_until <= ${now}`
  const back = sql`UPDATE ${BY_STATE} SET state = 'pending', chunk_id = NULL, due_at = ${now}, updated_at = ${now}`
  const heard = sql`UPDATE ${BY_STATE} SET updated_at = ${now}, state`
  const arrived = sql`${expired('sending')} AND outcome IS NOT NULL`
  await batch(db, [
    sql`${back} WHERE ${expired('leased')}`,
    sql`${heard} = 'failed' WHERE ${expired('sending')} AND outcome IN ('hard', 'failed')`,
    counted(issueId, COUNTER.failed),
    considered(issueId, sql`SELECT subscriber_id FROM ${BY_STATE} WHERE ${arrived}`),
    sql`${heard} = 'sent' WHERE ${arrived}`,
    counted(issueId, COUNTER.sent),
    sql`${back} WHERE ${expired('sending')} AND ${again ? 1 : 0} AND attempts = 1`,
    sql`UPDATE ${BY_STATE} SET state = 'uncertain', error = 'interrupted', updated_at = ${now} WHERE ${expired('sending')}`,
    counted(issueId, COUNTER.uncertain),
  ])
}

/** Everybody who is still to come will not be sent this issue: it was cancelled. A few thousand at a time. */
export async function dropPending(db: Db, issueId: number, now: number): Promise<void> {
  await batch(db, [
    sql`UPDATE deliveries SET state = 'dropped', error = 'cancelled', updated_at = ${now}
      WHERE issue_id = ${issueId} AND subscriber_id IN (SELECT subscriber_id FROM ${BY_STATE}
        WHERE issue_id = ${issueId} AND state = 'pending' LIMIT ${FROZEN_AT_ONCE})`,
    counted(issueId, COUNTER.dropped),
  ])
}

/** Sends to those once more of whom nobody knows whether they have it: an editor's decision. */
export async function sendUncertain(db: Db, issueId: number, now: number, by?: number): Promise<void> {
  await batch(db, [
    sql`UPDATE ${BY_STATE} SET state = 'pending', chunk_id = NULL, due_at = ${now}, updated_at = ${now}
      WHERE issue_id = ${issueId} AND state = 'uncertain'
        AND EXISTS (SELECT 1 FROM issues WHERE id = ${issueId} AND state IN ('sending', 'sent'))`,
    sql`UPDATE issues SET uncertain = uncertain - changes(), state = 'sending', finished_at = NULL
      WHERE id = ${issueId} AND changes() > 0`,
    ...loggedBy(by, issueId, 'repeated', now),
    wish({ kind: 'send', key: String(issueId), dueAt: now }, { ifChanged: true }),
  ])
}

/**
 * Statements: what was heard of a message ends an uncertainty: `arrived` it was sent, else it was refused. What was
 * known already stays.
 */
export function reconcile(issueId: number, subscriberId: number, arrived: boolean, now: number): SQL[] {
  const state = arrived ? 'sent' : 'failed'
  const doubted = sql`issue_id = ${issueId} AND subscriber_id = ${subscriberId} AND state = 'uncertain'`
  return [
    ...(arrived ? [considered(issueId, sql`SELECT subscriber_id FROM deliveries WHERE ${doubted}`)] : []),
    sql`UPDATE deliveries SET state = ${state}, updated_at = ${now} WHERE ${doubted}`,
    sql`UPDATE issues SET uncertain = uncertain - changes(), ${COUNTER[state]} = ${COUNTER[state]} + changes()
      WHERE id = ${issueId}`,
  ]
}

/** Statements: what of these deliveries was taken over, and yet not sent. */
export function takeBack(issueId: number, subscriberIds: SQL, error: string, now: number): SQL[] {
  return [
    sql`UPDATE deliveries SET state = 'failed', error = ${error}, updated_at = ${now}
      WHERE issue_id = ${issueId} AND subscriber_id IN (${subscriberIds}) AND state = 'sent' AND outcome = 'failed'`,
    sql`UPDATE issues SET sent = sent - changes(), failed = failed + changes() WHERE id = ${issueId}`,
  ]
}
