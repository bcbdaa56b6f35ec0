import { createHash } from 'node:crypto'
import { entriesOf, readFeed } from '../actions/entries.ts'
import { type Feed, FeedError, type FeedItem } from '../core/feed.ts'
import type { SourceError } from '../core/source.ts'
import type { Fetched } from '../ports/fetcher.ts'
import type { Db } from '../store/db.ts'
import { type Entry, knownEntries, writeEntries } from '../store/ingest.ts'
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
  const feed = readFeed(fetched)
  if (feed instanceof FeedError) return { feed: null, error: feed.code, detail: String(feed.cause ?? '').slice(0, 300) }
  if (feed.items.length === 0) return { feed: null, error: 'empty_feed', detail: '' }

  const hashes = new Map(feed.items.map((item) => [item.guid, hashOf(item)]))
  const known = await knownEntries(db, source.id, [...hashes.keys()])
  const changed = feed.items.filter((item) => known.get(item.guid)?.hash !== hashes.get(item.guid))
  if (changed.length > 0) {
    // Rules and keywords look for their words in the title that readers see.
    const titled = changed.map((item) => ({ ...item, title: known.get(item.guid)?.title ?? item.title }))
    const read = await entriesOf(db, { source, feed, now }, titled)
    const entries = read.map((entry) => ({ ...entry, hash: hashes.get(entry.guid) ?? '' }))
    await writeEntries(db, { id: source.id, title: source.title || feed.title }, oldestFirst(entries), known, now)
  }
  return { feed, error: feed.damaged ? 'damaged' : null, detail: feed.damaged }
}

function hashOf(item: FeedItem): string {
  return createHash('sha256').update(JSON.stringify(item)).digest('base64url')
}

/** Feeds begin with the newest; written from the oldest, a later article has the higher id where dates are the same. */
function oldestFirst(entries: Entry[]): Entry[] {
  return entries.toReversed().sort((a, b) => a.article.sortedAt - b.article.sortedAt)
}
