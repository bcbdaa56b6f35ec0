import { sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { type Followable, type FollowKind, followKey } from '../core/follow.ts'
import type { Offered } from '../core/following.ts'
import { OWN_FEED } from '../core/own.ts'
import { batch, type Db, type Row, rows } from './db.ts'

/** A source never read, whose list gave it no title, is called by its feed's host. */
const SOURCE = sql`id, title, feed_url FROM sources WHERE state <> 'removed'`

/** A topic or source by its id, under the name it has on the site; null where it is not there. */
export async function find(db: Db, kind: 'topic' | 'source', ref: string): Promise<Offered | null> {
  const results = await batch(db, [
    kind === 'topic' ? sql`SELECT id, name, slug FROM topics WHERE id = ${ref}` : sql`SELECT ${SOURCE} AND id = ${ref}`,
  ])
  const [row] = rows(results, 0)
  return row ? (kind === 'topic' ? toTopic(row) : toSource(row)) : null
}

/** Gives these the names that they have on the site by now; what is gone from it keeps the one it had. */
export async function naming(db: Db, said: Followable[]): Promise<<T extends Followable>(one: T) => T> {
  const refs = (kind: FollowKind) =>
    JSON.stringify([...new Set(said.filter((one) => one.kind === kind).map(({ ref }) => Number(ref)))])
  const results = await batch(db, [
    sql`SELECT id, name, slug FROM topics WHERE id IN (SELECT value FROM json_each(${refs('topic')}))`,
    sql`SELECT ${SOURCE} AND id IN (SELECT value FROM json_each(${refs('source')}))`,
  ])
  const there = [...rows(results, 0).map(toTopic), ...rows(results, 1).map(toSource)]
  const names = new Map(there.map((one) => [followKey(one), one.label]))
  return (one) => ({ ...one, label: names.get(followKey(one)) ?? one.label })
}

/** Everything on the site that can be followed, but for keywords: topics in their order, sources by name. */
export async function all(db: Db): Promise<{ topics: Offered[]; sources: Offered[] }> {
  const results = await batch(db, [
    sql`SELECT id, name, slug FROM topics ORDER BY position`,
    sql`SELECT ${SOURCE} ORDER BY title, id`,
  ])
  return {
    topics: rows(results, 0).map(toTopic),
    sources: rows(results, 1).map(toSource),
  }
}

/** An article's title, as a menu about it says it, and what of it can be followed: its source, then its topics. */
export type Within = { title: string; offered: Offered[] }

/** @throws AppError('not_found') where there is none, or it was taken down. */
export async function within(db: Db, articleId: number): Promise<Within> {
  const results = await batch(db, [
    sql`SELECT title FROM articles WHERE id = ${articleId} AND hidden_at IS NULL`,
    sql`SELECT ${SOURCE} AND id = (SELECT source_id FROM articles WHERE id = ${articleId})`,
    sql`SELECT id, name, slug FROM topics WHERE id IN (SELECT topic_id FROM article_topics WHERE article_id = ${articleId})
      ORDER BY position`,
  ])
  const [article] = rows(results, 0)
  if (!article) throw new AppError('not_found')
  return {
    title: String(article.title),
    offered: [...rows(results, 1).map(toSource), ...rows(results, 2).map(toTopic)],
  }
}

export type FeedOf = { title: string; feedUrl: string; siteUrl: string | null }

/** The feeds of sources, by their ids. */
export async function feedsOf(db: Db, refs: string[]): Promise<FeedOf[]> {
  const results = await batch(db, [
    sql`SELECT id, title, feed_url, site_url FROM sources
      WHERE state <> 'removed' AND feed_url <> ${OWN_FEED} AND id IN (SELECT value FROM json_each(${JSON.stringify(refs.map(Number))})) ORDER BY title, id`,
  ])
  return rows(results, 0).map((row) => ({
    title: toSource(row).label,
    feedUrl: String(row.feed_url),
    siteUrl: row.site_url === null ? null : String(row.site_url),
  }))
}

/** What a source is called where it has no title. */
export function sourceName({ title, feedUrl }: { title: string; feedUrl: string }): string {
  return title || new URL(feedUrl).host.replace(/^www\./, '')
}

function toTopic({ id, name, slug }: Row): Offered {
  return { kind: 'topic', ref: String(id), label: String(name), path: `/topics/${slug}` }
}

function toSource({ id, title, feed_url: feedUrl }: Row): Offered {
  const label = sourceName({ title: String(title), feedUrl: String(feedUrl) })
  return { kind: 'source', ref: String(id), label, path: `/sources/${id}` }
}
