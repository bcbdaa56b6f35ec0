import { and, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { LinkPurpose } from '../core/links.ts'
import type { Db } from './db.ts'
import { tokens } from './schema/people.ts'

/** The row behind a mailed link; how its secret is made stands in core/links.ts. */
export type Token = typeof tokens.$inferSelect
export type NewToken = typeof tokens.$inferInsert

/** A link that has not ended; asking changes nothing. */
export async function find(db: Db, hash: string, now: number): Promise<Token | null> {
  const [token] = await db.orm.select().from(tokens).where(eq(tokens.hash, hash))
  return token && token.expiresAt > now ? token : null
}

/** Until when an email is held for the account that had it and may take it back; null: it is free. */
export async function heldUntil(db: Db, email: string, now: number): Promise<number | null> {
  const [token] = await db.orm
    .select({ expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(and(eq(tokens.email, email), eq(tokens.purpose, 'undo'), gt(tokens.expiresAt, now)))
  return token?.expiresAt ?? null
}

/** Until when an account's last change of email can be undone; until then it cannot be changed again. */
export async function undoableUntil(db: Db, readerId: number, now: number): Promise<number | null> {
  const [token] = await db.orm
    .select({ expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(and(eq(tokens.readerId, readerId), eq(tokens.purpose, 'undo'), gt(tokens.expiresAt, now)))
  return token?.expiresAt ?? null
}

/** Condition: an email is held, as `heldUntil` says. */
export function isHeld(email: string, now: number): SQL {
  return sql`EXISTS (SELECT 1 FROM tokens WHERE email = ${email} AND purpose = 'undo' AND expires_at > ${now})`
}

/** Condition: an account's change of email can be undone, as `undoableUntil` says. */
export function isUndoable(readerId: number, now: number): SQL {
  return sql`EXISTS (SELECT 1 FROM tokens WHERE reader_id = ${readerId} AND purpose = 'undo' AND expires_at > ${now})`
}

/** Statement: a new link's row, where a condition holds. */
export function insert(token: NewToken, condition: SQL = sql`true`): SQL {
  return insertion(token, sql`${token.readerId ?? null}`, condition)
}

/** Statement: the same where the statement before changed a row. */
export function insertIfChanged(token: NewToken): SQL {
  return insert(token, sql`changes() = 1`)
}

/** Statement: a link for the account of its email, where there is one. It costs as much where there is none. */
export function insertForAccount(token: NewToken): SQL {
  return insertion(token, sql`(SELECT id FROM readers WHERE email = ${token.email})`, sql`true`)
}

function insertion(token: NewToken, reader: SQL, condition: SQL): SQL {
  const { browserHash = null, password = null, intent = null, consent = null } = token
  return sql`INSERT INTO tokens (hash, purpose, email, reader_id, nonce, key_id, browser_hash, password, intent, consent,
      created_at, expires_at)
    SELECT ${token.hash}, ${token.purpose}, ${token.email}, ${reader}, ${token.nonce}, ${token.keyId}, ${browserHash},
      ${password}, ${intent}, ${consent}, ${token.createdAt}, ${token.expiresAt} WHERE ${condition}`
}

/** Condition: the link can still be used. For the statements of a step that uses it up as its last. */
export function stands(hash: string, purpose: LinkPurpose, now: number): SQL {
  return sql`EXISTS (SELECT 1 FROM tokens WHERE hash = ${hash} AND purpose = ${purpose} AND expires_at > ${now})`
}

/** Statement: uses the link up and gives its hash; no row: it ended, was used, or never was. */
export function consume(hash: string, purpose: LinkPurpose, now: number): SQL {
  return sql`DELETE FROM tokens WHERE hash = ${hash} AND purpose = ${purpose} AND expires_at > ${now} RETURNING hash`
}

/** Statement: the email's other links, once it has an account and they lead nowhere. */
export function dropSettled(email: string, purpose: LinkPurpose): SQL {
  return sql`DELETE FROM tokens WHERE email = ${email} AND purpose = ${purpose}
    AND EXISTS (SELECT 1 FROM readers WHERE email = ${email})`
}

/** Statement: an account's links of some purposes, where a condition holds. */
export function dropOf(readerId: number, purposes: LinkPurpose[], condition: SQL): SQL {
  return sql`DELETE FROM tokens WHERE reader_id = ${readerId}
    AND purpose IN (SELECT value FROM json_each(${JSON.stringify(purposes)})) AND ${condition}`
}

/** Statement: up to `limit` links that ended. */
export function dropEnded(now: number, limit: number): SQL {
  return sql`DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE expires_at <= ${now} LIMIT ${limit})`
}
