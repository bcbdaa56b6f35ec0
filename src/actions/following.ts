import { AppError } from '../core/errors.ts'
import {
  changeOf,
  type Followable,
  type FollowKind,
  type FollowState,
  type FollowWish,
  followKey,
  keywordToFollow,
} from '../core/follow.ts'
import { arranged, type Following, type Shown, shownOf } from '../core/following.ts'
import type { FieldError } from '../core/form.ts'
import { stemsOfRef } from '../core/keyword.ts'
import * as followable from '../store/followable.ts'
import * as follows from '../store/follows.ts'
import { pageState } from '../store/page-state.ts'
import type { ActionContext } from './context.ts'
import { lastWeekWith } from './keywords.ts'

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

/** All that a reader has said, beside what the site has; of many sources those that are searched for. */
export async function followingOf(
  { db, shelf, config }: ActionContext,
  readerId: number,
  search: string,
): Promise<Following> {
  const [said, site] = await Promise.all([follows.followsOf(shelf, readerId), followable.all(db)])
  return arranged(said, site, { search, language: config.site.language })
}

/** Of one article what can be followed, with what a reader has said of it. */
export async function followingWithin(
  { db, shelf }: ActionContext,
  readerId: number,
  articleId: number,
): Promise<{ title: string; shown: Shown[] }> {
  const { title, offered } = await followable.within(db, articleId)
  const { said } = await pageState(shelf, readerId, { ids: [], follows: offered })
  return { title, shown: shownOf(offered, said) }
}

/** What words would catch, before they are followed; or what is wrong with them. */
export async function caughtBy(
  context: ActionContext,
  typed: string,
): Promise<{ count: number; more: boolean } | { error: FieldError }> {
  const of = keywordToFollow(typed)
  return typeof of === 'string' ? { error: of } : lastWeekWith(context, stemsOfRef(of.ref))
}

/** What a first choice holds: the keys of everything that was shown and of what of it is ticked, and a keyword, perhaps. */
export type FirstChoice = { shown: string[]; ticked: string[]; keyword: string }

/** Follows what is ticked and unfollows what is not, in one step. What the site does not have is left. */
export async function chooseFirst(
  { db, shelf, now }: ActionContext,
  readerId: number,
  { shown, ticked, keyword }: FirstChoice,
): Promise<{ error: FieldError } | undefined> {
  const typed = keyword.trim() ? keywordToFollow(keyword) : null
  if (typeof typed === 'string') return { error: typed }
  const { topics, sources } = await followable.all(db)
  const offered = [...topics, ...sources].filter((one) => shown.includes(followKey(one)))
  const isTicked = (one: Followable) => ticked.includes(followKey(one))
  const follow = offered.filter(isTicked)
  const unfollow = offered.filter((one) => !isTicked(one))
  const choice = { follow: typed ? [...follow, typed] : follow, unfollow, unmute: true }
  const { left } = await follows.choose(shelf, readerId, choice, now())
  return left > 0 ? { error: 'followsFull' } : undefined
}
