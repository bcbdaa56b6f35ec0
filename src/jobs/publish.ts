import { publishDue } from '../actions/drafts.ts'
import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/** Sends an article of the site's own out (the key is its draft) once its date has come. */
export async function publish(context: JobContext, { key }: Job): Promise<Outcome> {
  const again = await publishDue(context, Number(key))
  return again === null ? undefined : { again }
}
