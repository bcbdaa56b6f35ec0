import { type SQL, sql } from 'drizzle-orm'
import { MAX_ATTEMPTS } from '../core/limits.ts'
import { batch, type Db, type Row, rows } from './db.ts'

/** The lanes in which jobs stand: whatever is due in a lane goes before all that is due in the next. */
export const LANES = {
  /** What somebody waits for. */
  quick: ['refresh', 'mail', 'intent', 'sweep', 'delete', 'rhythm', 'claim', 'stories', 'keyword', 'topic', 'publish'],
  /** Issues on their way, and what search has to hear of: 50,000 rows where a tag on all of them is renamed. */
  next: ['send', 'index'],
  /** What takes long, step by step. */
  long: ['import', 'export', 'rebuild', 'texts', 'recount', 'saves', 'remove', 'relabel'],
  /** What comes in tens of thousands, and waits for other people's sites. */
  many: ['extract'],
} as const
export type JobKind = (typeof LANES)[keyof typeof LANES][number]

/** A claimed job: nobody else works on it until `leaseUntil`. */
export type Job = {
  id: number
  kind: JobKind
  key: string
  wanted: number
  leaseUntil: number
  attempts: number
  payload: string | null
}

/** Seconds a claim holds; a run that dies gives its jobs back after that. */
const LEASE = 300

/**
 * The statement that asks for a job, to stand in the batch of the change that needs it. Asked for again, the job
 * becomes due at the earlier time, in the earlier lane, and runs once more even if it is running now (`wanted`).
 * With `ifChanged` it is asked for only where the statement before changed a row.
 */
export function wish(
  job: { kind: JobKind; key: string; dueAt: number; payload?: object },
  { ifChanged = false }: { ifChanged?: boolean } = {},
): SQL {
  const payload = job.payload ? JSON.stringify(job.payload) : null
  return sql`INSERT INTO jobs (kind, key, lane, due_at, payload)
    SELECT ${job.kind}, ${job.key}, ${laneOf(job.kind)}, ${job.dueAt}, ${payload}
    WHERE ${ifChanged ? sql`changes() = 1` : sql`true`}
    ${onConflict}`
}

/** The number of a kind's lane: 0 goes first. */
export function laneOf(kind: JobKind): number {
  return Object.values(LANES).findIndex((kinds: readonly string[]) => kinds.includes(kind))
}

/** What asking for a job that is already there does; also for statements that ask for many jobs at once. */
export const onConflict: SQL = sql`ON CONFLICT(kind, key) DO UPDATE SET
  lane = min(lane, excluded.lane), due_at = min(due_at, excluded.due_at), wanted = wanted + 1, dead_at = NULL,
  attempts = CASE WHEN dead_at IS NULL THEN attempts ELSE 0 END`

/**
 * Takes up to `limit` due jobs and leases them: those that somebody waits for first, then oldest first. Gives them in
 * the order in which they became due.
 */
export async function claim(db: Db, now: number, limit: number): Promise<Job[]> {
  const due = Object.keys(LANES).map((_, lane) => dueOf(lane, now, limit))
  const results = await batch(db, [
    sql`UPDATE jobs SET lease_until = ${now + LEASE}, attempts = attempts + 1 WHERE id IN (
      SELECT id FROM (${sql.join(due, sql` UNION ALL `)}) LIMIT ${limit})
      RETURNING id, kind, key, wanted, due_at, lease_until, attempts, payload`,
  ])
  return rows(results, 0)
    .toSorted((a, b) => Number(a.due_at) - Number(b.due_at))
    .map(toJob)
}

/** Whether a job of this kind comes due within `seconds`. */
export async function dueSoon(db: Db, kind: JobKind, now: number, seconds: number): Promise<boolean> {
  return rows(await batch(db, [dueOf(laneOf(kind), now + seconds, 1)]), 0).length > 0
}

function dueOf(lane: number, now: number, limit: number): SQL {
  return sql`SELECT id FROM (SELECT id FROM jobs WHERE lane = ${lane} AND due_at <= ${now} AND lease_until <= ${now}
    AND dead_at IS NULL ORDER BY due_at LIMIT ${limit})`
}

/** Whether somebody works on a job at this moment: what it began with may be old by now. */
export async function isRunning(db: Db, kind: JobKind, key: string, now: number): Promise<boolean> {
  const results = await batch(db, [
    sql`SELECT id FROM jobs WHERE kind = ${kind} AND key = ${key} AND lease_until > ${now}`,
  ])
  return rows(results, 0).length > 0
}

/** How many of the next due jobs are looked through for more of one kind. */
const LOOKED_THROUGH = 500

/** Takes more jobs of a claimed one's kind, for work that is cheaper by the hundred. Their lease is the same. */
export async function claimMore(db: Db, job: Job, now: number, limit: number): Promise<Job[]> {
  const results = await batch(db, [
    sql`UPDATE jobs SET lease_until = ${job.leaseUntil}, attempts = attempts + 1 WHERE id IN (
      SELECT id FROM (SELECT id, kind FROM jobs
        WHERE lane = (SELECT lane FROM jobs WHERE id = ${job.id}) AND due_at <= ${now} AND lease_until <= ${now}
          AND dead_at IS NULL
        ORDER BY due_at LIMIT ${LOOKED_THROUGH})
      WHERE kind = ${job.kind} LIMIT ${limit})
      RETURNING id, kind, key, wanted, lease_until, attempts, payload`,
  ])
  return rows(results, 0).map(toJob)
}

/** `finish` for what `claimMore` took. */
export async function finishAll(db: Db, jobs: Job[]): Promise<void> {
  const [first] = jobs
  if (!first) return
  const done = JSON.stringify(jobs.map(({ id, wanted }) => ({ id, wanted })))
  const leased = sql`lease_until = ${first.leaseUntil}`
  await batch(db, [
    sql`DELETE FROM jobs WHERE id IN (SELECT id FROM (SELECT value ->> 'id' AS done_id, value ->> 'wanted' AS done_wanted
        FROM json_each(${done})) CROSS JOIN jobs ON id = done_id AND wanted = done_wanted WHERE ${leased})`,
    sql`UPDATE jobs SET lease_until = 0, attempts = 0
      WHERE id IN (SELECT value ->> 'id' FROM json_each(${done})) AND ${leased}`,
  ])
}

/** Gives back what was claimed together, untouched. */
export async function giveBack(db: Db, jobs: Job[]): Promise<void> {
  const [first] = jobs
  if (!first) return
  await batch(db, [
    sql`UPDATE jobs SET lease_until = 0, attempts = attempts - 1
      WHERE id IN (SELECT value FROM json_each(${JSON.stringify(jobs.map(({ id }) => id))}))
        AND lease_until = ${first.leaseUntil}`,
  ])
}

/** The job is done, unless somebody wished for it while it ran: then it is due again at once. */
export async function finish(db: Db, job: Job): Promise<void> {
  await batch(db, [
    sql`DELETE FROM jobs WHERE id = ${job.id} AND lease_until = ${job.leaseUntil} AND wanted = ${job.wanted}`,
    release(job),
  ])
}

/** Its work was done without it. One that runs at this moment finds its row gone and ends all the same. */
export async function withdraw(db: Db, kind: JobKind, key: string): Promise<void> {
  await batch(db, [sql`DELETE FROM jobs WHERE kind = ${kind} AND key = ${key}`])
}

/** Statement: a job that is not wanted any more, where a condition holds. */
export function dropJobIf(kind: JobKind, key: string, condition: SQL): SQL {
  return sql`DELETE FROM jobs WHERE kind = ${kind} AND key = ${key} AND ${condition}`
}

// Of a kind there may be thousands that wait, of all kinds few were given up: `+` keeps SQLite from going by the kind.

/** Statement: up to `limit` mails and wishes that were given up before a moment; they name emails. */
export function dropDead(before: number, limit: number): SQL {
  return sql`DELETE FROM jobs WHERE id IN (SELECT id FROM jobs
    WHERE dead_at <= ${before} AND +kind IN ('mail', 'intent') LIMIT ${limit})`
}

/**
 * Statement: up to `limit` jobs that were given up although what they are for goes on, an issue on its way or a rhythm
 * of a newsletter. What they failed of may be over: a busy database, or a fault that a new version mended.
 */
export function reviveDead(now: number, limit: number): SQL {
  return sql`UPDATE jobs SET dead_at = NULL, attempts = 0 WHERE id IN (SELECT id FROM jobs
    WHERE due_at <= ${now} AND dead_at IS NOT NULL AND +kind IN ('send', 'rhythm') LIMIT ${limit})`
}

/** A recurring job's finish: the same row, due at its next date. (Its own wish would keep the past date.) */
export async function finishUntil(db: Db, job: Job, next: number): Promise<void> {
  await batch(db, [
    sql`UPDATE jobs SET due_at = ${next}, lease_until = 0, attempts = 0, error = NULL
      WHERE id = ${job.id} AND lease_until = ${job.leaseUntil} AND wanted = ${job.wanted}`,
    release(job),
  ])
}

/** Statement: a run got on with its work. Should it die now, it did not die of that: such deaths are not counted. */
export function gotOn(job: Job): SQL {
  return sql`UPDATE jobs SET attempts = 1 WHERE id = ${job.id} AND lease_until = ${job.leaseUntil}`
}

/** The job failed: later again with a growing delay, given up after the eighth time. The error is kept. */
export async function fail(db: Db, job: Job, now: number, error: string): Promise<void> {
  const delay = Math.min(60 * 2 ** (job.attempts - 1), 6 * 3600)
  await batch(db, [
    sql`UPDATE jobs SET lease_until = 0, due_at = ${now + delay}, error = ${error.slice(0, 500)},
      dead_at = CASE WHEN attempts >= ${MAX_ATTEMPTS} THEN ${now} ELSE NULL END
      WHERE id = ${job.id} AND lease_until = ${job.leaseUntil}`,
  ])
}

function release(job: Job): SQL {
  return sql`UPDATE jobs SET lease_until = 0, attempts = 0 WHERE id = ${job.id} AND lease_until = ${job.leaseUntil}`
}

function toJob(row: Row): Job {
  return {
    id: Number(row.id),
    kind: row.kind as JobKind,
    key: String(row.key),
    wanted: Number(row.wanted),
    leaseUntil: Number(row.lease_until),
    attempts: Number(row.attempts),
    payload: row.payload === null ? null : String(row.payload),
  }
}
