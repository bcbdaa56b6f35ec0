import type { Bindings } from '../../src/env.ts'

/** What the databases hold of one reader's list, for the count after kills. */
export type Shelf = {
  /** `tags`: how many the row carries. */
  rows: { id: number; article_id: number | null; url: string; tags: number }[]
  counters: { next_saved: number; unread: number }
  /** What each tag says that it stands on, and what it stands on. */
  tags: { saved: number; rows: number }[]
  imports: { id: number; state: string; taken: number }[]
  /** Jobs of these kinds that are still to be done. */
  waiting: { kind: string; jobs: number }[]
  /** Ids of the rows that search knows. */
  searched: number[]
  /** Uploads that are still in FILES. */
  files: string[]
}

export async function shelfOf({ DB, SEARCH_DB, FILES }: Bindings, reader: number): Promise<Shelf> {
  const results = await DB.batch<Record<string, unknown>>(
    [
      `SELECT id, article_id, url, (SELECT count(*) FROM saved_tags WHERE reader_id = ?1 AND saved_id = saved.id) AS tags
        FROM saved WHERE reader_id = ?1 AND removed_at IS NULL`,
      'SELECT next_saved, unread FROM counters WHERE reader_id = ?1',
      `SELECT saved, (SELECT count(*) FROM saved_tags WHERE reader_id = ?1 AND tag_id = tags.id) AS rows FROM tags
        WHERE reader_id = ?1`,
      'SELECT id, state, added + known + refused AS taken FROM imports WHERE reader_id = ?1',
      `SELECT kind, count(*) AS jobs FROM jobs WHERE ?1 = ?1 GROUP BY kind`,
    ].map((sql) => DB.prepare(sql).bind(reader)),
  )
  const [rows, counters, tags, imports, waiting] = results.map((result) => result.results)
  const searched = await SEARCH_DB.prepare('SELECT saved_id FROM saved_doc_ids WHERE reader_id = ?')
    .bind(reader)
    .all<{ saved_id: number }>()
  return {
    rows,
    counters: counters?.[0],
    tags,
    imports,
    waiting,
    searched: searched.results.map(({ saved_id }) => saved_id),
    files: (await FILES.list({ prefix: `imports/${reader}/` })).objects.map(({ key }) => key),
  } as Shelf
}
