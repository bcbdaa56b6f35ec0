import { type AnyColumn, and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { AppError } from '../core/errors.ts'
import { MOST_TOPICS } from '../core/limits.ts'
import type { Db } from './db.ts'
import { articles, articleTopics, sources, topics } from './schema/site.ts'
import { type ShownText, shown as shownText, textFor } from './texts.ts'

/** What a row of any list shows: never the text, and never more than it needs (ASVS 15.3.1). */
export type ArticleCard = {
  id: number
  title: string
  sourceName: string
  sourceId: number
  excerpt: string
  language: string
  direction: 'rtl' | 'ltr'
  words: number
  picture: string | null
  pictureAlt: string
  sortedAt: number
  updatedAt: number
}

/** An article as its own page shows it. */
export type Article = ArticleCard & {
  url: string
  byline: string
  publishedAt: number | null
  display: 'full' | 'excerpt'
  siteUrl: string | null
}

/** A place in a list sorted by date: the last row that was shown. */
export type Cursor = { sortedAt: number; id: number }

export type TopicName = { id: number; slug: string; name: string }

const RELATED = 4

export const card = {
  id: articles.id,
  title: articles.title,
  sourceName: articles.sourceName,
  sourceId: articles.sourceId,
  excerpt: articles.excerpt,
  language: articles.language,
  direction: articles.direction,
  words: articles.words,
  picture: articles.picture,
  pictureAlt: articles.pictureAlt,
  sortedAt: articles.sortedAt,
  updatedAt: articles.updatedAt,
}

const topicName = { id: topics.id, slug: topics.slug, name: topics.name }

/** For rows that bring an article's id too: D1 gives a batch's rows by name, and of two `id` one would be lost. */
export const topicId = sql<number>`${topics.id}`.as('topic_id')

/** No editor took it down. */
export const shown = isNull(articles.hiddenAt)

/**
 * One article with its text, its topics and what else is new in them.
 * @throws AppError('not_found') where there is none, or it was taken down.
 */
export async function read(
  db: Db,
  files: R2Bucket,
  id: number,
  now: number,
): Promise<{ article: Article; text: ShownText | null; topics: TopicName[]; related: ArticleCard[] }> {
  const [[article], [text], inTopics] = await db.orm.batch([
    db.orm
      .select({
        ...card,
        url: articles.url,
        byline: articles.byline,
        publishedAt: articles.publishedAt,
        display: sources.display,
        siteUrl: sources.siteUrl,
      })
      .from(articles)
      .innerJoin(sources, eq(sources.id, articles.sourceId))
      .where(and(eq(articles.id, id), shown)),
    textFor(db, id),
    topicsWithNewest(db, id, now),
  ])
  if (!article) throw new AppError('not_found')
  const others = unique(inTopics.flatMap((row) => row.article ?? [])).filter((other) => other.id !== id)
  return {
    article,
    text: await shownText(files, id, text),
    topics: unique(inTopics.map((row) => row.topic)),
    related: newestFirst(others).slice(0, RELATED),
  }
}

/** What a reader's list keeps of an article; null where there is none to save. */
export function copyOf(db: Db, id: number) {
  return copy(db, eq(articles.id, id))
}

/** The same for the article that has this url. */
export function copyByKey(db: Db, urlKey: string) {
  return copy(db, eq(articles.urlKey, urlKey))
}

/** The same for many, by their urls. */
export function copiesByKey(db: Db, urlKeys: string[]) {
  return copies(db, sql`${articles.urlKey} IN (SELECT value FROM json_each(${JSON.stringify(urlKeys)}))`)
}

async function copy(db: Db, which: SQL) {
  const [row] = await copies(db, which)
  return row ?? null
}

function copies(db: Db, which: SQL) {
  return db.orm
    .select({
      articleId: articles.id,
      urlKey: articles.urlKey,
      urlRule: articles.urlRule,
      url: articles.url,
      title: articles.title,
      byline: articles.byline,
      sourceName: articles.sourceName,
      picture: articles.picture,
      language: articles.language,
      direction: articles.direction,
      words: articles.words,
      excerpt: articles.excerpt,
    })
    .from(articles)
    .where(and(which, shown))
}

/** The topics of one article, each with its newest rows, or once without a row. */
function topicsWithNewest(db: Db, articleId: number, now: number) {
  return db.orm
    .select({ topic: { ...topicName, id: topicId }, article: card })
    .from(articleTopics)
    .innerJoin(topics, eq(topics.id, articleTopics.topicId))
    .leftJoin(articles, and(inArray(articles.id, newestOf(db, topics.id, now, RELATED + 1)), shown))
    .where(eq(articleTopics.articleId, articleId))
}

const rowsOfTopic = alias(articleTopics, 'rows_of_topic')

/**
 * The ids of one topic's newest articles, for `id IN (…)` beside a row of `topics`: it walks the topic's index and
 * stops. What it finds is for the caller to sort: sorting in SQL would sort the table.
 */
export function newestOf(db: Db, topic: typeof topics.id, now: number, limit: number) {
  return db.orm
    .select({ id: rowsOfTopic.articleId })
    .from(rowsOfTopic)
    .where(
      and(
        eq(rowsOfTopic.topicId, topic),
        before(null, now, { sortedAt: rowsOfTopic.sortedAt, id: rowsOfTopic.articleId }),
      ),
    )
    .orderBy(desc(rowsOfTopic.sortedAt), desc(rowsOfTopic.articleId))
    .limit(limit)
}

/** Rows before the cursor; without one, everything up to now, which also bounds the walk along the index. */
export function before(
  cursor: Cursor | null,
  now: number,
  columns: { sortedAt: AnyColumn; id: AnyColumn } = { sortedAt: articles.sortedAt, id: articles.id },
): SQL {
  return cursor
    ? sql`(${columns.sortedAt}, ${columns.id}) < (${cursor.sortedAt}, ${cursor.id})`
    : sql`${columns.sortedAt} <= ${now}`
}

export function topicNames(db: Db) {
  return db.orm.select(topicName).from(topics).orderBy(topics.position).limit(MOST_TOPICS)
}

export function newestFirst(rows: ArticleCard[]): ArticleCard[] {
  return rows.toSorted((a, b) => b.sortedAt - a.sortedAt || b.id - a.id)
}

function unique<T extends { id: number }>(rows: T[]): T[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}
