import { freezeAlerts } from '../actions/alert-issues.ts'
import { unlessGone } from '../core/errors.ts'
import { suppressionHash } from '../core/suppression.ts'
import { dropPending, freeze, nextDue, recover, setHashes, unhashed } from '../store/deliveries.ts'
import * as issues from '../store/issues.ts'
import type { Job } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import { begin } from './begin.ts'
import type { JobContext, Outcome } from './context.ts'
import { deliver } from './deliver.ts'

/**
 * An issue (the key) on its way: its audience is frozen step by step, then delivered chunk by chunk. Whatever ends this
 * job, the ledger says how it goes on; a paused issue has no job until it is resumed.
 */
export async function send(context: JobContext, job: Job): Promise<Outcome> {
  const { db, mailer, now } = context
  const id = Number(job.key)
  const issue = await begun(context, id)
  if (issue?.state === 'scheduled') return { again: issue.sendsAt ?? now() }
  if (issue?.state === 'cancelled') return cancelled(context, issue)
  if (issue?.state !== 'sending') return undefined
  if (!mailer.bulk) {
    await issues.stop(db, id, { reason: 'refused', error: 'no transport is set for newsletters' }, now())
    return undefined
  }
  if (await hashSome(context)) return { again: now() }
  if (issue.frozenAt === null && !(await frozen(context, issue))) return { again: now() }
  const newsletter = await newsletters.find(db, { id: issue.newsletterId })
  return deliver(context, { job, issue, newsletter, bulk: mailer.bulk })
}

/** The issue, which has begun if its time has come; null: it is gone. */
async function begun(context: JobContext, id: number): Promise<issues.Issue | null> {
  const { db, now } = context
  const issue = await issues.find(db, id).catch(unlessGone)
  if (issue?.state !== 'scheduled' || (issue.sendsAt ?? 0) > now()) return issue
  await begin(context, issue)
  return issues.find(db, id)
}

/** One more step; true: the audience is whole. */
function frozen(context: JobContext, issue: issues.Issue): Promise<boolean> {
  return issue.kind === 'alerts' ? freezeAlerts(context, issue) : freeze(context.db, issue, context.now())
}

async function cancelled({ db, now }: JobContext, issue: issues.Issue): Promise<Outcome> {
  await recover(db, issue.id, { again: false, now: now() })
  await dropPending(db, issue.id, now())
  const next = await nextDue(db, issue.id)
  if (next !== null) return { again: Math.max(next, now()) }
  await issues.finish(db, issue.id, now())
  return undefined
}

const HASHED_AT_ONCE = 5000

/**
 * A claim looks into the suppressions by the hash in the subscriber's row; rows of an older version have none. True:
 * there may be more of them.
 */
async function hashSome({ db, config }: JobContext): Promise<boolean> {
  const found = await unhashed(db, HASHED_AT_ONCE)
  if (found.length === 0) return false
  await setHashes(
    db,
    found.map(({ id, email }) => ({ id, hash: suppressionHash(config, email) })),
  )
  return found.length === HASHED_AT_ONCE
}
