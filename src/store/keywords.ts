import { sql } from 'drizzle-orm'
import { leadOf, stemsOfRef } from '../core/keyword.ts'
import { batch, changes, type Db, rows } from './db.ts'

/** An article as far as a keyword is looked for in it. */
export type Worded = { id: number; title: string; excerpt: string; sortedAt: number }

/** What comes in from now on is looked through for these words; true: it was not before. */
export async function add(db: Db, ref: string, now: number): Promise<boolean> {
  const stems = stemsOfRef(ref)
  const results = await batch(db, [
    sql`INSERT INTO keywords (ref, stem, stems, created_at)
      VALUES (${ref}, ${leadOf(stems)}, ${JSON.stringify(stems)}, ${now}) ON CONFLICT(ref) DO NOTHING`,
  ])
  return changes(results, 0) > 0
}

/** These articles hold it. Repeated it changes nothing. */
export async function hold(db: Db, ref: string, articleIds: number[]): Promise<void> {
  await batch(db, [
    sql`INSERT INTO article_keywords (keyword_id, article_id, sorted_at, rank)
      SELECT keywords.id, articles.id, articles.sorted_at, articles.rank
      FROM json_each(${JSON.stringify(articleIds)}) CROSS JOIN articles ON articles.id = value
        CROSS JOIN keywords ON keywords.ref = ${ref}
      WHERE hidden_at IS NULL ON CONFLICT DO NOTHING`,
  ])
}

const CHUNK = 500

/** Forgets a keyword, and some of the articles that hold it; true: none is left. */
export async function drop(db: Db, ref: string): Promise<boolean> {
  const id = sql`(SELECT id FROM keywords WHERE ref = ${ref})`
  const results = await batch(db, [
    sql`DELETE FROM article_keywords WHERE (article_id, keyword_id) IN (
      SELECT article_id, keyword_id FROM article_keywords WHERE keyword_id = ${id} ORDER BY sorted_at LIMIT ${CHUNK})`,
    sql`DELETE FROM keywords WHERE ref = ${ref} AND NOT EXISTS (
      SELECT 1 FROM article_keywords WHERE keyword_id = keywords.id)`,
  ])
  return changes(results, 0) < CHUNK
}

/** Some keywords: as the turns go on, all of them come by again and again. */
export async function some(db: Db, turn: number): Promise<string[]> {
  const most = sql.raw(String(CHUNK))
  const results = await batch(db, [
    sql`SELECT ref FROM keywords
      WHERE id > ${turn} % (coalesce((SELECT max(id) FROM keywords), 0) / ${most} + 1) * ${most} ORDER BY id LIMIT ${most}`,
  ])
  return rows(results, 0).map(({ ref }) => String(ref))
}

/** Those of these articles that are shown, and the last that came: those the search index may not know yet. */
export async function worded(db: Db, ids: number[], newest: number): Promise<Worded[]> {
  const columns = sql`id, title, excerpt, sorted_at`
  const results = await batch(db, [
    sql`SELECT ${columns} FROM articles WHERE hidden_at IS NULL
      AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    sql`SELECT ${columns} FROM articles WHERE hidden_at IS NULL
      AND id > (SELECT max(id) FROM articles) - ${newest} ORDER BY id DESC LIMIT ${newest}`,
  ])
  const found = [...rows(results, 0), ...rows(results, 1)].map((row) => ({
    id: Number(row.id),
    title: String(row.title),
    excerpt: String(row.excerpt),
    sortedAt: Number(row.sorted_at),
  }))
  return [...new Map(found.map((article) => [article.id, article])).values()].sort((a, b) => b.id - a.id)
}
