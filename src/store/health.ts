import { and, desc, gt, inArray, type SQL, sql } from 'drizzle-orm'
import type { Problem, Pulse } from '../core/health.ts'
import { batch, changes, type Db, type Row, rows } from './db.ts'
import { logEdit } from './edits.ts'
import { type Hour, tally } from './hours.ts'
import { type JobKind, LANES } from './jobs.ts'
import type { State } from './rebuild.ts'
import { sources } from './schema/site.ts'

type Lane = keyof typeof LANES

const NAMES = Object.keys(LANES) as Lane[]
/** The lanes of what somebody waits for, and of what has to go on. */
const PROMPT = NAMES.filter((name) => name === 'quick' || name === 'next')
/** Jobs of a lane that a look walks along: beyond that there are simply many. */
const WALKED = 1000
const SHOWN = 50
const CRON = 'cron'

/** What a run did of each kind. */
export type Tallies = Map<string, { done: number; failed: number; milliseconds: number }>

/** Writes down what a run did, in one batch; of a run of the cron also when it was. */
export async function recordRun(db: Db, tallies: Tallies, { cron }: { cron: boolean }, now: number): Promise<void> {
  const counted = [...tallies].map(([kind, numbers]) => tally({ kind, ...numbers }, now))
  const ran = sql`INSERT INTO settings (name, value) VALUES (${CRON}, ${String(now)})
    ON CONFLICT(name) DO UPDATE SET value = excluded.value`
  const statements = cron ? [...counted, ran] : counted
  if (statements.length > 0) await batch(db, statements)
}

/** One statement: when the cron last ran, and since when the oldest job is due that somebody waits for. */
export async function pulse(db: Db, now: number): Promise<Pulse> {
  const first = PROMPT.map((name) => sql`SELECT due_at FROM (${walk(name, now, 1)})`)
  const results = await batch(db, [
    sql`SELECT (SELECT value FROM settings WHERE name = ${CRON}) AS cron_at,
      (SELECT min(due_at) FROM (${sql.join(first, sql` UNION ALL `)})) AS oldest_due`,
  ])
  const { cron_at = null, oldest_due = null } = rows(results, 0)[0] ?? {}
  return {
    cronAt: cron_at === null ? null : Number(cron_at),
    oldestDue: oldest_due === null ? null : Number(oldest_due),
  }
}

/** Due jobs of a kind: how many wait, and since when the first. `atLeast`: their lane has more than were looked at. */
export type Waiting = { lane: Lane; kind: JobKind; waiting: number; atLeast: boolean; oldest: number }

/** What is due, by lane and kind; of a lane with very many the first of them. */
export async function queue(db: Db, now: number): Promise<Waiting[]> {
  const walks = NAMES.map((name) => sql`SELECT * FROM (${walk(name, now)})`)
  const results = await batch(db, [
    sql`SELECT lane, kind, sum(1) AS waiting, min(due_at) AS oldest
      FROM (${sql.join(walks, sql` UNION ALL `)}) GROUP BY lane, kind`,
  ])
  const found = rows(results, 0)
  const inLane = (lane: unknown) =>
    found.filter((row) => row.lane === lane).reduce((sum, { waiting }) => sum + Number(waiting), 0)
  return found.map((row) => ({
    lane: NAMES[Number(row.lane)] ?? 'quick',
    kind: row.kind as JobKind,
    waiting: Number(row.waiting),
    atLeast: inLane(row.lane) >= WALKED,
    oldest: Number(row.oldest),
  }))
}

export type GivenUp = { id: number; kind: JobKind; error: string; deadAt: number; forgettable: boolean }

/** Jobs that were given up, the latest first. */
export async function givenUp(db: Db): Promise<GivenUp[]> {
  const results = await batch(db, [
    sql`SELECT id, kind, error, dead_at FROM jobs WHERE dead_at IS NOT NULL
      ORDER BY dead_at DESC, id DESC LIMIT ${SHOWN}`,
  ])
  return rows(results, 0).map((row) => ({
    id: Number(row.id),
    kind: row.kind as JobKind,
    error: String(row.error ?? ''),
    deadAt: Number(row.dead_at),
    forgettable: FORGETTABLE.includes(row.kind as JobKind),
  }))
}

/** What is due of a lane, the oldest first. */
function walk(lane: Lane, until: number, most = WALKED): SQL {
  return sql`SELECT lane, kind, due_at FROM jobs
    WHERE lane = ${NAMES.indexOf(lane)} AND due_at <= ${until} AND dead_at IS NULL
    ORDER BY due_at LIMIT ${most}`
}

/** A job that was given up is due again. False: it is not there any more, or runs already. */
export async function retry(db: Db, id: number, editorId: number, now: number): Promise<boolean> {
  const dead = sql`id = ${id} AND dead_at IS NOT NULL`
  const results = await batch(db, [
    sql`UPDATE jobs SET dead_at = NULL, attempts = 0, due_at = ${now} WHERE ${dead}`,
    logEdit({ editorId, noun: 'job', ref: id, label: kindOf(id), action: 'retried' }, now),
  ])
  return changes(results, 0) === 1
}

/** What nobody misses for good: a mail, a wish, a row of the search index. All else is waited for. */
const FORGETTABLE: readonly JobKind[] = ['mail', 'intent', 'index']

/** A job that was given up is no more. False: it is not there, or is one that must not be lost. */
export async function forget(db: Db, id: number, editorId: number, now: number): Promise<boolean> {
  const kinds = JSON.stringify(FORGETTABLE)
  const dead = sql`id = ${id} AND dead_at IS NOT NULL AND kind IN (SELECT value FROM json_each(${kinds}))`
  const results = await batch(db, [
    logEdit({ editorId, noun: 'job', ref: id, label: kindOf(id), action: 'forgotten' }, now, {
      where: sql`EXISTS (SELECT 1 FROM jobs WHERE ${dead})`,
    }),
    sql`DELETE FROM jobs WHERE ${dead}`,
  ])
  return changes(results, 1) === 1
}

function kindOf(id: number): SQL {
  return sql`(SELECT kind FROM jobs WHERE id = ${id})`
}

/** An issue that waits, goes out or stopped, with its counters. */
export type UnderWay = {
  id: number
  title: string
  newsletter: string
  state: 'scheduled' | 'sending' | 'paused'
  reason: 'few' | 'empty' | 'broken' | 'refused' | null
  error: string | null
  numbers: Record<'audience' | 'sent' | 'failed' | 'uncertain' | 'dropped', number>
}

/** Issues of a newsletter that are looked at: nobody has more beside each other. */
const LATEST = 10

export async function issuesUnderWay(db: Db): Promise<UnderWay[]> {
  const results = await batch(db, [
    sql`SELECT issues.id, title, newsletters.name, issues.state, reason, error, audience, sent, failed, uncertain, dropped
      FROM newsletters CROSS JOIN issues ON issues.id IN (SELECT id FROM issues AS latest
        WHERE latest.newsletter_id = newsletters.id ORDER BY latest.id DESC LIMIT ${LATEST})
      WHERE issues.state IN ('scheduled', 'sending', 'paused')`,
  ])
  return rows(results, 0)
    .map(toUnderWay)
    .toSorted((a, b) => b.id - a.id)
}

function toUnderWay(row: Row): UnderWay {
  const [audience, sent, failed, uncertain, dropped] = [row.audience, row.sent, row.failed, row.uncertain, row.dropped]
  return {
    id: Number(row.id),
    title: String(row.title),
    newsletter: String(row.name),
    state: row.state as UnderWay['state'],
    reason: row.reason as UnderWay['reason'],
    error: row.error === null ? null : String(row.error),
    numbers: {
      audience: Number(audience),
      sent: Number(sent),
      failed: Number(failed),
      uncertain: Number(uncertain),
      dropped: Number(dropped),
    },
  }
}

export type FailingSource = Pick<
  typeof sources.$inferSelect,
  'id' | 'title' | 'feedUrl' | 'error' | 'errorDetail' | 'errorStreak'
>

/** Sources that are to be fetched and do not come, the longest first. */
export async function failingSources(db: Db): Promise<FailingSource[]> {
  const { id, title, feedUrl, error, errorDetail, errorStreak } = sources
  return db.orm
    .select({ id, title, feedUrl, error, errorDetail, errorStreak })
    .from(sources)
    .where(and(inArray(sources.state, ['active', 'gone']), gt(errorStreak, 0)))
    .orderBy(desc(errorStreak))
}

/** All of it, as the desk shows it. */
export type ServiceHealth = {
  problems: Problem[]
  pulse: Pulse
  queue: Waiting[]
  givenUp: GivenUp[]
  /** Of the last 14 days, oldest first; hours in which nothing ran are not there. */
  hours: Hour[]
  issues: UnderWay[]
  sources: FailingSource[]
  /** null: it does not answer. */
  search: State | null
  bytes: { main: number; search: number }
  now: number
}

/** Bytes that a database takes, as it says with every answer. */
export async function sizeOf(db: Db): Promise<number> {
  const [result] = await batch(db, [sql`SELECT 1`])
  return result?.meta.size_after ?? 0
}
