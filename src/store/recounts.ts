import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'

/** A number of a shelf that was not what its rows say: a name of `counters`, or a tag's id. */
export type Difference = { of: string | number; was: number; is: number }

const NUMBERS = ['unread', 'archived', 'favourites'] as const
/** Where the nightly walk over all shelves has come to. */
const PROGRESS = 'recounted'

/** Readers with a shelf, so many, from where the last call came to; none: all were there, and it begins anew. */
export async function next(shelf: Db, limit: number): Promise<number[]> {
  const results = await batch(shelf, [
    sql`SELECT reader_id FROM counters
      WHERE reader_id > coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE name = ${PROGRESS}), 0)
      ORDER BY reader_id LIMIT ${limit}`,
  ])
  return rows(results, 0).map((row) => Number(row.reader_id))
}

/** Remembers the last reader who was counted; 0: the next call of `next` begins with the first. */
export async function keepProgress(shelf: Db, readerId: number): Promise<void> {
  await batch(shelf, [
    sql`INSERT INTO settings (name, value) VALUES (${PROGRESS}, ${String(readerId)})
      ON CONFLICT(name) DO UPDATE SET value = excluded.value`,
  ])
}

/** Counts one shelf anew and mends what was wrong; gives what it was. Two reads where all is right. */
export async function recount(shelf: Db, readerId: number): Promise<Difference[]> {
  const { wrongCounters, wrongTags, mend } = statements(readerId)
  const found = await batch(shelf, [wrongCounters, wrongTags])
  if (rows(found, 0).length + rows(found, 1).length === 0) return []
  // Once more in the batch that mends it: a change in between has counted itself.
  const wrong = await batch(shelf, [wrongCounters, wrongTags, ...mend])
  const counters = rows(wrong, 0).flatMap((row) =>
    NUMBERS.map((of) => ({ of, was: Number(row[of]), is: Number(row[`${of}_rows`]) })),
  )
  const tags = rows(wrong, 1).map((row) => ({ of: Number(row.id), was: Number(row.saved), is: Number(row.saved_rows) }))
  return [...counters, ...tags].filter(({ was, is }) => was !== is)
}

function statements(readerId: number): { wrongCounters: SQL; wrongTags: SQL; mend: SQL[] } {
  const counted = sql`(SELECT coalesce(sum(archived_at IS NULL), 0) AS unread_rows,
      coalesce(sum(archived_at IS NOT NULL), 0) AS archived_rows,
      coalesce(sum(favourite_at IS NOT NULL), 0) AS favourites_rows
    FROM saved WHERE reader_id = ${readerId} AND removed_at IS NULL) AS n`
  const wrong = sql`reader_id = ${readerId}
    AND (unread, archived, favourites) <> (unread_rows, archived_rows, favourites_rows)`
  const carrying = sql`(SELECT coalesce(sum(1), 0) FROM saved_tags
    CROSS JOIN saved ON saved.reader_id = saved_tags.reader_id AND saved.id = saved_tags.saved_id
    WHERE saved_tags.reader_id = tags.reader_id AND saved_tags.tag_id = tags.id AND saved.removed_at IS NULL)`
  return {
    wrongCounters: sql`SELECT * FROM counters CROSS JOIN ${counted} WHERE ${wrong}`,
    wrongTags: sql`SELECT id, saved, saved_rows FROM (
      SELECT id, tags.saved, ${carrying} AS saved_rows FROM tags WHERE reader_id = ${readerId}) WHERE saved <> saved_rows`,
    mend: [
      sql`UPDATE counters SET unread = unread_rows, archived = archived_rows, favourites = favourites_rows
        FROM ${counted} WHERE ${wrong}`,
      sql`UPDATE tags SET saved = ${carrying} WHERE reader_id = ${readerId} AND saved <> ${carrying}`,
    ],
  }
}
