import { AppError } from '../core/errors.ts'
import {
  changeOf,
  type Followable,
  type FollowKind,
  type FollowState,
  type FollowWish,
  keywordToFollow,
} from '../core/follow.ts'
import type { FieldError } from '../core/form.ts'
import * as followable from '../store/followable.ts'
import * as follows from '../store/follows.ts'
import type { ActionContext } from './context.ts'

/** What is changed of what: a wish, or a state that is had back. */
export type Wanted = { kind: FollowKind; ref: string; keyword: string; want: FollowWish | FollowState }

export type Said = { of: Followable; before: FollowState; after: FollowState }

/**
 * Says something of a topic, a source or a keyword, under the name that it has on the site or was typed with. What is
 * gone from the site can still be taken back.
 * @throws AppError('not_found') for what is not there, 'follows_full' where no more can be followed.
 */
export async function say({ db, shelf, now }: ActionContext, readerId: number, wanted: Wanted): Promise<Said> {
  const change = typeof wanted.want === 'string' ? changeOf(wanted.want) : wanted.want
  const found = wanted.kind === 'keyword' ? typedKeyword(wanted) : await followable.find(db, wanted.kind, wanted.ref)
  const of = found ?? { kind: wanted.kind, ref: wanted.ref, label: '' }
  const said = await follows.set(shelf, readerId, of, change, now())
  if (!said) throw new AppError(found ? 'follows_full' : 'not_found')
  const { label, before, after } = said
  return { of: { ...of, label }, before, after }
}

/** The keyword that a button names, if its words still come to that. */
function typedKeyword({ ref, keyword }: Wanted): Followable | null {
  const read = keywordToFollow(keyword)
  return typeof read === 'string' || read.ref !== ref ? null : read
}

/** Follows words as they were typed; or says what is wrong with them. */
export async function followTyped(
  context: ActionContext,
  readerId: number,
  typed: string,
): Promise<Said | { error: FieldError }> {
  const of = keywordToFollow(typed)
  if (typeof of === 'string') return { error: of }
  const said = await follows.set(context.shelf, readerId, of, changeOf('follow'), context.now())
  return said ? { of, before: said.before, after: said.after } : { error: 'followsFull' }
}
