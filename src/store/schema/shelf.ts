import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Every primary key here begins with reader_id, so that a shelf can move to a database of its own. */
export const saved = sqliteTable(
  'saved',
  {
    readerId: integer('reader_id').notNull(),
    id: integer().notNull(),
    urlKey: text('url_key').notNull(),
    urlRule: integer('url_rule').notNull(),
    url: text().notNull(),
    title: text().notNull(),
    byline: text().notNull().default(''),
    sourceName: text('source_name').notNull().default(''),
    picture: text(),
    language: text().notNull(),
    direction: text({ enum: ['rtl', 'ltr'] }).notNull(),
    words: integer().notNull().default(0),
    excerpt: text().notNull().default(''),
    /** The site's article whose text this is, if it has one. */
    articleId: integer('article_id'),
    savedAt: integer('saved_at').notNull(),
    archivedAt: integer('archived_at'),
    favouriteAt: integer('favourite_at'),
    /** Kept 30 days: undo and saving again revive the row; a job purges. */
    removedAt: integer('removed_at'),
    progress: integer().notNull().default(0),
    progressAt: integer('progress_at'),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.id] }),
    uniqueIndex('saved_url').on(t.readerId, t.urlKey),
    index('saved_unread').on(t.readerId, t.savedAt, t.id).where(sql`removed_at IS NULL AND archived_at IS NULL`),
    index('saved_archived')
      .on(t.readerId, t.archivedAt, t.id)
      .where(sql`removed_at IS NULL AND archived_at IS NOT NULL`),
    index('saved_article').on(t.readerId, t.articleId),
    index('saved_removed').on(t.removedAt).where(sql`removed_at IS NOT NULL`),
  ],
)

/** Numbers of one reader's shelf: the next saved id, and the counts that pages show. */
export const counters = sqliteTable('counters', {
  readerId: integer('reader_id').primaryKey(),
  nextSaved: integer('next_saved').notNull().default(1),
  unread: integer().notNull().default(0),
})
