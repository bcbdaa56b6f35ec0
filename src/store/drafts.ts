import { desc, eq, type SQL, sql } from 'drizzle-orm'
import { idsOf } from '../core/desk-article.ts'
import type { DraftState, DraftText, Made } from '../core/draft.ts'
import type { EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import { OWN_FEED, ownKey } from '../core/own.ts'
import { rankOf } from '../core/rank.ts'
import { URL_RULE } from '../core/url.ts'
import type { Cursor } from './articles.ts'
import { batch, changes, type Db, rows } from './db.ts'
import { inserted, logEdit } from './edits.ts'
import { wishArticles } from './index-wishes.ts'
import { wish } from './jobs.ts'
import { drafts } from './schema/desk.ts'
import { wishStories } from './stories.ts'
import { storeTexts } from './texts.ts'

export type Draft = typeof drafts.$inferSelect
export type DraftRow = Pick<Draft, 'id' | 'title' | 'state' | 'publishesAt' | 'updatedAt'>

const PAGE = 50

/** Drafts and what became of them, those touched last first. */
export async function latest(
  db: Db,
  now: number,
  before: Cursor | null,
): Promise<{ found: DraftRow[]; next: string | null }> {
  const { id, title, state, publishesAt, updatedAt } = drafts
  const from = before ? sql`(${updatedAt}, ${id}) < (${before.sortedAt}, ${before.id})` : sql`${updatedAt} <= ${now}`
  const found = await db.orm
    .select({ id, title, state, publishesAt, updatedAt })
    .from(drafts)
    .where(from)
    .orderBy(desc(updatedAt), desc(id))
    .limit(PAGE + 1)
  const last = found.length > PAGE ? found[PAGE - 1] : undefined
  return { found: found.slice(0, PAGE), next: last ? `${last.updatedAt}.${last.id}` : null }
}

/** @throws AppError('not_found') */
export async function find(db: Db, id: number): Promise<Draft> {
  const [draft] = await db.orm.select().from(drafts).where(eq(drafts.id, id))
  if (!draft) throw new AppError('not_found')
  return draft
}

/** A new draft. Gives its id. */
export async function create(db: Db, text: DraftText, now: number, by: number): Promise<number> {
  const results = await batch(db, [
    sql`INSERT INTO drafts (title, markdown, excerpt, byline, picture, picture_alt, topic_ids, created_at, updated_at)
      VALUES (${text.title}, ${text.markdown}, ${text.excerpt}, ${text.byline}, ${text.picture}, ${text.pictureAlt},
        ${text.topicIds}, ${now}, ${now}) RETURNING id`,
    logEdit({ editorId: by, noun: 'draft', ref: inserted, label: text.title, action: 'added' }, now),
  ])
  return Number(rows(results, 0)[0]?.id)
}

/** What is written of a draft at once: its text, where it stands, and what the log says. */
export type Change = {
  text: DraftText
  state: DraftState
  publishesAt: number | null
  edit: { editorId: number; action: 'changed' | 'scheduled' | 'published' | 'withdrawn' } & Fields
}
type Fields = { before: EditedFields; after: EditedFields }

/** How a draft becomes an article, or changes the one it is. `keywordIds`: the followed keywords it holds. */
export type Publication = {
  made: Made
  site: { name: string; url: string; language: string }
  keywordIds: number[]
  /** Whether it comes out by this; else it stays hidden where an editor hid it meanwhile. */
  comesOut: boolean
}

/** Changes a draft, and with it the article that it is or becomes. False: it is not at that version any more. */
export async function write(
  db: Db,
  { id, version }: { id: number; version: number },
  change: Change,
  publication: Publication | null,
  now: number,
): Promise<boolean> {
  const { text, state, publishesAt, edit } = change
  const standing = sql`EXISTS (SELECT 1 FROM drafts WHERE id = ${id} AND version = ${version})`
  const key = ownKey(id)
  const article = sql`(SELECT id FROM articles WHERE url_key = ${key})`
  const withArticle =
    publication !== null
      ? published(id, text, publication, standing, now)
      : edit.action === 'withdrawn'
        ? hidden(key, standing, now)
        : []
  const results = await batch(db, [
    ...withArticle,
    sql`UPDATE drafts SET title = ${text.title}, markdown = ${text.markdown}, excerpt = ${text.excerpt},
        byline = ${text.byline}, picture = ${text.picture}, picture_alt = ${text.pictureAlt},
        topic_ids = ${text.topicIds}, state = ${state}, publishes_at = ${publishesAt}, article_id = ${article},
        version = version + 1, updated_at = ${now}
      WHERE id = ${id} AND version = ${version}`,
    logEdit({ ...edit, noun: 'draft', ref: id, label: text.title }, now),
    ...(state === 'scheduled'
      ? [wish({ kind: 'publish', key: String(id), dueAt: publishesAt ?? now }, { ifChanged: true })]
      : []),
    wishArticles(article, now),
    wishStories(now),
  ])
  return changes(results, withArticle.length) === 1
}

/** Statements: the article of a draft as it is now, in the lists it belongs to, all where the draft still stands so. */
function published(id: number, text: DraftText, out: Publication, standing: SQL, now: number): SQL[] {
  const { made, site, keywordIds, comesOut } = out
  const key = ownKey(id)
  const own = sql`articles.url_key = ${key} AND hidden_at IS NULL AND ${standing}`
  const all = sql`(SELECT id FROM articles WHERE url_key = ${key} AND ${standing})`
  const source = sql`(SELECT id FROM sources WHERE feed_url = ${OWN_FEED})`
  return [
    // Made with the first article that needs it. Nothing fetches it.
    sql`INSERT INTO sources (feed_url, title, site_url, language, display, created_at)
      SELECT ${OWN_FEED}, ${site.name}, ${site.url}, ${site.language}, 'full', ${now} WHERE ${standing}
      ON CONFLICT(feed_url) DO UPDATE SET title = excluded.title, site_url = excluded.site_url`,
    sql`INSERT INTO articles (url_key, url_rule, url, title, byline, source_id, source_name, excerpt, language, direction,
        words, picture, picture_alt, published_at, sorted_at, updated_at, rank)
      SELECT ${key}, ${URL_RULE}, '', ${text.title}, ${text.byline}, ${source}, ${site.name}, ${made.excerpt},
        ${made.language}, ${made.direction}, ${made.words}, ${text.picture}, ${text.pictureAlt}, ${now}, ${now}, ${now},
        ${rankOf({ sortedAt: now, saves: 0 })} WHERE ${standing}
      ON CONFLICT(url_key) DO UPDATE SET title = excluded.title, byline = excluded.byline, excerpt = excluded.excerpt,
        language = excluded.language, direction = excluded.direction, words = excluded.words,
        picture = excluded.picture, picture_alt = excluded.picture_alt, updated_at = excluded.updated_at,
        hidden_at = ${comesOut ? sql`NULL` : sql`hidden_at`}, hidden_topics = ${text.topicIds}, version = version + 1`,
    sql`UPDATE articles SET url = ${`${site.url}/articles/`} || id WHERE url_key = ${key} AND url = ''`,
    storeTexts(source, [{ urlKey: key, html: made.html, truncated: made.truncated }], now, standing),
    sql`DELETE FROM article_topics WHERE article_id = ${all}`,
    sql`INSERT INTO article_topics (topic_id, article_id, sorted_at, rank)
      SELECT topics.id, articles.id, sorted_at, rank FROM json_each(${JSON.stringify(idsOf(text.topicIds))})
        CROSS JOIN topics ON topics.id = value CROSS JOIN articles ON ${own}`,
    sql`DELETE FROM article_keywords WHERE article_id = ${all}`,
    sql`INSERT INTO article_keywords (keyword_id, article_id, sorted_at, rank)
      SELECT keywords.id, articles.id, sorted_at, rank FROM json_each(${JSON.stringify(keywordIds)})
        CROSS JOIN keywords ON keywords.id = value CROSS JOIN articles ON ${own}`,
  ]
}

/** Statements: the article of a draft is on no page any more. Whoever is about to show it again is overtaken. */
function hidden(key: string, standing: SQL, now: number): SQL[] {
  const article = sql`(SELECT id FROM articles WHERE url_key = ${key} AND ${standing})`
  return [
    sql`DELETE FROM article_topics WHERE article_id = ${article}`,
    sql`DELETE FROM article_keywords WHERE article_id = ${article}`,
    sql`UPDATE articles SET hidden_at = coalesce(hidden_at, ${now}), version = version + 1 WHERE id = ${article}`,
  ]
}

/** Deletes a draft that never came out. */
export async function remove(
  db: Db,
  { id, title }: Pick<Draft, 'id' | 'title'>,
  now: number,
  by: number,
): Promise<void> {
  await batch(db, [
    sql`DELETE FROM drafts WHERE id = ${id} AND article_id IS NULL`,
    logEdit({ editorId: by, noun: 'draft', ref: id, label: title, action: 'removed' }, now),
  ])
}
