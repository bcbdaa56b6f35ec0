import { batch } from '../store/db.ts'
import { wish } from '../store/jobs.ts'
import { state } from '../store/rebuild.ts'
import type { ActionContext } from './context.ts'

type Context = Pick<ActionContext, 'db' | 'search' | 'now'>

/** The search indexes are built anew, beside those that are searched meanwhile. Asked for twice, it is done once. */
export async function wishRebuild({ db, now }: Context): Promise<void> {
  await batch(db, [wish({ kind: 'rebuild', key: 'all', dueAt: now() })])
}

/** The first start of a site that is older than its search. */
export async function rebuildIfNever(context: Context): Promise<void> {
  const { live, rebuild } = await state(context.search)
  if (live === null && rebuild === null) await wishRebuild(context)
}
