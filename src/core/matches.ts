import { type Followable, followKey } from './follow.ts'
import { articleStems, holds, stemsOfRef } from './keyword.ts'

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
    const there = articleStems(article)
    return [...named, ...keywords.filter(({ stems }) => holds(there, stems)).map(({ choice }) => choice)]
  }
}
