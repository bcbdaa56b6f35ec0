import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Direction } from '../core/arabic.ts'
import type { PageFault, PageStatus } from '../core/page.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import { saved } from './schema/shelf.ts'

/** A saved article: the row carries all it shows, whatever becomes of the article. Ids count per reader. */
export type Saved = {
  id: number
  articleId: number | null
  url: string
  title: string
  byline: string
  sourceName: string
  picture: string | null
  language: string
  direction: 'rtl' | 'ltr'
  words: number
  excerpt: string
  savedAt: number
  archivedAt: number | null
  removedAt: number | null
}

/** A row as the list shows it: what its reader has done with it as well. */
export type ListRow = Saved & {
  favouriteAt: number | null
  /** Percent. */
  progress: number
  noted: boolean
  page: PageStatus
  pageFault: PageFault | null
  tags: string[]
  highlights: number
}

/** A row as a link to it. */
export type SavedLink = Pick<Saved, 'id' | 'articleId' | 'title' | 'language' | 'direction'>

/** An article of a public page that is in the list, with the saved row's id. */
export type Tick = { articleId: number; id: number; title: string; archivedAt: number | null }

/** The columns of a `ListRow`, of a row of `saved`; `asListRow` makes one of them. */
export const listRow = sql`saved.id, article_id AS articleId, url, title, byline, source_name AS sourceName, picture,
  language, coalesce(own_direction, direction) AS direction, words, excerpt, saved.saved_at AS savedAt,
  archived_at AS archivedAt, removed_at AS removedAt, favourite_at AS favouriteAt, progress, note <> '' AS noted, page,
  page_fault AS pageFault,
  (SELECT json_group_array(tags.name) FROM saved_tags AS named
    CROSS JOIN tags ON tags.reader_id = named.reader_id AND tags.id = named.tag_id AND tags.removed_at IS NULL
    WHERE named.reader_id = saved.reader_id AND named.saved_id = saved.id) AS tags,
  (SELECT coalesce(sum(1), 0) FROM highlights
    WHERE highlights.reader_id = saved.reader_id AND saved_id = saved.id AND highlights.removed_at IS NULL) AS highlights`

export function asListRow(row: Row): ListRow {
  return { ...row, noted: row.noted === 1, tags: JSON.parse(String(row.tags)) } as ListRow
}

/** Which of these articles (at most 60) are in the list. */
export async function ticks(shelf: Db, readerId: number, articleIds: number[]): Promise<Tick[]> {
  return rows(await batch(shelf, [ticked(readerId, articleIds)]), 0) as Tick[]
}

/** Statement: the same, each row a `Tick`. */
export function ticked(readerId: number, articleIds: number[]): SQL {
  return sql`SELECT article_id AS articleId, id, title, archived_at AS archivedAt FROM saved
    WHERE reader_id = ${readerId} AND removed_at IS NULL
      AND article_id IN (SELECT value FROM json_each(${JSON.stringify(articleIds)}))`
}

/**
 * Builder: unread rows as links, by the index that holds no others: left alone, SQLite may walk the one of all rows,
 * past however many were archived.
 */
export function unreadLinks(shelf: Db, readerId: number, beyond?: SQL) {
  return shelf.orm
    .select({
      id: sql<number>`${saved.id}`,
      articleId: sql<number | null>`${saved.articleId}`,
      title: sql<string>`${saved.title}`,
      language: sql<string>`${saved.language}`,
      direction: ownDirection,
    })
    .from(sql`saved INDEXED BY saved_unread`)
    .where(and(eq(saved.readerId, readerId), isNull(saved.removedAt), isNull(saved.archivedAt), beyond))
}

/** The direction that a row is shown in: its reader's, else the stored one. */
export const ownDirection = sql<Direction>`coalesce(${saved.ownDirection}, ${saved.direction})`
