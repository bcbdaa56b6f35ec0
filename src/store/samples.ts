import { sql } from 'drizzle-orm'
import { needsAccount } from '../core/issue.ts'
import { listed } from '../core/newsletter-form.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import type { Newsletter } from './newsletters.ts'

/** What a sample of a newsletter shows of an article. */
export type SampleArticle = {
  id: number
  title: string
  language: string
  direction: 'rtl' | 'ltr'
  sourceName: string
  sortedAt: number
  updatedAt: number
}

/** The newest articles, of all, of each topic by its slug and of sources by their ids: what samples are made of. */
export type Newest = {
  latest: SampleArticle[]
  byTopic: Map<string, SampleArticle[]>
  bySource: Map<number, SampleArticle[]>
}

const ROWS = 5

const card = sql.raw('articles.id, title, language, direction, source_name, articles.sorted_at, updated_at')

/** One batch of two statements; each topic's index is walked for five rows, whatever the size of the tables. */
export async function newest(db: Db, now: number): Promise<Newest> {
  const results = await batch(db, [
    sql`SELECT ${card} FROM articles WHERE hidden_at IS NULL AND sorted_at <= ${now}
      ORDER BY sorted_at DESC, id DESC LIMIT ${ROWS}`,
    sql`SELECT topics.slug, ${card} FROM topics JOIN articles ON articles.id IN (
        SELECT newest.article_id FROM article_topics AS newest WHERE newest.topic_id = topics.id AND newest.sorted_at <= ${now}
        ORDER BY newest.sorted_at DESC, newest.article_id DESC LIMIT ${ROWS})
      WHERE hidden_at IS NULL`,
  ])
  const inTopics = Map.groupBy(rows(results, 1), (row) => String(row.slug))
  return {
    latest: rows(results, 0).map(toArticle),
    byTopic: new Map([...inTopics].map(([slug, found]) => [slug, found.map(toArticle)])),
    bySource: new Map(),
  }
}

/** The same with those of the sources that newsletters name: one more statement, where any does. */
export async function withSources(db: Db, articles: Newest, newsletters: Drawn[], now: number): Promise<Newest> {
  const ids = newsletters.flatMap(({ sourceIds }) => listed(sourceIds))
  if (ids.length === 0) return articles
  const results = await batch(db, [
    sql`SELECT source_id, ${card} FROM json_each(${JSON.stringify(ids.map(Number))}) AS source
      CROSS JOIN articles ON articles.id IN (
        SELECT id FROM articles WHERE source_id = source.value AND hidden_at IS NULL AND sorted_at <= ${now}
        ORDER BY sorted_at DESC, id DESC LIMIT ${ROWS})`,
  ])
  const ofSources = Map.groupBy(rows(results, 0), (row) => Number(row.source_id))
  return { ...articles, bySource: new Map([...ofSources].map(([id, found]) => [id, found.map(toArticle)])) }
}

type Drawn = Pick<Newsletter, 'kind' | 'topicSlugs' | 'sourceIds'>

/**
 * What an issue would hold if it went out now: the newest of the newsletter's topics and sources, or of all where it
 * names none. What is made of a reader's list or keywords has no sample for others.
 */
export function sampleOf({ kind, topicSlugs, sourceIds }: Drawn, articles: Newest): SampleArticle[] {
  if (needsAccount({ kind })) return []
  if (!topicSlugs && !sourceIds) return articles.latest
  const found = [
    ...listed(topicSlugs).flatMap((slug) => articles.byTopic.get(slug) ?? []),
    ...listed(sourceIds).flatMap((id) => articles.bySource.get(Number(id)) ?? []),
  ]
  const once = [...new Map(found.map((article) => [article.id, article])).values()]
  return once.toSorted((a, b) => b.sortedAt - a.sortedAt || b.id - a.id).slice(0, ROWS)
}

/** One article for each newsletter of a list, in its order: the newest that no row above shows, where there is one. */
export function examplesOf<T extends Drawn>(
  newsletters: T[],
  articles: Newest,
): { newsletter: T; sample: SampleArticle[] }[] {
  const shown = new Set<number>()
  return newsletters.map((newsletter) => {
    const sample = sampleOf(newsletter, articles)
    const example = sample.find(({ id }) => !shown.has(id)) ?? sample[0]
    if (example) shown.add(example.id)
    return { newsletter, sample: example ? [example] : [] }
  })
}

function toArticle(row: Row): SampleArticle {
  return {
    id: Number(row.id),
    title: String(row.title),
    language: String(row.language),
    direction: row.direction === 'ltr' ? 'ltr' : 'rtl',
    sourceName: String(row.source_name),
    sortedAt: Number(row.sorted_at),
    updatedAt: Number(row.updated_at),
  }
}
