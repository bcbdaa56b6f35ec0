import { sql } from 'drizzle-orm'
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

/** The newest articles, of all topics and of each by its slug: what samples of all newsletters are made of. */
export type Newest = { latest: SampleArticle[]; byTopic: Map<string, SampleArticle[]> }

const ROWS = 5

/** One batch of two statements; each topic's index is walked for five rows, whatever the size of the tables. */
export async function newest(db: Db, now: number): Promise<Newest> {
  const card = sql.raw('articles.id, title, language, direction, source_name, articles.sorted_at, updated_at')
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
  }
}

type Drawn = Pick<Newsletter, 'kind' | 'topicSlugs'>

/**
 * What an issue would hold if it went out now: the newest of the newsletter's topics, or of all where it names none.
 * What is made of a reader's list has no sample for others.
 */
export function sampleOf({ kind, topicSlugs }: Drawn, { latest, byTopic }: Newest): SampleArticle[] {
  if (kind === 'list') return []
  if (!topicSlugs) return latest
  const found = topicSlugs.split(',').flatMap((slug) => byTopic.get(slug) ?? [])
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
