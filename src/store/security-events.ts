import { desc, eq, type SQL, sql } from 'drizzle-orm'
import type { SecurityEventKind } from '../core/security-events.ts'
import type { Db } from './db.ts'
import { securityEvents } from './schema/people.ts'

/** No account has this id. */
const NOBODY = 0

/** What a reader is shown of an event. */
export type SecurityEvent = Pick<typeof securityEvents.$inferSelect, 'kind' | 'agent' | 'country' | 'loggedAt'>

export type NewSecurityEvent = {
  readerId: number
  kind: SecurityEventKind
  /** Unix seconds. */
  at: number
  agent?: string
  country?: string
}

/**
 * Statement: the event of a change, to stand in the batch of that change. With `ifChanged` it is written only where
 * the statement before changed a row, and passes that on: a statement after it may ask `changes() = 1` again.
 */
export function logged(event: NewSecurityEvent, { ifChanged = false }: { ifChanged?: boolean } = {}): SQL {
  return loggedWhere(event, ifChanged ? sql`changes() = 1` : sql`true`)
}

/** Statement: the same where a condition holds. */
export function loggedWhere(event: NewSecurityEvent, condition: SQL): SQL {
  const { readerId, kind, at, agent = '', country = '' } = event
  return sql`INSERT INTO security_events (reader_id, kind, agent, country, logged_at)
    SELECT ${readerId}, ${kind}, ${agent}, ${country}, ${at} WHERE ${condition}`
}

/**
 * Statements: the same for the account of an email. Where there is none the row is nobody's and goes at once: a write
 * takes time, and would tell by it that there is an account.
 */
export function loggedOf(email: string, event: Omit<NewSecurityEvent, 'readerId'>): SQL[] {
  const { kind, at, agent = '', country = '' } = event
  return [
    sql`INSERT INTO security_events (reader_id, kind, agent, country, logged_at)
      SELECT coalesce((SELECT id FROM readers WHERE email = ${email}), ${NOBODY}), ${kind}, ${agent}, ${country}, ${at}`,
    sql`DELETE FROM security_events WHERE reader_id = ${NOBODY}`,
  ]
}

/** Builder: a reader's latest events, the newest first. */
export function latest(db: Db, readerId: number, limit: number) {
  const { kind, agent, country, loggedAt, id } = securityEvents
  return db.orm
    .select({ kind, agent, country, loggedAt })
    .from(securityEvents)
    .where(eq(securityEvents.readerId, readerId))
    .orderBy(desc(loggedAt), desc(id))
    .limit(limit)
}

/** Statement: up to `limit` events from before a moment. */
export function dropOlder(than: number, limit: number): SQL {
  return sql`DELETE FROM security_events WHERE id IN (SELECT id FROM security_events WHERE logged_at < ${than} LIMIT ${limit})`
}
