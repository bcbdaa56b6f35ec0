import { fold } from '../core/arabic.ts'
import { readArticle } from '../core/article.ts'
import { decode } from '../core/charset.ts'
import { type Feed, FeedError, type FeedItem, parseFeed } from '../core/feed.ts'
import { articleStems, holds } from '../core/keyword.ts'
import { cut } from '../core/safe-html.ts'
import { MAX_INPUT, sanitize } from '../core/sanitize.ts'
import type { Fetched } from '../ports/fetcher.ts'
import type { Db } from '../store/db.ts'
import { type Entry, topicsOfCategories } from '../store/ingest.ts'
import { rulesAmong } from '../store/rules.ts'
import type { DueSource } from '../store/sources.ts'

// Imported dynamically: parser and sanitiser are heavy. What a feed's items become here is what the desk shows before
// a source is there and what a run writes once it is.

/** What its source says of each of its items. */
export type EntrySource = Pick<DueSource, 'id' | 'feedUrl' | 'siteUrl' | 'title' | 'language' | 'direction' | 'topicId'>

export function readFeed({ bytes, contentType, url }: Extract<Fetched, { result: 'ok' }>): Feed | FeedError {
  try {
    return parseFeed(decode(bytes, contentType), url)
  } catch (error) {
    if (error instanceof FeedError) return error
    throw error
  }
}

/** Items as the site would have them: made safe, with the topics of source, categories and rules. */
export async function entriesOf(
  db: Db,
  { source, feed, now }: { source: EntrySource; feed: Feed; now: number },
  items: FeedItem[],
): Promise<Omit<Entry, 'hash'>[]> {
  const topics = await topicsOfCategories(db, [...new Set(items.flatMap((item) => item.categories.map(fold)))])
  const titled = { ...source, title: source.title || feed.title }
  const context = { source: titled, feedLanguage: feed.language, topics, now }
  return withRules(
    db,
    items.map((item) => toEntry(item, context)),
  )
}

type Context = {
  source: EntrySource
  feedLanguage: string | null
  topics: ReadonlyMap<string, number>
  now: number
}

function toEntry(item: FeedItem, { source, feedLanguage, topics, now }: Context): Omit<Entry, 'hash'> {
  const { html, truncated } = cut(sanitize(item.html, item.base))
  const home = { ...source, url: source.siteUrl ?? source.feedUrl }
  const mapped = item.categories.map((name) => topics.get(fold(name)) ?? null)
  const topicIds = [...new Set([source.topicId, ...mapped].filter((id) => id !== null))]
  const article = readArticle(item, { source: home, feedLanguage, html, now })
  const tooLong = truncated || item.html.length > MAX_INPUT
  return { guid: item.guid, article, html, truncated: tooLong, topicIds, keywordIds: [] }
}

/** The topics that editors' rules add to those of source and categories, and the followed keywords an article holds. */
async function withRules<E extends Omit<Entry, 'hash'>>(db: Db, entries: E[]): Promise<E[]> {
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
