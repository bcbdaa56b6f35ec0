import type { Job } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import * as readers from '../store/readers.ts'
import type { JobContext, Outcome } from './context.ts'

/**
 * An account (the job's key) has an email it did not have before: the subscriptions of that email are its own from now
 * on, and those of an email that it left are not. Those go on to whom had confirmed them.
 */
export async function claim({ db }: JobContext, job: Job): Promise<Outcome> {
  const readerId = Number(job.key)
  const email = await readers.emailOf(db, readerId)
  if (email !== null) await newsletters.claim(db, { readerId, email })
  return undefined
}
