import { and, eq, type SQL, sql } from 'drizzle-orm'
import { batch, type Db } from './db.ts'
import { credentials, readers } from './schema/people.ts'

export type Reader = typeof readers.$inferSelect

export async function byEmail(db: Db, email: string): Promise<Reader | null> {
  const [reader] = await db.orm.select().from(readers).where(eq(readers.email, email))
  return reader ?? null
}

export async function byId(db: Db, id: number): Promise<Reader | null> {
  const [reader] = await db.orm.select().from(readers).where(eq(readers.id, id))
  return reader ?? null
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

/** Statement: a new account, unless the email has one. Gives its id. */
export function insert({ email, now }: { email: string; now: number }): SQL {
  return sql`INSERT INTO readers (email, created_at) VALUES (${email}, ${now}) ON CONFLICT(email) DO NOTHING RETURNING id`
}

export async function setName(db: Db, readerId: number, name: string): Promise<void> {
  await batch(db, [sql`UPDATE readers SET name = ${name} WHERE id = ${readerId}`])
}
