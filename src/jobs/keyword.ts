import { articlesWith } from '../actions/keywords.ts'
import { stemsOfRef } from '../core/keyword.ts'
import { unfollowed } from '../store/follows.ts'
import type { Job } from '../store/jobs.ts'
import * as keywords from '../store/keywords.ts'
import type { JobContext, Outcome } from './context.ts'

const MOST = 200
const MINUTE = 60

type Context = Pick<JobContext, 'db' | 'shelf' | 'search' | 'now'>

/**
 * Brings the site in line with who follows a keyword (the key is its ref): what came before it was followed is found by
 * the search index, what comes after is looked through as it comes in; once nobody follows it, it is forgotten.
 */
export async function keyword(context: Context, { key: ref }: Pick<Job, 'key'>): Promise<Outcome> {
  const { db, shelf, now } = context
  if ((await unfollowed(shelf, [ref])).length > 0) return (await keywords.drop(db, ref)) ? undefined : { again: now() }
  const isNew = await keywords.add(db, ref, now())
  const { articles } = await articlesWith(context, stemsOfRef(ref))
  const ids = articles.slice(0, MOST).map(({ id }) => id)
  await keywords.hold(db, ref, ids)
  // What a source was bringing at this moment had been looked through before.
  return isNew ? { again: now() + MINUTE } : undefined
}
