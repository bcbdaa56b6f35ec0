import { env } from 'cloudflare:workers'

/** Numbers of a shelf that differ from the rows they count: there may never be any. */
export async function miscounted(readerId: number): Promise<unknown[]> {
  const listed = 'saved.reader_id = ?1 AND saved.removed_at IS NULL'
  const [counters, tags] = await env.DB.batch([
    env.DB.prepare(
      `SELECT unread, archived, favourites FROM counters WHERE reader_id = ?1 EXCEPT
        SELECT coalesce(sum(archived_at IS NULL), 0), coalesce(sum(archived_at IS NOT NULL), 0),
          coalesce(sum(favourite_at IS NOT NULL), 0) FROM saved WHERE ${listed}`,
    ).bind(readerId),
    env.DB.prepare(
      `SELECT name, saved FROM tags WHERE reader_id = ?1 AND saved <> (SELECT count(*) FROM saved_tags
        JOIN saved ON saved.id = saved_tags.saved_id WHERE saved_tags.reader_id = ?1 AND tag_id = tags.id AND ${listed})`,
    ).bind(readerId),
  ])
  return [...(counters?.results ?? []), ...(tags?.results ?? [])]
}
