import { type SQL, sql } from 'drizzle-orm'
import type { IssueItem } from '../core/issue.ts'
import { type CardRow, cardColumns, toCard } from './card-rows.ts'
import { batch, type Db, rows } from './db.ts'

/** An article that an issue may hold, with what its rank is made of. */
export type Candidate = IssueItem &
  Pick<CardRow, 'sourceId' | 'storyId' | 'sortedAt' | 'rank' | 'picked' | 'rare' | 'topicIds'>

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

/** The same by topics' and sources' ids and keywords' refs: what readers follow. */
export async function followed(
  db: Db,
  from: { topicIds: number[]; sourceIds: number[]; keywordRefs: string[]; latest: boolean },
  window: Window,
): Promise<Candidate[]> {
  const topics = sql`(SELECT value AS id FROM json_each(${JSON.stringify(from.topicIds)}))`
  const sources = ofSources(JSON.stringify(from.sourceIds), window)
  const parts = [ofTopics(topics, window), sources, ofKeywords(from.keywordRefs, window)]
  return cards(db, from.latest ? [...parts, newest(window)] : parts, window)
}

/** The newest articles that hold these keywords, each of them along its index. */
export async function withKeywords(db: Db, refs: string[], window: Window): Promise<Candidate[]> {
  return refs.length === 0 ? [] : cards(db, [ofKeywords(refs, window)], window)
}

/** What an issue keeps of it. */
export function toItem(candidate: Candidate): IssueItem {
  const { articleId, title, sourceName, excerpt, language, direction, words, picture, pictureAlt, why } = candidate
  return { articleId, title, sourceName, excerpt, language, direction, words, picture, pictureAlt, why }
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

function ofKeywords(refs: string[], { since, now }: Window): SQL {
  return sql`SELECT article.id FROM json_each(${JSON.stringify(refs)}) AS wanted
    CROSS JOIN keywords ON keywords.ref = wanted.value
    CROSS JOIN articles AS article ON article.id IN (
      SELECT article_id FROM article_keywords WHERE keyword_id = keywords.id AND sorted_at BETWEEN ${since} AND ${now}
      ORDER BY sorted_at DESC, article_id DESC LIMIT ${OF_TOPIC})`
}

async function cards(db: Db, parts: SQL[], { after }: Window): Promise<Candidate[]> {
  const results = await batch(db, [
    sql`SELECT ${cardColumns} FROM articles AS article CROSS JOIN sources ON sources.id = article.source_id
      WHERE article.id IN (${sql.join(parts, sql` UNION ALL `)}) AND article.id > ${after} AND hidden_at IS NULL`,
  ])
  return rows(results, 0).map((row) => {
    const { id, ...card } = toCard(row)
    return { articleId: id, ...card }
  })
}
