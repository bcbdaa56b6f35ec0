import { and, asc, desc, eq, inArray } from 'drizzle-orm'
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

/** The front page: its lead, the latest, and what is new in each topic. Further pages have the latest alone. */
export type News = {
  lead: ArticleCard | null
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

export async function home(db: Db, now: number, cursor: Cursor | null): Promise<News> {
  if (cursor) {
    const [latest, names] = await db.orm.batch([newest(db, now, cursor), topicNames(db)])
    const part = partOf(latest)
    return { lead: null, latest: part.articles, sections: [], topics: names, older: part.older }
  }
  const [latest, inTopics, names] = await db.orm.batch([
    newest(db, now, null, FRONT),
    newestByTopic(db, now),
    topicNames(db),
  ])
  const part = partOf(latest, FRONT)
  const lead = part.articles.slice(0, LEAD_AMONG).find((article) => article.picture) ?? part.articles[0] ?? null
  const sections = names.map((topic) => ({
    topic,
    articles: newestFirst(inTopics.filter((row) => row.topicId === topic.id).map((row) => row.article)),
  }))
  return {
    lead,
    latest: part.articles.filter((article) => article !== lead),
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

/** @throws AppError('not_found') for a source that does not exist. */
export async function sourcePage(db: Db, id: number, now: number, cursor: Cursor | null) {
  const [[source], rows] = await db.orm.batch([
    db.orm
      .select({ ...sourceName, error: sources.error })
      .from(sources)
      .where(eq(sources.id, id)),
    db.orm
      .select(card)
      .from(articles)
      .where(and(eq(articles.sourceId, id), before(cursor, now), shown))
      .orderBy(desc(articles.sortedAt), desc(articles.id))
      .limit(PAGE + 1),
  ])
  if (!source) throw new AppError('not_found')
  return { source, ...partOf(rows) }
}

export async function sourcesPage(db: Db) {
  return { sources: await db.orm.select(sourceName).from(sources).orderBy(asc(sources.title)) }
}

function newest(db: Db, now: number, cursor: Cursor | null, rows = PAGE) {
  return db.orm
    .select(card)
    .from(articles)
    .where(and(before(cursor, now), shown))
    .orderBy(desc(articles.sortedAt), desc(articles.id))
    .limit(rows + 1)
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
