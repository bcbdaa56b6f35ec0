import { workOff } from '../actions/imports.ts'
import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/** The next chunks of a file on its way in (`READER:ID`); due again at once until it is worked off. */
export async function importing(context: JobContext, { key }: Job): Promise<Outcome> {
  const [readerId, id] = key.split(':').map(Number) as [number, number]
  const { left } = await workOff(context, readerId, id)
  return left ? { again: context.now() } : undefined
}
