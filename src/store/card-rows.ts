import { sql } from 'drizzle-orm'
import type { Told } from '../core/for-you.ts'
import type { ArticleCard } from './articles.ts'
import type { Row } from './db.ts'

/** An article as a list shows it, and what of it any order is made of. */
export type CardRow = Omit<ArticleCard, 'updatedAt'> & Pick<Told, 'rank' | 'storyId' | 'picked' | 'rare' | 'topicIds'>

/** A source that brings so few a week is a rare one. */
const SELDOM = 7

/** The topics of the `article` of a statement, as `topicIdsOf` reads them. */
export const topicIds = sql`(SELECT group_concat(topic_id) FROM article_topics WHERE article_id = article.id) AS topic_ids`

/** The columns of a `CardRow`, of the `article` of a statement and its source; `toCard` makes one of them. */
export const cardColumns = sql`article.id, article.title, source_id, source_name, excerpt, article.language,
  article.direction, words, picture, picture_alt, sorted_at, rank, story_id, picked_at, recent, ${topicIds}`

/** Until somebody looked for its story, an article is its own. */
export function toCard(row: Row): CardRow {
  const id = Number(row.id)
  return {
    id,
    title: String(row.title),
    sourceId: Number(row.source_id),
    sourceName: String(row.source_name),
    excerpt: String(row.excerpt),
    language: String(row.language),
    direction: row.direction === 'ltr' ? 'ltr' : 'rtl',
    words: Number(row.words),
    picture: row.picture === null ? null : String(row.picture),
    pictureAlt: String(row.picture_alt),
    sortedAt: Number(row.sorted_at),
    rank: Number(row.rank),
    storyId: Number(row.story_id ?? id),
    picked: row.picked_at !== null,
    rare: Number(row.recent) <= SELDOM,
    topicIds: topicIdsOf(row),
  }
}

export function topicIdsOf({ topic_ids: ids }: Row): number[] {
  return ids === null ? [] : String(ids).split(',').map(Number)
}
