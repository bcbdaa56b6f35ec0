import { Parser } from 'htmlparser2'
import { plainLine } from './arabic.ts'
import type { FeedLink } from './feed-preview.ts'
import { fetchable, guardAt } from './url.ts'

// Imported dynamically, with the feeds' parser.

/** `application/json` is none of them: half the web's pages name their API by it. */
const TYPES = /^application\/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)\b/i
/** More than any page has for its readers: a page with thousands names each of its articles' comments. */
const MOST = 30

/**
 * The feeds that a page offers by `<link rel="alternate">`, in its order, each once. `url` is where the page was found.
 */
export function feedLinks(html: string, url: string): FeedLink[] {
  const found = new Map<string, FeedLink>()
  const guard = guardAt(url)
  let base = url
  const parser = new Parser({
    onopentag(tag, { href = '', rel = '', type = '', title = '' }) {
      if (tag === 'base' && URL.canParse(href, url)) base = new URL(href, url).href
      if (tag !== 'link' || !/(?:^|\s)alternate(?:\s|$)/i.test(rel) || !TYPES.test(type.trim())) return
      const feed = URL.canParse(href, base) ? fetchable(new URL(href, base).href, guard) : null
      if (feed && !found.has(feed) && found.size < MOST) found.set(feed, { url: feed, title: plainLine(title, 100) })
    },
  })
  parser.end(html)
  return [...found.values()]
}

/** Where feeds lie that no page names, the most common first. */
export function commonPlaces(url: string): string[] {
  return ['/feed', '/rss.xml', '/feed.xml', '/atom.xml'].map((path) => new URL(path, url).href)
}
