import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { SourceError } from '../../core/source.ts'

/** A publisher's feed. When it is fetched next is its `refresh` job's date; errors stand here, never on the job. */
export const sources = sqliteTable('sources', {
  id: integer().primaryKey({ autoIncrement: true }),
  feedUrl: text('feed_url').notNull().unique(),
  /** Where a 301 or 308 pointed, how many runs in a row it parsed there, and when the old one was last tried. */
  movedUrl: text('moved_url'),
  movedRuns: integer('moved_runs').notNull().default(0),
  movedAt: integer('moved_at'),
  siteUrl: text('site_url'),
  title: text().notNull(),
  description: text().notNull().default(''),
  language: text().notNull().default('ar'),
  /** What an editor set for all of the source's articles; null: decided per article. */
  direction: text({ enum: ['rtl', 'ltr'] }),
  /** What readers may be shown here: the whole text, or an excerpt that leads to the source. */
  display: text({ enum: ['full', 'excerpt'] })
    .notNull()
    .default('excerpt'),
  topicId: integer('topic_id'),
  /** removed: an editor took it off; what it brought may have stayed. */
  state: text({ enum: ['active', 'paused', 'gone', 'removed'] })
    .notNull()
    .default('active'),
  /** Whether each article's page is fetched for its whole text, as the feed brings an excerpt only. */
  extracts: integer().notNull().default(0),
  /** Articles of the last seven days, counted by its runs, else every night: a rare source is not to drown. */
  recent: integer().notNull().default(0),
  /** Raised by every change of an editor's: who saves over a change they did not see is told. */
  version: integer().notNull().default(1),
  etag: text(),
  lastModified: text('last_modified'),
  checkedAt: integer('checked_at'),
  succeededAt: integer('succeeded_at'),
  error: text().$type<SourceError>(),
  errorDetail: text('error_detail'),
  errorStreak: integer('error_streak').notNull().default(0),
  createdAt: integer('created_at').notNull(),
})

/** One source's mention of an article. `hash` tells whether the item changed since it was last read. */
export const entries = sqliteTable(
  'entries',
  {
    sourceId: integer('source_id').notNull(),
    guid: text().notNull(),
    articleId: integer('article_id').notNull(),
    hash: text().notNull(),
    seenAt: integer('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.sourceId, t.guid] }), index('entries_article').on(t.articleId)],
)

export const articles = sqliteTable(
  'articles',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    urlKey: text('url_key').notNull().unique(),
    urlRule: integer('url_rule').notNull(),
    url: text().notNull(),
    title: text().notNull(),
    byline: text().notNull().default(''),
    sourceId: integer('source_id').notNull(),
    sourceName: text('source_name').notNull(),
    excerpt: text().notNull().default(''),
    language: text().notNull(),
    direction: text({ enum: ['rtl', 'ltr'] }).notNull(),
    words: integer().notNull().default(0),
    picture: text(),
    pictureAlt: text('picture_alt').notNull().default(''),
    publishedAt: integer('published_at'),
    /** The earlier of its date and our first sight; set once, so pages do not shift when an item is edited. */
    sortedAt: integer('sorted_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    hiddenAt: integer('hidden_at'),
    /** Ids, comma-separated: while it is hidden it stands in no topic, and gets these back. */
    hiddenTopics: text('hidden_topics').notNull().default(''),
    pickedAt: integer('picked_at'),
    /** How many readers saved it, ever. */
    saves: integer().notNull().default(0),
    /** Seconds: its date and what its saves add (core/rank.ts). It only grows, so pages along it repeat nothing. */
    rank: integer().notNull().default(0),
    /** The id of the first article that told this story; null until the job looked. */
    storyId: integer('story_id'),
    /** What an editor wrote and the source's next version leaves alone: `title`, `topics`, `picture`, comma-separated. */
    held: text().notNull().default(''),
    version: integer().notNull().default(1),
  },
  (t) => [
    index('articles_latest').on(t.sortedAt, t.id).where(sql`hidden_at IS NULL`),
    index('articles_of_source').on(t.sourceId, t.sortedAt, t.id).where(sql`hidden_at IS NULL`),
    index('articles_of_source_ranked').on(t.sourceId, t.rank, t.id).where(sql`hidden_at IS NULL`),
    index('articles_picked').on(t.pickedAt, t.id).where(sql`picked_at IS NOT NULL AND hidden_at IS NULL`),
    index('articles_hidden').on(t.hiddenAt, t.id).where(sql`hidden_at IS NOT NULL`),
    index('articles_of_story').on(t.storyId),
    index('articles_untold').on(t.id).where(sql`story_id IS NULL`),
  ],
)

/** Article html, in a table that no list ever selects; `store/texts.ts` is the only door. */
export const texts = sqliteTable(
  'texts',
  {
    articleId: integer('article_id').primaryKey(),
    html: text().notNull(),
    sanitiser: integer().notNull(),
    /** r2: `html` is empty, and the text lies in FILES. */
    place: text({ enum: ['d1', 'r2'] })
      .notNull()
      .default('d1'),
    truncated: integer().notNull().default(0),
    storedAt: integer('stored_at').notNull().default(0),
  },
  (t) => [index('texts_in_d1').on(t.storedAt).where(sql`place = 'd1'`), index('texts_sanitiser').on(t.sanitiser)],
)

/** When a host may be asked for a saved page again: one request at a time, with a pause, however many readers want it. */
export const hosts = sqliteTable(
  'hosts',
  {
    host: text().primaryKey(),
    nextAt: integer('next_at').notNull(),
  },
  (t) => [index('hosts_next').on(t.nextAt)],
)

export const topics = sqliteTable('topics', {
  id: integer().primaryKey({ autoIncrement: true }),
  slug: text().notNull().unique(),
  name: text().notNull(),
  position: integer().notNull(),
  version: integer().notNull().default(1),
})

/** What feeds call a category (folded) and the topic it means here. */
export const categories = sqliteTable('categories', {
  name: text().primaryKey(),
  topicId: integer('topic_id').notNull(),
})

export const articleTopics = sqliteTable(
  'article_topics',
  {
    topicId: integer('topic_id').notNull(),
    articleId: integer('article_id').notNull(),
    sortedAt: integer('sorted_at').notNull(),
    rank: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.articleId, t.topicId] }),
    index('article_topics_latest').on(t.topicId, t.sortedAt, t.articleId),
    index('article_topics_ranked').on(t.topicId, t.rank, t.articleId),
  ],
)
