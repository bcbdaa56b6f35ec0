import { carryOut } from '../actions/intents.ts'
import { parseIntent } from '../core/intent.ts'
import type { Job } from '../store/jobs.ts'
import * as readers from '../store/readers.ts'
import type { JobContext, Outcome } from './context.ts'

/** What a new reader wanted, where the request that made the account died before it was done. */
export async function intent(context: JobContext, job: Job): Promise<Outcome> {
  const payload: { email: string; intent: string } = JSON.parse(job.payload ?? '')
  const [reader, wanted] = [await readers.byEmail(context.db, payload.email), parseIntent(payload.intent)]
  if (reader && wanted) await carryOut(context, { reader, intent: wanted, form: '/register' })
  return undefined
}
