import { type Followable, type FollowState, followKey, isFollowed } from './follow.ts'
import { articleStems, holds, stemsOfRef } from './keyword.ts'

/** What a match adds to a rank, by what was followed; and what one adds that the reader wants less of. */
export const WEIGHTS = { source: 0.6, keyword: 0.5, topic: 0.4 } as const
export const LESS = -0.6

/** What tells whether an article is about something that can be followed. */
type Matched = { sourceId: number; topicIds: number[]; title: string; excerpt: string }

/**
 * Which of these choices an article answers to: its source's, its topics', and those keywords of which it holds all
 * words. Its stems are found only where there is a keyword.
 */
export function matcher<C extends Pick<Followable, 'kind' | 'ref'>>(choices: C[]): (article: Matched) => C[] {
  const byKey = new Map(choices.map((choice) => [followKey(choice), choice]))
  const keywords = choices
    .filter(({ kind }) => kind === 'keyword')
    .map((choice) => ({ choice, stems: stemsOfRef(choice.ref) }))
  return (article) => {
    const ofTopics = article.topicIds.map((id) => followKey({ kind: 'topic', ref: String(id) }))
    const keys = [followKey({ kind: 'source', ref: String(article.sourceId) }), ...ofTopics]
    const named = keys.flatMap((key) => byKey.get(key) ?? [])
    if (keywords.length === 0) return named
    const there = stemsOf(article)
    return [...named, ...keywords.filter(({ stems }) => holds(there, stems)).map(({ choice }) => choice)]
  }
}

/** Of what an article answers to, what brings it in: the strongest first, in the same order for everybody. */
export function reasonsIn<C extends Followable & Pick<FollowState, 'followed' | 'muted'>>(found: C[]): C[] {
  return found.filter(isFollowed).toSorted((a, b) => WEIGHTS[b.kind] - WEIGHTS[a.kind] || byLabel(a, b))
}

export function byLabel(a: { label: string }, b: { label: string }): number {
  return a.label < b.label ? -1 : a.label > b.label ? 1 : 0
}

/** One article is looked at for hundreds of readers: its stems are found once. */
const known = new WeakMap<Matched, Set<string>>()

function stemsOf(article: Matched): Set<string> {
  const stems = known.get(article) ?? articleStems(article)
  known.set(article, stems)
  return stems
}
