import type { SQL } from 'drizzle-orm'
import * as challenges from '../store/challenges.ts'
import * as factors from '../store/factors.ts'
import * as passwords from '../store/passwords.ts'
import * as sessions from '../store/sessions.ts'
import * as tokens from '../store/tokens.ts'

/**
 * Statements: where a condition holds, whoever knew the password has nothing left of the account: no password, session,
 * link or step under way, and no factor that came at or after `since`. A reset link is the reader's way in.
 */
export function shutOut(readerId: number, since: number, condition: SQL): SQL[] {
  return [
    passwords.drop(readerId, condition),
    sessions.endAll(readerId, condition),
    tokens.dropOf(readerId, ['reset', 'email'], condition),
    challenges.dropOf(readerId, condition),
    ...factors.dropSince(readerId, since, condition),
  ]
}
