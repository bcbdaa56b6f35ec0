import { index, integer, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core'

/**
 * Where an article is looked for by others that may tell its story: a band is each two of its most
 * telling words (core/story-bands.ts). WITHOUT ROWID, which drizzle-kit cannot say: the migration does.
 */
export const storyBands = sqliteTable(
  'story_bands',
  {
    band: integer().notNull(),
    articleId: integer('article_id').notNull(),
    sortedAt: integer('sorted_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.band, t.articleId] }), index('story_bands_old').on(t.sortedAt)],
)
