import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type Prefs, parsePrefs, writePrefs } from '../core/prefs.ts'
import { batch, type Db } from './db.ts'
import { credentials, readers } from './schema/people.ts'

export type Reader = typeof readers.$inferSelect

export async function byEmail(db: Db, email: string): Promise<Reader | null> {
  const [reader] = await db.orm.select().from(readers).where(eq(readers.email, email))
  return reader ?? null
}

/** When the account began. */
export async function since(db: Db, id: number): Promise<number> {
  const [reader] = await db.orm.select({ createdAt: readers.createdAt }).from(readers).where(eq(readers.id, id))
  return reader?.createdAt ?? 0
}

/** What sign-in needs: the account of an email and its stored password. */
export async function credentialOf(db: Db, email: string): Promise<{ readerId: number; password: string } | null> {
  const [row] = await db.orm
    .select({ readerId: readers.id, password: credentials.secret })
    .from(readers)
    .innerJoin(credentials, and(eq(credentials.readerId, readers.id), eq(credentials.kind, 'password')))
    .where(eq(readers.email, email))
  return row ?? null
}

export async function passwordOf(db: Db, readerId: number): Promise<string | null> {
  const [row] = await db.orm
    .select({ password: credentials.secret })
    .from(credentials)
    .where(and(eq(credentials.readerId, readerId), eq(credentials.kind, 'password')))
  return row?.password ?? null
}

/** Statement: where the one before changed a row, a new account, unless the email has one. Gives its id. */
export function insertIfChanged(email: string, now: number): SQL {
  return sql`INSERT INTO readers (email, created_at) SELECT ${email}, ${now} WHERE changes() = 1
    ON CONFLICT(email) DO NOTHING RETURNING id`
}

/** Statement: the new account's password. */
export function insertPasswordIfChanged(email: string, stored: string, now: number): SQL {
  return sql`INSERT INTO credentials (reader_id, kind, secret, changed_at)
    SELECT id, 'password', ${stored}, ${now} FROM readers WHERE email = ${email} AND changes() = 1`
}

/** How a reader likes to read, on every device; null: they never said so. */
export async function prefsOf(db: Db, id: number): Promise<Prefs | null> {
  const [reader] = await db.orm.select({ prefs: readers.prefs }).from(readers).where(eq(readers.id, id))
  return reader && reader.prefs !== null ? parsePrefs(reader.prefs) : null
}

export async function setPrefs(db: Db, id: number, prefs: Prefs): Promise<void> {
  await batch(db, [sql`UPDATE readers SET prefs = ${writePrefs(prefs)} WHERE id = ${id}`])
}

export async function setName(db: Db, readerId: number, name: string): Promise<void> {
  await batch(db, [sql`UPDATE readers SET name = ${name} WHERE id = ${readerId}`])
}
