import type { IssueItem, Why } from './issue.ts'
import { articleStems, holds, stemsOfRef } from './keyword.ts'
import { type Ranked, ranked } from './ranking.ts'

/** What a reader follows or mutes: a source's or topic's id, or a keyword, and the name it goes by. */
export type Choice = { kind: 'source' | 'topic' | 'keyword'; ref: string; label: string; muted: boolean }

type Article = IssueItem & Ranked & { topicIds: number[] }

const OF_SOURCE = 0.6
const OF_TOPIC = 0.4
const WITH_KEYWORD = 0.5

/**
 * Of these articles what somebody chose, ranked, each with why it is there; nothing that is muted. Of two readers with
 * the same choices both get the same in the same order.
 */
export function chosenOf<T extends Article>(articles: T[], choices: Choice[]): (T & { why: Why })[] {
  const matchers = choices.map(matcherOf)
  const wanted = matchers.filter(({ choice }) => !choice.muted)
  const muted = matchers.filter(({ choice }) => choice.muted)
  const found = articles.flatMap((article) => {
    if (muted.some(({ matches }) => matches(article))) return []
    const reasons = wanted.filter(({ matches }) => matches(article))
    const [first] = reasons.toSorted((a, b) => b.weight - a.weight || compare(a.choice.label, b.choice.label))
    if (!first) return []
    const { kind, label } = first.choice
    return [{ ...article, why: { kind, label }, weight: reasons.reduce((sum, { weight }) => sum + weight, 0) }]
  })
  return ranked(found, ({ weight }) => weight)
}

/** Nothing that is muted, in the order given: what there is for somebody who only mutes. */
export function withoutMuted<T extends Article>(articles: T[], choices: Choice[]): T[] {
  const muted = choices.filter((choice) => choice.muted).map(matcherOf)
  return articles.filter((article) => !muted.some(({ matches }) => matches(article)))
}

type Matcher = { choice: Choice; weight: number; matches: (article: Article) => boolean }

function matcherOf(choice: Choice): Matcher {
  const { kind, ref } = choice
  if (kind === 'source') return { choice, weight: OF_SOURCE, matches: ({ sourceId }) => sourceId === Number(ref) }
  if (kind === 'topic') return { choice, weight: OF_TOPIC, matches: ({ topicIds }) => topicIds.includes(Number(ref)) }
  const stems = stemsOfRef(ref)
  return { choice, weight: WITH_KEYWORD, matches: (article) => holds(stemsOf(article), stems) }
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
