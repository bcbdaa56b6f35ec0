import type { Job } from '../store/jobs.ts'
import * as rebuilds from '../store/rebuild.ts'
import type { JobContext, Outcome } from './context.ts'

/** Seconds until it is looked again whether the last index jobs are done. */
const PAUSE = 30

/**
 * Builds the search indexes anew beside those that are searched, a step a run: it empties the other side, wishes for
 * the index job of every row, and when those are done turns the name. All rows are written by the same job, so that a
 * row that changes meanwhile is never overwritten by what it was.
 */
export async function rebuild({ db, shelf, search, now }: JobContext, _job: Job): Promise<Outcome> {
  const state = await rebuilds.state(search)
  const { rebuild } = state
  const at = now()
  if (!rebuild) {
    await rebuilds.begin(search, state)
    return { again: at }
  }
  if (rebuild.until !== null) {
    if (await rebuilds.isWaiting(db, rebuild.until)) return { again: at + PAUSE }
    await rebuilds.turn(search, rebuild)
    return undefined
  }
  await rebuilds.goOn(search, await wished(rebuild, { db, shelf, at }))
  return { again: at }
}

async function wished(
  rebuild: rebuilds.Rebuild,
  { db, shelf, at }: { db: JobContext['db']; shelf: JobContext['shelf']; at: number },
): Promise<rebuilds.Rebuild> {
  const article = await rebuilds.wishNextArticles(db, rebuild.article, at)
  if (article !== null) return { ...rebuild, article }
  const saved = await rebuilds.wishNextSaved(shelf, rebuild, at)
  if (saved !== null) return { ...rebuild, ...saved }
  return { ...rebuild, until: await rebuilds.lastJob(db) }
}
