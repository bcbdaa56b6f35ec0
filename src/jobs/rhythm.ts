import { alertsOfSlot } from '../actions/alert-issues.ts'
import { issueOfSlot } from '../actions/issues.ts'
import { unlessGone } from '../core/errors.ts'
import { nextAfter } from '../core/rhythm.ts'
import { issueTitle } from '../i18n/issue-title.ts'
import type { Job } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import type { JobContext, Outcome } from './context.ts'

/**
 * A newsletter (the key) and the next date of its rhythm. However many dates passed while the site was down, one issue
 * comes of them. One that rests or is sent by hand has no next date; saving it at the desk asks for this job again.
 */
export async function rhythm(context: JobContext, job: Job): Promise<Outcome> {
  const { db, config, now } = context
  const newsletter = await newsletters.find(db, { id: Number(job.key) }).catch(unlessGone)
  if (!newsletter) return undefined
  if (newsletter.state !== 'active') {
    // Dates that pass while it rests make no issue once it goes on.
    await newsletters.setNext(db, newsletter.id, null)
    return undefined
  }
  if (newsletter.nextAt !== null && newsletter.nextAt <= now()) {
    const ofSlot = newsletter.kind === 'alerts' ? alertsOfSlot : issueOfSlot
    await ofSlot(context, newsletter, newsletter.nextAt, issueTitle(config.site, now()))
  }
  const next = nextAfter(newsletter, now())
  await newsletters.setNext(db, newsletter.id, next)
  return next === null ? undefined : { again: next }
}
