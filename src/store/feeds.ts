import { and, asc, desc, eq, gt, lte, max } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { shown, topicNames } from './articles.ts'
import type { Db } from './db.ts'
import { articles, articleTopics, sources, topics } from './schema/site.ts'

/** An article as feeds tell of it. */
export type FeedEntry = {
  id: number
  title: string
  byline: string
  excerpt: string
  sourceName: string
  feedUrl: string
  sortedAt: number
  updatedAt: number
}

const ENTRIES = 30
/** Ids a sitemap file covers. By id, not by number, so that a file stays the same however many follow. */
const FILE = 1000

const entry = {
  id: articles.id,
  title: articles.title,
  byline: articles.byline,
  excerpt: articles.excerpt,
  sourceName: articles.sourceName,
  feedUrl: sources.feedUrl,
  sortedAt: articles.sortedAt,
  updatedAt: articles.updatedAt,
}

/** The newest of all topics. */
export function newest(db: Db, now: number): Promise<FeedEntry[]> {
  return db.orm
    .select(entry)
    .from(articles)
    .innerJoin(sources, eq(sources.id, articles.sourceId))
    .where(and(lte(articles.sortedAt, now), shown))
    .orderBy(desc(articles.sortedAt), desc(articles.id))
    .limit(ENTRIES)
}

/** @throws AppError('not_found') for a topic that does not exist. */
export async function newestIn(
  db: Db,
  slug: string,
  now: number,
): Promise<{ topic: { id: number; name: string }; entries: FeedEntry[] }> {
  const named = eq(topics.slug, slug)
  const [[topic], entries] = await db.orm.batch([
    db.orm.select({ id: topics.id, name: topics.name }).from(topics).where(named),
    db.orm
      .select(entry)
      .from(articleTopics)
      .innerJoin(articles, eq(articles.id, articleTopics.articleId))
      .innerJoin(sources, eq(sources.id, articles.sourceId))
      .where(
        and(
          eq(articleTopics.topicId, db.orm.select({ id: topics.id }).from(topics).where(named)),
          lte(articleTopics.sortedAt, now),
          shown,
        ),
      )
      .orderBy(desc(articleTopics.sortedAt), desc(articleTopics.articleId))
      .limit(ENTRIES),
  ])
  if (!topic) throw new AppError('not_found')
  return { topic, entries }
}

/** How many sitemap files there are; at least one, which names the pages of topics. */
export async function sitemapFiles(db: Db): Promise<number> {
  return filesUpTo(await newestId(db))
}

/**
 * The articles of one file that search engines may keep: those shown whole. Others are `noindex`, so a file may be
 * empty.
 * @throws AppError('not_found') for a file that the index does not name.
 */
export async function sitemapFile(db: Db, n: number) {
  const [newest, names, entries] = await db.orm.batch([
    newestId(db),
    topicNames(db),
    db.orm
      .select({ id: articles.id, updatedAt: articles.updatedAt })
      .from(articles)
      .innerJoin(sources, eq(sources.id, articles.sourceId))
      .where(and(gt(articles.id, (n - 1) * FILE), lte(articles.id, n * FILE), shown, eq(sources.display, 'full')))
      .orderBy(asc(articles.id)),
  ])
  if (n > filesUpTo(newest)) throw new AppError('not_found')
  return { topics: names, entries }
}

function newestId(db: Db) {
  return db.orm.select({ id: max(articles.id) }).from(articles)
}

function filesUpTo([newest]: { id: number | null }[]): number {
  return Math.max(1, Math.ceil((newest?.id ?? 0) / FILE))
}
