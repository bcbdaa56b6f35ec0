import { type SQL, sql } from 'drizzle-orm'
import { DAY } from '../core/clock.ts'
import { OWN_FEED } from '../core/own.ts'
import type { SourceError } from '../core/source.ts'
import { batch, changes, type Db, type Row, rows } from './db.ts'
import { onConflict } from './jobs.ts'
import { sources } from './schema/site.ts'

/** What a run needs to know of its source. */
export type DueSource = {
  id: number
  feedUrl: string
  movedUrl: string | null
  movedRuns: number
  movedAt: number | null
  siteUrl: string | null
  title: string
  language: string
  direction: 'rtl' | 'ltr' | null
  topicId: number | null
  etag: string | null
  lastModified: string | null
  errorStreak: number
  /** When its tenth newest article is dated; null: it has fewer. */
  tenthAt: number | null
}

/** A source that is fetched, or null: paused, gone, not there, or the site itself. */
export async function activeSource(db: Db, id: number): Promise<DueSource | null> {
  const results = await batch(db, [
    sql`SELECT id, feed_url, moved_url, moved_runs, moved_at, site_url, title, language, direction, topic_id, etag,
      last_modified, error_streak, (SELECT sorted_at FROM articles WHERE source_id = sources.id AND hidden_at IS NULL
        ORDER BY sorted_at DESC, id DESC LIMIT 1 OFFSET 9) AS tenth_at
      FROM sources WHERE id = ${id} AND state = 'active' AND feed_url <> ${OWN_FEED}`,
  ])
  const row = rows(results, 0)[0]
  return row ? toSource(row) : null
}

/** How each source does: its state, when it was last read well, and what went wrong since. */
export async function sourceStates(db: Db) {
  const { id, title, feedUrl, state, succeededAt, error, errorDetail, errorStreak } = sources
  return db.orm
    .select({ id, title, feedUrl, state, succeededAt, error, errorDetail, errorStreak })
    .from(sources)
    .orderBy(id)
}

/** Of these feeds, those the site has. */
export function sourcesByFeed(db: Db, feedUrls: string[]) {
  const { id, title, feedUrl, state } = sources
  return db.orm
    .select({ id, title, feedUrl })
    .from(sources)
    .where(sql`${feedUrl} IN (SELECT value FROM json_each(${JSON.stringify(feedUrls)})) AND ${state} <> 'removed'`)
}

/** What a publisher says of a feed, kept where the source has no word of its own yet. */
export type FeedWords = { title: string; description: string; siteUrl: string | null }

export type Check = {
  at: number
  etag: string | null
  lastModified: string | null
  moved: { url: string | null; runs: number; at: number | null }
  /** What could not be read of a feed that could be read in part. */
  error?: SourceError | null
  detail?: string | null
  words?: FeedWords
}

/** How far back `recent` counts, and how far: a source of that many is not rare. */
const RECENT = { seconds: 7 * DAY, most: 500 }

function recentAt(now: number): SQL {
  return sql`(SELECT count(*) FROM (SELECT 1 FROM articles WHERE source_id = sources.id AND hidden_at IS NULL
    AND sorted_at BETWEEN ${now - RECENT.seconds} AND ${now} LIMIT ${RECENT.most}))`
}

/** The same of those sources that no run has counted for a day: the site's own, and what is paused, gone or broken. */
export async function countIdle(db: Db, now: number): Promise<void> {
  await batch(db, [
    sql`UPDATE sources SET recent = ${recentAt(now)} WHERE coalesce(succeeded_at, 0) <= ${now - DAY} AND state <> 'removed'`,
  ])
}

/** What a run read: nothing of it is kept where an editor set another feed url meanwhile. */
type Read = Pick<DueSource, 'id' | 'feedUrl'>

/** The run went well. */
export async function succeeded(db: Db, { id, feedUrl }: Read, check: Check): Promise<void> {
  const { title, description, siteUrl } = check.words ?? { title: '', description: '', siteUrl: null }
  await batch(db, [
    sql`UPDATE sources SET checked_at = ${check.at}, succeeded_at = ${check.at}, etag = ${check.etag},
      last_modified = ${check.lastModified}, moved_url = ${check.moved.url}, moved_runs = ${check.moved.runs},
      moved_at = ${check.moved.at}, error = ${check.error ?? null}, error_detail = ${check.detail ?? null},
      error_streak = 0, title = CASE title WHEN '' THEN ${title} ELSE title END,
      description = CASE description WHEN '' THEN ${description} ELSE description END,
      site_url = coalesce(site_url, ${siteUrl}),
      recent = ${recentAt(check.at)}
      WHERE id = ${id} AND feed_url = ${feedUrl}`,
  ])
}

/** The run did not go well: the error stands on the source until one does. */
export async function failed(
  db: Db,
  { id, feedUrl }: Read,
  fault: { at: number; error: SourceError; detail: string; movedAt: number | null },
): Promise<void> {
  await batch(db, [
    sql`UPDATE sources SET checked_at = ${fault.at}, error = ${fault.error}, error_detail = ${fault.detail},
      error_streak = error_streak + 1, moved_at = ${fault.movedAt},
      state = CASE WHEN ${fault.error} = 'gone' AND state = 'active' THEN 'gone' ELSE state END
      WHERE id = ${id} AND feed_url = ${feedUrl}`,
  ])
}

export type NewSource = {
  feedUrl: string
  siteUrl: string | null
  title: string
  language: string
  /** Slug of its default topic; an unknown one is none. */
  topic: string | null
  display: 'full' | 'excerpt'
}

/**
 * Adds sources with the job that fetches each. Those whose feed url is there already stay as they are; a job of theirs
 * that was given up begins anew.
 */
export async function addSources(db: Db, sources: NewSource[], now: number): Promise<{ added: number }> {
  const list = JSON.stringify(sources)
  const results = await batch(db, [
    sql`INSERT INTO sources (feed_url, site_url, title, language, topic_id, display, created_at)
      SELECT value ->> 'feedUrl', value ->> 'siteUrl', value ->> 'title', value ->> 'language',
        (SELECT id FROM topics WHERE slug = value ->> 'topic'), value ->> 'display', ${now}
      FROM json_each(${list}) WHERE true ON CONFLICT(feed_url) DO NOTHING`,
    sql`INSERT INTO jobs (kind, key, due_at)
      SELECT 'refresh', sources.id, ${now} FROM json_each(${list}) JOIN sources ON feed_url = value ->> 'feedUrl'
      WHERE state = 'active' AND NOT EXISTS (SELECT 1 FROM jobs
        WHERE kind = 'refresh' AND key = CAST(sources.id AS TEXT) AND dead_at IS NULL)
      ${onConflict}`,
  ])
  return { added: changes(results, 0) }
}

function toSource(row: Row): DueSource {
  const text = (value: string | number | null | undefined) => (value == null ? null : String(value))
  const number = (value: string | number | null | undefined) => (value == null ? null : Number(value))
  return {
    id: Number(row.id),
    feedUrl: String(row.feed_url),
    movedUrl: text(row.moved_url),
    movedRuns: Number(row.moved_runs),
    movedAt: number(row.moved_at),
    siteUrl: text(row.site_url),
    title: String(row.title),
    language: String(row.language),
    direction: row.direction as DueSource['direction'],
    topicId: number(row.topic_id),
    etag: text(row.etag),
    lastModified: text(row.last_modified),
    errorStreak: Number(row.error_streak),
    tenthAt: number(row.tenth_at),
  }
}
