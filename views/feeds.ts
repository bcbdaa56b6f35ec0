import { OWN_FEED } from '../src/core/own.ts'
import type { FeedEntry } from '../src/store/feeds.ts'
import type { Words } from './words.tsx'

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

type Channel = { title: string; description: string; home: string; self: string }

/** An issue of a newsletter, whole: `html` has absolute urls. */
export type IssueEntry = { path: string; title: string; at: number; html: string }

/** RSS 2.0. Paths become urls of the site; an entry leads to our page, and names the feed it came from (`source`). */
export function rss(words: Words, channel: Channel & { entries: FeedEntry[] }): string {
  const items = channel.entries.map((entry) => {
    const link = escaped(`${words.site.url}/articles/${entry.id}`)
    return `<item>
<title>${escaped(entry.title)}</title>
<link>${link}</link>
<guid isPermaLink="true">${link}</guid>
<pubDate>${new Date(entry.sortedAt * 1000).toUTCString()}</pubDate>
${entry.byline && `<dc:creator>${escaped(entry.byline)}</dc:creator>\n`}${sourceOf(entry)}<description>${escaped(escaped(entry.excerpt))}</description>
</item>`
  })
  return channelXml(words, channel, items)
}

/** Nothing of the site's own: it comes from no other feed. */
function sourceOf({ feedUrl, sourceName }: FeedEntry): string {
  return feedUrl === OWN_FEED ? '' : `<source url="${escaped(feedUrl)}">${escaped(sourceName)}</source>\n`
}

/** The issues of a newsletter, each with all it says. */
export function issuesRss(words: Words, channel: Channel & { entries: IssueEntry[] }): string {
  const items = channel.entries.map(({ path, title, at, html }) => {
    const link = escaped(words.site.url + path)
    return `<item>
<title>${escaped(title)}</title>
<link>${link}</link>
<guid isPermaLink="true">${link}</guid>
<pubDate>${new Date(at * 1000).toUTCString()}</pubDate>
<content:encoded>${escaped(html)}</content:encoded>
</item>`
  })
  return channelXml(words, channel, items)
}

const SPACES = [
  ['atom', 'http://www.w3.org/2005/Atom'],
  ['content', 'http://purl.org/rss/1.0/modules/content/'],
  ['dc', 'http://purl.org/dc/elements/1.1/'],
].map(([name, url]) => `xmlns:${name}="${url}"`)

function channelXml({ site }: Words, { title, description, home, self }: Channel, items: string[]): string {
  return `${XML}<rss version="2.0" ${SPACES.join(' ')}>
<channel>
<title>${escaped(title)}</title>
<link>${escaped(site.url + home)}</link>
<description>${escaped(description)}</description>
<language>${escaped(site.language)}</language>
<atom:link href="${escaped(site.url + self)}" rel="self" type="application/rss+xml" />
${items.join('\n')}
</channel>
</rss>
`
}

export function sitemapIndex({ site }: Words, files: number): string {
  const names = Array.from(
    { length: files },
    (_, i) => `<sitemap><loc>${escaped(`${site.url}/sitemaps/${i + 1}`)}</loc></sitemap>`,
  )
  return `${XML}<sitemapindex ${SITEMAP}>\n${names.join('\n')}\n</sitemapindex>\n`
}

/** `updatedAt` in unix seconds, where the page has a date. */
export function sitemap({ site, f }: Words, pages: { path: string; updatedAt?: number }[]): string {
  const urls = pages.map(({ path, updatedAt }) => {
    const changed = updatedAt === undefined ? '' : `<lastmod>${f.iso(updatedAt)}</lastmod>`
    return `<url><loc>${escaped(site.url + path)}</loc>${changed}</url>`
  })
  return `${XML}<urlset ${SITEMAP}>\n${urls.join('\n')}\n</urlset>\n`
}

/** OpenSearch 1.1: the names are at most 16 and 48 characters long. */
export function openSearch({ site, m }: Words): string {
  return `${XML}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>${escaped(site.name.slice(0, 16))}</ShortName>
<Description>${escaped(m.search.engine(site.name))}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Language>${escaped(site.language)}</Language>
<Url type="text/html" template="${escaped(site.url)}/search?q={searchTerms}" />
</OpenSearchDescription>
`
}

const SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

/** For texts and quoted attributes. What XML 1.0 has no way to write is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\uFFFE\uFFFF]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
