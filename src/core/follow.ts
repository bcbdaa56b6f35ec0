import * as v from 'valibot'
import { keywordOf } from './keyword.ts'

/** What can be followed; its `ref` is a source's or topic's id, or a keyword's (core/keyword.ts). */
export const FOLLOW_KINDS = ['topic', 'source', 'keyword'] as const
export type FollowKind = (typeof FOLLOW_KINDS)[number]

/** What names one thing that may be followed, and what it is shown as. */
export type Followable = { kind: FollowKind; ref: string; label: string }

export function followableOf(kind: 'topic' | 'source', id: number, label: string): Followable {
  return { kind, ref: String(id), label }
}

/** What a reader has said of it. What is muted is not followed, whatever `followed` says. */
export type FollowState = { followed: boolean; muted: boolean; less: boolean; alerts: boolean }

export type Follow = Followable & FollowState

export const NOTHING: FollowState = { followed: false, muted: false, less: false, alerts: false }

/** Rows of one reader, and how many of them may be keywords: each costs every article that comes in. */
export const MOST_FOLLOWS = 500
export const MOST_KEYWORDS = 100

/** What a button can want. A new wish takes back what would say the opposite; what was muted is had back as it was. */
const CHANGES = {
  follow: { followed: true, muted: false, less: false },
  unfollow: { followed: false, alerts: false },
  mute: { muted: true },
  unmute: { muted: false },
  less: { less: true },
  more: { less: false },
} as const satisfies Record<string, Partial<FollowState>>

export type FollowWish = keyof typeof CHANGES
export const FOLLOW_WISHES = Object.keys(CHANGES) as [FollowWish, ...FollowWish[]]

export function changeOf(wish: FollowWish): Partial<FollowState> {
  return CHANGES[wish]
}

/** A `ref` as a form sends it. */
export const refField = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}\p{M} ]{1,400}$/u))

const FLAGS = ['followed', 'muted', 'less', 'alerts'] as const

/** A state in four digits, as the form of an undo carries it. */
export function stateText(state: FollowState): string {
  return FLAGS.map((flag) => Number(state[flag])).join('')
}

export const stateField = v.pipe(
  v.string(),
  v.regex(/^[01]{4}$/),
  v.transform((text) => Object.fromEntries(FLAGS.map((flag, i) => [flag, text[i] === '1'])) as FollowState),
)

/** Whether it is of a state what somebody wants to see. */
export function isFollowed({ followed, muted }: Pick<FollowState, 'followed' | 'muted'>): boolean {
  return followed && !muted
}

/** The one string that names it: in a page, and among others. */
export function followKey({ kind, ref }: Pick<Followable, 'kind' | 'ref'>): string {
  return `${kind}:${ref}`
}

/** Keys as boxes send them, each a field of its own. */
export const keysField = v.optional(
  v.pipe(
    v.union([v.string(), v.array(v.string())]),
    v.transform((given) => [given].flat()),
    v.array(v.pipe(v.string(), v.regex(/^(topic|source):\d{1,15}$/))),
  ),
  [],
)

/** Words as they were typed, to be followed; or the key of what is wrong with them. */
export function keywordToFollow(typed: string): Followable | 'keywordShort' | 'keywordLong' | 'keywordCommon' {
  const read = keywordOf(typed)
  if (read === 'short') return 'keywordShort'
  if (read === 'long') return 'keywordLong'
  if (read === 'common') return 'keywordCommon'
  return { kind: 'keyword', ref: read.ref, label: read.label }
}
