import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { batch, changes, type Db } from './db.ts'
import { passkeys, readers } from './schema/people.ts'

export type Passkey = typeof passkeys.$inferSelect

/** Builder: a reader's passkeys, the oldest first. */
export function of(db: Db, readerId: number) {
  return db.orm.select().from(passkeys).where(eq(passkeys.readerId, readerId)).orderBy(asc(passkeys.createdAt))
}

/** @throws AppError('not_found') for one that is gone or another reader's. */
export async function find(db: Db, readerId: number, id: string): Promise<Passkey> {
  const [passkey] = await db.orm
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.readerId, readerId)))
  if (!passkey) throw new AppError('not_found')
  return passkey
}

/** The passkey that an authenticator names, with its reader's email. */
export async function byCredential(db: Db, credentialId: string): Promise<{ passkey: Passkey; email: string } | null> {
  const [row] = await db.orm
    .select({ passkey: passkeys, email: readers.email })
    .from(passkeys)
    .innerJoin(readers, eq(readers.id, passkeys.readerId))
    .where(eq(passkeys.credentialId, credentialId))
  return row ?? null
}

/**
 * Statement: where the one before changed a row, a new passkey. A credential that is known already, whoever's it is, is
 * a `conflict`.
 */
export function insertIfChanged(passkey: Omit<Passkey, 'usedAt'>): SQL {
  const { id, readerId, credentialId, publicKey, userHandle, counter, transports, name, createdAt } = passkey
  return sql`INSERT INTO passkeys
    (id, reader_id, credential_id, public_key, user_handle, counter, transports, name, created_at)
    SELECT ${id}, ${readerId}, ${credentialId}, ${publicKey}, ${userHandle}, ${counter}, ${transports}, ${name}, ${createdAt}
    WHERE changes() = 1`
}

/**
 * Statement: a signature was made with it. None of the same or an earlier count is good any more, but for
 * authenticators that never count (WebAuthn Level 3, section 7.2, step 22).
 */
export function used(
  { id, counter, now }: { id: string; counter: number; now: number },
  { ifChanged = false }: { ifChanged?: boolean } = {},
): SQL {
  return sql`UPDATE passkeys SET counter = ${counter}, used_at = ${now}
    WHERE id = ${id} AND (counter < ${counter} OR (counter = 0 AND ${counter} = 0))
      AND ${ifChanged ? sql`changes() = 1` : sql`true`}`
}

/** @throws AppError('not_found') for one that is gone or another reader's. */
export async function setName(db: Db, readerId: number, id: string, name: string): Promise<void> {
  const results = await batch(db, [
    sql`UPDATE passkeys SET name = ${name} WHERE id = ${id} AND reader_id = ${readerId}`,
  ])
  if (changes(results, 0) === 0) throw new AppError('not_found')
}

/** Statement. */
export function remove(readerId: number, id: string): SQL {
  return sql`DELETE FROM passkeys WHERE id = ${id} AND reader_id = ${readerId}`
}
