import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/** A reader (the key) whose email is theirs now. */
export async function claim(_context: JobContext, job: Job): Promise<Outcome> {
  throw new Error(`${job.kind} is not built yet`)
}
