import { type SQL, sql } from 'drizzle-orm'
import type { PageText } from '../core/page.ts'
import { bareTitle } from '../core/typed-url.ts'
import { URL_RULE, urlKey } from '../core/url.ts'
import { counted } from './counted.ts'
import { batch, changes, type Db, rows, unlessConflict } from './db.ts'
import { wishIndex } from './index-wishes.ts'
import { mergeSteps, stillPair, type Twin } from './merge.ts'
import { knownKey } from './save.ts'
import { storeSavedTexts } from './texts.ts'

/** A row whose page was read. `url`: what it was fetched by; `articleId`: the article the site has of it, by its url. */
export type ReadRow = { readerId: number; id: number; url: string; page: PageText; articleId: number | null }

/** How often two runs may get in each other's way before one gives up; its job then comes again. */
const TRIES = 5

/**
 * Keeps the text of a page, and the url that it turned out to have. Where another row of this reader has that url,
 * the two were one page all along: the younger becomes part of the older. A row that waits no more stays as it is.
 * @throws Error when others change the same rows again and again.
 */
export async function setText(shelf: Db, row: ReadRow, now: number): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { waits, other } = await look(shelf, row)
    if (!waits) return
    const steps = other ? merged(row, other, now) : alone(row, now)
    const all = counted(row.readerId, sql`id IN (${row.id}, ${other?.id ?? row.id})`, steps)
    // What was seen may have changed by now: then nothing is done, and it is looked at again.
    const results = await batch(shelf, all).catch(unlessConflict)
    if (results && changes(results, all.indexOf(steps.at(-1) as SQL)) === 1) return
  }
  throw new Error('its rows changed again and again')
}

/** Whether the row still waits, and the other one that has its page's url. */
async function look(shelf: Db, { readerId, id, page }: ReadRow): Promise<{ waits: boolean; other: Twin | null }> {
  const results = await batch(shelf, [
    sql`SELECT id FROM saved WHERE reader_id = ${readerId} AND id = ${id} AND page = 'waiting'`,
    // A text that lies in FILES lies there under its row's id, and cannot move.
    sql`SELECT saved.id, url, url_key, page, page = 'none' OR (page = 'ready' AND place = 'd1') AS keeps
      FROM saved LEFT JOIN saved_texts ON saved_texts.reader_id = saved.reader_id AND saved_texts.id = saved.id
      WHERE saved.reader_id = ${readerId} AND url_key = ${knownKey(readerId, urlKey(page.url))} AND saved.id <> ${id}`,
  ])
  const [other] = rows(results, 1)
  return {
    waits: rows(results, 0).length === 1,
    other: other
      ? {
          ...{ id: Number(other.id), url: String(other.url), urlKey: String(other.url_key) },
          ...{
            page: String(other.page),
            keeps: other.keeps === 1 || (other.page === 'ready' && Number(other.id) < id),
          },
        }
      : null,
  }
}

function alone(row: ReadRow, now: number): SQL[] {
  const { readerId, id, page } = row
  const key = urlKey(page.url)
  const waits = sql`saved.reader_id = ${readerId} AND saved.id = ${id} AND saved.page = 'waiting'`
  return [
    ...storeSavedTexts(readerId, textOf(page, id, waits), now),
    sql`INSERT INTO saved_urls (reader_id, url_key, saved_id)
      SELECT reader_id, url_key, id FROM saved WHERE ${waits} AND url_key <> ${key}
      ON CONFLICT(reader_id, url_key) DO UPDATE SET saved_id = excluded.saved_id`,
    sql`DELETE FROM saved_urls WHERE reader_id = ${readerId} AND url_key = ${key} AND saved_id = ${id}`,
    wishIndex(readerId, waits, now),
    sql`UPDATE saved SET url = ${page.url}, url_key = ${key}, url_rule = ${URL_RULE}, ${facts(row, now)} WHERE ${waits}`,
  ]
}

function merged(row: ReadRow, other: Twin, now: number): SQL[] {
  const { readerId, id, page } = row
  const pair = { readerId, id, other }
  const holds = stillPair(pair)
  const merging = (last: SQL) => mergeSteps(pair, holds, last, now)
  if (other.keeps) return merging(sql`page = ${other.page}, page_fault = NULL, page_at = ${now}`)
  const elder = Math.min(id, other.id)
  const here = sql`saved.reader_id = ${readerId} AND saved.id = ${elder} AND ${holds}`
  // Its title may have been made of its own url.
  const elders = { ...row, url: elder === id ? row.url : other.url }
  return [...storeSavedTexts(readerId, textOf(page, elder, here), now), ...merging(facts(elders, now))]
}

function textOf({ html, truncated }: PageText, id: number, where: SQL): SQL {
  return sql`SELECT ${id} AS id, ${html} AS html, ${Number(truncated)} AS truncated, 0 AS pasted FROM saved WHERE ${where}`
}

/** What is known of a page once it was read. A title that somebody gave stays; one that was made of the url goes. */
function facts({ url, page, articleId }: ReadRow, now: number): SQL {
  return sql`title = CASE WHEN title = ${bareTitle(url)} AND ${page.title} <> '' THEN ${page.title} ELSE title END,
    byline = CASE WHEN ${page.byline} = '' THEN byline ELSE ${page.byline} END,
    source_name = ${page.sourceName}, picture = coalesce(${page.picture}, picture),
    excerpt = CASE WHEN ${page.excerpt} = '' THEN excerpt ELSE ${page.excerpt} END,
    language = ${page.language}, direction = ${page.direction}, words = ${page.words},
    article_id = coalesce(article_id, ${articleId}), page = 'ready', page_fault = NULL, page_at = ${now}`
}
