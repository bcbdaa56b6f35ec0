import { workOff } from '../actions/imports.ts'
import { MAX_ATTEMPTS } from '../core/limits.ts'
import * as imports from '../store/imports.ts'
import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/**
 * The next chunks of a file on its way in (`READER:ID`); due again at once until it is worked off. A file that no run
 * gets on with is given up, so that its page says so.
 */
export async function importing(context: JobContext, { key, attempts }: Job): Promise<Outcome> {
  const [readerId, id] = key.split(':').map(Number) as [number, number]
  if (attempts >= MAX_ATTEMPTS) await imports.fail(context.shelf, readerId, id, 'damaged', context.now())
  const { left } = await workOff(context, readerId, id)
  return left ? { again: context.now() } : undefined
}
