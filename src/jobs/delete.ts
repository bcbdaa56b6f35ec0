import { deleteAccount } from '../actions/deletion.ts'
import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/** The end of an account (the job's key), seven days after it was asked for. */
export async function deletion(context: JobContext, job: Job): Promise<Outcome> {
  const again = await deleteAccount(context, Number(job.key))
  return again === null ? undefined : { again }
}
