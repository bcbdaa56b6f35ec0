import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What a reader follows, mutes or wants less of: `ref` is a source's or topic's id, or a keyword's (core/keyword.ts);
 * `label` what it is shown as. What is muted is not followed, whatever `followed` says.
 */
export const follows = sqliteTable(
  'follows',
  {
    readerId: integer('reader_id').notNull(),
    kind: text({ enum: ['source', 'topic', 'keyword'] }).notNull(),
    ref: text().notNull(),
    label: text().notNull(),
    muted: integer().notNull().default(0),
    /** 0: neither followed nor muted, only wanted less of. */
    followed: integer().notNull().default(1),
    less: integer().notNull().default(0),
    /** keyword: whether an alert names the articles that hold it. */
    alerts: integer().notNull().default(0),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.kind, t.ref] }),
    index('follows_of_keyword')
      .on(t.ref, t.alerts, t.readerId)
      .where(sql`kind = 'keyword' AND followed = 1 AND muted = 0`),
  ],
)
