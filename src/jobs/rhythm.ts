import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/** A newsletter (the key) whose rhythm has an issue due. */
export async function rhythm(_context: JobContext, job: Job): Promise<Outcome> {
  throw new Error(`${job.kind} is not built yet`)
}
