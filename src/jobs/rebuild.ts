import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

export async function rebuild(_context: JobContext, _job: Job): Promise<Outcome> {
  throw new Error('not there yet')
}
