import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { EditNoun } from '../../core/edit.ts'

/**
 * Every change made at the desk, with who and when. Only ever added to, but that the email of an account goes with it.
 * Like `jobs`, it stands in each database.
 */
export const edits = sqliteTable(
  'edits',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    editedAt: integer('edited_at').notNull(),
    /** The reader who is the editor; their name is another family's. */
    editorId: integer('editor_id').notNull(),
    noun: text().$type<EditNoun>().notNull(),
    /** The id of what was changed; 0 where there are many. */
    ref: integer().notNull(),
    /** What it was called at that time. */
    label: text().notNull(),
    /** What was done, of the closed list in core/edit.ts. */
    action: text().notNull(),
    /** What was there and what came (JSON of the fields that changed): what an undo needs. */
    before: text().notNull().default('{}'),
    after: text().notNull().default('{}'),
  },
  (t) => [index('edits_of').on(t.noun, t.ref, t.id)],
)

/** An article of the site's own, from the first line to its page. */
export const drafts = sqliteTable(
  'drafts',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    title: text().notNull(),
    markdown: text().notNull(),
    excerpt: text().notNull().default(''),
    byline: text().notNull().default(''),
    picture: text(),
    pictureAlt: text('picture_alt').notNull().default(''),
    /** Ids, comma-separated. */
    topicIds: text('topic_ids').notNull().default(''),
    state: text({ enum: ['draft', 'scheduled', 'published'] })
      .notNull()
      .default('draft'),
    publishesAt: integer('publishes_at'),
    /** Its article, once it is out. */
    articleId: integer('article_id'),
    version: integer().notNull().default(1),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('drafts_latest').on(t.updatedAt, t.id)],
)

/** What was done in one hour, by kind: of each kind of job, how many went well, how many failed, and how long they took. */
export const hours = sqliteTable(
  'hours',
  {
    /** Unix seconds of its beginning. */
    hour: integer().notNull(),
    kind: text().notNull(),
    done: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    milliseconds: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.hour, t.kind] })],
)
