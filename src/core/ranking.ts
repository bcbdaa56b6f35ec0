import { POINT } from './rank.ts'

/** What a rank is made of. */
export type Ranked = { articleId: number; sourceId: number; sortedAt: number; picked: boolean }

/** What an editor's pick adds to a rank, and being of a source that writes seldom. */
export const PICKED = 0.2
export const RARE = 0.3
/** A source with so few articles among the candidates is a rare one: it is not to drown in those that write all day. */
const FEW = 2

/** Newest first, with a bonus for what the editor picked, for rare sources, and whatever `bonus` adds. */
export function ranked<T extends Ranked>(articles: T[], bonus: (article: T) => number = () => 0): T[] {
  const ofSource = Map.groupBy(articles, ({ sourceId }) => sourceId)
  const rankOf = (article: T) =>
    article.sortedAt / POINT +
    (article.picked ? PICKED : 0) +
    ((ofSource.get(article.sourceId)?.length ?? 0) <= FEW ? RARE : 0) +
    bonus(article)
  return articles
    .map((article) => ({ article, rank: rankOf(article) }))
    .toSorted((a, b) => b.rank - a.rank || b.article.articleId - a.article.articleId)
    .map(({ article }) => article)
}
