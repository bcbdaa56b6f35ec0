import type { SQL } from 'drizzle-orm'
import { randomSecret, sha256 } from '../core/secrets.ts'
import * as challenges from '../store/challenges.ts'
import type { ActionContext } from './context.ts'

/** Seconds to find one's phone or key; whatever was asked is over after that. */
const LIFE = 5 * 60

type Given = Pick<challenges.Challenge, 'purpose'> &
  Partial<Pick<challenges.Challenge, 'readerId' | 'sealed' | 'intent'>>

/**
 * Asks a browser for something, once, where a condition holds; where it does not, no answer is good. Gives the token by
 * which its answer is known: 32 random bytes.
 */
export async function challenge({ db, now }: ActionContext, given: Given, condition?: SQL): Promise<string> {
  const token = randomSecret()
  await challenges.insert(db, { ...given, hash: sha256(token), expiresAt: now() + LIFE }, condition)
  return token
}
