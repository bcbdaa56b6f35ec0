import type { SQL } from 'drizzle-orm'
import { rebuildIfNever } from '../actions/rebuild.ts'
import * as attempts from '../store/attempts.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes, type Db } from '../store/db.ts'
import { unfollowed } from '../store/follows.ts'
import { dropRemovedHighlights } from '../store/highlights.ts'
import { dropOldHours } from '../store/hours.ts'
import { dropDead, reviveDead, wish } from '../store/jobs.ts'
import * as keywords from '../store/keywords.ts'
import { dropOldLedger } from '../store/old-ledger.ts'
import { dropIdleHosts, purgeImports, purgeRemoved } from '../store/purge.ts'
import * as events from '../store/security-events.ts'
import * as sessions from '../store/sessions.ts'
import { dropRemovedTags } from '../store/tags.ts'
import * as tokens from '../store/tokens.ts'
import type { JobContext, Outcome } from './context.ts'

const HOUR = 3600
/** Rows of a table that one round deletes; while there are more, the next round is due at once. */
const CHUNK = 500
/**
 * How long what was removed from a list can be had back, and a mail that was given up, an import, or what was done in an
 * hour is there to be seen.
 */
const KEPT = 30 * 24 * HOUR
/** How long an account's events are kept. */
const EVENTS_KEPT = 365 * 24 * HOUR

/** How long it is kept who was sent an issue, once it has ended. */
const LEDGER_KEPT = 90 * 24 * HOUR

/** How long it is remembered when a host was asked for a page. */
const HOSTS_KEPT = 24 * HOUR

/**
 * Deletes what has ended: links, sessions, counters of attempts, challenges, old events, mails given up, ledgers of old
 * issues, and what was removed from lists long ago with all that stands on it. Takes issues up again that were given
 * up, and sees to it that a site from before there was search gets its index. Runs every hour.
 */
export async function sweep(context: JobContext): Promise<Outcome> {
  const { db, shelf, files, now } = context
  const at = now()
  const until = at - KEPT
  const more = [
    await swept(db, [
      tokens.dropEnded(at, CHUNK),
      sessions.dropEnded(at, CHUNK),
      attempts.dropEnded(at, CHUNK),
      challenges.dropEnded(at, CHUNK),
      events.dropOlder(at - EVENTS_KEPT, CHUNK),
    ]),
    await swept(db, [dropDead(until, CHUNK), reviveDead(at, CHUNK), dropOldHours(until, CHUNK)]),
    await swept(db, dropOldLedger(at - LEDGER_KEPT, CHUNK)),
    await swept(db, [dropIdleHosts(at - HOSTS_KEPT, CHUNK)]),
    await swept(shelf, [dropRemovedHighlights(until, CHUNK), ...dropRemovedTags(until, CHUNK)]),
    (await purgeRemoved(shelf, files, until, CHUNK)) === CHUNK,
    (await purgeImports(shelf, files, until, CHUNK)) === CHUNK,
  ]
  await lookAtKeywords(context)
  await rebuildIfNever(context)
  return { again: more.includes(true) ? at : at + HOUR }
}

/** Whether one of these statements found as much as it takes at once. */
async function swept(db: Db, statements: SQL[]): Promise<boolean> {
  const results = await batch(db, statements)
  return statements.some((_, i) => changes(results, i) === CHUNK)
}

/** Of some keywords each hour, those that nobody follows any more: an account may be gone with its choices. */
async function lookAtKeywords({ db, shelf, now }: JobContext): Promise<void> {
  const at = now()
  const idle = await unfollowed(shelf, await keywords.some(db, Math.floor(at / HOUR)))
  await batch(
    db,
    idle.map((ref) => wish({ kind: 'keyword', key: ref, dueAt: at })),
  )
}
