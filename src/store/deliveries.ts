import { type SQL, sql } from 'drizzle-orm'
import { randomSecret } from '../core/secrets.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import type { Issue } from './issues.ts'
import { wish } from './jobs.ts'

/** A subscriber as a delivery needs them. */
export type Member = {
  subscriberId: number
  /** Names them in signed links. */
  ref: string
  email: string
  /** `suppressionHash` of the email. */
  suppression: string
  attempts: number
}

/** Deliveries that were claimed together, until `leaseUntil`. */
export type Chunk = { id: number; key: string; leaseUntil: number; content: string | null; members: Member[] }

/** What becomes of one delivery that was handed over, or is not to be. */
export type Settled = { subscriberId: number } & (
  | { state: 'sent'; providerId: string | null }
  | { state: 'failed' | 'uncertain' | 'dropped'; error: string }
  | { state: 'pending'; dueAt: number; error: string | null }
)

/** Seconds a claim holds. */
export const LEASE = 300
/** A delivery that was put off so often has failed. */
export const ATTEMPTS = 8
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
 * Takes up to `limit` deliveries that are due, and leases them. Who opted out, was suppressed or is paused since the
 * freeze is dropped by the same statement: between that look and the lease there is no moment. Null: none is due, or the
 * issue is not on its way any more.
 */
export async function claim(
  db: Db,
  { id, newsletterId }: Issue,
  { transport, limit, now }: { transport: string; limit: number; now: number },
): Promise<Chunk | null> {
  const key = `issue/${id}/${randomSecret(16)}`
  const leaseUntil = now + LEASE
  const chunk = sql`(SELECT id FROM chunks WHERE key = ${key})`
  const results = await batch(db, [
    sql`INSERT INTO chunks (issue_id, transport, key, created_at) VALUES (${id}, ${transport}, ${key}, ${now})`,
    sql`UPDATE deliveries SET state = CASE WHEN why IS NULL THEN 'leased' ELSE 'dropped' END, error = why,
        chunk_id = ${chunk}, lease_until = ${leaseUntil}, attempts = attempts + 1, updated_at = ${now}
      FROM (SELECT due.subscriber_id AS due_id, CASE
          WHEN subscribers.id IS NULL OR subscriptions.state IS NOT 'active' THEN 'opted_out'
          WHEN suppressions.hash IS NOT NULL THEN 'suppressed'
          WHEN paused_until > ${now} THEN 'paused' END AS why
        FROM (SELECT subscriber_id FROM deliveries
          WHERE issue_id = ${id} AND state = 'pending' AND due_at <= ${now}
            AND EXISTS (SELECT 1 FROM issues WHERE id = ${id} AND state = 'sending')
          ORDER BY due_at, subscriber_id LIMIT ${limit}) AS due
        LEFT JOIN subscribers ON subscribers.id = due.subscriber_id
        LEFT JOIN subscriptions ON newsletter_id = ${newsletterId} AND subscriptions.subscriber_id = due.subscriber_id
        LEFT JOIN suppressions ON hash = subscribers.suppression) AS looked
      WHERE issue_id = ${id} AND subscriber_id = looked.due_id`,
    sql`UPDATE issues SET dropped = dropped
        + (SELECT coalesce(sum(1), 0) FROM deliveries WHERE chunk_id = ${chunk} AND state = 'dropped')
      WHERE id = ${id}`,
    sql`DELETE FROM chunks WHERE key = ${key}
      AND NOT EXISTS (SELECT 1 FROM deliveries WHERE chunk_id = chunks.id AND state = 'leased')`,
    sql`SELECT id FROM chunks WHERE key = ${key}`,
    membersOf(chunk, 'leased'),
  ])
  const [row] = rows(results, 4)
  return row ? { id: Number(row.id), key, leaseUntil, content: null, members: toMembers(rows(results, 5)) } : null
}

/** When the next delivery of an issue is due, or its lease ends; null: none is left. */
export async function nextDue(db: Db, issueId: number): Promise<number | null> {
  const results = await batch(db, [
    sql`SELECT min(due_at) AS at FROM deliveries WHERE issue_id = ${issueId} AND state = 'pending'`,
    sql`SELECT min(lease_until) AS at FROM deliveries WHERE issue_id = ${issueId} AND state IN ('leased', 'sending')`,
  ])
  const dates = [0, 1].flatMap((i) => rows(results, i)[0]?.at ?? []).map(Number)
  return dates.length > 0 ? Math.min(...dates) : null
}

/** What each member will be sent is fixed before the first call. */
export function keep({ id }: Chunk, content: string | null): SQL {
  return sql`UPDATE chunks SET content = ${content} WHERE id = ${id}`
}

/**
 * Statements: the transport is about to be called for these members. Their last one says which of them are still ours:
 * a lease that ended in between takes them away.
 */
export function begin(issueId: number, chunk: Chunk, members: Member[], now: number): SQL[] {
  return [
    sql`UPDATE chunks SET called_at = coalesce(called_at, ${now}) WHERE id = ${chunk.id}`,
    sql`UPDATE deliveries SET state = 'sending', updated_at = ${now}
      WHERE issue_id = ${issueId} AND subscriber_id IN (SELECT value FROM json_each(${idsOf(members)}))
        AND chunk_id = ${chunk.id} AND state IN ('leased', 'sending') AND lease_until = ${chunk.leaseUntil} RETURNING subscriber_id`,
  ]
}

/** The counter of `issues` in which a state is told. */
const COUNTER = {
  sent: sql.raw('sent'),
  failed: sql.raw('failed'),
  uncertain: sql.raw('uncertain'),
  dropped: sql.raw('dropped'),
}

/**
 * Statements: what became of deliveries of a chunk, with the issue's numbers. Those whose lease was lost meanwhile are
 * somebody else's, and stay as they are.
 */
export function settle(
  { id, newsletterId, kind, consideredTo }: Issue,
  chunk: Chunk,
  settled: Settled[],
  now: number,
): SQL[] {
  const steps = Object.entries(Object.groupBy(settled, ({ state }) => state)).flatMap(([state, some]) => {
    // By subscriber, so that each row looks its own up; joined, the planner would walk the issue's whole ledger.
    const said = JSON.stringify(Object.fromEntries(some.map((one) => [one.subscriberId, one])))
    const own = sql`${said} -> CAST(subscriber_id AS TEXT)`
    return [
      sql`UPDATE deliveries SET state = ${state}, updated_at = ${now}, provider_id = ${own} ->> 'providerId',
          error = ${own} ->> 'error', due_at = coalesce(${own} ->> 'dueAt', due_at),
          chunk_id = ${state === 'pending' ? null : chunk.id}
        WHERE issue_id = ${id} AND subscriber_id IN (SELECT CAST(key AS INTEGER) FROM json_each(${said}))
          AND chunk_id = ${chunk.id} AND state IN ('leased', 'sending') AND lease_until = ${chunk.leaseUntil}`,
      ...(state in COUNTER ? [counted(id, COUNTER[state as keyof typeof COUNTER])] : []),
    ]
  })
  const sent = settled.flatMap(({ state, subscriberId }) => (state === 'sent' ? subscriberId : []))
  if (kind !== 'personal' || sent.length === 0) return steps
  return [
    ...steps,
    sql`UPDATE subscriptions SET considered_to = max(considered_to, ${consideredTo})
      WHERE newsletter_id = ${newsletterId} AND subscriber_id IN (SELECT value FROM json_each(${JSON.stringify(sent)}))`,
  ]
}

function counted(issueId: number, counter: SQL, sign: 1 | -1 = 1): SQL {
  return sql`UPDATE issues SET ${counter} = ${counter} + ${sign} * changes() WHERE id = ${issueId}`
}

/** Statement: nobody saw the end of its call; it may be repeated from a moment on. */
export function repeatAt(chunk: Chunk, at: number): SQL {
  return sql`UPDATE deliveries SET lease_until = ${at}
    WHERE chunk_id = ${chunk.id} AND state = 'sending' AND lease_until = ${chunk.leaseUntil}`
}

/** Statement: what a chunk holds is needed no more once nobody of it is on the way. */
export function close({ id }: Chunk): SQL {
  return sql`UPDATE chunks SET content = NULL WHERE id = ${id} AND content IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM deliveries WHERE chunk_id = ${id} AND state IN ('leased', 'sending'))`
}

/** Gives back what a run that died had claimed and not begun. */
export function release(issueId: number, now: number): SQL {
  return sql`UPDATE deliveries SET state = 'pending', chunk_id = NULL, due_at = ${now}, updated_at = ${now}
    WHERE issue_id = ${issueId} AND state = 'leased' AND lease_until <= ${now}`
}

/**
 * A chunk whose call nobody saw the end of, leased anew: with the same key it may be repeated while the transport still
 * knows that (`since`: not called before). Null: there is none.
 */
export async function reclaim(
  db: Db,
  issueId: number,
  { transport, since, now }: { transport: string; since: number; now: number },
): Promise<Chunk | null> {
  const leaseUntil = now + LEASE
  const expired = sql`issue_id = ${issueId} AND state = 'sending' AND lease_until <= ${now}`
  const results = await batch(db, [
    sql`UPDATE deliveries SET lease_until = ${leaseUntil}, attempts = attempts + 1 WHERE ${expired} AND chunk_id = (
      SELECT chunks.id FROM deliveries AS other CROSS JOIN chunks ON chunks.id = other.chunk_id
      WHERE other.issue_id = ${issueId} AND other.state = 'sending' AND other.lease_until <= ${now}
        AND attempts < ${ATTEMPTS} AND transport = ${transport} AND called_at >= ${since} LIMIT 1) RETURNING chunk_id`,
  ])
  const [row] = rows(results, 0)
  if (!row) return null
  const id = Number(row.chunk_id)
  const found = await batch(db, [
    sql`SELECT key, content FROM chunks WHERE id = ${id}`,
    membersOf(sql`${id}`, 'sending'),
  ])
  const [chunk] = rows(found, 0)
  return {
    id,
    key: String(chunk?.key),
    leaseUntil,
    content: chunk?.content === null ? null : String(chunk?.content),
    members: toMembers(rows(found, 1)),
  }
}

/**
 * What was being sent when a run died, and cannot be repeated safely: uncertain, or (`again`) sent once more where that
 * has not been tried before.
 */
export async function giveUp(db: Db, issueId: number, { again, now }: { again: boolean; now: number }): Promise<void> {
  const expired = sql`issue_id = ${issueId} AND state = 'sending' AND lease_until <= ${now}`
  await batch(db, [
    sql`UPDATE deliveries SET state = 'pending', chunk_id = NULL, due_at = ${now}, updated_at = ${now}
      WHERE ${expired} AND ${again ? 1 : 0} AND attempts = 1`,
    sql`UPDATE deliveries SET state = 'uncertain', error = 'interrupted', updated_at = ${now} WHERE ${expired}`,
    counted(issueId, COUNTER.uncertain),
  ])
}

/** Everybody who is still to come will not be sent this issue: it was cancelled. A few thousand at a time. */
export async function dropPending(db: Db, issueId: number, now: number): Promise<void> {
  await batch(db, [
    sql`UPDATE deliveries SET state = 'dropped', error = 'cancelled', updated_at = ${now}
      WHERE issue_id = ${issueId} AND subscriber_id IN (SELECT subscriber_id FROM deliveries
        WHERE issue_id = ${issueId} AND state = 'pending' LIMIT ${FROZEN_AT_ONCE})`,
    counted(issueId, COUNTER.dropped),
  ])
}

/** Sends to those once more of whom nobody knows whether they have it: an editor's decision. */
export async function sendUncertain(db: Db, issueId: number, now: number): Promise<void> {
  await batch(db, [
    sql`UPDATE deliveries SET state = 'pending', chunk_id = NULL, due_at = ${now}, updated_at = ${now}
      WHERE issue_id = ${issueId} AND state = 'uncertain'`,
    sql`UPDATE issues SET uncertain = uncertain - changes(), state = 'sending', finished_at = NULL
      WHERE id = ${issueId} AND changes() > 0 AND state IN ('sending', 'sent')`,
    wish({ kind: 'send', key: String(issueId), dueAt: now }, { ifChanged: true }),
  ])
}

/**
 * Statements: what was heard of a message ends an uncertainty: `arrived` it was sent, else it was refused. What was
 * known already stays.
 */
export function reconcile(issueId: number, subscriberId: number, arrived: boolean, now: number): SQL[] {
  const state = arrived ? 'sent' : 'failed'
  return [
    sql`UPDATE deliveries SET state = ${state}, updated_at = ${now}
      WHERE issue_id = ${issueId} AND subscriber_id = ${subscriberId} AND state = 'uncertain'`,
    sql`UPDATE issues SET uncertain = uncertain - changes(), ${COUNTER[state]} = ${COUNTER[state]} + changes()
      WHERE id = ${issueId}`,
  ]
}

function membersOf(chunk: SQL, state: 'leased' | 'sending'): SQL {
  return sql`SELECT subscribers.id, ref, email, suppression, attempts FROM deliveries
    CROSS JOIN subscribers ON subscribers.id = subscriber_id
    WHERE chunk_id = ${chunk} AND state = ${state}`
}

/** Always in the same order: what is repeated under a key has to be the same. */
function toMembers(found: Row[]): Member[] {
  return found.map(toMember).toSorted((a, b) => a.subscriberId - b.subscriberId)
}

function toMember(row: Row): Member {
  return {
    subscriberId: Number(row.id),
    ref: String(row.ref),
    email: String(row.email),
    suppression: String(row.suppression),
    attempts: Number(row.attempts),
  }
}

function idsOf(members: Member[]): string {
  return JSON.stringify(members.map(({ subscriberId }) => subscriberId))
}
