import { sql } from 'drizzle-orm'
import { rankOf } from '../core/rank.ts'
import { batch, type Db, rows } from './db.ts'

/** Beyond so many, one save more moves nothing that anybody would see. */
const MOST_COUNTED = 10_000

/** In how many lists an article is or was, counted along its own rows. */
export async function countSaves(shelf: Db, articleId: number): Promise<number> {
  const results = await batch(shelf, [
    sql`SELECT sum(1) AS saves FROM (SELECT 1 FROM saved WHERE article_id = ${articleId} LIMIT ${MOST_COUNTED})`,
  ])
  return Number(rows(results, 0)[0]?.saves ?? 0)
}

/** Raises an article's rank to what so many saves make of it, wherever it is kept. It never falls. */
export async function raise(db: Db, articleId: number, saves: number): Promise<void> {
  const [article] = rows(await batch(db, [sql`SELECT sorted_at FROM articles WHERE id = ${articleId}`]), 0)
  if (!article) return
  const rank = rankOf({ sortedAt: Number(article.sorted_at), saves })
  await batch(db, [
    sql`UPDATE articles SET saves = max(saves, ${saves}), rank = max(rank, ${rank}) WHERE id = ${articleId}`,
    sql`UPDATE article_topics SET rank = max(rank, ${rank}) WHERE article_id = ${articleId}`,
    sql`UPDATE article_keywords SET rank = max(rank, ${rank}) WHERE article_id = ${articleId}`,
  ])
}
