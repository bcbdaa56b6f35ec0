import type { Followable, FollowState } from './follow.ts'
import type { IssueItem, Why } from './issue.ts'
import { LESS, matcher, reasonsIn, WEIGHTS } from './matches.ts'
import { type Ranked, ranked } from './ranking.ts'

/** What a reader follows, mutes or wants less of. */
export type Choice = Followable & Pick<FollowState, 'followed' | 'muted' | 'less'>

type Article = IssueItem & Ranked & { sourceId: number; topicIds: number[] }

/**
 * Of these articles what somebody chose, ranked, each with why it is there; nothing that is muted. Of two readers with
 * the same choices both get the same in the same order.
 */
export function chosenOf<T extends Article>(articles: T[], choices: Choice[]): (T & { why: Why })[] {
  const matching = matcher(choices)
  const found = withoutMuted(articles, choices).flatMap((article) => {
    const answers = matching(article)
    const reasons = reasonsIn(answers)
    const [first] = reasons
    if (!first) return []
    const { kind, label } = first
    const weight = reasons.reduce((sum, reason) => sum + WEIGHTS[reason.kind], lessIn(answers))
    return [{ ...article, why: { kind, label }, weight }]
  })
  return ranked(found, ({ weight }) => weight)
}

/** For somebody who follows nothing: all of them, ranked, but for what they mute and want less of. */
export function unchosen<T extends Article>(articles: T[], choices: Choice[]): T[] {
  const matching = matcher(choices)
  return ranked(withoutMuted(articles, choices), (article) => lessIn(matching(article)))
}

/** Nothing that is muted, in the order given. */
export function withoutMuted<T extends Article>(articles: T[], choices: Choice[]): T[] {
  const muting = matcher(choices.filter(({ muted }) => muted))
  return articles.filter((article) => muting(article).length === 0)
}

function lessIn(answers: Choice[]): number {
  return answers.some(({ less }) => less) ? LESS : 0
}
