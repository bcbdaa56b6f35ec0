import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type Prefs, parsePrefs, writePrefs } from '../core/prefs.ts'
import { batch, type Db, rows } from './db.ts'
import { laneOf, onConflict } from './jobs.ts'
import { credentials, readers } from './schema/people.ts'
import * as tokens from './tokens.ts'

export type Reader = typeof readers.$inferSelect

export async function byEmail(db: Db, email: string): Promise<Reader | null> {
  const [reader] = await db.orm.select().from(readers).where(eq(readers.email, email))
  return reader ?? null
}

/** The accounts of emails: an email without one is not there. */
export async function idsOf(db: Db, emails: string[]): Promise<Map<string, number>> {
  const results = await batch(db, [
    sql`SELECT email, readers.id FROM json_each(${JSON.stringify(emails)}) AS given
      CROSS JOIN readers ON email = given.value`,
  ])
  return new Map(rows(results, 0).map((row) => [String(row.email), Number(row.id)]))
}

export async function emailOf(db: Db, id: number): Promise<string | null> {
  const [reader] = await db.orm.select({ email: readers.email }).from(readers).where(eq(readers.id, id))
  return reader?.email ?? null
}

/** What accounts are called: their name, or else their email. One that is gone is not there. */
export async function namesOf(db: Db, ids: number[]): Promise<Map<number, string>> {
  const results = await batch(db, [
    sql`SELECT readers.id, name, email FROM json_each(${JSON.stringify(ids)}) AS given
      CROSS JOIN readers ON readers.id = given.value`,
  ])
  return new Map(rows(results, 0).map((row) => [Number(row.id), String(row.name || row.email)]))
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

/**
 * Statement: where the one before changed a row, a new account, unless the email has one or is held for the account
 * that had it. Gives its id.
 */
export function insertIfChanged(email: string, now: number): SQL {
  return sql`INSERT INTO readers (email, created_at) SELECT ${email}, ${now}
    WHERE changes() = 1 AND NOT ${tokens.isHeld(email, now)}
    ON CONFLICT(email) DO NOTHING RETURNING id`
}

/** Statement: the new account's password. */
export function insertPasswordIfChanged(email: string, stored: string, now: number): SQL {
  return sql`INSERT INTO credentials (reader_id, kind, secret, changed_at)
    SELECT id, 'password', ${stored}, ${now} FROM readers WHERE email = ${email} AND changes() = 1`
}

/** Statement: where the one before changed a row, the account claims what its email is subscribed to (jobs/claim.ts). */
export function wishClaimIfChanged(email: string, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'claim', id, ${laneOf('claim')}, ${now} FROM readers WHERE email = ${email} AND changes() = 1
    ${onConflict}`
}

/** How a reader likes to read, on every device; null: they never said so. */
export async function prefsOf(db: Db, id: number): Promise<Prefs | null> {
  const [reader] = await db.orm.select({ prefs: readers.prefs }).from(readers).where(eq(readers.id, id))
  return reader && reader.prefs !== null ? parsePrefs(reader.prefs) : null
}

export async function setPrefs(db: Db, id: number, prefs: Prefs): Promise<void> {
  await batch(db, [sql`UPDATE readers SET prefs = ${writePrefs(prefs)} WHERE id = ${id}`])
}

/**
 * Statement: where the one before changed a row, another email, unless it is held for somebody, or the account's last
 * change can still be undone: one step back is always to an email that the account really had.
 * A UNIQUE violation (the email has an account) takes the whole batch back.
 */
export function setEmailIfChanged(id: number, { from, to }: { from: string; to: string }, now: number): SQL {
  return sql`UPDATE readers SET email = ${to} WHERE id = ${id} AND email = ${from} AND changes() = 1
    AND NOT ${tokens.isHeld(to, now)} AND NOT ${tokens.isUndoable(id, now)}`
}

/** Statement: where the one before used the right to it up, the email from before the last change. */
export function restoreEmailIfChanged(id: number, email: string): SQL {
  return sql`UPDATE readers SET email = ${email} WHERE id = ${id} AND changes() = 1`
}

/** Condition: this is the account's email. */
export function hasEmail(id: number, email: string): SQL {
  return sql`EXISTS (SELECT 1 FROM readers WHERE id = ${id} AND email = ${email})`
}

export async function setName(db: Db, readerId: number, name: string): Promise<void> {
  await batch(db, [sql`UPDATE readers SET name = ${name} WHERE id = ${readerId}`])
}

const COUNT = 'readers'

/**
 * Statement: where the one before changed a row, there is an account more, or less. The number is a row of `settings`,
 * changed in the batch that makes or ends one, and counted anew every night; it passes `changes() = 1` on.
 */
export function countIfChanged(by: 1 | -1): SQL {
  return sql`INSERT INTO settings (name, value) SELECT ${COUNT}, ${String(Math.max(by, 0))} WHERE changes() = 1
    ON CONFLICT(name) DO UPDATE SET value = CAST(max(value + ${by}, 0) AS INTEGER)`
}

/** How many accounts there are; null: nobody has counted them yet. */
export async function count(db: Db): Promise<number | null> {
  const [row] = rows(await batch(db, [sql`SELECT value FROM settings WHERE name = ${COUNT}`]), 0)
  return row ? Number(row.value) : null
}

/** Counts them anew, all of them: for the night. Gives what was wrong. */
export async function recount(db: Db): Promise<{ was: number; is: number | null } | null> {
  const was = await count(db)
  await batch(db, [
    sql`INSERT INTO settings (name, value) SELECT ${COUNT}, coalesce(sum(1), 0) FROM readers WHERE id > 0
      ON CONFLICT(name) DO UPDATE SET value = excluded.value`,
  ])
  const is = await count(db)
  return was === null || was === is ? null : { was, is }
}
