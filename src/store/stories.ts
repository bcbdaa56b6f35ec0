import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, type Row, rows } from './db.ts'
import { laneOf, onConflict } from './jobs.ts'

/** What the story of an article is told by. `firstAt`: when the first article of its story is dated, once it has one. */
export type Telling = {
  id: number
  sourceId: number
  title: string
  excerpt: string
  sortedAt: number
  storyId: number | null
  firstAt: number
}

/** An article in a band. */
export type Place = { band: number; id: number; sortedAt: number }

/** An article's story, and the bands under which those that come after it look for it; none: it is too old for that. */
export type Found = { id: number; storyId: number; sortedAt: number; bands: number[] }

/** Statement: articles that no story was looked for yet get one. */
export function wishStories(now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'stories', 'all', ${laneOf('stories')}, ${now} WHERE EXISTS (SELECT 1 FROM articles WHERE story_id IS NULL)
    ${onConflict}`
}

/** The next articles without a story, in order of id. */
export async function untold(db: Db, limit: number): Promise<Telling[]> {
  const results = await batch(db, [
    sql`SELECT id, source_id, title, excerpt, sorted_at, NULL AS story_id, sorted_at AS first_at FROM articles
      WHERE story_id IS NULL ORDER BY id LIMIT ${limit}`,
  ])
  return rows(results, 0).map(toTelling)
}

/** The newest articles of each band, at most `limit` of one: a band of very many says nothing. */
export async function inBands(db: Db, bands: number[], limit: number): Promise<Place[]> {
  const results = await batch(db, [
    sql`SELECT there.band, article_id, sorted_at
      FROM json_each(${JSON.stringify(bands)}) AS wanted CROSS JOIN story_bands AS there ON there.band = wanted.value
        AND article_id IN (SELECT article_id FROM story_bands WHERE band = wanted.value ORDER BY article_id DESC LIMIT ${limit})`,
  ])
  return rows(results, 0).map((row) => ({
    band: Number(row.band),
    id: Number(row.article_id),
    sortedAt: Number(row.sorted_at),
  }))
}

/** What these articles tell; hidden ones too: a story goes on under its id. */
export async function tellings(db: Db, ids: number[]): Promise<Telling[]> {
  const results = await batch(db, [
    sql`SELECT told.id, told.source_id, told.title, told.excerpt, told.sorted_at, told.story_id,
        coalesce(first.sorted_at, told.sorted_at) AS first_at
      FROM json_each(${JSON.stringify(ids)}) AS wanted CROSS JOIN articles AS told ON told.id = wanted.value
        LEFT JOIN articles AS first ON first.id = told.story_id`,
  ])
  return rows(results, 0).map(toTelling)
}

/** A story, once set, stays. */
export async function setStories(db: Db, found: Found[]): Promise<void> {
  const list = JSON.stringify(found)
  await batch(db, [
    // The plus keeps it from the index of stories: each is looked for by its id.
    sql`UPDATE articles SET story_id = item.value ->> 'storyId' FROM json_each(${list}) AS item
      WHERE articles.id = item.value ->> 'id' AND +story_id IS NULL`,
    sql`INSERT INTO story_bands (band, article_id, sorted_at)
      SELECT band.value, item.value ->> 'id', item.value ->> 'sortedAt'
      FROM json_each(${list}) AS item CROSS JOIN json_each(item.value -> 'bands') AS band WHERE true
      ON CONFLICT(band, article_id) DO NOTHING`,
  ])
}

/** Statement: takes out up to `limit` bands of articles that are older than anything looks for. */
export function dropBands(before: number, limit: number): SQL {
  return sql`DELETE FROM story_bands WHERE (band, article_id) IN (
    SELECT band, article_id FROM story_bands WHERE sorted_at < ${before} LIMIT ${limit})`
}

function toTelling(row: Row): Telling {
  return {
    id: Number(row.id),
    sourceId: Number(row.source_id),
    title: String(row.title),
    excerpt: String(row.excerpt),
    sortedAt: Number(row.sorted_at),
    storyId: row.story_id === null ? null : Number(row.story_id),
    firstAt: Number(row.first_at),
  }
}
