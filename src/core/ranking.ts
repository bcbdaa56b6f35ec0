import { POINT } from './rank.ts'

/** What an order is made of: the stored rank (core/rank.ts), and whether its source is one that writes seldom. */
export type Ranked = { articleId: number; rank: number; picked: boolean; rare: boolean }

/** What an editor's pick adds to a rank, and being of a source that writes seldom: not to drown in those that do not. */
export const PICKED = 0.2
export const RARE = 0.3

/** The best first, with a bonus for what the editor picked, for rare sources, and whatever `bonus` adds. */
export function ranked<T extends Ranked>(articles: T[], bonus: (article: T) => number = () => 0): T[] {
  const scoreOf = (article: T) =>
    article.rank / POINT + (article.picked ? PICKED : 0) + (article.rare ? RARE : 0) + bonus(article)
  return articles
    .map((article) => ({ article, score: scoreOf(article) }))
    .toSorted((a, b) => b.score - a.score || b.article.articleId - a.article.articleId)
    .map(({ article }) => article)
}
