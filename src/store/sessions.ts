import { and, eq, gt, type SQL, sql } from 'drizzle-orm'
import { batch, type Db } from './db.ts'
import { readers, sessions } from './schema/people.ts'

/** The reader of a request, as the session's one statement gives it. */
export type SignedIn = {
  id: number
  email: string
  name: string
  role: 'reader' | 'editor'
  /** When the account will be deleted, if its reader asked for that. */
  deletesAt: number | null
}

/** A session lasts this long at the most, however often it is used (ASVS 7.3.2). */
const ABSOLUTE = 90 * 86_400

/** A session that neither idled out nor passed its absolute end, with its reader, in one statement. */
export async function find(
  db: Db,
  idHash: string,
  now: number,
): Promise<{ expiresAt: number; reader: SignedIn } | null> {
  const [row] = await db.orm
    .select({
      expiresAt: sessions.expiresAt,
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
    .where(and(eq(sessions.idHash, idHash), gt(sessions.expiresAt, now), gt(sessions.createdAt, now - ABSOLUTE)))
  return row ?? null
}

export async function insert(db: Db, session: typeof sessions.$inferInsert): Promise<void> {
  await batch(db, [
    sql`INSERT INTO sessions (id_hash, public_id, reader_id, created_at, expires_at)
      VALUES (${session.idHash}, ${session.publicId}, ${session.readerId}, ${session.createdAt}, ${session.expiresAt})`,
  ])
}

export async function extend(db: Db, idHash: string, expiresAt: number): Promise<void> {
  await batch(db, [sql`UPDATE sessions SET expires_at = ${expiresAt} WHERE id_hash = ${idHash}`])
}

export async function remove(db: Db, idHash: string): Promise<void> {
  await batch(db, [sql`DELETE FROM sessions WHERE id_hash = ${idHash}`])
}

/** Signs a reader out everywhere. */
export async function removeAll(db: Db, readerId: number): Promise<void> {
  await batch(db, [sql`DELETE FROM sessions WHERE reader_id = ${readerId}`])
}

/** Statement: up to `limit` sessions that idled out. One that is past its absolute end idles out by itself. */
export function dropEnded(now: number, limit: number): SQL {
  return sql`DELETE FROM sessions WHERE id_hash IN (SELECT id_hash FROM sessions WHERE expires_at <= ${now} LIMIT ${limit})`
}
