import { type SQL, sql } from 'drizzle-orm'
import { randomSecret } from '../core/secrets.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import { BY_STATE, COUNTER, considered, counted, type Member, takeBack, waitForOthers } from './deliveries.ts'
import type { Issue } from './issues.ts'

/** Deliveries that were claimed together, until `leaseUntil`. */
export type Chunk = {
  id: number
  key: string
  leaseUntil: number
  content: string | null
  members: Member[]
  /** A call was made for it already, and nobody saw its end. */
  repeated: boolean
}

/** What becomes of one delivery that was handed over, or is not to be. */
export type Settled = { subscriberId: number } & (
  | { state: 'sent'; providerId: string | null }
  | { state: 'failed' | 'uncertain' | 'dropped'; error: string }
  | { state: 'pending'; dueAt: number; error: string | null }
)

/** Seconds a claim holds. */
export const LEASE = 300
/** A delivery that was handed over so often in vain has failed: 20 hours and a half after the first time, or later. */
export const ATTEMPTS = 12

/**
 * Takes up to `limit` deliveries that are due, and leases them. Who opted out, was suppressed or is paused since the
 * freeze is dropped by the same statement: between that look and the lease there is no moment. Null: none is due, or the
 * issue is not on its way any more.
 */
export async function claim(
  db: Db,
  issue: Issue,
  { transport, limit, now }: { transport: string; limit: number; now: number },
): Promise<Chunk | null> {
  const { id, newsletterId } = issue
  const key = `issue/${id}/${randomSecret(16)}`
  const leaseUntil = now + LEASE
  const chunk = sql`(SELECT id FROM chunks WHERE key = ${key})`
  const results = await batch(db, [
    ...(isPersonal(issue) ? [waitForOthers(issue, now)] : []),
    sql`INSERT INTO chunks (issue_id, transport, key, created_at) VALUES (${id}, ${transport}, ${key}, ${now})`,
    sql`UPDATE deliveries SET state = CASE WHEN why IS NULL THEN 'leased' ELSE 'dropped' END, error = why,
        chunk_id = ${chunk}, lease_until = ${leaseUntil}, updated_at = ${now}
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
  const [row] = rows(results, results.length - 2)
  if (!row) return null
  const members = toMembers(rows(results, results.length - 1))
  return { id: Number(row.id), key, leaseUntil, content: null, members, repeated: false }
}

/**
 * A chunk whose call nobody saw the end of, leased anew: with the same key it may be repeated while the transport still
 * knows that (`since`: not called before). Whoever opted out meanwhile stays in it: left out, the call would say
 * something else under its key and be refused, and nobody would learn who of the others has the message. Null: there is
 * none.
 */
export async function reclaim(
  db: Db,
  issueId: number,
  { transport, since, now }: { transport: string; since: number; now: number },
): Promise<Chunk | null> {
  const leaseUntil = now + LEASE
  const expired = sql`issue_id = ${issueId} AND state = 'sending' AND lease_until <= ${now}`
  const results = await batch(db, [
    sql`UPDATE deliveries SET lease_until = ${leaseUntil} WHERE ${expired} AND chunk_id = (
      SELECT chunks.id FROM (SELECT chunk_id AS open_id FROM ${BY_STATE} WHERE ${expired})
      CROSS JOIN chunks ON chunks.id = open_id
      WHERE transport = ${transport} AND called_at >= ${since} LIMIT 1) RETURNING chunk_id`,
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
    repeated: true,
  }
}

/** What each member will be sent is fixed before the first call. */
export function keep({ id }: Chunk, content: string | null): SQL {
  return sql`UPDATE chunks SET content = ${content} WHERE id = ${id}`
}

/** Statement: from its first call on a transport remembers the key for a day. */
export function called({ id }: Chunk, now: number): SQL {
  return sql`UPDATE chunks SET called_at = ${now} WHERE id = ${id} AND called_at IS NULL`
}

/**
 * Statement: the transport is about to be called for these members. It says which of them are still ours: a lease that
 * ended in between takes them away.
 */
export function begin(issueId: number, chunk: Chunk, members: Member[], now: number): SQL {
  const ids = JSON.stringify(members.map(({ subscriberId }) => subscriberId))
  return sql`UPDATE deliveries SET state = 'sending', attempts = attempts + 1, updated_at = ${now}
    WHERE issue_id = ${issueId} AND subscriber_id IN (SELECT value FROM json_each(${ids}))
      AND chunk_id = ${chunk.id} AND state IN ('leased', 'sending') AND lease_until = ${chunk.leaseUntil}
    RETURNING subscriber_id`
}

/**
 * Statements: what became of deliveries of a chunk, with the issue's numbers. Those whose lease was lost meanwhile are
 * somebody else's, and stay as they are.
 */
export function settle(issue: Issue, chunk: Chunk, settled: Settled[], now: number): SQL[] {
  const { id } = issue
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
  if (sent.length === 0) return steps
  const theirs = sql`SELECT value FROM json_each(${JSON.stringify(sent)})`
  // A call that is repeated is answered as the first time, whatever the provider has said of it since.
  if (chunk.repeated) steps.push(...takeBack(id, theirs, 'failed', now))
  return isPersonal(issue) ? [...steps, considered(id, theirs)] : steps
}

/** Whether each reader gets it made for them, of what they were not told yet. */
function isPersonal({ kind }: Issue): boolean {
  return kind === 'personal' || kind === 'alerts'
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

function membersOf(chunk: SQL, state: 'leased' | 'sending'): SQL {
  return sql`SELECT subscribers.id, ref, email, attempts, due_at FROM deliveries
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
    attempts: Number(row.attempts),
    dueAt: Number(row.due_at),
  }
}
