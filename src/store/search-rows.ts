import { sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'
import type { SavedKey } from './search.ts'

/** What search knows of an article, beside its text. */
export type ArticleSource = {
  id: number
  title: string
  byline: string
  excerpt: string
  sourceName: string
  language: string
}

/** The same of a saved row, with what its reader added. `articleId`: whose text is its own, where it has none. */
export type SavedSource = ArticleSource & {
  readerId: number
  note: string
  articleId: number | null
  page: string
  tags: string[]
  highlights: string[]
}

/** Those of these articles that may be found. */
export async function articleSources(db: Db, ids: number[]): Promise<ArticleSource[]> {
  const results = await batch(db, [
    sql`SELECT articles.id, title, byline, excerpt, source_name AS sourceName, language
      FROM json_each(${JSON.stringify(ids)}) CROSS JOIN articles ON articles.id = value WHERE hidden_at IS NULL`,
  ])
  return rows(results, 0) as ArticleSource[]
}

/** Those of these rows that are in their reader's list. */
export async function savedSources(shelf: Db, keys: SavedKey[]): Promise<SavedSource[]> {
  const results = await batch(shelf, [
    sql`SELECT saved.reader_id AS readerId, saved.id, title, byline, excerpt, note, source_name AS sourceName, language,
        article_id AS articleId, page,
        (SELECT json_group_array(tags.name) FROM saved_tags AS named
          CROSS JOIN tags ON tags.reader_id = named.reader_id AND tags.id = named.tag_id AND tags.removed_at IS NULL
          WHERE named.reader_id = saved.reader_id AND named.saved_id = saved.id) AS tags,
        (SELECT json_group_array(trim(quote || char(10) || highlights.note)) FROM highlights
          WHERE highlights.reader_id = saved.reader_id AND highlights.saved_id = saved.id AND removed_at IS NULL)
          AS highlights
      FROM json_each(${JSON.stringify(keys)}) AS key
        CROSS JOIN saved ON saved.reader_id = key.value ->> 'readerId' AND saved.id = key.value ->> 'id'
      WHERE saved.removed_at IS NULL`,
  ])
  return rows(results, 0).map(({ tags, highlights, ...row }) => {
    const [names, quotes] = [tags, highlights].map((json) => JSON.parse(String(json)) as string[])
    return { ...(row as Omit<SavedSource, 'tags' | 'highlights'>), tags: names ?? [], highlights: quotes ?? [] }
  })
}
