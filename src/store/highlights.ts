import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import type { TextQuote } from '../core/text-quote.ts'
import type { Cursor } from './articles.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import { wishIndex } from './index-wishes.ts'
import { ownDirection, type SavedLink } from './saved.ts'
import { highlights, saved } from './schema/shelf.ts'

/** A marked place of a saved article; ids count per reader. */
export type Highlight = TextQuote & { id: number; savedId: number; note: string; createdAt: number }

/** One of many articles' highlights, with the article it is of. */
export type HighlightOf = Highlight & { saved: Omit<SavedLink, 'articleId'> & { sourceName: string } }

/** The most that one article has. */
const MOST_HIGHLIGHTS = 1_000

const PAGE = 50

const columns = {
  id: highlights.id,
  savedId: highlights.savedId,
  quote: highlights.quote,
  prefix: highlights.prefix,
  suffix: highlights.suffix,
  position: highlights.position,
  note: highlights.note,
  createdAt: highlights.createdAt,
}

/**
 * Marks a place; the same place marked again is the mark that is there.
 * @throws AppError('not_found') for an article that is not in this reader's list, AppError('invalid') where it has the
 * most highlights already.
 */
export async function add(
  shelf: Db,
  readerId: number,
  savedId: number,
  { quote, prefix, suffix, position }: TextQuote,
  now: number,
): Promise<number> {
  const row = sql`id = ${savedId} AND removed_at IS NULL`
  const marked = sql`reader_id = ${readerId} AND saved_id = ${savedId} AND removed_at IS NULL`
  const same = sql`${marked} AND position = ${position} AND quote = ${quote}`
  const results = await batch(shelf, [
    sql`INSERT INTO counters (reader_id) VALUES (${readerId}) ON CONFLICT DO NOTHING`,
    sql`INSERT INTO highlights (reader_id, id, saved_id, quote, prefix, suffix, position, created_at)
      SELECT ${readerId}, next_highlight, ${savedId}, ${quote}, ${prefix}, ${suffix}, ${position}, ${now}
      FROM counters WHERE reader_id = ${readerId}
        AND EXISTS (SELECT 1 FROM saved WHERE reader_id = ${readerId} AND ${row})
        AND NOT EXISTS (SELECT 1 FROM highlights WHERE ${same})
        AND (SELECT coalesce(sum(1), 0) FROM highlights WHERE ${marked}) < ${MOST_HIGHLIGHTS}`,
    sql`UPDATE counters SET next_highlight = next_highlight + 1 WHERE reader_id = ${readerId} AND changes() = 1`,
    wishIndex(readerId, row, now),
    sql`SELECT id FROM saved WHERE reader_id = ${readerId} AND ${row}`,
    sql`SELECT id FROM highlights WHERE ${same} LIMIT 1`,
  ])
  if (rows(results, results.length - 2).length === 0) throw new AppError('not_found')
  const [made] = rows(results, results.length - 1)
  if (!made) throw new AppError('invalid')
  return Number(made.id)
}

/** @throws AppError('not_found') for what this reader has not marked, or has removed. */
export function setNote(shelf: Db, readerId: number, id: number, note: string, now: number): Promise<Highlight> {
  const set = sql`UPDATE highlights SET note = ${note} WHERE reader_id = ${readerId} AND id = ${id} AND removed_at IS NULL`
  return change(shelf, readerId, id, set, now)
}

/**
 * Takes a mark off, or puts it back; the row stays for 30 days.
 * @throws AppError('not_found') for what this reader never marked.
 */
export function setRemoved(shelf: Db, readerId: number, id: number, wanted: boolean, now: number): Promise<Highlight> {
  const at = wanted ? sql`coalesce(removed_at, ${now})` : sql`NULL`
  const set = sql`UPDATE highlights SET removed_at = ${at} WHERE reader_id = ${readerId} AND id = ${id}`
  return change(shelf, readerId, id, set, now)
}

async function change(shelf: Db, readerId: number, id: number, set: SQL, now: number): Promise<Highlight> {
  const one = sql`reader_id = ${readerId} AND id = ${id}`
  const results = await batch(shelf, [
    set,
    wishIndex(readerId, sql`changes() = 1 AND id = (SELECT saved_id FROM highlights WHERE ${one})`, now),
    sql`SELECT id, saved_id, quote, prefix, suffix, position, note, created_at FROM highlights WHERE ${one}`,
  ])
  const [row] = rows(results, 2)
  if (!row || !results[0]?.meta.changes) throw new AppError('not_found')
  return toHighlight(row)
}

/** Fifty highlights, the newest first: of all articles in the list, or of one of them. */
export async function page(
  shelf: Db,
  readerId: number,
  { savedId, before }: { savedId: number | null; before: Cursor | null },
): Promise<{ highlights: HighlightOf[]; older: Cursor | null }> {
  const { title, language, sourceName, removedAt } = saved
  // Ids of one article's rows grow with time, as its index has them.
  const order = savedId === null ? [desc(highlights.createdAt), desc(highlights.id)] : [desc(highlights.id)]
  const found = await shelf.orm
    .select({
      ...columns,
      removedAt,
      saved: { id: saved.id, title, language, direction: ownDirection, sourceName },
    })
    .from(highlights)
    .innerJoin(saved, and(eq(saved.readerId, highlights.readerId), eq(saved.id, highlights.savedId)))
    .where(
      and(
        eq(highlights.readerId, readerId),
        isNull(highlights.removedAt),
        savedId === null ? undefined : eq(highlights.savedId, savedId),
        before ? olderThan(before, savedId === null) : undefined,
      ),
    )
    .orderBy(...order)
    .limit(PAGE + 1)
  const last = found.length > PAGE ? found[PAGE - 1] : undefined
  return {
    // What is of a removed article waits with it: fewer rows on this page, and the next one goes on after them.
    highlights: found.slice(0, PAGE).filter((row) => row.removedAt === null),
    older: last ? { sortedAt: last.createdAt, id: last.id } : null,
  }
}

function olderThan({ sortedAt, id }: Cursor, byTime: boolean): SQL {
  return byTime
    ? sql`(${highlights.createdAt}, ${highlights.id}) < (${sortedAt}, ${id})`
    : sql`${highlights.id} < ${id}`
}

/** Builder: all highlights of one article, to stand in the batch that reads its row. */
export function highlightsFor(shelf: Db, readerId: number, savedId: number) {
  return shelf.orm
    .select(columns)
    .from(highlights)
    .where(and(eq(highlights.readerId, readerId), eq(highlights.savedId, savedId), isNull(highlights.removedAt)))
    .limit(MOST_HIGHLIGHTS)
}

/** The same by themselves, as they stand in the text. */
export async function inText(shelf: Db, readerId: number, savedId: number): Promise<Highlight[]> {
  return byPlace(await highlightsFor(shelf, readerId, savedId))
}

export function byPlace(marks: Highlight[]): Highlight[] {
  return marks.toSorted((a, b) => a.position - b.position || a.id - b.id)
}

/** Statement: up to `limit` highlights, of all readers, that were removed at `until` or before. */
export function dropRemovedHighlights(until: number, limit: number): SQL {
  return sql`DELETE FROM highlights
    WHERE rowid IN (SELECT rowid FROM highlights WHERE removed_at <= ${until} LIMIT ${limit})`
}

function toHighlight(row: Row): Highlight {
  return {
    id: Number(row.id),
    savedId: Number(row.saved_id),
    quote: String(row.quote),
    prefix: String(row.prefix),
    suffix: String(row.suffix),
    position: Number(row.position),
    note: String(row.note),
    createdAt: Number(row.created_at),
  }
}
