import { sql } from 'drizzle-orm'
import { type ArticleState, idsOf, listOfIds } from '../core/desk-article.ts'
import type { EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import type { Cursor } from './articles.ts'
import { batch, changes, type Db, type Row, rows } from './db.ts'
import { type LoggedEdit, latestEdits, logEdit } from './edits.ts'
import { wishArticles } from './index-wishes.ts'

/** An article in the desk's lists. */
export type DeskRow = {
  id: number
  title: string
  sourceName: string
  language: string
  direction: 'rtl' | 'ltr'
  sortedAt: number
  hiddenAt: number | null
  pickedAt: number | null
}

/** An article as its editor sees it, with its latest changes, the newest first. */
export type DeskArticle = DeskRow & {
  state: ArticleState
  version: number
  url: string
  urlKey: string
  excerpt: string
  edits: LoggedEdit[]
}

const columns = sql`id, title, source_name, language, direction, sorted_at, hidden_at, picked_at`
const PAGE = 50

/** The desk's lists, each along an index of its own: by which moment, the last first, and what is in it. */
const LISTS = {
  latest: { moment: 'sortedAt', column: sql`sorted_at`, listed: sql`hidden_at IS NULL` },
  picked: { moment: 'pickedAt', column: sql`picked_at`, listed: sql`picked_at IS NOT NULL AND hidden_at IS NULL` },
  hidden: { moment: 'hiddenAt', column: sql`hidden_at`, listed: sql`hidden_at IS NOT NULL` },
} as const

/** A page of a list, before a place; `next`: where the page after it begins. */
export async function list(
  db: Db,
  which: keyof typeof LISTS,
  now: number,
  before: Cursor | null,
): Promise<{ found: DeskRow[]; next: string | null }> {
  const { moment, column, listed } = LISTS[which]
  const from = before ? sql`(${column}, id) < (${before.sortedAt}, ${before.id})` : sql`${column} <= ${now}`
  const results = await batch(db, [
    sql`SELECT ${columns} FROM articles WHERE ${listed} AND ${from} ORDER BY ${column} DESC, id DESC LIMIT ${PAGE + 1}`,
  ])
  const found = rows(results, 0).map(toRow)
  const last = found.length > PAGE ? found[PAGE - 1] : undefined
  return { found: found.slice(0, PAGE), next: last ? `${last[moment]}.${last.id}` : null }
}

/** What stands of these articles, in their order. */
export async function byIds(db: Db, ids: number[]): Promise<DeskRow[]> {
  const list = JSON.stringify(ids)
  const results = await batch(db, [
    sql`SELECT ${columns} FROM articles WHERE id IN (SELECT value FROM json_each(${list}))`,
  ])
  return rows(results, 0)
    .map(toRow)
    .toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}

const EDITS = 20

/** @throws AppError('not_found') */
export async function find(db: Db, id: number): Promise<DeskArticle> {
  const results = await batch(db, [
    sql`SELECT ${columns}, url, url_key, excerpt, picture, picture_alt, hidden_topics, held,
      version FROM articles WHERE id = ${id}`,
    sql`SELECT topic_id FROM article_topics WHERE article_id = ${id}`,
  ])
  const row = rows(results, 0)[0]
  if (!row) throw new AppError('not_found')
  const edits = await latestEdits(db, { noun: 'article', ref: id }, EDITS)
  const article = toRow(row)
  const topicIds = listOfIds(rows(results, 1).map(({ topic_id }) => Number(topic_id)))
  const state = {
    title: article.title,
    picture: row.picture === null ? null : String(row.picture),
    pictureAlt: String(row.picture_alt),
    topicIds: article.hiddenAt === null ? topicIds : listOfIds(idsOf(String(row.hidden_topics))),
    held: String(row.held),
    hiddenAt: article.hiddenAt,
    pickedAt: article.pickedAt,
  }
  const { url, url_key: urlKey, excerpt } = row
  return {
    ...article,
    ...{ state, version: Number(row.version), edits },
    ...{ url: String(url), urlKey: String(urlKey), excerpt: String(excerpt) },
  }
}

type Written = {
  editorId: number
  action: LoggedEdit['action'] & ArticleAction
  before: EditedFields
  after: EditedFields
}
export type ArticleAction = 'changed' | 'hidden' | 'shown' | 'picked' | 'unpicked' | 'undone'

/**
 * Writes an article as an editor wants it, with the lists it is in: while it is hidden it is in none. False: it is not
 * at that version any more. `keywordIds`: the followed keywords it holds. One that was hidden gets its source's present
 * name and direction: a relabelling passes by what is hidden.
 */
export async function write(
  db: Db,
  { id, version }: { id: number; version: number },
  state: ArticleState,
  keywordIds: number[],
  edit: Written,
  now: number,
): Promise<boolean> {
  const standing = sql`EXISTS (SELECT 1 FROM articles WHERE id = ${id} AND version = ${version})`
  const place = sql`CROSS JOIN articles ON articles.id = ${id} AND articles.version = ${version}`
  const shown = state.hiddenAt === null
  const topicIds = JSON.stringify(shown ? idsOf(state.topicIds) : [])
  const results = await batch(db, [
    sql`DELETE FROM article_topics WHERE article_id = ${id} AND ${standing}`,
    sql`INSERT INTO article_topics (topic_id, article_id, sorted_at, rank)
      SELECT topics.id, articles.id, sorted_at, rank FROM json_each(${topicIds})
        CROSS JOIN topics ON topics.id = value ${place}`,
    sql`DELETE FROM article_keywords WHERE article_id = ${id} AND ${standing}`,
    sql`INSERT INTO article_keywords (keyword_id, article_id, sorted_at, rank)
      SELECT keywords.id, articles.id, sorted_at, rank FROM json_each(${JSON.stringify(shown ? keywordIds : [])})
        CROSS JOIN keywords ON keywords.id = value ${place}`,
    sql`UPDATE articles SET title = ${state.title}, picture = ${state.picture}, picture_alt = ${state.pictureAlt},
        held = ${state.held}, hidden_at = ${state.hiddenAt}, hidden_topics = ${shown ? '' : state.topicIds},
        picked_at = ${state.pickedAt}, version = version + 1,
        source_name = iif(hidden_at IS NULL, source_name,
          coalesce((SELECT nullif(sources.title, '') FROM sources WHERE sources.id = source_id), source_name)),
        direction = iif(hidden_at IS NULL, direction,
          coalesce((SELECT sources.direction FROM sources WHERE sources.id = source_id), direction))
      WHERE id = ${id} AND version = ${version}`,
    logEdit({ ...edit, noun: 'article', ref: id, label: state.title }, now),
    wishArticles(sql`SELECT ${id}`, now),
  ])
  return changes(results, 4) === 1
}

function toRow(row: Row): DeskRow {
  return {
    id: Number(row.id),
    title: String(row.title),
    sourceName: String(row.source_name),
    language: String(row.language),
    direction: row.direction as DeskRow['direction'],
    sortedAt: Number(row.sorted_at),
    hiddenAt: row.hidden_at === null ? null : Number(row.hidden_at),
    pickedAt: row.picked_at === null ? null : Number(row.picked_at),
  }
}
