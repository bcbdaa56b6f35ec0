import { type SQL, sql } from 'drizzle-orm'
import type { PageText } from '../core/page.ts'
import { SANITISER } from '../core/safe-html.ts'
import { batch, type Db, rows } from './db.ts'
import { wishArticles } from './index-wishes.ts'
import { laneOf, onConflict } from './jobs.ts'

// The whole text of an article whose feed brings an excerpt only (`sources.extracts`): its page is fetched by the job
// `extract` with the key `article:ID`, and until then, or if that fails, the feed's text stands.

/** Seconds between the pages of one run, so that they come to their host's turns one by one. */
const GAP = 3

/** Statement: fetches the pages of what a run has just written (a JSON list of articles), where the source wants it. */
export function wishTexts(sourceId: number, articles: string, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'extract', 'article:' || articles.id, ${laneOf('extract')}, ${now} + ${GAP} * item.key
    FROM json_each(${articles}) AS item CROSS JOIN articles ON url_key = item.value ->> 'urlKey'
    WHERE source_id = ${sourceId} AND hidden_at IS NULL AND url_key <> 'source:' || source_id || ':' || (item.value ->> 'guid')
      AND (SELECT extracts FROM sources WHERE id = ${sourceId}) = 1
    ${onConflict}`
}

export type ThinArticle = { url: string; words: number; storedAt: number }

/** Null: it is gone or hidden, or its source wants no more texts. */
export async function thinArticle(db: Db, id: number): Promise<ThinArticle | null> {
  const results = await batch(db, [
    sql`SELECT url, words, stored_at AS storedAt FROM articles CROSS JOIN texts ON article_id = articles.id
      CROSS JOIN sources ON sources.id = source_id
      WHERE articles.id = ${id} AND hidden_at IS NULL AND extracts = 1`,
  ])
  const [row] = rows(results, 0)
  return row ? (row as ThinArticle) : null
}

/**
 * The host's turn, if it is free now; else when to ask again. Nothing is reserved, since nothing would remember it:
 * those who come at the same moment come again, each after a while of its own.
 */
export async function tryTurn(db: Db, host: string, now: number, gap: number): Promise<number> {
  const results = await batch(db, [
    sql`INSERT INTO hosts (host, next_at) VALUES (${host}, ${now + gap})
      ON CONFLICT(host) DO UPDATE SET next_at = excluded.next_at WHERE next_at <= ${now} RETURNING next_at`,
    sql`SELECT next_at FROM hosts WHERE host = ${host}`,
  ])
  return rows(results, 0).length > 0 ? now : Number(rows(results, 1)[0]?.next_at)
}

/** The page's text in place of the feed's, unless the feed brought another meanwhile. What an editor holds stays. */
export async function setWholeText(
  db: Db,
  id: number,
  { was, page }: { was: ThinArticle; page: PageText },
  now: number,
): Promise<void> {
  await batch(db, [
    sql`UPDATE texts SET html = ${page.html}, sanitiser = ${SANITISER}, truncated = ${Number(page.truncated)}, place = 'd1'
      WHERE article_id = ${id} AND stored_at = ${was.storedAt}`,
    // The version as in store/ingest.ts: a form may be open.
    sql`UPDATE articles SET words = ${page.words}, excerpt = iif(excerpt = '', ${page.excerpt}, excerpt),
        picture = iif(instr(held, 'picture'), picture, coalesce(picture, ${page.picture})),
        version = version + (picture IS NULL AND ${page.picture} IS NOT NULL AND NOT instr(held, 'picture'))
      WHERE id = ${id} AND changes() = 1`,
    wishArticles(sql`SELECT ${id} WHERE changes() = 1`, now),
  ])
}
