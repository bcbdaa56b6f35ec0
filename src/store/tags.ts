import { type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { MOST_TAGS, type NamedTag } from '../core/tag.ts'
import { batch, type Db, rows } from './db.ts'
import { wishIndex } from './index-wishes.ts'

/**
 * Steps, to stand inside `counted`: the rows of `source` (a SELECT giving saved_id, name and key) carry these tags,
 * and what tags are missing are made, up to the most one reader has: what is over it is left out. A removed tag that
 * is named again begins anew, without what it stood on.
 */
export function tagSteps(readerId: number, source: SQL, now: number): SQL[] {
  const removed = sql`reader_id = ${readerId} AND removed_at IS NOT NULL AND key IN (SELECT key FROM (${source}))`
  return [
    ...forget(readerId, removed),
    sql`INSERT INTO tags (reader_id, id, name, key, created_at)
      SELECT ${readerId}, next_tag + row_number() OVER (ORDER BY missing.key) - 1, missing.name, missing.key, ${now}
      FROM counters CROSS JOIN (WITH named AS MATERIALIZED (${source}) SELECT key, min(name) AS name FROM named
        WHERE NOT EXISTS (SELECT 1 FROM tags WHERE tags.reader_id = ${readerId} AND tags.key = named.key)
        GROUP BY key LIMIT max(0, ${MOST_TAGS} - ${living(readerId)})) AS missing
      WHERE counters.reader_id = ${readerId}`,
    sql`UPDATE counters SET next_tag = next_tag + changes() WHERE reader_id = ${readerId}`,
    sql`INSERT INTO saved_tags (reader_id, saved_id, tag_id, saved_at)
      SELECT ${readerId}, saved.id, tags.id, saved.saved_at FROM (${source}) AS named
        CROSS JOIN tags ON tags.reader_id = ${readerId} AND tags.key = named.key
        CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.id = named.saved_id
      WHERE true ON CONFLICT DO NOTHING`,
  ]
}

/** How many tags there are; a reader never has more than a page can show. */
function living(readerId: number): SQL {
  return sql`(SELECT coalesce(sum(1), 0) FROM tags WHERE reader_id = ${readerId} AND removed_at IS NULL)`
}

/** Statement, after the date of rows changed: their tags are walked in the list's order again. */
export function followSavedAt(readerId: number, rows: SQL): SQL {
  return sql`UPDATE saved_tags SET saved_at = saved.saved_at FROM saved
    WHERE saved_tags.reader_id = ${readerId} AND saved.reader_id = ${readerId} AND saved.id = saved_tags.saved_id
      AND saved_tags.saved_id IN (SELECT id FROM saved WHERE reader_id = ${readerId} AND (${rows}))`
}

/** Statement: the names of the tags that stand on anything, by their key. */
export function namesOf(readerId: number): SQL {
  return sql`SELECT name FROM tags WHERE reader_id = ${readerId} AND removed_at IS NULL AND saved > 0 ORDER BY key`
}

/** A tag with the number of rows that carry it. */
export type Tag = { id: number; name: string; saved: number }

/** Every tag, in the order of their keys. */
export async function all(shelf: Db, readerId: number): Promise<Tag[]> {
  const results = await batch(shelf, [
    sql`SELECT id, name, saved FROM tags WHERE reader_id = ${readerId} AND removed_at IS NULL ORDER BY key`,
  ])
  return rows(results, 0) as Tag[]
}

/**
 * Gives a tag another name. Where that is another tag's name nothing changes, and `other` is that tag: the two can be
 * merged.
 * @throws AppError('not_found') for a tag that is not this reader's, or was removed.
 */
export async function rename(
  shelf: Db,
  readerId: number,
  id: number,
  { name, key }: NamedTag,
  now: number,
): Promise<{ tag: Tag; other: Tag | undefined }> {
  const taken = sql`reader_id = ${readerId} AND key = ${key} AND id <> ${id}`
  const results = await batch(shelf, [
    ...forget(readerId, sql`${taken} AND removed_at IS NOT NULL`),
    sql`UPDATE tags SET name = ${name}, key = ${key} WHERE reader_id = ${readerId} AND id = ${id} AND removed_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM tags WHERE ${taken})`,
    wishIndex(readerId, carrying(readerId, id), now),
    sql`SELECT id, name, saved FROM tags WHERE reader_id = ${readerId} AND id = ${id} AND removed_at IS NULL`,
    sql`SELECT id, name, saved FROM tags WHERE ${taken}`,
  ])
  const [tag] = rows(results, results.length - 2) as Tag[]
  if (!tag) throw new AppError('not_found')
  return { tag, other: (rows(results, results.length - 1) as Tag[])[0] }
}

/**
 * Everything that carries the one tag carries the other, and the one is gone. Merged twice is merged once.
 * @throws AppError('not_found') where the tag to stay is not this reader's, or was removed.
 */
export async function merge(shelf: Db, readerId: number, id: number, into: number, now: number): Promise<Tag> {
  const stays = sql`reader_id = ${readerId} AND id = ${into} AND id <> ${id} AND removed_at IS NULL`
  const results = await batch(shelf, [
    wishIndex(readerId, carrying(readerId, id), now),
    sql`INSERT INTO saved_tags (reader_id, saved_id, tag_id, saved_at)
      SELECT ${readerId}, saved_id, ${into}, saved_at FROM saved_tags
      WHERE reader_id = ${readerId} AND tag_id = ${id} AND EXISTS (SELECT 1 FROM tags WHERE ${stays}) ON CONFLICT DO NOTHING`,
    ...forget(readerId, sql`reader_id = ${readerId} AND id = ${id} AND EXISTS (SELECT 1 FROM tags WHERE ${stays})`),
    // Of one tag alone: through `counted` each tag of each row would be counted.
    sql`UPDATE tags SET saved = (SELECT coalesce(sum(1), 0) FROM saved_tags
        CROSS JOIN saved ON saved.reader_id = saved_tags.reader_id AND saved.id = saved_tags.saved_id
        WHERE saved_tags.reader_id = ${readerId} AND tag_id = ${into} AND saved.removed_at IS NULL)
      WHERE ${stays}`,
    sql`SELECT id, name, saved FROM tags WHERE ${stays}`,
  ])
  const [tag] = rows(results, results.length - 1) as Tag[]
  if (!tag) throw new AppError('not_found')
  return tag
}

/**
 * Takes a tag off everything, or puts it back where it stood. Its rows stay for 30 days.
 * @throws AppError('not_found') for a tag that never was this reader's, AppError('conflict') where there is no room
 * to put it back.
 */
export async function setRemoved(shelf: Db, readerId: number, id: number, wanted: boolean, now: number): Promise<Tag> {
  const tag = sql`reader_id = ${readerId} AND id = ${id}`
  const room = sql`(removed_at IS NULL OR ${living(readerId)} < ${MOST_TAGS})`
  const results = await batch(shelf, [
    wanted
      ? sql`UPDATE tags SET removed_at = coalesce(removed_at, ${now}) WHERE ${tag}`
      : sql`UPDATE tags SET removed_at = NULL WHERE ${tag} AND ${room}`,
    wishIndex(readerId, carrying(readerId, id), now),
    sql`SELECT id, name, saved, removed_at FROM tags WHERE ${tag}`,
  ])
  const [found] = rows(results, 2)
  if (!found) throw new AppError('not_found')
  if ((found.removed_at !== null) !== wanted) throw new AppError('conflict')
  return { id: Number(found.id), name: String(found.name), saved: Number(found.saved) }
}

/** Statements: up to `limit` links of tags, of all readers, removed at `until` or before, then the tags without any. */
export function dropRemovedTags(until: number, limit: number): SQL[] {
  return [
    sql`DELETE FROM saved_tags WHERE rowid IN (SELECT saved_tags.rowid FROM tags
      CROSS JOIN saved_tags ON saved_tags.reader_id = tags.reader_id AND saved_tags.tag_id = tags.id
      WHERE tags.removed_at <= ${until} LIMIT ${limit})`,
    sql`DELETE FROM tags WHERE rowid IN (SELECT rowid FROM tags WHERE removed_at <= ${until} AND NOT EXISTS
      (SELECT 1 FROM saved_tags WHERE saved_tags.reader_id = tags.reader_id AND tag_id = tags.id) LIMIT ${limit})`,
  ]
}

/** Statements: these tags are gone, wherever they stood. */
function forget(readerId: number, those: SQL): SQL[] {
  return [
    sql`DELETE FROM saved_tags WHERE reader_id = ${readerId} AND tag_id IN (SELECT id FROM tags WHERE ${those})`,
    sql`DELETE FROM tags WHERE ${those}`,
  ]
}

function carrying(readerId: number, id: number): SQL {
  return sql`id IN (SELECT saved_id FROM saved_tags WHERE reader_id = ${readerId} AND tag_id = ${id})`
}
