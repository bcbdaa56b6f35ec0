import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import { credentials } from './schema/people.ts'

/** An account's stored password. */
export async function of(db: Db, readerId: number): Promise<string | null> {
  const [row] = await db.orm
    .select({ password: credentials.secret })
    .from(credentials)
    .where(and(eq(credentials.readerId, readerId), eq(credentials.kind, 'password')))
  return row?.password ?? null
}

/** Condition: this is the account's password. Each stored one has a salt of its own, so this names one step. */
export function stands(readerId: number, stored: string): SQL {
  return sql`EXISTS (SELECT 1 FROM credentials WHERE reader_id = ${readerId} AND kind = 'password' AND secret = ${stored})`
}

/** Statement: a new password, unless the one it replaces was replaced meanwhile. */
export function replace(readerId: number, set: { before: string; stored: string }, now: number): SQL {
  return sql`UPDATE credentials SET secret = ${set.stored}, changed_at = ${now}
    WHERE reader_id = ${readerId} AND kind = 'password' AND secret = ${set.before}`
}

/** Statement: where the one before changed a row, a new password for an account that may have none. */
export function setIfChanged(readerId: number, stored: string, now: number): SQL {
  return sql`INSERT INTO credentials (reader_id, kind, secret, changed_at)
    SELECT id, 'password', ${stored}, ${now} FROM readers WHERE id = ${readerId} AND changes() = 1
    ON CONFLICT(reader_id, kind) DO UPDATE SET secret = excluded.secret, changed_at = excluded.changed_at`
}

/** Statement: the account has no password any more, where a condition holds; a reset gives it one. */
export function drop(readerId: number, condition: SQL): SQL {
  return sql`DELETE FROM credentials WHERE reader_id = ${readerId} AND kind = 'password' AND ${condition}`
}
