import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import {
  type ArticleCard,
  before,
  type Cursor,
  card,
  newestFirst,
  newestOf,
  shown,
  type TopicName,
  topicId,
  topicNames,
} from './articles.ts'
import type { Db } from './db.ts'
import { articles, articleTopics, sources, topics } from './schema/site.ts'

/**
 * The front page: its lead, what else an editor picked for it, the latest, and what is new in each topic. Further pages
 * have the latest alone.
 */
export type News = {
  lead: ArticleCard | null
  picks: ArticleCard[]
  latest: ArticleCard[]
  sections: { topic: TopicName; articles: ArticleCard[] }[]
  topics: TopicName[]
  older: Cursor | null
}

/** One page of a list, and where the next one begins. */
type Part = { articles: ArticleCard[]; older: Cursor | null }

const PAGE = 25
/** The front page is short: the lead and a dozen of the latest beside the topics. */
const FRONT = 13
/** With a page of the latest they stay below the 60 articles whose state a reader's page may ask for. */
const SECTIONS = 8
const SECTION_ROWS = 4
/** The lead is one of the newest, and one that brings a picture if any of them does. */
const LEAD_AMONG = 5
/** The last picks lead in its place, for some time. */
const PICKS = 3
const PICKED_FOR = 2 * 86_400

export async function home(db: Db, now: number, cursor: Cursor | null): Promise<News> {
  if (cursor) {
    const [latest, names] = await db.orm.batch([newest(db, now, cursor), topicNames(db)])
    const part = partOf(latest)
    return { lead: null, picks: [], latest: part.articles, sections: [], topics: names, older: part.older }
  }
  const [front, inTopics, names] = await db.orm.batch([frontRows(db, now), newestByTopic(db, now), topicNames(db)])
  const [pick, ...picks] = pickedAmong(front, now)
  // With the newest among them, the newest of them are these.
  const part = partOf(newestFirst(front.map(({ article }) => article)).slice(0, FRONT + 1), FRONT)
  const pictured = part.articles.slice(0, LEAD_AMONG).find((article) => article.picture)
  const lead = pick ?? pictured ?? part.articles[0] ?? null
  const above = new Set([lead, ...picks].map((article) => article?.id))
  const sections = names.map((topic) => ({
    topic,
    articles: newestFirst(inTopics.filter((row) => row.topicId === topic.id).map((row) => row.article)),
  }))
  return {
    lead,
    picks,
    latest: part.articles.filter(({ id }) => !above.has(id)),
    sections: sections.filter((section) => section.articles.length > 0).slice(0, SECTIONS),
    topics: names,
    older: part.older,
  }
}

/** @throws AppError('not_found') for a topic that does not exist. */
export async function topicPage(
  db: Db,
  slug: string,
  now: number,
  cursor: Cursor | null,
): Promise<Part & { topic: TopicName; topics: TopicName[] }> {
  const columns = { sortedAt: articleTopics.sortedAt, id: articleTopics.articleId }
  const id = db.orm.select({ id: topics.id }).from(topics).where(eq(topics.slug, slug))
  const [names, rows] = await db.orm.batch([
    topicNames(db),
    db.orm
      .select(card)
      .from(articleTopics)
      .innerJoin(articles, eq(articles.id, articleTopics.articleId))
      .where(and(eq(articleTopics.topicId, id), before(cursor, now, columns), shown))
      .orderBy(desc(columns.sortedAt), desc(columns.id))
      .limit(PAGE + 1),
  ])
  const topic = names.find((name) => name.slug === slug)
  if (!topic) throw new AppError('not_found')
  return { topic, topics: names, ...partOf(rows) }
}

const sourceName = {
  id: sources.id,
  title: sources.title,
  description: sources.description,
  siteUrl: sources.siteUrl,
  feedUrl: sources.feedUrl,
}

/** @throws AppError('not_found') for a source that does not exist, or was removed with all that it brought. */
export async function sourcePage(db: Db, id: number, now: number, cursor: Cursor | null) {
  const [[source], rows] = await db.orm.batch([
    db.orm
      .select({ ...sourceName, error: sources.error, state: sources.state })
      .from(sources)
      .where(eq(sources.id, id)),
    db.orm
      .select(card)
      .from(articles)
      .where(and(eq(articles.sourceId, id), before(cursor, now), shown))
      .orderBy(desc(articles.sortedAt), desc(articles.id))
      .limit(PAGE + 1),
  ])
  if (!source || (source.state === 'removed' && rows.length === 0)) throw new AppError('not_found')
  return { source, ...partOf(rows) }
}

export async function sourcesPage(db: Db) {
  const there = ne(sources.state, 'removed')
  return { sources: await db.orm.select(sourceName).from(sources).where(there).orderBy(asc(sources.title)) }
}

function newest(db: Db, now: number, cursor: Cursor | null, rows = PAGE) {
  return db.orm
    .select(card)
    .from(articles)
    .where(and(before(cursor, now), shown))
    .orderBy(desc(articles.sortedAt), desc(articles.id))
    .limit(rows + 1)
}

type FrontRow = { article: ArticleCard; pickedAt: number | null }

/** The latest and the last picks, in one statement and in no order. */
function frontRows(db: Db, now: number) {
  const latest = sql`SELECT id FROM articles WHERE hidden_at IS NULL AND sorted_at <= ${now}
    ORDER BY sorted_at DESC, id DESC LIMIT ${FRONT + 1}`
  const picks = sql`SELECT id FROM articles WHERE picked_at IS NOT NULL AND hidden_at IS NULL
    AND picked_at BETWEEN ${now - PICKED_FOR} AND ${now} ORDER BY picked_at DESC, id DESC LIMIT ${PICKS}`
  return db.orm
    .select({ article: card, pickedAt: articles.pickedAt })
    .from(articles)
    .where(sql`${articles.id} IN (SELECT id FROM (${latest}) UNION ALL SELECT id FROM (${picks}))`)
}

/** Those of these rows that lead, the last pick first. */
function pickedAmong(rows: FrontRow[], now: number): ArticleCard[] {
  return rows
    .filter(({ pickedAt }) => pickedAt !== null && pickedAt >= now - PICKED_FOR)
    .toSorted((a, b) => (b.pickedAt ?? 0) - (a.pickedAt ?? 0) || b.article.id - a.article.id)
    .slice(0, PICKS)
    .map(({ article }) => article)
}

/** A few rows of every topic in one statement, unsorted. */
function newestByTopic(db: Db, now: number) {
  return db.orm
    .select({ topicId, article: card })
    .from(topics)
    .innerJoin(articles, inArray(articles.id, newestOf(db, topics.id, now, SECTION_ROWS)))
    .where(shown)
}

/** The row more than a page that was asked for says that there is an older one. */
function partOf(rows: ArticleCard[], most = PAGE): Part {
  const page = rows.slice(0, most)
  const last = rows.length > most ? page.at(-1) : undefined
  return { articles: page, older: last ? { sortedAt: last.sortedAt, id: last.id } : null }
}
