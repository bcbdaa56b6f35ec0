import { type SQL, sql } from 'drizzle-orm'
import type { ArticleValues } from '../core/article.ts'
import { rankOf } from '../core/rank.ts'
import type { SafeHtml } from '../core/safe-html.ts'
import { wishTexts } from './article-text.ts'
import { batch, type Db, rows } from './db.ts'
import { wishArticles } from './index-wishes.ts'
import { wishStories } from './stories.ts'
import { storeTexts } from './texts.ts'

/** One item of a source that is new or changed. */
export type Entry = {
  guid: string
  /** Of everything the feed says of it; the same hash means that there is nothing to write. */
  hash: string
  article: ArticleValues
  html: SafeHtml
  truncated: boolean
  topicIds: number[]
  keywordIds: number[]
}

/** An entry that its source has already, and its article; `title`: the one that an editor gave that. */
export type KnownEntry = { hash: string; articleId: number; title: string | null }

/** Those among `guids`. */
export async function knownEntries(db: Db, sourceId: number, guids: string[]): Promise<Map<string, KnownEntry>> {
  const results = await batch(db, [
    sql`SELECT guid, hash, article_id, iif(${held('title')}, title, NULL) AS title
      FROM entries LEFT JOIN articles ON articles.id = article_id
      WHERE entries.source_id = ${sourceId} AND guid IN (SELECT value FROM json_each(${JSON.stringify(guids)}))`,
  ])
  return new Map(
    rows(results, 0).map((row) => [
      String(row.guid),
      {
        hash: String(row.hash),
        articleId: Number(row.article_id),
        title: row.title === null ? null : String(row.title),
      },
    ]),
  )
}

/** The topics that folded category names mean here. */
export async function topicsOfCategories(db: Db, names: string[]): Promise<Map<string, number>> {
  const results = await batch(db, [
    sql`SELECT name, topic_id FROM categories WHERE name IN (SELECT value FROM json_each(${JSON.stringify(names)}))`,
  ])
  return new Map(rows(results, 0).map((row) => [String(row.name), Number(row.topic_id)]))
}

/**
 * Writes items of one source, in batches that D1 takes. An article is found by its url key first, then by the source's
 * entry; only the source it came from changes it, any other is one more entry of it. Its id, its date of sorting, the
 * first date it had and what an editor holds of it stay.
 */
export async function writeEntries(
  db: Db,
  source: { id: number; title: string },
  entries: Entry[],
  known: ReadonlyMap<string, { articleId: number }>,
  now: number,
): Promise<void> {
  for (const part of parted(entries)) await batch(db, steps(source, part, known, now))
}

function steps(
  source: { id: number; title: string },
  entries: Entry[],
  known: ReadonlyMap<string, { articleId: number }>,
  now: number,
): SQL[] {
  // Two items of one url are two entries of one article; the later one is what it says.
  const unique = [...new Map(entries.map((entry) => [entry.article.urlKey, entry])).values()]
  const articles = JSON.stringify(
    unique.map(({ guid, article, topicIds, keywordIds }) => ({
      ...article,
      guid,
      rank: rankOf({ sortedAt: article.sortedAt, saves: 0 }),
      topicIds,
      keywordIds,
      knownId: known.get(guid)?.articleId ?? null,
    })),
  )
  const texts = unique.map(({ article, html, truncated }) => ({ urlKey: article.urlKey, html, truncated }))
  const mentions = JSON.stringify(entries.map(({ guid, hash, article }) => ({ guid, hash, urlKey: article.urlKey })))
  const own = sql`SELECT articles.id FROM json_each(${articles}) AS item
    CROSS JOIN articles ON url_key = item.value ->> 'urlKey' WHERE source_id = ${source.id}`
  const unheld = sql`${own} AND NOT ${held('topics')}`
  // An editor who has its form open would save the old title over this one, and hold it.
  const shifted = sql`(title <> excluded.title AND NOT ${held('title')} OR NOT ${held('picture')}
    AND (picture IS NOT excluded.picture OR picture_alt <> excluded.picture_alt))`

  return [
    // A known item with another url: the article moves along, unless that url is an article already.
    sql`UPDATE articles SET url_key = item.value ->> 'urlKey', url_rule = item.value ->> 'urlRule',
        url = item.value ->> 'url'
      FROM json_each(${articles}) AS item
      WHERE articles.id = item.value ->> 'knownId' AND source_id = ${source.id}
        AND NOT EXISTS (SELECT 1 FROM articles AS other WHERE other.url_key = item.value ->> 'urlKey')`,
    sql`INSERT INTO articles (url_key, url_rule, url, title, byline, source_id, source_name, excerpt, language, direction,
        words, picture, picture_alt, published_at, sorted_at, updated_at, rank)
      SELECT value ->> 'urlKey', value ->> 'urlRule', value ->> 'url', value ->> 'title', value ->> 'byline',
        ${source.id}, ${source.title}, value ->> 'excerpt', value ->> 'language', value ->> 'direction',
        value ->> 'words', value ->> 'picture', value ->> 'pictureAlt', value ->> 'publishedAt', value ->> 'sortedAt',
        value ->> 'updatedAt', value ->> 'rank'
      FROM json_each(${articles}) WHERE true
      ON CONFLICT(url_key) DO UPDATE SET url = excluded.url, byline = excluded.byline, excerpt = excluded.excerpt,
        language = excluded.language, direction = excluded.direction, words = excluded.words,
        title = iif(${held('title')}, title, excluded.title),
        picture = iif(${held('picture')}, picture, excluded.picture),
        picture_alt = iif(${held('picture')}, picture_alt, excluded.picture_alt),
        updated_at = CASE WHEN excluded.updated_at > updated_at THEN excluded.updated_at ELSE ${now} END,
        version = version + ${shifted}
      WHERE source_id = excluded.source_id`,
    storeTexts(source.id, texts, now),
    sql`DELETE FROM article_topics WHERE article_id IN (${unheld})`,
    sql`INSERT INTO article_topics (topic_id, article_id, sorted_at, rank)
      SELECT topic.value, articles.id, articles.sorted_at, articles.rank
      FROM json_each(${articles}) AS item CROSS JOIN articles ON url_key = item.value ->> 'urlKey'
        CROSS JOIN json_each(item.value -> 'topicIds') AS topic
      WHERE source_id = ${source.id} AND hidden_at IS NULL AND NOT ${held('topics')}`,
    sql`DELETE FROM article_keywords WHERE article_id IN (${own})`,
    // A keyword that nobody follows any more may be gone since it was looked up.
    sql`INSERT INTO article_keywords (keyword_id, article_id, sorted_at, rank)
      SELECT keywords.id, articles.id, articles.sorted_at, articles.rank
      FROM json_each(${articles}) AS item CROSS JOIN articles ON url_key = item.value ->> 'urlKey'
        CROSS JOIN json_each(item.value -> 'keywordIds') AS keyword CROSS JOIN keywords ON keywords.id = keyword.value
      WHERE source_id = ${source.id} AND hidden_at IS NULL`,
    sql`INSERT INTO entries (source_id, guid, article_id, hash, seen_at)
      SELECT ${source.id}, item.value ->> 'guid', articles.id, item.value ->> 'hash', ${now}
      FROM json_each(${mentions}) AS item CROSS JOIN articles ON url_key = item.value ->> 'urlKey'
      WHERE true
      ON CONFLICT(source_id, guid) DO UPDATE SET article_id = excluded.article_id, hash = excluded.hash`,
    wishArticles(own, now),
    wishTexts(source.id, articles, now),
    wishStories(now),
  ]
}

/** Whether an editor wrote this of the article that a statement is about. */
function held(part: 'title' | 'topics' | 'picture'): SQL {
  return sql`instr(held, ${part})`
}

const MOST = 50
const MAX_BYTES = 1_000_000

/** D1 takes two million bytes in one parameter. */
function parted(entries: Entry[]): Entry[][] {
  const parts: Entry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const size = new TextEncoder().encode(entry.html).length
    const part = parts.at(-1)
    if (part && part.length < MOST && bytes + size <= MAX_BYTES) {
      part.push(entry)
      bytes += size
    } else {
      parts.push([entry])
      bytes = size
    }
  }
  return parts
}
