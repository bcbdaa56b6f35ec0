import { type SQL, sql } from 'drizzle-orm'
import { batch, changes, type Db, rows } from './db.ts'
import { wishArticles } from './index-wishes.ts'

// What becomes of the articles of a source that was removed: steps that may be cut off anywhere and done again. Each
// holds only while the source is removed: an editor may have taken it up again.

function removed(sourceId: number): SQL {
  return sql`(SELECT state FROM sources WHERE sources.id = ${sourceId}) = 'removed'`
}

/** Takes the newest that readers see down; gives how many. Hidden ones are in no list, no search and no topic. */
export async function hideNext(db: Db, sourceId: number, now: number, limit: number): Promise<number> {
  const next = sql`SELECT id FROM articles WHERE source_id = ${sourceId} AND hidden_at IS NULL AND ${removed(sourceId)}
    ORDER BY sorted_at DESC, id DESC LIMIT ${limit}`
  const topicIds = sql`(SELECT group_concat(topic_id) FROM article_topics WHERE article_id = articles.id)`
  const results = await batch(db, [
    wishArticles(next, now),
    sql`UPDATE articles SET hidden_topics = coalesce(${topicIds}, '') WHERE id IN (${next})`,
    sql`DELETE FROM article_topics WHERE article_id IN (${next})`,
    sql`DELETE FROM article_keywords WHERE article_id IN (${next})`,
    sql`UPDATE articles SET hidden_at = ${now}, version = version + 1 WHERE id IN (${next})`,
  ])
  return changes(results, 4)
}

/** An entry of the source; `own`: its article is this source's, not only mentioned by it. */
export type Leftover = { guid: string; articleId: number; own: boolean; inFiles: boolean }

/** The next entries of the source, with their articles. */
export async function leftovers(db: Db, sourceId: number, limit: number): Promise<Leftover[]> {
  const results = await batch(db, [
    sql`SELECT guid, entry.article_id, articles.id IS NOT NULL AS own, place = 'r2' AS in_files
      FROM (SELECT guid, article_id FROM entries WHERE source_id = ${sourceId} AND ${removed(sourceId)}
        ORDER BY guid LIMIT ${limit}) AS entry
      LEFT JOIN articles ON articles.id = entry.article_id AND articles.source_id = ${sourceId}
      LEFT JOIN texts ON texts.article_id = articles.id`,
  ])
  return rows(results, 0).map((row) => ({
    guid: String(row.guid),
    articleId: Number(row.article_id),
    own: row.own === 1,
    inFiles: row.in_files === 1,
  }))
}

/** Of these articles, those that a reader saved: the text of their copy is the article's. */
export async function heldByReaders(shelf: Db, articleIds: number[]): Promise<Set<number>> {
  const results = await batch(shelf, [
    sql`SELECT value AS id FROM json_each(${JSON.stringify(articleIds)})
      WHERE EXISTS (SELECT 1 FROM saved WHERE article_id = value)`,
  ])
  return new Set(rows(results, 0).map((row) => Number(row.id)))
}

/**
 * Deletes articles with all that hangs on them, and these entries of the source. Other sources' entries of such an
 * article go, too: what they bring next is new again.
 */
export async function deleteThese(
  db: Db,
  sourceId: number,
  { articleIds, guids }: { articleIds: number[]; guids: string[] },
  now: number,
): Promise<void> {
  const still = removed(sourceId)
  const ids = sql`SELECT value FROM json_each(${JSON.stringify(articleIds)})`
  await batch(db, [
    wishArticles(ids, now),
    ...['texts', 'article_topics', 'article_keywords', 'entries'].map(
      (table) => sql`DELETE FROM ${sql.identifier(table)} WHERE article_id IN (${ids}) AND ${still}`,
    ),
    sql`DELETE FROM articles WHERE id IN (${ids}) AND ${still}`,
    sql`DELETE FROM entries WHERE source_id = ${sourceId} AND ${still}
      AND guid IN (SELECT value FROM json_each(${JSON.stringify(guids)}))`,
  ])
}
