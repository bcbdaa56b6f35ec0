import { isRunning, type Job } from '../store/jobs.ts'
import { type Place, relabelNext } from '../store/relabel.ts'
import type { JobContext, Outcome } from './context.ts'

const CHUNK = 200
const STEPS = 20
/** Until a run that began under the old name has ended. */
const PAUSE = 60

/** An editor renamed a source (the job's key), or set its direction: its articles carry both along. */
export async function relabel({ db, now }: JobContext, job: Job): Promise<Outcome> {
  if (await isRunning(db, 'refresh', job.key, now())) return { again: now() + PAUSE }
  let last: Place | null = { sortedAt: Number.MAX_SAFE_INTEGER, id: 0 }
  for (let step = 0; step < STEPS && last; step += 1) {
    last = await relabelNext(db, Number(job.key), last, now(), CHUNK)
  }
  return last ? { again: now() } : undefined
}
