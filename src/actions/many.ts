import { AppError } from '../core/errors.ts'
import type { ManyAct, ManyDone } from '../core/many.ts'
import { tagKey } from '../core/tag.ts'
import { setMany, tagMany, untagMany } from '../store/many.ts'
import type { ActionContext } from './context.ts'

type Wanted = { readerId: number; act: ManyAct; ids: number[]; tag?: string }

/**
 * Does one act to many rows; `ids` are those that it changed. `full`: the tag could not be made.
 * @throws AppError('invalid') for an act on a tag that names none
 */
export async function doMany(
  { shelf, now }: ActionContext,
  { readerId, act, ids, tag }: Wanted,
): Promise<ManyDone & { full: boolean }> {
  const at = now()
  if (act !== 'tagged' && act !== 'untagged') {
    return { act, ids: await setMany(shelf, readerId, ids, act, at), full: false }
  }
  if (!tag) throw new AppError('invalid')
  const named = { name: tag, key: tagKey(tag) }
  if (act === 'untagged') return { act, ids: await untagMany(shelf, readerId, ids, named, at), tag, full: false }
  const { changed, full } = await tagMany(shelf, readerId, ids, named, at)
  return { act, ids: changed, tag, full }
}
