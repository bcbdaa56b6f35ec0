import { sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'
import { wishArticles } from './index-wishes.ts'

export type Place = { sortedAt: number; id: number }

/**
 * Gives the next articles of a source its present name, and its direction where an editor set one; from the newest on,
 * past those that have both. Gives the last of them; null: there are no more.
 */
export async function relabelNext(
  db: Db,
  sourceId: number,
  after: Place,
  now: number,
  limit: number,
): Promise<Place | null> {
  const source = sql`(SELECT title, direction FROM sources WHERE id = ${sourceId}) AS source`
  const next = sql`SELECT id FROM articles CROSS JOIN ${source} WHERE source_id = ${sourceId} AND hidden_at IS NULL
      AND (sorted_at, id) < (${after.sortedAt}, ${after.id})
      AND (source_name <> source.title OR articles.direction <> source.direction)
    ORDER BY sorted_at DESC, id DESC LIMIT ${limit}`
  const results = await batch(db, [
    wishArticles(next, now),
    sql`UPDATE articles SET source_name = source.title, direction = coalesce(source.direction, articles.direction)
      FROM ${source} WHERE id IN (${next}) RETURNING articles.id, sorted_at`,
  ])
  const done = rows(results, 1).map((row) => ({ id: Number(row.id), sortedAt: Number(row.sorted_at) }))
  return done.length < limit ? null : done.reduce((last, place) => (before(place, last) ? place : last))
}

function before(a: Place, b: Place): boolean {
  return a.sortedAt < b.sortedAt || (a.sortedAt === b.sortedAt && a.id < b.id)
}
