import { decodePage } from '../core/charset.ts'
import type { Feed } from '../core/feed.ts'
import type { Fault, FeedLink, FeedPreview, Found } from '../core/feed-preview.ts'
import type { Fetched, Fetcher } from '../ports/fetcher.ts'
import { sourcesByFeed } from '../store/sources.ts'
import type { ActionContext } from './context.ts'
import type { EntrySource } from './entries.ts'

type Context = Pick<ActionContext, 'db' | 'config' | 'now'> & { fetcher: Fetcher }
type Answer = Extract<Fetched, { result: 'ok' }>

const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, text/html;q=0.9, application/xml;q=0.9, */*;q=0.1'
const MAX_BYTES = 5_000_000
/** Somebody waits for it. */
const TIMEOUT = 10_000
const SHORT_TIMEOUT = 5_000
const SHOWN = 5

/** What a url leads to: a feed, or a page that names one or several. Nothing is written. */
export async function findFeeds(context: Context, url: string): Promise<Found> {
  const fetched = await get(context, url)
  if (fetched.result !== 'ok') return { kind: 'fault', fault: faultOf(fetched) }
  const preview = await previewOf(context, newSource(context, url), fetched)
  if (!('error' in preview)) return asFeed(context, preview)
  if (preview.error !== 'not_feed') return { kind: 'fault', fault: preview }

  const { commonPlaces, feedLinks } = await import('../core/feed-links.ts')
  const links = feedLinks(decodePage(fetched.bytes, fetched.contentType), fetched.url)
  const [first, ...more] = links
  if (first && more.length > 0) return { kind: 'choice', feeds: await withKnown(context, links) }
  if (first) return theOne(context, first.url)
  const common = await firstFeed(context, commonPlaces(fetched.url))
  return common ? asFeed(context, common) : { kind: 'fault', fault: { error: 'no_feeds', detail: '' } }
}

/** What one source's feed would bring now, or the exact reason why nothing. */
export async function testFeed(context: Context, source: EntrySource): Promise<FeedPreview | Fault> {
  const fetched = await get(context, source.feedUrl)
  return fetched.result === 'ok' ? previewOf(context, source, fetched) : faultOf(fetched)
}

/** A page names it, so it has to be one. */
async function theOne(context: Context, url: string): Promise<Found> {
  const preview = await testFeed(context, newSource(context, url))
  return 'error' in preview ? { kind: 'fault', fault: preview } : asFeed(context, preview)
}

async function firstFeed(context: Context, urls: string[]): Promise<FeedPreview | null> {
  const all = await Promise.all(
    urls.map(async (url) => {
      const fetched = await get(context, url, SHORT_TIMEOUT)
      return fetched.result === 'ok' ? previewOf(context, newSource(context, url), fetched) : null
    }),
  )
  return all.find((preview): preview is FeedPreview => preview !== null && !('error' in preview)) ?? null
}

function get({ fetcher }: Context, url: string, timeoutMs = TIMEOUT): Promise<Fetched> {
  return fetcher(url, { accept: ACCEPT, maxBytes: MAX_BYTES, timeoutMs })
}

/** The parser is loaded only for what there is to read. */
async function previewOf({ db, now }: Context, source: EntrySource, fetched: Answer): Promise<FeedPreview | Fault> {
  const { entriesOf, readFeed } = await import('./entries.ts')
  const feed = readFeed(fetched)
  if (feed instanceof Error) return { error: feed.code, detail: String(feed.cause ?? '').slice(0, 300) }
  const entries = await entriesOf(db, { source, feed, now: now() }, feed.items.slice(0, SHOWN))
  const articles = entries.map(({ article, topicIds }) => {
    const { title, language, direction, words, publishedAt } = article
    return { title, language, direction, words, publishedAt, topicIds }
  })
  const { title, description, siteUrl, language, items } = feed
  const feedUrl = fetched.movedTo ?? source.feedUrl
  return { feedUrl, siteUrl, title, description, language, count: items.length, articles, fault: partly(feed) }
}

function partly({ items, damaged }: Feed): Fault | null {
  if (items.length === 0) return { error: 'empty_feed', detail: '' }
  return damaged === null ? null : { error: 'damaged', detail: damaged }
}

function faultOf(fetched: Exclude<Fetched, Answer>): Fault {
  switch (fetched.result) {
    case 'failed':
      return { error: fetched.error, detail: fetched.detail }
    case 'gone':
      return { error: 'gone', detail: '410' }
    case 'busy':
      return { error: 'busy', detail: fetched.retryAfter ?? '' }
    case 'not_modified':
      return { error: 'refused', detail: '304' }
  }
}

async function asFeed(context: Context, preview: FeedPreview): Promise<Found> {
  const [feed] = await withKnown(context, [{ url: preview.feedUrl, title: preview.title }])
  return { kind: 'feed', preview, known: feed?.known ?? null }
}

async function withKnown({ db }: Context, feeds: FeedLink[]) {
  const known = await sourcesByFeed(
    db,
    feeds.map(({ url }) => url),
  )
  return feeds.map((feed) => ({ ...feed, known: known.find(({ feedUrl }) => feedUrl === feed.url) ?? null }))
}

function newSource({ config }: Context, feedUrl: string): EntrySource {
  const { language } = config.site
  return { id: 0, feedUrl, siteUrl: null, title: '', language, direction: null, topicId: null }
}
