import { createHash } from 'node:crypto'
import { fold } from '../core/arabic.ts'
import { readArticle } from '../core/article.ts'
import { decode } from '../core/charset.ts'
import { type Feed, FeedError, type FeedItem, parseFeed } from '../core/feed.ts'
import { articleStems, holds } from '../core/keyword.ts'
import { cut } from '../core/safe-html.ts'
import { MAX_INPUT, sanitize } from '../core/sanitize.ts'
import type { SourceError } from '../core/source.ts'
import type { Fetched } from '../ports/fetcher.ts'
import type { Db } from '../store/db.ts'
import { type Entry, knownEntries, topicsOfCategories, writeEntries } from '../store/ingest.ts'
import { rulesAmong } from '../store/rules.ts'
import type { DueSource } from '../store/sources.ts'

// Imported dynamically by refresh.ts: parser and sanitiser are heavy.

type Taken =
  | { feed: Feed; error: SourceError | null; detail: string | null }
  | { feed: null; error: SourceError; detail: string }

/**
 * From a feed's bytes to articles: what is new or changed is made safe and written, what is unchanged costs nothing.
 * A feed of which only a part can be read is taken in part, with the error beside it.
 */
export async function ingest(
  db: Db,
  source: DueSource,
  fetched: Extract<Fetched, { result: 'ok' }>,
  now: number,
): Promise<Taken> {
  const feed = read(fetched)
  if (feed instanceof FeedError) return { feed: null, error: feed.code, detail: String(feed.cause ?? '').slice(0, 300) }
  if (feed.items.length === 0) return { feed: null, error: 'empty_feed', detail: '' }

  const hashes = new Map(feed.items.map((item) => [item.guid, hashOf(item)]))
  const known = await knownEntries(db, source.id, [...hashes.keys()])
  const changed = feed.items.filter((item) => known.get(item.guid)?.hash !== hashes.get(item.guid))
  if (changed.length > 0) {
    const title = source.title || feed.title
    const topics = await topicsOfCategories(db, [...new Set(changed.flatMap((item) => item.categories.map(fold)))])
    const context = { source: { ...source, title }, feedLanguage: feed.language, topics, now }
    const entries = changed.map((item) => toEntry(item, hashes.get(item.guid) ?? '', context))
    await writeEntries(db, { id: source.id, title }, oldestFirst(await withRules(db, entries)), known, now)
  }
  return { feed, error: feed.damaged ? 'damaged' : null, detail: feed.damaged }
}

function read({ bytes, contentType, url }: Extract<Fetched, { result: 'ok' }>): Feed | FeedError {
  try {
    return parseFeed(decode(bytes, contentType), url)
  } catch (error) {
    if (error instanceof FeedError) return error
    throw error
  }
}

function hashOf(item: FeedItem): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('base64url')
}

type Context = {
  source: DueSource
  feedLanguage: string | null
  topics: ReadonlyMap<string, number>
  now: number
}

function toEntry(item: FeedItem, hash: string, { source, feedLanguage, topics, now }: Context): Entry {
  const { html, truncated } = cut(sanitize(item.html, item.base))
  const home = { ...source, url: source.siteUrl ?? source.feedUrl }
  const mapped = item.categories.map((name) => topics.get(fold(name)) ?? null)
  const topicIds = [...new Set([source.topicId, ...mapped].filter((id) => id !== null))]
  const article = readArticle(item, { source: home, feedLanguage, html, now })
  const tooLong = truncated || item.html.length > MAX_INPUT
  return { guid: item.guid, hash, article, html, truncated: tooLong, topicIds, keywordIds: [] }
}

/** The topics that editors' rules add to those of source and categories, and the followed keywords an article holds. */
async function withRules(db: Db, entries: Entry[]): Promise<Entry[]> {
  const read = entries.map((entry) => ({ entry, stems: articleStems(entry.article) }))
  const rules = await rulesAmong(
    db,
    read.flatMap(({ stems }) => [...stems]),
  )
  return read.map(({ entry, stems }) => {
    const of = (list: { id: number; stems: string[] }[]) =>
      list.filter((rule) => holds(stems, rule.stems)).map(({ id }) => id)
    return {
      ...entry,
      topicIds: [...new Set([...entry.topicIds, ...of(rules.topics)])],
      keywordIds: of(rules.keywords),
    }
  })
}

/** Feeds begin with the newest; written from the oldest, a later article has the higher id where dates are the same. */
function oldestFirst(entries: Entry[]): Entry[] {
  return entries.toReversed().sort((a, b) => a.article.sortedAt - b.article.sortedAt)
}
