import { and, sql } from 'drizzle-orm'
import type { ListFilters } from '../core/list-filters.ts'
import type { Marks } from '../core/snippet.ts'
import { type ArticleCard, type Cursor, card, shown } from './articles.ts'
import { batch, type Db, rows } from './db.ts'
import { orderOf } from './list-order.ts'
import { asListRow, type ListRow, listRow } from './saved.ts'
import { articles } from './schema/site.ts'
import type { Hit } from './search.ts'

// The rows behind hits of the indexes, which only know ids.

export type FoundArticle = { article: ArticleCard; marks: Marks }

/** A page of them. `suggestion`: another query, where this one found nothing. */
export type FoundArticles = { found: FoundArticle[]; older: Cursor | null; suggestion: string | null }

/** Those of these articles that may be shown, in the order of `ids`. */
export async function cards(db: Db, ids: number[]): Promise<ArticleCard[]> {
  const found = await db.orm
    .select(card)
    .from(articles)
    .where(and(sql`${articles.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`, shown))
  return inOrder(found, ids)
}

/** Those of these hits that a list's filters let through, the best first, and of equal ones what was saved last. */
export async function fitting(shelf: Db, readerId: number, hits: Hit[], filters: ListFilters): Promise<number[]> {
  const scores = hits.map(({ id, score }) => ({ id, score }))
  // The order by length leaves all filters to be asked row by row.
  const { left } = orderOf(readerId, { ...filters, sort: 'longest' })
  const results = await batch(shelf, [
    sql`SELECT saved.id, saved_at AS savedAt, hit.value ->> 'score' AS score
      FROM json_each(${JSON.stringify(scores)}) AS hit
      CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.id = hit.value ->> 'id'
      WHERE removed_at IS NULL AND ${sql.join(left, sql` AND `)}`,
  ])
  const fit = rows(results, 0) as { id: number; savedAt: number; score: number }[]
  return fit.toSorted((a, b) => b.score - a.score || b.savedAt - a.savedAt || b.id - a.id).map(({ id }) => id)
}

/** What a reader wrote to a row, where it may have been found by that. */
export type FoundRow = ListRow & { written: string[] }

export async function listRows(shelf: Db, readerId: number, ids: number[]): Promise<FoundRow[]> {
  const results = await batch(shelf, [
    sql`SELECT ${listRow}, note, (SELECT json_group_array(trim(quote || char(10) || highlights.note)) FROM highlights
        WHERE highlights.reader_id = saved.reader_id AND saved_id = saved.id AND highlights.removed_at IS NULL) AS marked
      FROM json_each(${JSON.stringify(ids)}) CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.id = value
      WHERE removed_at IS NULL`,
  ])
  const found = rows(results, 0).map(({ note, marked, ...row }) => ({
    ...asListRow(row),
    written: [String(note), ...(JSON.parse(String(marked)) as string[])],
  }))
  return inOrder(found, ids)
}

function inOrder<T extends { id: number }>(found: T[], ids: number[]): T[] {
  const byId = new Map(found.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
