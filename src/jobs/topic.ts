import { renameTopic } from '../store/desk-newsletters.ts'
import { passOn } from '../store/desk-topics.ts'
import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/**
 * What a change of a topic leaves to be done. The key says it whole: `renamed:ID:OLD`, the slug by which newsletters draw
 * from it; `removed:ID:INTO`, after which its articles go to another topic, or to none where nothing follows.
 */
export async function topic({ db, now }: JobContext, { key }: Job): Promise<Outcome> {
  const [what, id, of = ''] = key.split(':')
  if (what === 'renamed') {
    await renameTopic(db, Number(id), of)
    return undefined
  }
  return (await passOn(db, Number(id), of === '' ? null : Number(of))) ? undefined : { again: now() }
}
