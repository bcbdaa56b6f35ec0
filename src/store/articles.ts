import { and, desc, eq, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import { articles, articleTopics, sources, texts, topics } from './schema/site.ts'

/** What a row of any list shows: never the text, and never more than it needs (ASVS 15.3.1). */
export type ArticleCard = {
  id: number
  title: string
  sourceName: string
  sourceId: number
  excerpt: string
  language: string
  direction: 'rtl' | 'ltr'
  words: number
  picture: string | null
  pictureAlt: string
  sortedAt: number
  updatedAt: number
}

/** A place in a list sorted by date: the last row that was shown. */
export type Cursor = { sortedAt: number; id: number }

export type TopicName = { id: number; slug: string; name: string }

const card = {
  id: articles.id,
  title: articles.title,
  sourceName: articles.sourceName,
  sourceId: articles.sourceId,
  excerpt: articles.excerpt,
  language: articles.language,
  direction: articles.direction,
  words: articles.words,
  picture: articles.picture,
  pictureAlt: articles.pictureAlt,
  sortedAt: articles.sortedAt,
  updatedAt: articles.updatedAt,
}

const newestFirst = [desc(articles.sortedAt), desc(articles.id)]

/** Rows before the cursor; without one, everything up to now, which also bounds the walk along the index. */
function before(cursor: Cursor | null, now: number, columns: { sortedAt: typeof articles.sortedAt; id: typeof articles.id }): SQL {
  return cursor
    ? sql`(${columns.sortedAt}, ${columns.id}) < (${cursor.sortedAt}, ${cursor.id})`
    : lte(columns.sortedAt, now)
}

function topicNames(db: Db) {
  return db.orm.select({ id: topics.id, slug: topics.slug, name: topics.name }).from(topics).orderBy(topics.position)
}
