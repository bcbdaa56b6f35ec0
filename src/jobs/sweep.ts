import * as attempts from '../store/attempts.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes } from '../store/db.ts'
import { dropDead, type Job } from '../store/jobs.ts'
import * as list from '../store/list.ts'
import * as events from '../store/security-events.ts'
import * as sessions from '../store/sessions.ts'
import * as tokens from '../store/tokens.ts'
import type { JobContext, Outcome } from './context.ts'

const HOUR = 3600
/** Rows of a table that one round deletes; while there are more, the next round is due at once. */
const CHUNK = 500
/** How long a saved article that was removed can be had back, and a mail that was given up is there to be seen. */
const KEPT = 30 * 24 * HOUR
/** How long an account's events are kept. */
const EVENTS_KEPT = 365 * 24 * HOUR

/**
 * Deletes what has ended: links, sessions, counters of attempts, challenges, old events, mails given up and saved
 * articles removed long ago. Runs every hour.
 */
export async function sweep({ db, shelf, now }: JobContext, _job: Job): Promise<Outcome> {
  const at = now()
  const people = await batch(db, [
    tokens.dropEnded(at, CHUNK),
    sessions.dropEnded(at, CHUNK),
    attempts.dropEnded(at, CHUNK),
    challenges.dropEnded(at, CHUNK),
    events.dropOlder(at - EVENTS_KEPT, CHUNK),
  ])
  const jobs = await batch(db, [dropDead(at - KEPT, CHUNK)])
  const shelves = await batch(shelf, [list.dropRemoved(at - KEPT, CHUNK)])
  const more = [...people.map((_, i) => changes(people, i)), changes(jobs, 0), changes(shelves, 0)].includes(CHUNK)
  return { again: more ? at : at + HOUR }
}
