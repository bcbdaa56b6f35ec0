import { type SQL, sql } from 'drizzle-orm'
import { MOST_TAGS } from '../core/tag.ts'

/**
 * Steps, to stand inside `counted`: the rows of `source` (a SELECT giving saved_id, name and key) carry these tags,
 * and what tags are missing are made, up to the most one reader has: what is over it is left out. A removed tag that
 * is named again begins anew, without what it stood on.
 */
export function tagSteps(readerId: number, source: SQL, now: number): SQL[] {
  const removed = sql`reader_id = ${readerId} AND removed_at IS NOT NULL AND key IN (SELECT key FROM (${source}))`
  return [
    sql`DELETE FROM saved_tags WHERE reader_id = ${readerId} AND tag_id IN (SELECT id FROM tags WHERE ${removed})`,
    sql`DELETE FROM tags WHERE ${removed}`,
    sql`INSERT INTO tags (reader_id, id, name, key, created_at)
      SELECT ${readerId}, next_tag + row_number() OVER (ORDER BY missing.key) - 1, missing.name, missing.key, ${now}
      FROM counters CROSS JOIN (SELECT key, min(name) AS name FROM (${source}) AS named
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
