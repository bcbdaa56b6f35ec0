import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { batch, changes, type Db } from './db.ts'
import { stands } from './passwords.ts'
import { readers, sessions } from './schema/people.ts'
import { logged, type NewSecurityEvent } from './security-events.ts'

/** The reader of a request, as the session's one statement gives it. */
export type SignedIn = {
  id: number
  email: string
  name: string
  role: 'reader' | 'editor'
  /** When the account will be deleted, if its reader asked for that. */
  deletesAt: number | null
}

type Found = { expiresAt: number; lastSeenAt: number; publicId: string; reader: SignedIn }

/** A session as its reader sees it among their devices. */
export type Device = Pick<typeof sessions.$inferSelect, 'publicId' | 'agent' | 'country' | 'createdAt' | 'lastSeenAt'>

/** A session lasts this long at the most, however often it is used (ASVS 7.3.2). */
const ABSOLUTE = 90 * 86_400

/**
 * A session that neither idled out nor passed its absolute end, with its reader, in one statement. Those of an account
 * that is being deleted open nothing, or what they save would be left behind.
 */
export async function find(db: Db, idHash: string, now: number): Promise<Found | null> {
  const [row] = await db.orm
    .select({
      expiresAt: sessions.expiresAt,
      lastSeenAt: sessions.lastSeenAt,
      publicId: sessions.publicId,
      reader: {
        id: readers.id,
        email: readers.email,
        name: readers.name,
        role: readers.role,
        deletesAt: readers.deletesAt,
      },
    })
    .from(sessions)
    .innerJoin(readers, eq(readers.id, sessions.readerId))
    .where(
      and(
        eq(sessions.idHash, idHash),
        gt(sessions.expiresAt, now),
        gt(sessions.createdAt, now - ABSOLUTE),
        or(isNull(readers.deletesAt), gt(readers.deletesAt, 0)),
      ),
    )
  return row ?? null
}

/** Builder: a reader's sessions that have not ended, the latest first. */
export function all(db: Db, readerId: number, now: number) {
  const { publicId, agent, country, createdAt, lastSeenAt, expiresAt } = sessions
  return db.orm
    .select({ publicId, agent, country, createdAt, lastSeenAt })
    .from(sessions)
    .where(and(eq(sessions.readerId, readerId), gt(expiresAt, now), gt(createdAt, now - ABSOLUTE)))
}

/** What comes with a new session: an event to tell, and the stored password without which it does not begin. */
export type Beginning = { event?: NewSecurityEvent; stored?: string }

/** Begins a session, and says so among the account's events where there is one to tell. */
export async function insert(
  db: Db,
  session: typeof sessions.$inferInsert,
  { event, stored }: Beginning = {},
): Promise<void> {
  const { idHash, publicId, readerId, createdAt, expiresAt, agent = '', country = '' } = session
  await batch(db, [
    sql`INSERT INTO sessions (id_hash, public_id, reader_id, created_at, expires_at, last_seen_at, agent, country)
      SELECT ${idHash}, ${publicId}, ${readerId}, ${createdAt}, ${expiresAt}, ${createdAt}, ${agent}, ${country}
      WHERE ${stored === undefined ? sql`true` : stands(readerId, stored)}`,
    ...(event ? [logged(event, { ifChanged: true })] : []),
  ])
}

/** Remembers that a session was used; two requests at once write it once. */
export async function touch(db: Db, idHash: string, { before, now }: { before: number; now: number }): Promise<void> {
  await batch(db, [
    sql`UPDATE sessions SET last_seen_at = ${now} WHERE id_hash = ${idHash} AND last_seen_at <= ${before}`,
  ])
}

export async function extend(db: Db, idHash: string, expiresAt: number): Promise<void> {
  await batch(db, [sql`UPDATE sessions SET expires_at = ${expiresAt} WHERE id_hash = ${idHash}`])
}

export async function remove(db: Db, idHash: string): Promise<void> {
  await batch(db, [sql`DELETE FROM sessions WHERE id_hash = ${idHash}`])
}

/** Signs a browser out. */
export async function signOut(db: Db, idHash: string, event: NewSecurityEvent): Promise<void> {
  await batch(db, [sql`DELETE FROM sessions WHERE id_hash = ${idHash}`, logged(event, { ifChanged: true })])
}

/** Ends one of a reader's sessions. @throws AppError('not_found') for a stranger's, or one that ended. */
export async function end(db: Db, publicId: string, event: NewSecurityEvent): Promise<void> {
  const results = await batch(db, [
    sql`DELETE FROM sessions WHERE public_id = ${publicId} AND reader_id = ${event.readerId}`,
    logged(event, { ifChanged: true }),
  ])
  if (!changes(results, 0)) throw new AppError('not_found')
}

/** Ends all of a reader's sessions but the one they are in. */
export async function endOthers(db: Db, publicId: string, event: NewSecurityEvent): Promise<void> {
  await batch(db, [
    sql`DELETE FROM sessions WHERE reader_id = ${event.readerId} AND public_id <> ${publicId}`,
    logged(event),
  ])
}

/** Signs a reader out everywhere. */
export async function removeAll(db: Db, readerId: number): Promise<void> {
  await batch(db, [endAll(readerId, sql`true`)])
}

/** Statement: the same where a condition holds. */
export function endAll(readerId: number, condition: SQL): SQL {
  return sql`DELETE FROM sessions WHERE reader_id = ${readerId} AND ${condition}`
}

/** Statement: up to `limit` sessions that idled out. One that is past its absolute end idles out by itself. */
export function dropEnded(now: number, limit: number): SQL {
  return sql`DELETE FROM sessions WHERE id_hash IN (SELECT id_hash FROM sessions WHERE expires_at <= ${now} LIMIT ${limit})`
}
