import { sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'

/** An article of the list, and everything its page shows that can change, as one text to be compared. */
export type Kept = { id: number; state: string }

/**
 * The newest unread articles, for a browser that keeps their pages: one statement, which reads what those rows have
 * and nothing of the rest of the list.
 */
export async function newest(shelf: Db, readerId: number, limit: number): Promise<Kept[]> {
  const results = await batch(shelf, [
    sql`SELECT saved.id, json_array(title, saved.url, favourite_at, progress_at, note, own_direction, page, page_fault,
        page_at, (SELECT json_group_array(json_array(tags.id, tags.name)) FROM saved_tags
            CROSS JOIN tags ON tags.reader_id = ${readerId} AND tags.id = saved_tags.tag_id AND tags.removed_at IS NULL
          WHERE saved_tags.reader_id = ${readerId} AND saved_tags.saved_id = saved.id),
        (SELECT json_group_array(json_array(id, note)) FROM highlights
          WHERE reader_id = ${readerId} AND saved_id = saved.id AND removed_at IS NULL)) AS state
      FROM saved WHERE reader_id = ${readerId} AND removed_at IS NULL AND archived_at IS NULL
      ORDER BY saved_at DESC, saved.id DESC LIMIT ${limit}`,
  ])
  return rows(results, 0).map(({ id, state }) => ({ id: Number(id), state: String(state) }))
}
