import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/** An issue (the key) on its way. */
export async function send(_context: JobContext, job: Job): Promise<Outcome> {
  throw new Error(`${job.kind} is not built yet`)
}
