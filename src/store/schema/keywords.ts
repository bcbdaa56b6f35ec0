import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * A keyword that somebody follows: `ref` as their row names it (core/keyword.ts), `stems` (a JSON list) what an article
 * holds all of, `stem` the one of them by which it is found.
 */
export const keywords = sqliteTable(
  'keywords',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    ref: text().notNull().unique(),
    stem: text().notNull(),
    stems: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('keywords_stem').on(t.stem)],
)

/** The articles that hold a followed keyword, written when they come in: a page for one reader searches nothing. */
export const articleKeywords = sqliteTable(
  'article_keywords',
  {
    keywordId: integer('keyword_id').notNull(),
    articleId: integer('article_id').notNull(),
    sortedAt: integer('sorted_at').notNull(),
    rank: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.articleId, t.keywordId] }),
    index('article_keywords_latest').on(t.keywordId, t.sortedAt, t.articleId),
    index('article_keywords_ranked').on(t.keywordId, t.rank, t.articleId),
  ],
)

/** Words by which an article gets a topic that no category gave it; the columns as in `keywords`. */
export const topicRules = sqliteTable(
  'topic_rules',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    topicId: integer('topic_id').notNull(),
    /** As the editor wrote them. */
    words: text().notNull(),
    stem: text().notNull(),
    stems: text().notNull(),
  },
  (t) => [index('topic_rules_stem').on(t.stem), index('topic_rules_of_topic').on(t.topicId)],
)
