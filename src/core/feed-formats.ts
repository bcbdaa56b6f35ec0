import type { AtomFeed, DcNs, JsonFeed, MediaNs, RdfFeed, RssFeed } from 'feedsmith'
import type { Feed } from './feed.ts'
import { type Draft, finished, resolved } from './feed-items.ts'
import { paragraphs, plainText } from './sanitize.ts'

// One function a format: from the parser's words to ours. What all formats share is in feed-items.ts.

type Parsed = Omit<Feed, 'damaged'>
type Picture = Draft['pictures'][number]

export function fromRss(feed: RssFeed.Feed<string>, url: string): Parsed {
  const ownBase = resolved(feed.xml?.base, url)
  const siteUrl = resolved(feed.link, ownBase ?? url)
  const base = ownBase ?? siteUrl ?? url
  const items = (feed.items ?? []).map((item): Draft => {
    const { value: guid, isPermaLink } = item.guid ?? {}
    const alternate = item.atom?.links?.find((link) => link.rel === undefined || link.rel === 'alternate')?.href
    const permalink = isPermaLink !== false && /^https?:\/\//.test(guid ?? '') ? guid : undefined
    return {
      guid,
      link: item.link ?? alternate ?? permalink,
      base,
      xmlBase: item.xml?.base,
      title: html(item.title ?? item.dc?.titles?.[0] ?? item.media?.title?.value ?? item.itunes?.title),
      content: html(item.content?.encoded),
      summary: html(item.description ?? dublinText(item.dc) ?? item.itunes?.summary ?? item.media?.description?.value),
      authors: [
        ...(item.authors ?? []).map((author) => author.name),
        ...(item.dc?.creators ?? []),
        item.itunes?.author,
      ],
      published: [item.pubDate, ...dublinDates(item.dc), item.dcterms?.created?.[0], item.atom?.published],
      updated: [item.atom?.updated, item.dcterms?.modified?.[0]],
      categories: [...(item.categories ?? []).map((category) => category.name), ...(item.dc?.subjects ?? [])],
      pictures: [
        ...mediaPictures(item.media),
        ...(item.enclosures ?? []).map((file) => ({ url: file.url, type: file.type ?? '' })),
        { url: item.itunes?.image },
      ],
      languages: [item.dc?.languages?.[0], item.xml?.lang],
    }
  })
  return {
    ...about(html(feed.title ?? feed.dc?.titles?.[0]), html(feed.description ?? feed.itunes?.summary)),
    siteUrl,
    language: feed.language ?? feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    ttl: feed.ttl ?? null,
    items: finished(items, []),
  }
}

export function fromRdf(feed: RdfFeed.Feed<string>, url: string): Parsed {
  const siteUrl = resolved(feed.link, url)
  const base = resolved(feed.xml?.base, url) ?? siteUrl ?? url
  const items = (feed.items ?? []).map(
    (item): Draft => ({
      guid: item.rdf?.about,
      link: item.link ?? item.rdf?.about,
      base,
      xmlBase: item.xml?.base,
      title: html(item.title ?? item.dc?.titles?.[0]),
      content: html(item.content?.encoded),
      summary: html(item.description ?? dublinText(item.dc)),
      authors: item.dc?.creators ?? [],
      published: dublinDates(item.dc),
      updated: [item.dcterms?.modified?.[0]],
      categories: item.dc?.subjects ?? [],
      pictures: mediaPictures(item.media),
      languages: [item.dc?.languages?.[0], item.xml?.lang],
    }),
  )
  return {
    ...about(html(feed.title), html(feed.description)),
    siteUrl,
    language: feed.dc?.languages?.[0] ?? feed.xml?.lang ?? null,
    ttl: null,
    items: finished(items, []),
  }
}

export function fromAtom(feed: AtomFeed.Feed<string>, url: string): Parsed {
  const base = resolved(feed.xml?.base, url) ?? url
  const items = (feed.entries ?? []).map((entry): Draft => {
    const entryBase = resolved(entry.xml?.base, base) ?? undefined
    const content = entry.content?.value ? entry.content : undefined
    return {
      guid: entry.id,
      link: alternate(entry.links),
      base,
      xmlBase: resolved((content ?? entry.summary)?.xml?.base, entryBase ?? base) ?? entryBase ?? feed.xml?.base,
      title: text(entry.title) ?? html(entry.dc?.titles?.[0] ?? entry.media?.title?.value),
      content: text(content),
      summary: text(entry.summary) ?? html(entry.media?.groups?.[0]?.description?.value),
      authors: [...(entry.authors ?? []).map((author) => author.name), ...(entry.dc?.creators ?? [])],
      published: [entry.published, ...dublinDates(entry.dc), entry.updated],
      updated: [entry.updated],
      categories: (entry.categories ?? []).map((category) => category.label ?? category.term),
      pictures: [
        ...mediaPictures(entry.media),
        ...(entry.links ?? [])
          .filter((link) => link.rel === 'enclosure')
          .map((link) => ({ url: link.href, type: link.type ?? '' })),
      ],
      languages: [content?.xml?.lang, entry.xml?.lang],
    }
  })
  const authors = (feed.authors ?? []).map((author) => author.name)
  return {
    ...about(text(feed.title), text(feed.subtitle)),
    siteUrl: resolved(alternate(feed.links), base),
    language: feed.xml?.lang ?? feed.dc?.languages?.[0] ?? null,
    ttl: null,
    items: finished(items, authors),
  }
}

export function fromJson(feed: JsonFeed.Feed<string>, url: string): Parsed {
  const siteUrl = resolved(feed.home_page_url, url)
  const items = (feed.items ?? []).map(
    (item): Draft => ({
      guid: item.id,
      link: item.url ?? item.external_url,
      base: siteUrl ?? url,
      xmlBase: undefined,
      title: plain(item.title),
      content: html(item.content_html) ?? plain(item.content_text),
      summary: plain(item.summary),
      authors: (item.authors ?? []).map((author) => author.name),
      published: [item.date_published, item.date_modified],
      updated: [item.date_modified],
      categories: item.tags ?? [],
      pictures: [
        { url: item.image },
        { url: item.banner_image },
        ...(item.attachments ?? []).map((file) => ({ url: file.url, type: file.mime_type ?? '' })),
      ],
      languages: [item.language],
    }),
  )
  const authors = (feed.authors ?? []).map((author) => author.name)
  return {
    ...about(plain(feed.title), plain(feed.description)),
    siteUrl,
    language: feed.language ?? null,
    ttl: null,
    items: finished(items, authors),
  }
}

function about(title: string | undefined, description: string | undefined): { title: string; description: string } {
  return { title: title ? plainText(title) : '', description: description ? plainText(description) : '' }
}

/** RSS says nowhere whether its texts are HTML, so they are; without any tag, line breaks are what parts them. */
function html(value: string | undefined): string | undefined {
  if (!value?.trim()) return undefined
  return /<[a-z!/]/i.test(value) ? value : value.trim().replace(/\n\s*\n/g, '<p>')
}

/** Plain by the standard, yet often escaped twice: entities in it are read as what they mean. */
function plain(value: string | undefined): string | undefined {
  if (!value?.trim()) return undefined
  return paragraphs(value).replace(/&amp;(#?\w{1,20};)/g, '&$1')
}

function text(value: AtomFeed.Text | AtomFeed.Content | undefined): string | undefined {
  return /html/i.test(value?.type ?? '') ? html(value?.value) : plain(value?.value)
}

function dublinText(dc: DcNs.ItemOrFeed<string> | undefined): string | undefined {
  return dc?.descriptions?.[0]
}

function dublinDates(dc: DcNs.ItemOrFeed<string> | undefined): string[] {
  return dc?.dates ?? []
}

function alternate(links: AtomFeed.Link<string>[] | undefined): string | undefined {
  const found = (links ?? []).filter((link) => link.rel === undefined || link.rel === 'alternate')
  return (found.find((link) => /html/.test(link.type ?? 'html')) ?? found[0])?.href
}

/** Widest first; a thumbnail only where there is nothing better. */
function mediaPictures(media: MediaNs.ItemOrFeed | undefined): Picture[] {
  const groups = media?.groups ?? []
  const contents = [...(media?.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])]
  const alt = media?.description?.value ?? media?.title?.value
  const full = contents
    .filter((content) => content.medium === 'image' || content.type?.startsWith('image/'))
    .sort((a, b) => (b.width ?? 0) - (a.width ?? 0))
    .map((content) => ({ url: content.url, alt: content.description?.value ?? content.title?.value ?? alt }))
  const thumbnails = [media, ...groups, ...contents].flatMap((part) => part?.thumbnails ?? [])
  return [...full, ...thumbnails.map((thumbnail) => ({ url: thumbnail.url, alt }))]
}
