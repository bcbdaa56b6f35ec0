import { type SQL, sql } from 'drizzle-orm'
import type { IssueItem } from '../core/issue.ts'
import { batch, type Db, type Row, rows } from './db.ts'

/** An article that an issue may hold, with what its rank is made of. Until its story is looked for, it is its own. */
export type Candidate = IssueItem & {
  sourceId: number
  storyId: number
  sortedAt: number
  picked: boolean
  topicIds: number[]
}

/** What a newsletter draws from: ids and slugs; with neither it is all that is shown. */
export type DrawnFrom = { topicSlugs: string[]; sourceIds: number[] }

/** Which articles: of those after an id, and not older than a moment. */
export type Window = { after: number; since: number; now: number }

/** Rows that are read of one topic or keyword, of one source (two of it are taken at most), and of all where neither is named. */
const OF_TOPIC = 100
const OF_SOURCE = 20
const ALL = 300

/** The newest articles a newsletter may take, along the index of each topic and source: bounded, whatever there is. */
export async function candidates(db: Db, from: DrawnFrom, window: Window): Promise<Candidate[]> {
  const topics = sql`(SELECT id FROM topics WHERE slug IN (SELECT value FROM json_each(${JSON.stringify(from.topicSlugs)})))`
  const all = from.topicSlugs.length + from.sourceIds.length === 0
  return all
    ? cards(db, [newest(window)], window)
    : cards(db, [ofTopics(topics, window), ofSources(JSON.stringify(from.sourceIds), window)], window)
}

/** The same by topics' and sources' ids: what readers follow. */
export async function followed(
  db: Db,
  from: { topicIds: number[]; sourceIds: number[]; latest: boolean },
  window: Window,
): Promise<Candidate[]> {
  const topics = sql`(SELECT value AS id FROM json_each(${JSON.stringify(from.topicIds)}))`
  const parts = [ofTopics(topics, window), ofSources(JSON.stringify(from.sourceIds), window)]
  return cards(db, from.latest ? [...parts, newest(window)] : parts, window)
}

/** The newest articles that hold these keywords, each of them along its index. */
export async function withKeywords(db: Db, refs: string[], window: Window): Promise<Candidate[]> {
  if (refs.length === 0) return []
  const { since, now } = window
  const part = sql`SELECT article.id FROM json_each(${JSON.stringify(refs)}) AS wanted
    CROSS JOIN keywords ON keywords.ref = wanted.value
    CROSS JOIN articles AS article ON article.id IN (
      SELECT article_id FROM article_keywords WHERE keyword_id = keywords.id AND sorted_at BETWEEN ${since} AND ${now}
      ORDER BY sorted_at DESC, article_id DESC LIMIT ${OF_TOPIC})`
  return cards(db, [part], window)
}

/** What an issue keeps of it. */
export function toItem({
  sourceId: _source,
  storyId: _story,
  sortedAt: _at,
  picked: _picked,
  topicIds: _topics,
  ...item
}: Candidate): IssueItem {
  return item
}

/** The highest id that an article has. */
export async function newestId(db: Db): Promise<number> {
  const [row] = rows(await batch(db, [sql`SELECT max(id) AS id FROM articles`]), 0)
  return Number(row?.id ?? 0)
}

function newest({ since, now }: Window): SQL {
  return sql`SELECT id FROM (SELECT id FROM articles WHERE hidden_at IS NULL AND sorted_at BETWEEN ${since} AND ${now}
    ORDER BY sorted_at DESC, id DESC LIMIT ${ALL})`
}

function ofTopics(topics: SQL, { since, now }: Window): SQL {
  return sql`SELECT article.id FROM ${topics} AS topic CROSS JOIN articles AS article ON article.id IN (
    SELECT article_id FROM article_topics WHERE topic_id = topic.id AND sorted_at BETWEEN ${since} AND ${now}
    ORDER BY sorted_at DESC, article_id DESC LIMIT ${OF_TOPIC})`
}

function ofSources(ids: string, { since, now }: Window): SQL {
  return sql`SELECT article.id FROM json_each(${ids}) AS source CROSS JOIN articles AS article ON article.id IN (
    SELECT id FROM articles WHERE source_id = source.value AND hidden_at IS NULL AND sorted_at BETWEEN ${since} AND ${now}
    ORDER BY sorted_at DESC, id DESC LIMIT ${OF_SOURCE})`
}

async function cards(db: Db, parts: SQL[], { after }: Window): Promise<Candidate[]> {
  const results = await batch(db, [
    sql`SELECT articles.id, title, source_id, source_name, excerpt, language, direction, words, picture, picture_alt,
        sorted_at, picked_at, coalesce(story_id, articles.id) AS story_id,
        (SELECT group_concat(topic_id) FROM article_topics WHERE article_id = articles.id) AS topic_ids
      FROM articles WHERE articles.id IN (${sql.join(parts, sql` UNION `)}) AND articles.id > ${after} AND hidden_at IS NULL`,
  ])
  return rows(results, 0).map(toCandidate)
}

function toCandidate(row: Row): Candidate {
  return {
    articleId: Number(row.id),
    title: String(row.title),
    sourceId: Number(row.source_id),
    storyId: Number(row.story_id),
    sourceName: String(row.source_name),
    excerpt: String(row.excerpt),
    language: String(row.language),
    direction: row.direction === 'ltr' ? 'ltr' : 'rtl',
    words: Number(row.words),
    picture: row.picture === null ? null : String(row.picture),
    pictureAlt: String(row.picture_alt),
    sortedAt: Number(row.sorted_at),
    picked: row.picked_at !== null,
    topicIds: row.topic_ids === null ? [] : String(row.topic_ids).split(',').map(Number),
  }
}
