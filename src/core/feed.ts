import {
  DetectError,
  MalformedError,
  ParseError,
  parseAtomFeed,
  parseJsonFeed,
  parseRdfFeed,
  parseRssFeed,
} from 'feedsmith'
import type { Direction } from './arabic.ts'
import { fromAtom, fromJson, fromRdf, fromRss } from './feed-formats.ts'

// Imported dynamically, from jobs only: the parser is too heavy for the path that serves pages.

export type Feed = {
  title: string
  description: string
  siteUrl: string | null
  language: string | null
  /** Minutes the publisher asks us to wait between two fetches. */
  ttl: number | null
  items: FeedItem[]
  /** What was wrong with a document of which only a part could be read. */
  damaged: string | null
}

export type FeedItem = {
  /** The publisher's own name for the item; made of url or text where the feed gives none. */
  guid: string
  url: string | null
  title: string
  byline: string
  /** As the publisher wrote it, not safe to show. */
  html: string
  /** What relative urls in `html` stand on. */
  base: string
  summary: string
  /** Unix seconds; null where the feed gives none or one that cannot be read. */
  publishedAt: number | null
  updatedAt: number | null
  categories: string[]
  picture: { url: string; alt: string } | null
  language: string | null
  direction: Direction | null
}

/** `not_feed`: another kind of document. `broken_feed`: a feed of which nothing can be read. */
export class FeedError extends Error {
  readonly code: 'not_feed' | 'broken_feed'

  constructor(code: 'not_feed' | 'broken_feed', options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

type Reader = (document: string, url: string) => Omit<Feed, 'damaged'>

const FORMATS: Record<string, Reader> = {
  rss: (document, url) => fromRss(parseRssFeed(withoutLongPeople(document), LIMIT), url),
  feed: (document, url) => fromAtom(parseAtomFeed(document, LIMIT), url),
  rdf: (document, url) => fromRdf(parseRdfFeed(document, LIMIT), url),
  json: (document, url) => fromJson(parseJsonFeed(document, LIMIT), url),
}

const LIMIT = { maxItems: 300 }

/**
 * RSS 0.9x to 2.0, Atom, RDF or JSON Feed. Of a damaged document its whole items are read. Nothing before the
 * root element is looked at, so that a DOCTYPE can declare no entities. `url` is where the feed came from.
 * Throws FeedError.
 */
export function parseFeed(text: string, url: string): Feed {
  const document = text.replace(/(?!\s)\p{Cc}/gu, '')
  if (/^\s*\{/.test(document)) return { ...read('json', document, url), damaged: null }
  const start = rootIndex(document)
  const name = /^<([\w.-]+:)?(rss|feed|rdf)[\s>]/i.exec(document.slice(start, start + 100))
  if (start < 0 || !name?.[2]) throw new FeedError('not_feed')
  const format = name[2].toLowerCase()
  const root = name[0].slice(1, -1)
  const end = document.lastIndexOf(`</${root}`)
  if (end < 0) return { ...salvaged(format, document.slice(start), root, url), damaged: 'the end is missing' }
  const whole = `${document.slice(start, end)}</${root}>`
  try {
    return { ...read(format, whole, url), damaged: null }
  } catch (error) {
    if (!(error instanceof FeedError) || error.code !== 'broken_feed') throw error
    return { ...salvaged(format, whole, root, url), damaged: causeOf(error) }
  }
}

function read(format: string, document: string, url: string): Omit<Feed, 'damaged'> {
  try {
    return FORMATS[format]?.(document, url) ?? EMPTY
  } catch (error) {
    // The parser takes a feed with nothing in it for an error; for us it is a feed without items.
    if (error instanceof ParseError || (error instanceof DetectError && format !== 'json')) return EMPTY
    throw new FeedError(error instanceof MalformedError ? 'broken_feed' : 'not_feed', { cause: error })
  }
}

const EMPTY = { title: '', description: '', siteUrl: null, language: null, ttl: null, items: [] }

/** Where the root element begins: behind byte noise, prolog, comments and DOCTYPE. -1: there is none. */
function rootIndex(document: string): number {
  const prolog = /[^<]*(?:<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\]\s*)?>)/iy
  let start = 0
  while (prolog.test(document)) start = prolog.lastIndex
  return document.indexOf('<', start)
}

/** What can be read of a damaged document: its whole items that parse each by itself. */
function salvaged(format: string, document: string, root: string, url: string): Omit<Feed, 'damaged'> {
  const channel = root.toLowerCase() === 'rss'
  const bare = `${document.slice(0, document.indexOf('>') + 1)}${channel ? '<channel>' : ''}`
  const full = document.slice(0, Math.max(document.search(OPENING), 0))
  const head = full && full.length < 20_000 ? full : bare
  const tail = `${channel ? '</channel>' : ''}</${root}>`
  const whole = wholeItems(document).filter((item) => parses(format, head + item + tail))
  if (whole.length === 0) throw new FeedError('broken_feed')
  return read(format, head + whole.join('') + tail, url)
}

const OPENING = /<(?:\w+:)?(?:item|entry)[\s>]/i
const CLOSING = /<\/(?:\w+:)?(?:item|entry)\s*>/gi

/** From the last opening before each closing, in one walk: a pattern for both would walk anew from every opening. */
function wholeItems(document: string): string[] {
  const items: string[] = []
  let start = 0
  for (const closing of document.matchAll(CLOSING)) {
    const end = closing.index + closing[0].length
    const part = document.slice(start, end)
    const opening = [...part.matchAll(new RegExp(OPENING, 'gi'))].at(-1)
    if (opening) items.push(part.slice(opening.index))
    if (items.length === LIMIT.maxItems) break
    start = end
  }
  return items
}

function parses(format: string, document: string): boolean {
  try {
    return read(format, document, 'https://feed.invalid/').items.length > 0
  } catch {
    return false
  }
}

const PERSON = /<\/(?:author|managingeditor|webmaster)/i

/** The parser takes the brackets of a person apart in quadratic time: what is too long for a name is emptied first. */
function withoutLongPeople(document: string): string {
  const parts = document.split(/(?=<(?:author|managingeditor|webmaster)[\s>])/i)
  const short = parts.map((part, i) => {
    const end = i > 0 ? part.search(PERSON) : 0
    return end > 1000 ? part.slice(0, part.indexOf('>') + 1) + part.slice(end) : part
  })
  return short.join('')
}

function causeOf(error: FeedError): string {
  const parser = error.cause instanceof Error ? error.cause.cause : undefined
  return parser instanceof Error ? parser.message.slice(0, 200) : 'malformed'
}
