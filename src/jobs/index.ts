import { MAX_ATTEMPTS } from '../core/limits.ts'
import { type Db, faultOf, open } from '../store/db.ts'
import { recordRun, type Tallies } from '../store/health.ts'
import { claim, dueSoon, fail, finish, finishUntil, giveBack, type Job, type JobKind } from '../store/jobs.ts'
import { claim as claiming } from './claim.ts'
import type { JobContext, Outcome } from './context.ts'
import { deletion } from './delete.ts'
import { exporting } from './export.ts'
import { extract } from './extract.ts'
import { importing } from './import.ts'
import { index } from './index-documents.ts'
import { intent } from './intent.ts'
import { keyword } from './keyword.ts'
import { mail } from './mail.ts'
import { publish } from './publish.ts'
import { rebuild } from './rebuild.ts'
import { recount } from './recount.ts'
import { refresh } from './refresh.ts'
import { relabel } from './relabel.ts'
import { remove } from './remove.ts'
import { rhythm } from './rhythm.ts'
import { saves } from './saves.ts'
import { send } from './send.ts'
import { stories } from './stories.ts'
import { sweep } from './sweep.ts'
import { texts } from './texts.ts'
import { topic } from './topic.ts'

/** Handlers are idempotent: they may run twice, never at the same time. What they throw makes the job run again later. */
const handlers: Record<JobKind, (context: JobContext, job: Job) => Promise<Outcome>> = {
  refresh,
  mail,
  intent,
  sweep,
  delete: deletion,
  index,
  extract,
  import: importing,
  export: exporting,
  rebuild,
  texts,
  recount,
  saves,
  rhythm,
  send,
  claim: claiming,
  stories,
  keyword,
  remove,
  relabel,
  topic,
  publish,
}

/** How many jobs are worked on side by side: an invocation has six connections, and D1 takes some of them. */
const AT_ONCE = 4
/** A run stops here: an invocation may send 1,000 statements, and one job may need a hundred. */
const STATEMENTS = 300

/** What waits for its turn, at a host or at a rate of mail: that comes in a few seconds, and a minute is too long. */
const TURNS = ['extract', 'send'] as const
const SOON = 3

/** What a run leaves behind: nothing, more than its share, or jobs whose turn comes in a few seconds. */
export type Left = 'nothing' | 'more' | 'soon'

/**
 * Works off the jobs that are due, until none is left or this run has done its share, and writes down what it did: the
 * desk shows it.
 */
export async function runDue(
  d1: { db: D1Database; search: D1Database },
  context: Omit<JobContext, 'db' | 'shelf' | 'search'>,
  by: 'cron' | 'queue',
): Promise<Left> {
  const tallies: Tallies = new Map()
  const begun = performance.now()
  const left = await workOff(d1, context, tallies)
  if (by === 'cron') count(tallies, 'cron', { done: 1, milliseconds: performance.now() - begun })
  await recordRun(open(d1.db), tallies, { cron: by === 'cron' }, context.now())
  return left
}

async function workOff(
  d1: { db: D1Database; search: D1Database },
  context: Omit<JobContext, 'db' | 'shelf' | 'search'>,
  tallies: Tallies,
): Promise<Left> {
  const counted = countStatements(d1.db)
  const db = open(counted.d1)
  const search = open(d1.search)
  // Of runs that wait for the same turns, those that had none themselves go on no further.
  const seen = new Set<JobKind>()
  while (counted.count() < STATEMENTS) {
    const due = await oneIssue(db, await claim(db, context.now(), AT_ONCE))
    if (due.length === 0) {
      const soon = TURNS.map(async (kind) => seen.has(kind) && dueSoon(db, kind, context.now(), SOON))
      return (await Promise.all(soon)).includes(true) ? 'soon' : 'nothing'
    }
    for (const { kind } of due) seen.add(kind)
    await Promise.all(due.map((job) => run({ ...context, db, shelf: db, search }, job, tallies)))
  }
  return 'more'
}

/**
 * An issue that goes out takes most of an invocation for itself: some 250 statements, and five connections over SMTP.
 * Of several the one that waited longest goes now.
 */
async function oneIssue(db: Db, due: Job[]): Promise<Job[]> {
  const [, ...others] = due.filter(({ kind }) => kind === 'send')
  await giveBack(db, others)
  return due.filter((job) => !others.includes(job))
}

async function run(context: JobContext, job: Job, tallies: Tallies): Promise<void> {
  const { db, now } = context
  const begun = performance.now()
  const took = () => performance.now() - begun
  try {
    // No failure was counted, so its runs died (of memory or time) and took the jobs beside them along: no more of that.
    if (job.attempts > MAX_ATTEMPTS) throw new Error('its runs die')
    const outcome = await handlers[job.kind](context, job)
    await (outcome ? finishUntil(db, job, outcome.again) : finish(db, job))
    count(tallies, job.kind, { done: 1, milliseconds: took() })
  } catch (error) {
    const { message } = faultOf(error)
    console.error(JSON.stringify({ job: job.kind, id: job.id, attempts: job.attempts, error: message }))
    await fail(db, job, now(), message)
    count(tallies, job.kind, { failed: 1, milliseconds: took() })
  }
}

function count(tallies: Tallies, kind: string, { done = 0, failed = 0, milliseconds = 0 }): void {
  const before = tallies.get(kind) ?? { done: 0, failed: 0, milliseconds: 0 }
  tallies.set(kind, {
    done: before.done + done,
    failed: before.failed + failed,
    milliseconds: before.milliseconds + Math.round(milliseconds),
  })
}

function countStatements(d1: D1Database): { d1: D1DatabaseSession; count: () => number } {
  const session = d1.withSession('first-primary')
  let sent = 0
  return {
    count: () => sent,
    d1: {
      prepare: (query) => {
        sent += 1
        return session.prepare(query)
      },
      batch: (statements) => session.batch(statements),
      getBookmark: () => session.getBookmark(),
    },
  }
}
