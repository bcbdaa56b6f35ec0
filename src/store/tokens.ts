import { eq, type SQL, sql } from 'drizzle-orm'
import type { LinkPurpose } from '../core/links.ts'
import type { Db } from './db.ts'
import { tokens } from './schema/people.ts'

/** The row behind a mailed link; how its secret is made stands in core/links.ts. */
export type Token = typeof tokens.$inferSelect

/** A link that has not ended; asking changes nothing. */
export async function find(db: Db, hash: string, now: number): Promise<Token | null> {
  const [token] = await db.orm.select().from(tokens).where(eq(tokens.hash, hash))
  return token && token.expiresAt > now ? token : null
}

/** Statement: a new link's row. */
export function insert(token: typeof tokens.$inferInsert): SQL {
  const { browserHash = null, password = null, intent = null, consent = null } = token
  return sql`INSERT INTO tokens (hash, purpose, email, nonce, key_id, browser_hash, password, intent, consent, created_at, expires_at)
    VALUES (${token.hash}, ${token.purpose}, ${token.email}, ${token.nonce}, ${token.keyId}, ${browserHash},
      ${password}, ${intent}, ${consent}, ${token.createdAt}, ${token.expiresAt})`
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

/** Statement: up to `limit` links that ended. */
export function dropEnded(now: number, limit: number): SQL {
  return sql`DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE expires_at <= ${now} LIMIT ${limit})`
}
