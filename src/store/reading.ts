import { and, asc, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import type { Direction } from '../core/arabic.ts'
import { AppError } from '../core/errors.ts'
import { batch, type Db, rows } from './db.ts'
import { byPlace, type Highlight, highlightsFor } from './highlights.ts'
import { ownDirection, type SavedLink, unreadLinks } from './saved.ts'
import { saved, savedTags, tags } from './schema/shelf.ts'
import { type StoredSavedText, savedTextFor } from './texts.ts'

const { readerId: _, urlKey: _key, urlRule: _rule, ...columns } = getTableColumns(saved)

/** A saved row with all its page shows. */
export type Opened = Awaited<ReturnType<typeof rowOf>>[number] & { tags: { id: number; name: string }[] }

export type Reading = {
  saved: Opened
  /** The unread ones before and after it in the list. */
  previous: SavedLink | undefined
  next: SavedLink | undefined
  highlights: Highlight[]
  /** The page as this reader saved or pasted it, where it is not the site's own article: see store/texts.ts. */
  text: StoredSavedText | undefined
}

/**
 * One saved article with everything around its text, in one round trip.
 * @throws AppError('not_found') for what is not in this reader's list, or was removed.
 */
export async function open(shelf: Db, readerId: number, id: number): Promise<Reading> {
  const [[row], [next], [previous], marks, named, [text]] = await shelf.orm.batch([
    rowOf(shelf, readerId, id),
    neighbour(shelf, readerId, id, 'older'),
    neighbour(shelf, readerId, id, 'newer'),
    highlightsFor(shelf, readerId, id),
    tagsFor(shelf, readerId, id),
    savedTextFor(shelf, readerId, id),
  ])
  if (!row) throw new AppError('not_found')
  return { saved: { ...row, tags: named }, previous, next, highlights: byPlace(marks), text }
}

function rowOf(shelf: Db, readerId: number, id: number) {
  return shelf.orm
    .select({ ...columns, direction: ownDirection })
    .from(saved)
    .where(and(eq(saved.readerId, readerId), eq(saved.id, id), isNull(saved.removedAt)))
}

/** The unread row that stands next to this one in the list, whether this one is unread or not. */
function neighbour(shelf: Db, readerId: number, id: number, side: 'older' | 'newer') {
  const { savedAt } = saved
  const here = sql`(SELECT saved_at, id FROM saved WHERE reader_id = ${readerId} AND id = ${id})`
  const beyond = side === 'older' ? sql`(${savedAt}, ${saved.id}) < ${here}` : sql`(${savedAt}, ${saved.id}) > ${here}`
  const order = side === 'older' ? desc : asc
  return unreadLinks(shelf, readerId, beyond).orderBy(order(savedAt), order(saved.id)).limit(1)
}

function tagsFor(shelf: Db, readerId: number, id: number) {
  return shelf.orm
    .select({ id: tags.id, name: tags.name })
    .from(savedTags)
    .innerJoin(tags, and(eq(tags.readerId, savedTags.readerId), eq(tags.id, savedTags.tagId)))
    .where(and(eq(savedTags.readerId, readerId), eq(savedTags.savedId, id), isNull(tags.removedAt)))
}

/** Where a text was left: percent of it, and the words at the top of the screen (see views/client/progress.ts). */
export type Place = { percent: number; anchor: string; at: number }

/**
 * Keeps where a text was left, unless another device has left it later. `at` is the reader's clock, which is never
 * ahead of ours. What was read to its end stays so.
 * @throws AppError('not_found')
 */
export async function setProgress(shelf: Db, readerId: number, id: number, place: Place, now: number): Promise<void> {
  const at = Math.min(place.at, now)
  const row = sql`reader_id = ${readerId} AND id = ${id} AND removed_at IS NULL`
  const results = await batch(shelf, [
    sql`UPDATE saved SET progress = ${place.percent}, progress_anchor = ${place.anchor}, progress_at = ${at}
      WHERE ${row} AND progress < 100 AND coalesce(progress_at, 0) <= ${at}`,
    sql`SELECT id FROM saved WHERE ${row}`,
  ])
  if (rows(results, 1).length === 0) throw new AppError('not_found')
}

/** The direction this reader wants for this article alone; null: the stored one. @throws AppError('not_found') */
export async function setDirection(shelf: Db, readerId: number, id: number, wanted: Direction | null): Promise<void> {
  const results = await batch(shelf, [
    sql`UPDATE saved SET own_direction = ${wanted} WHERE reader_id = ${readerId} AND id = ${id} AND removed_at IS NULL`,
  ])
  if (!results[0]?.meta.changes) throw new AppError('not_found')
}
