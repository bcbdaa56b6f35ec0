import { and, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import type { Cursor } from './articles.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import { counters, saved } from './schema/shelf.ts'

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

/** What a save copies from its article. */
export type SavedCopy = Omit<Saved, 'id' | 'savedAt' | 'archivedAt' | 'removedAt'> & { urlKey: string; urlRule: number }

export type ListState = 'unread' | 'archived'

/** The shelf in the words of a public page: which of its articles are saved, and the saved one's id. */
export type Tick = { articleId: number; id: number; title: string; archivedAt: number | null }

const PAGE = 50

const columns = {
  id: saved.id,
  articleId: saved.articleId,
  url: saved.url,
  title: saved.title,
  byline: saved.byline,
  sourceName: saved.sourceName,
  picture: saved.picture,
  language: saved.language,
  direction: saved.direction,
  words: saved.words,
  excerpt: saved.excerpt,
  savedAt: saved.savedAt,
  archivedAt: saved.archivedAt,
  removedAt: saved.removedAt,
}

/** Saves, or brings back what was removed; what is there stays as it is, archived or not. */
export async function save(shelf: Db, readerId: number, copy: SavedCopy, now: number): Promise<Saved> {
  const results = await batch(shelf, [
    sql`INSERT INTO counters (reader_id) VALUES (${readerId}) ON CONFLICT DO NOTHING`,
    sql`INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, byline, source_name, picture, language, direction,
        words, excerpt, article_id, saved_at)
      SELECT ${readerId}, next_saved, ${copy.urlKey}, ${copy.urlRule}, ${copy.url}, ${copy.title}, ${copy.byline},
        ${copy.sourceName}, ${copy.picture}, ${copy.language}, ${copy.direction}, ${copy.words}, ${copy.excerpt},
        ${copy.articleId}, ${now}
      FROM counters WHERE reader_id = ${readerId}
      ON CONFLICT(reader_id, url_key) DO UPDATE SET removed_at = NULL, archived_at = NULL, saved_at = excluded.saved_at
        WHERE removed_at IS NOT NULL`,
    sql`UPDATE counters SET next_saved = next_saved + 1, unread = unread + 1
      WHERE reader_id = ${readerId} AND changes() = 1`,
    sql`SELECT * FROM saved WHERE reader_id = ${readerId} AND url_key = ${copy.urlKey}`,
  ])
  return only(results)
}

/** @throws AppError('not_found') for what is not in this reader's list, or was removed. */
export async function setArchived(
  shelf: Db,
  readerId: number,
  id: number,
  wanted: boolean,
  now: number,
): Promise<Saved> {
  const row = sql`reader_id = ${readerId} AND id = ${id}`
  const results = await batch(shelf, [
    wanted
      ? sql`UPDATE saved SET archived_at = ${now} WHERE ${row} AND removed_at IS NULL AND archived_at IS NULL`
      : sql`UPDATE saved SET archived_at = NULL WHERE ${row} AND removed_at IS NULL AND archived_at IS NOT NULL`,
    sql`UPDATE counters SET unread = unread + ${wanted ? -1 : 1} WHERE reader_id = ${readerId} AND changes() = 1`,
    sql`SELECT * FROM saved WHERE ${row} AND removed_at IS NULL`,
  ])
  return only(results)
}

/**
 * Takes a row off the list, or puts it back as it was, archived or not. The row itself stays for 30 days.
 * @throws AppError('not_found') for what never was in this reader's list.
 */
export function setRemoved(shelf: Db, readerId: number, id: number, wanted: boolean, now: number): Promise<Saved> {
  return remove(shelf, readerId, sql`reader_id = ${readerId} AND id = ${id}`, wanted, now)
}

/** The same by the article, for pages that know no saved id. */
export function setArticleRemoved(
  shelf: Db,
  readerId: number,
  articleId: number,
  wanted: boolean,
  now: number,
): Promise<Saved> {
  const id = sql`(SELECT max(id) FROM saved WHERE reader_id = ${readerId} AND article_id = ${articleId})`
  return remove(shelf, readerId, sql`reader_id = ${readerId} AND id = ${id}`, wanted, now)
}

async function remove(shelf: Db, readerId: number, row: SQL, wanted: boolean, now: number): Promise<Saved> {
  const results = await batch(shelf, [
    wanted
      ? sql`UPDATE saved SET removed_at = ${now} WHERE ${row} AND removed_at IS NULL`
      : sql`UPDATE saved SET removed_at = NULL WHERE ${row} AND removed_at IS NOT NULL`,
    sql`UPDATE counters SET unread = unread + ${wanted ? -1 : 1} WHERE reader_id = ${readerId} AND changes() = 1
      AND EXISTS (SELECT 1 FROM saved WHERE ${row} AND archived_at IS NULL)`,
    sql`SELECT * FROM saved WHERE ${row}`,
  ])
  return only(results)
}

/** Statement: up to `limit` rows, of all readers, that were removed at `until` or before. */
export function dropRemoved(until: number, limit: number): SQL {
  return sql`DELETE FROM saved WHERE rowid IN (SELECT rowid FROM saved WHERE removed_at <= ${until} LIMIT ${limit})`
}

/** Fifty rows: the unread by when they were saved, the archived by when they were archived, newest first. */
export async function page(
  shelf: Db,
  readerId: number,
  { state, before }: { state: ListState; before: Cursor | null },
): Promise<{ saved: Saved[]; unread: number; older: Cursor | null }> {
  const sortedBy = state === 'unread' ? saved.savedAt : saved.archivedAt
  const [found, [counter]] = await shelf.orm.batch([
    shelf.orm
      .select(columns)
      .from(saved)
      .where(
        and(
          eq(saved.readerId, readerId),
          isNull(saved.removedAt),
          state === 'unread' ? isNull(saved.archivedAt) : isNotNull(saved.archivedAt),
          before ? sql`(${sortedBy}, ${saved.id}) < (${before.sortedAt}, ${before.id})` : undefined,
        ),
      )
      .orderBy(desc(sortedBy), desc(saved.id))
      .limit(PAGE + 1),
    unreadOf(shelf, readerId),
  ])
  const last = found.length > PAGE ? found[PAGE - 1] : undefined
  const lastAt = last && (state === 'unread' ? last.savedAt : last.archivedAt)
  return {
    saved: found.slice(0, PAGE),
    unread: counter?.unread ?? 0,
    older: last && lastAt ? { sortedAt: lastAt, id: last.id } : null,
  }
}

/** @throws AppError('not_found') for what is not in this reader's list, or was removed. */
export async function find(shelf: Db, readerId: number, id: number): Promise<Saved> {
  const [row] = await shelf.orm
    .select(columns)
    .from(saved)
    .where(and(eq(saved.readerId, readerId), eq(saved.id, id), isNull(saved.removedAt)))
  if (!row) throw new AppError('not_found')
  return row
}

/** Builder: which of these articles (at most 60) are in the list. */
export function ticks(shelf: Db, readerId: number, articleIds: number[]) {
  return shelf.orm
    .select({
      articleId: sql<number>`${saved.articleId}`,
      id: saved.id,
      title: saved.title,
      archivedAt: saved.archivedAt,
    })
    .from(saved)
    .where(
      and(
        eq(saved.readerId, readerId),
        sql`${saved.articleId} IN (SELECT value FROM json_each(${JSON.stringify(articleIds)}))`,
        isNull(saved.removedAt),
      ),
    )
}

/** Builder: the unread row that waits longest at the top, apart from one article. */
export function nextUnread(shelf: Db, readerId: number, articleId: number) {
  return shelf.orm
    .select({ id: saved.id, title: saved.title, language: saved.language, direction: saved.direction })
    .from(saved)
    .where(
      and(
        eq(saved.readerId, readerId),
        isNull(saved.removedAt),
        isNull(saved.archivedAt),
        sql`${saved.articleId} IS NOT ${articleId}`,
      ),
    )
    .orderBy(desc(saved.savedAt), desc(saved.id))
    .limit(1)
}

function unreadOf(shelf: Db, readerId: number) {
  return shelf.orm.select({ unread: counters.unread }).from(counters).where(eq(counters.readerId, readerId))
}

/** The row that a step's last statement selects. */
function only(results: D1Result<Row>[]): Saved {
  const [row] = rows(results, results.length - 1)
  if (!row) throw new AppError('not_found')
  return toSaved(row)
}

function toSaved(row: Row): Saved {
  const whole = (value: Row[string] | undefined) => (value == null ? null : Number(value))
  return {
    id: Number(row.id),
    articleId: whole(row.article_id),
    url: String(row.url),
    title: String(row.title),
    byline: String(row.byline),
    sourceName: String(row.source_name),
    picture: row.picture == null ? null : String(row.picture),
    language: String(row.language),
    direction: row.direction === 'rtl' ? 'rtl' : 'ltr',
    words: Number(row.words),
    excerpt: String(row.excerpt),
    savedAt: Number(row.saved_at),
    archivedAt: whole(row.archived_at),
    removedAt: whole(row.removed_at),
  }
}
