import { type SQL, sql } from 'drizzle-orm'
import { wishIndex } from './index-wishes.ts'
import { followSavedAt } from './tags.ts'

/** Two rows of one list that are one page: `id` waits for its page, which turned out to be the other row's. */
export type Pair = { readerId: number; id: number; other: Twin }
/** `keeps`: it has a text, which is the one that stays. */
export type Twin = { id: number; url: string; urlKey: string; page: string; keeps: boolean }

const FACTS = ['title', 'byline', 'source_name', 'picture', 'language', 'direction', 'words', 'excerpt'] as const

/**
 * The younger of two rows becomes part of the older, to stand inside `counted`: tags are united, notes joined,
 * highlights and urls moved, a favourite stays one; the text of either stays. The last statement changes one row
 * where the pair is still what it was (`holds`); else none of them does anything.
 */
export function mergeSteps({ readerId, id, other }: Pair, holds: SQL, last: SQL, now: number): SQL[] {
  const elder = Math.min(id, other.id)
  const younger = Math.max(id, other.id)
  const theirs = (table: SQL, column: SQL) =>
    sql`${table}.reader_id = ${readerId} AND ${column} = ${younger} AND ${holds}`
  const takesText = elder === id && other.keeps
  return [
    sql`UPDATE saved SET ${joined(takesText)} FROM saved AS younger
      WHERE saved.reader_id = ${readerId} AND saved.id = ${elder} AND younger.reader_id = ${readerId}
        AND younger.id = ${younger} AND ${holds}`,
    ...(takesText ? moveText(readerId, { elder, younger, holds }) : []),
    sql`INSERT INTO saved_tags (reader_id, saved_id, tag_id, saved_at)
      SELECT reader_id, ${elder}, tag_id, saved_at FROM saved_tags WHERE ${theirs(sql`saved_tags`, sql`saved_id`)}
      ON CONFLICT DO NOTHING`,
    sql`DELETE FROM saved_tags WHERE ${theirs(sql`saved_tags`, sql`saved_id`)}`,
    sql`UPDATE highlights SET saved_id = ${elder} WHERE ${theirs(sql`highlights`, sql`saved_id`)}`,
    sql`DELETE FROM saved_texts WHERE ${theirs(sql`saved_texts`, sql`saved_texts.id`)}`,
    sql`UPDATE saved_urls SET saved_id = ${elder} WHERE ${theirs(sql`saved_urls`, sql`saved_id`)}`,
    // The url that was saved leads to the page's own from now on.
    sql`INSERT INTO saved_urls (reader_id, url_key, saved_id) SELECT reader_id, url_key, ${elder} FROM saved
      WHERE reader_id = ${readerId} AND id = ${id} AND ${holds}
      ON CONFLICT(reader_id, url_key) DO UPDATE SET saved_id = excluded.saved_id`,
    wishIndex(readerId, sql`id IN (${elder}, ${younger}) AND ${holds}`, now),
    followSavedAt(readerId, sql`id = ${elder}`),
    sql`DELETE FROM saved WHERE reader_id = ${readerId} AND id = ${younger} AND ${holds}`,
    sql`UPDATE saved SET url = ${other.url}, url_key = ${other.urlKey}, ${last}
      WHERE reader_id = ${readerId} AND id = ${elder} AND changes() = 1`,
  ]
}

/** Nobody changed either since they were looked at. */
export function stillPair({ readerId, id, other }: Pair): SQL {
  return sql`EXISTS (SELECT 1 FROM saved AS waits WHERE waits.reader_id = ${readerId} AND waits.id = ${id}
      AND waits.page = 'waiting')
    AND EXISTS (SELECT 1 FROM saved AS other WHERE other.reader_id = ${readerId} AND other.id = ${other.id}
      AND other.url_key = ${other.urlKey} AND other.page = ${other.page})`
}

/** What the older row has of the younger: what only one has, both notes, and the place where it was read last. */
function joined(withText: boolean): SQL {
  const later = sql`coalesce(younger.progress_at, 0) > coalesce(saved.progress_at, 0)`
  const latest = (column: string) =>
    sql`${sql.raw(column)} = CASE WHEN ${later} THEN younger.${sql.raw(column)} ELSE saved.${sql.raw(column)} END`
  const facts = withText ? FACTS.map((column) => sql`, ${sql.raw(column)} = younger.${sql.raw(column)}`) : []
  return sql`note = CASE WHEN younger.note IN ('', saved.note) THEN saved.note WHEN saved.note = '' THEN younger.note
      ELSE saved.note || char(10, 10) || younger.note END,
    favourite_at = coalesce(saved.favourite_at, younger.favourite_at),
    own_direction = coalesce(saved.own_direction, younger.own_direction),
    article_id = coalesce(saved.article_id, younger.article_id),
    ${latest('progress')}, ${latest('progress_anchor')}, ${latest('progress_at')},
    archived_at = CASE WHEN saved.removed_at IS NULL THEN saved.archived_at ELSE younger.archived_at END,
    saved_at = CASE WHEN saved.removed_at IS NULL OR younger.removed_at IS NOT NULL THEN saved.saved_at
      ELSE younger.saved_at END,
    removed_at = CASE WHEN younger.removed_at IS NULL THEN NULL ELSE saved.removed_at END${sql.join(facts)}`
}

function moveText(readerId: number, { elder, younger, holds }: { elder: number; younger: number; holds: SQL }): SQL[] {
  return [
    sql`DELETE FROM saved_texts WHERE reader_id = ${readerId} AND id = ${elder} AND ${holds}`,
    sql`UPDATE saved_texts SET id = ${elder} WHERE reader_id = ${readerId} AND id = ${younger} AND ${holds}`,
  ]
}
