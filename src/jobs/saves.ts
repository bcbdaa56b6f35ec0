import type { Job } from '../store/jobs.ts'
import { countSaves, raise } from '../store/saves.ts'
import type { JobContext } from './context.ts'

/** After an article was saved, once for all who did within minutes: what it is ranked by. */
export async function saves({ db, shelf }: JobContext, { key }: Job): Promise<undefined> {
  const articleId = Number(key)
  await raise(db, articleId, await countSaves(shelf, articleId))
}
