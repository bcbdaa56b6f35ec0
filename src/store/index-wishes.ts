import { type SQL, sql } from 'drizzle-orm'
import { laneOf, onConflict } from './jobs.ts'

// The search indexes follow by jobs: what changes a row that search knows wishes for it in the same batch, and the job
// reads the row as it is by then. So the order of changes does not matter, and a crash in between costs a minute.

/** Statement: these rows of a list are read into its search index again, or taken out of it if they are removed by now. */
export function wishIndex(readerId: number, rows: SQL, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'index', 'saved:' || reader_id || ':' || id, ${laneOf('index')}, ${now}
    FROM saved WHERE reader_id = ${readerId} AND (${rows})
    ${onConflict}`
}

/** Statement: the same for the site's articles; `ids` is a SELECT of one column. */
export function wishArticles(ids: SQL, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'index', 'article:' || id, ${laneOf('index')}, ${now} FROM articles WHERE id IN (${ids})
    ${onConflict}`
}

/** Statement: everything of this reader leaves the search index. */
export function wishForgotten(readerId: number, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    VALUES ('index', ${`reader:${readerId}`}, ${laneOf('index')}, ${now})
    ${onConflict}`
}
