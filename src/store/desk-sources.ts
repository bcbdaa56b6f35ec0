import { eq, type SQL, sql } from 'drizzle-orm'
import type { EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import type { Fate, SourceSettings } from '../core/source-form.ts'
import { batch, changes, type Db, rows } from './db.ts'
import { logEdit } from './edits.ts'
import { dropJobIf, laneOf, onConflict, wish } from './jobs.ts'
import { jobs } from './schema/jobs.ts'
import { sources } from './schema/site.ts'

/** A source as its editor sees it. */
export type DeskSource = typeof sources.$inferSelect
/** With the date of its next run, where it has one. */
export type SourceRow = { source: DeskSource; nextAt: number | null }

/** Far more than any editor has. */
const MOST = 5000

const nextRun = sql`${jobs.kind} = 'refresh' AND ${jobs.key} = CAST(${sources.id} AS TEXT) AND ${jobs.deadAt} IS NULL`

export function all(db: Db): Promise<SourceRow[]> {
  return db.orm.select({ source: sources, nextAt: jobs.dueAt }).from(sources).leftJoin(jobs, nextRun).limit(MOST)
}

/** @throws AppError('not_found') */
export async function find(db: Db, id: number): Promise<SourceRow> {
  const [found] = await db.orm
    .select({ source: sources, nextAt: jobs.dueAt })
    .from(sources)
    .leftJoin(jobs, nextRun)
    .where(eq(sources.id, id))
  if (!found) throw new AppError('not_found')
  return found
}

/**
 * A new source and the job that fetches it. One that was removed is taken up again, under its id and with what stayed of
 * its articles. Null: the feed is a source's already. `by`: the editor who adds it.
 */
export async function add(
  db: Db,
  set: SourceSettings & { siteUrl: string | null },
  now: number,
  by: number,
): Promise<number | null> {
  const byFeed = sql`feed_url = ${set.feedUrl}`
  const id = sql`(SELECT id FROM sources WHERE ${byFeed})`
  const results = await batch(db, [
    sql`INSERT INTO sources (feed_url, site_url, title, language, topic_id, direction, display, extracts, created_at)
      VALUES (${set.feedUrl}, ${set.siteUrl}, ${set.title}, ${set.language}, ${set.topicId}, ${set.direction},
        ${set.display}, ${set.extracts}, ${now})
      ON CONFLICT(feed_url) DO UPDATE SET title = excluded.title, language = excluded.language,
        topic_id = excluded.topic_id, direction = excluded.direction, display = excluded.display,
        extracts = excluded.extracts, state = 'active', version = version + 1, ${unread}
      WHERE state = 'removed' RETURNING id`,
    logEdit({ editorId: by, noun: 'source', ref: id, label: set.title, action: 'added' }, now),
    wishRefresh(byFeed, now),
    dropRemoval(id),
  ])
  const [row] = rows(results, 0)
  return row ? Number(row.id) : null
}

/** Nothing of what another feed, or another time, said is left. */
const unread = sql`etag = NULL, last_modified = NULL, moved_url = NULL, moved_runs = 0, moved_at = NULL,
  checked_at = NULL, error = NULL, error_detail = NULL, error_streak = 0`

/** What a change has for its consequence: other articles to be named, another feed to be read. */
type Consequences = { relabels: boolean; refreshes: boolean }

/**
 * What an editor changed. False: it is not at that version any more. A feed url that was gone and is another one now is
 * fetched again.
 * @throws AppError('conflict') for the feed url of another source
 */
export async function update(
  db: Db,
  { id, version }: { id: number; version: number },
  set: SourceSettings,
  now: number,
  edit: { by: number; before: EditedFields; after: EditedFields },
  { relabels, refreshes }: Consequences,
): Promise<boolean> {
  const { by: editorId, ...fields } = edit
  const consequences = [
    ...(relabels ? [wish({ kind: 'relabel', key: String(id), dueAt: now }, { ifChanged: true })] : []),
    ...(refreshes ? [wishRefresh(sql`id = ${id} AND state = 'active'`, now)] : []),
  ]
  const results = await batch(db, [
    sql`UPDATE sources SET feed_url = ${set.feedUrl}, title = ${set.title}, language = ${set.language},
        topic_id = ${set.topicId}, direction = ${set.direction}, display = ${set.display}, extracts = ${set.extracts},
        state = iif(${refreshes} AND state = 'gone', 'active', state), version = version + 1
        ${refreshes ? sql`, ${unread}` : sql``}
      WHERE id = ${id} AND version = ${version}`,
    logEdit({ editorId, noun: 'source', ref: id, label: set.title, action: 'changed', ...fields }, now),
    ...consequences,
  ])
  return changes(results, 0) === 1
}

type Which = { id: number; title: string; feedUrl: string; by: number }

/** What the log calls it: one that was never read has no title yet. */
function labelOf({ title, feedUrl }: Which): string {
  return title || feedUrl
}

/** It is fetched no more until it is resumed. */
export async function pause(db: Db, of: Which, now: number): Promise<void> {
  const { id, by } = of
  await batch(db, [
    sql`UPDATE sources SET state = 'paused' WHERE id = ${id} AND state = 'active'`,
    logEdit({ editorId: by, noun: 'source', ref: id, label: labelOf(of), action: 'paused' }, now),
    dropRefresh(id, now),
  ])
}

/** It is fetched again from now on, whatever it was before. */
export async function resume(db: Db, of: Which, now: number): Promise<void> {
  const { id, by } = of
  await batch(db, [
    sql`UPDATE sources SET state = 'active' WHERE id = ${id} AND state <> 'active'`,
    logEdit({ editorId: by, noun: 'source', ref: id, label: labelOf(of), action: 'resumed' }, now),
    wishRefresh(sql`id = ${id}`, now),
    dropRemoval(sql`${id}`),
  ])
}

/** It is fetched once out of turn. False: it is none that is fetched. */
export async function refreshNow(db: Db, id: number, now: number): Promise<boolean> {
  const results = await batch(db, [
    sql`INSERT INTO jobs (kind, key, lane, due_at) SELECT 'refresh', id, ${laneOf('refresh')}, ${now} FROM sources
      WHERE id = ${id} AND state = 'active' ${onConflict}`,
  ])
  return changes(results, 0) === 1
}

/** It is off the site, and what becomes of its articles follows by a job. */
export async function remove(db: Db, of: Which, fate: Fate, now: number): Promise<void> {
  const { id, by } = of
  await batch(db, [
    sql`UPDATE sources SET state = 'removed' WHERE id = ${id}`,
    logEdit({ editorId: by, noun: 'source', ref: id, label: labelOf(of), action: 'removed', after: { fate } }, now),
    dropRefresh(id, now),
    ...(fate === 'stay' ? [] : [wish({ kind: 'remove', key: `${id}:${fate}`, dueAt: now })]),
  ])
}

/** How many of its articles readers see, as far as `MOST_COUNTED`, and how often readers saved one of those. */
export async function countArticles(db: Db, id: number): Promise<{ articles: number; saves: number }> {
  const results = await batch(db, [
    sql`SELECT count(*) AS articles, coalesce(sum(saves), 0) AS saves FROM (SELECT saves FROM articles
      WHERE source_id = ${id} AND hidden_at IS NULL LIMIT ${MOST_COUNTED})`,
  ])
  const [row] = rows(results, 0)
  return { articles: Number(row?.articles), saves: Number(row?.saves) }
}

export const MOST_COUNTED = 10_000

/** Only where the statement before changed a row: that change wants it. */
function wishRefresh(which: SQL, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at) SELECT 'refresh', id, ${laneOf('refresh')}, ${now} FROM sources
    WHERE changes() = 1 AND (${which}) ${onConflict}`
}

/** A run that is on its way finds out by itself. */
function dropRefresh(id: number, now: number): SQL {
  return dropJobIf('refresh', String(id), sql`lease_until <= ${now}`)
}

function dropRemoval(id: SQL): SQL {
  return sql`DELETE FROM jobs WHERE kind = 'remove' AND key IN (${id} || ':hidden', ${id} || ':deleted')
    AND (SELECT state FROM sources WHERE id = ${id}) <> 'removed'`
}
