import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { PAGE_STATUSES, type PageFault } from '../../core/page.ts'
import type { ExportFormat, ImportFormat, RowFault, TransferFault } from '../../core/transfer.ts'

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
    /** Percent of the text, 0 to 100, and the words at which it was left, on whichever device it was read last. */
    progress: integer().notNull().default(0),
    progressAt: integer('progress_at'),
    progressAnchor: text('progress_anchor').notNull().default(''),
    note: text().notNull().default(''),
    /** What the reader set for this article alone; it beats `direction`. */
    ownDirection: text('own_direction', { enum: ['rtl', 'ltr'] }),
    page: text({ enum: PAGE_STATUSES }).notNull().default('none'),
    pageFault: text('page_fault').$type<PageFault>(),
    pageAt: integer('page_at'),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.id] }),
    uniqueIndex('saved_url').on(t.readerId, t.urlKey),
    index('saved_unread').on(t.readerId, t.savedAt, t.id).where(sql`removed_at IS NULL AND archived_at IS NULL`),
    index('saved_archived')
      .on(t.readerId, t.archivedAt, t.id)
      .where(sql`removed_at IS NULL AND archived_at IS NOT NULL`),
    index('saved_favourite')
      .on(t.readerId, t.favouriteAt, t.id)
      .where(sql`removed_at IS NULL AND favourite_at IS NOT NULL`),
    index('saved_all').on(t.readerId, t.savedAt, t.id).where(sql`removed_at IS NULL`),
    index('saved_words').on(t.readerId, t.words, t.id).where(sql`removed_at IS NULL`),
    index('saved_source').on(t.readerId, t.sourceName, t.savedAt, t.id).where(sql`removed_at IS NULL`),
    index('saved_started')
      .on(t.readerId, t.progressAt)
      .where(sql`removed_at IS NULL AND archived_at IS NULL AND progress > 0 AND progress < 100`),
    index('saved_article').on(t.readerId, t.articleId),
    /** How many readers saved an article of the site. */
    index('saved_by').on(t.articleId).where(sql`article_id IS NOT NULL`),
    index('saved_removed').on(t.removedAt).where(sql`removed_at IS NOT NULL`),
  ],
)

/** Other urls that turned out to be the same page: what was typed, what redirected. The row's own key is in `saved`. */
export const savedUrls = sqliteTable(
  'saved_urls',
  {
    readerId: integer('reader_id').notNull(),
    urlKey: text('url_key').notNull(),
    savedId: integer('saved_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.readerId, t.urlKey] }), index('saved_urls_of').on(t.readerId, t.savedId, t.urlKey)],
)

/** Pages that one reader saved or pasted: never shared between readers; `store/texts.ts` is the only door. */
export const savedTexts = sqliteTable(
  'saved_texts',
  {
    readerId: integer('reader_id').notNull(),
    id: integer().notNull(),
    html: text().notNull(),
    sanitiser: integer().notNull(),
    truncated: integer().notNull().default(0),
    /** The reader pasted it: no later fetch takes its place. */
    pasted: integer().notNull().default(0),
    place: text({ enum: ['d1', 'r2'] })
      .notNull()
      .default('d1'),
    storedAt: integer('stored_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.id] }),
    index('saved_texts_in_d1').on(t.storedAt).where(sql`place = 'd1'`),
    index('saved_texts_sanitiser').on(t.sanitiser),
  ],
)

export const tags = sqliteTable(
  'tags',
  {
    readerId: integer('reader_id').notNull(),
    id: integer().notNull(),
    /** As the reader wrote it. */
    name: text().notNull(),
    /** `tagKey(name)`: what makes two spellings one tag. */
    key: text().notNull(),
    /** Rows of the list that carry it, removed ones not counted. */
    saved: integer().notNull().default(0),
    createdAt: integer('created_at').notNull(),
    /** Its rows in saved_tags stay until a job purges it, for undo. */
    removedAt: integer('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.id] }),
    uniqueIndex('tags_key').on(t.readerId, t.key),
    index('tags_removed').on(t.removedAt).where(sql`removed_at IS NOT NULL`),
  ],
)

export const savedTags = sqliteTable(
  'saved_tags',
  {
    readerId: integer('reader_id').notNull(),
    savedId: integer('saved_id').notNull(),
    tagId: integer('tag_id').notNull(),
    /** The row's, so that a tag's rows are walked in the list's order. */
    savedAt: integer('saved_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.savedId, t.tagId] }),
    index('saved_tags_of').on(t.readerId, t.tagId, t.savedAt, t.savedId),
  ],
)

/** A place in a text by its words and what stands around them (W3C TextQuoteSelector): it survives a new extraction. */
export const highlights = sqliteTable(
  'highlights',
  {
    readerId: integer('reader_id').notNull(),
    id: integer().notNull(),
    savedId: integer('saved_id').notNull(),
    quote: text().notNull(),
    prefix: text().notNull().default(''),
    suffix: text().notNull().default(''),
    /** Characters of the text before it: which of two equal places is meant. */
    position: integer().notNull().default(0),
    note: text().notNull().default(''),
    createdAt: integer('created_at').notNull(),
    removedAt: integer('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.readerId, t.id] }),
    index('highlights_of').on(t.readerId, t.savedId, t.id),
    index('highlights_latest').on(t.readerId, t.createdAt, t.id).where(sql`removed_at IS NULL`),
    index('highlights_removed').on(t.removedAt).where(sql`removed_at IS NOT NULL`),
  ],
)

/** A file on its way in. The file lies in FILES until it is worked off; `cursor` is where the next chunk begins. */
export const imports = sqliteTable(
  'imports',
  {
    readerId: integer('reader_id').notNull(),
    id: integer().notNull(),
    name: text().notNull(),
    bytes: integer().notNull(),
    format: text().$type<ImportFormat>(),
    state: text({ enum: ['storing', 'running', 'done', 'failed'] }).notNull(),
    fault: text().$type<TransferFault>(),
    cursor: text().notNull().default(''),
    /** Bytes worked off, for the bar. */
    bytesDone: integer('bytes_done').notNull().default(0),
    added: integer().notNull().default(0),
    known: integer().notNull().default(0),
    refused: integer().notNull().default(0),
    /** Rows that were taken without some of their tags, since a reader has as many as may be. */
    untagged: integer().notNull().default(0),
    createdAt: integer('created_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (t) => [primaryKey({ columns: [t.readerId, t.id] }), index('imports_created').on(t.createdAt)],
)

/** The rows of a file that could not be taken, or not whole, and why. */
export const importRows = sqliteTable(
  'import_rows',
  {
    readerId: integer('reader_id').notNull(),
    importId: integer('import_id').notNull(),
    /** Its number in the file, from 1. */
    row: integer().notNull(),
    fault: text().$type<RowFault>().notNull(),
    title: text().notNull().default(''),
    url: text().notNull().default(''),
  },
  (t) => [primaryKey({ columns: [t.readerId, t.importId, t.row] })],
)

/** A file on its way out: `parts` objects in FILES, joined when it is downloaded, kept 7 days. */
export const exports = sqliteTable(
  'exports',
  {
    readerId: integer('reader_id').notNull(),
    id: integer().notNull(),
    format: text().$type<ExportFormat>().notNull(),
    /** JSON: what of the list goes out; empty: all of it. */
    selection: text().notNull().default(''),
    state: text({ enum: ['running', 'done', 'failed'] }).notNull(),
    fault: text().$type<TransferFault>(),
    cursor: integer().notNull().default(0),
    parts: integer().notNull().default(0),
    items: integer().notNull().default(0),
    bytes: integer().notNull().default(0),
    createdAt: integer('created_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (t) => [primaryKey({ columns: [t.readerId, t.id] }), index('exports_finished').on(t.finishedAt)],
)

/** Numbers of one reader's shelf: the next id of each kind, and the counts that pages show. */
export const counters = sqliteTable('counters', {
  readerId: integer('reader_id').primaryKey(),
  nextSaved: integer('next_saved').notNull().default(1),
  nextTag: integer('next_tag').notNull().default(1),
  nextHighlight: integer('next_highlight').notNull().default(1),
  nextImport: integer('next_import').notNull().default(1),
  nextExport: integer('next_export').notNull().default(1),
  unread: integer().notNull().default(0),
  archived: integer().notNull().default(0),
  favourites: integer().notNull().default(0),
})
