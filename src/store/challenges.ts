import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, type Row, rows } from './db.ts'
import type { challenges } from './schema/people.ts'

export type Challenge = typeof challenges.$inferSelect
export type ChallengePurpose = Challenge['purpose']

/** Which challenge is meant: one purpose's never answers for another's, nor one reader's for another's. */
export type Asked = { hash: string; purpose: ChallengePurpose; readerId?: number }

type NewChallenge = Pick<Challenge, 'hash' | 'purpose' | 'expiresAt'> &
  Partial<Pick<Challenge, 'readerId' | 'sealed' | 'intent'>>

export async function insert(db: Db, challenge: NewChallenge, condition: SQL = sql`true`): Promise<void> {
  const { hash, purpose, readerId = null, sealed = null, intent = null, expiresAt } = challenge
  await batch(db, [
    sql`INSERT INTO challenges (hash, purpose, reader_id, sealed, intent, expires_at)
      SELECT ${hash}, ${purpose}, ${readerId}, ${sealed}, ${intent}, ${expiresAt} WHERE ${condition}`,
  ])
}

/** Counts an answer to a challenge that stays until one is right; null once it ended or `most` were given. */
export async function tried(db: Db, asked: Asked, now: number, most: number): Promise<Challenge | null> {
  const results = await batch(db, [
    sql`UPDATE challenges SET attempts = attempts + 1 WHERE ${open(asked, now)} AND attempts < ${most} RETURNING *`,
  ])
  return toChallenge(rows(results, 0)[0])
}

/** Uses a challenge up by its first answer, right or wrong; null where it ended, was used, or never was. */
export async function take(db: Db, asked: Asked, now: number): Promise<Challenge | null> {
  return toChallenge(rows(await batch(db, [consume(asked, now)]), 0)[0])
}

/** Statement: uses a challenge up. */
export function consume(asked: Asked, now: number): SQL {
  return sql`DELETE FROM challenges WHERE ${open(asked, now)} RETURNING *`
}

/** Statement: what a reader was still to answer, where a condition holds: it was asked under a password that is gone. */
export function dropOf(readerId: number, condition: SQL): SQL {
  return sql`DELETE FROM challenges WHERE reader_id = ${readerId} AND ${condition}`
}

/** Statement: up to `limit` challenges that ended. */
export function dropEnded(now: number, limit: number): SQL {
  return sql`DELETE FROM challenges WHERE hash IN (SELECT hash FROM challenges WHERE expires_at <= ${now} LIMIT ${limit})`
}

function open({ hash, purpose, readerId }: Asked, now: number): SQL {
  const theirs = readerId === undefined ? sql`` : sql`AND reader_id = ${readerId}`
  return sql`hash = ${hash} AND purpose = ${purpose} AND expires_at > ${now} ${theirs}`
}

function toChallenge(row: Row | undefined): Challenge | null {
  if (!row) return null
  return {
    hash: String(row.hash),
    purpose: row.purpose as ChallengePurpose,
    readerId: row.reader_id === null ? null : Number(row.reader_id),
    sealed: row.sealed === null ? null : String(row.sealed),
    intent: row.intent === null ? null : String(row.intent),
    attempts: Number(row.attempts),
    expiresAt: Number(row.expires_at),
  }
}
