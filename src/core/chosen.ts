import { type Followable, type FollowState, isFollowed } from './follow.ts'
import type { IssueItem, Why } from './issue.ts'
import { articleStems, holds, stemsOfRef } from './keyword.ts'
import { type Ranked, ranked } from './ranking.ts'

/** What a reader follows, mutes or wants less of. */
export type Choice = Followable & Pick<FollowState, 'followed' | 'muted' | 'less'>

type Article = IssueItem & Ranked & { topicIds: number[] }

/** What a match adds to a rank, by what was followed; and what one adds that the reader wants less of. */
export const WEIGHTS = { source: 0.6, keyword: 0.5, topic: 0.4 } as const
export const LESS = -0.6

/**
 * Of these articles what somebody chose, ranked, each with why it is there; nothing that is muted. Of two readers with
 * the same choices both get the same in the same order.
 */
export function chosenOf<T extends Article>(articles: T[], choices: Choice[]): (T & { why: Why })[] {
  const matchers = choices.map(matcherOf)
  const wanted = matchers.filter(({ choice }) => isFollowed(choice))
  const found = withoutMuted(articles, choices).flatMap((article) => {
    const reasons = wanted.filter(({ matches }) => matches(article))
    const [first] = reasons.toSorted(
      ({ choice: a }, { choice: b }) => WEIGHTS[b.kind] - WEIGHTS[a.kind] || compare(a.label, b.label),
    )
    if (!first) return []
    const { kind, label } = first.choice
    const weight = reasons.reduce((sum, { choice }) => sum + WEIGHTS[choice.kind], lessOf(article, matchers))
    return [{ ...article, why: { kind, label }, weight }]
  })
  return ranked(found, ({ weight }) => weight)
}

/** For somebody who follows nothing: all of them, ranked, but for what they mute and want less of. */
export function unchosen<T extends Article>(articles: T[], choices: Choice[]): T[] {
  const matchers = choices.map(matcherOf)
  return ranked(withoutMuted(articles, choices), (article) => lessOf(article, matchers))
}

/** Nothing that is muted, in the order given. */
export function withoutMuted<T extends Article>(articles: T[], choices: Choice[]): T[] {
  const muted = choices.filter((choice) => choice.muted).map(matcherOf)
  return articles.filter((article) => !muted.some(({ matches }) => matches(article)))
}

type Matcher = { choice: Choice; matches: (article: Article) => boolean }

function lessOf(article: Article, matchers: Matcher[]): number {
  return matchers.some(({ choice, matches }) => choice.less && matches(article)) ? LESS : 0
}

function matcherOf(choice: Choice): Matcher {
  const { kind, ref } = choice
  if (kind === 'source') return { choice, matches: ({ sourceId }) => sourceId === Number(ref) }
  if (kind === 'topic') return { choice, matches: ({ topicIds }) => topicIds.includes(Number(ref)) }
  const stems = stemsOfRef(ref)
  return { choice, matches: (article) => holds(stemsOf(article), stems) }
}

/** One article is looked at for hundreds of readers: its stems are found once. */
const known = new WeakMap<Article, Set<string>>()

function stemsOf(article: Article): Set<string> {
  const stems = known.get(article) ?? articleStems(article)
  known.set(article, stems)
  return stems
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
