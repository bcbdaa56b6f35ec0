import { createHash } from 'node:crypto'
import { asciiDigits, type Direction, plainLine } from './arabic.ts'
import type { FeedItem } from './feed.ts'
import { plainText } from './sanitize.ts'
import { fetchable, guardAt } from './url.ts'

/**
 * An item as a format gives it, before what all formats share is decided. Texts are HTML, made so where they were
 * plain. Of a list the first usable value counts.
 */
export type Draft = {
  guid: string | undefined
  link: string | undefined
  base: string
  xmlBase: string | undefined
  title: string | undefined
  content: string | undefined
  summary: string | undefined
  authors: (string | undefined)[]
  published: (string | undefined)[]
  updated: (string | undefined)[]
  categories: (string | undefined)[]
  pictures: { url: string | undefined; type?: string; alt?: string | undefined }[]
  languages: (string | undefined)[]
}

/** The items that say something, each guid once. `authors` are the feed's own, for items that name none. */
export function finished(drafts: Draft[], authors: (string | undefined)[]): FeedItem[] {
  const items = new Map<string, FeedItem>()
  for (const draft of drafts) {
    const item = toItem(draft.authors.some(Boolean) ? draft : { ...draft, authors })
    if ((item.title || item.html || item.url) && !items.has(item.guid)) items.set(item.guid, item)
  }
  return [...items.values()]
}

function toItem(draft: Draft): FeedItem {
  const ownBase = resolved(draft.xmlBase, draft.base)
  const base = ownBase ?? draft.base
  const url = resolved(draft.link, base)
  const title = line(draft.title, 300)
  const html = draft.content ?? draft.summary ?? ''
  return {
    guid: guidOf(draft, url, title + html),
    url,
    title,
    byline: unique(draft.authors.map((author) => line(author, 100))).join(' · '),
    html,
    base: ownBase ?? url ?? draft.base,
    summary: draft.content && draft.summary ? plainText(draft.summary) : '',
    publishedAt: firstDate(draft.published),
    updatedAt: firstDate(draft.updated),
    categories: unique(draft.categories.map((name) => line(name, 60))).slice(0, 20),
    picture: pictureOf(draft.pictures, base),
    language: draft.languages.find(Boolean) ?? null,
    direction: wrapperDirection(html),
  }
}

/** A url on its base, which is a feed's own url or was resolved on it, if it may be fetched and shown. */
export function resolved(value: string | undefined, base: string): string | null {
  if (!value?.trim() || !URL.canParse(value.trim(), base)) return null
  return fetchable(new URL(value.trim(), base).href, guardAt(base))
}

function line(html: string | undefined, max: number): string {
  return html ? plainLine(plainText(html), max) : ''
}

/** Guids are compared, never shown, so an over-long one may become its hash. */
function guidOf(draft: Draft, url: string | null, text: string): string {
  const guid = draft.guid?.trim() || url || text
  return guid.length <= 500 && (draft.guid || url) ? guid : createHash('sha256').update(guid).digest('hex')
}

function unique(names: string[]): string[] {
  return [...new Set(names.filter((name) => name !== ''))]
}

function pictureOf(pictures: Draft['pictures'], base: string): FeedItem['picture'] {
  for (const { url, type, alt } of pictures) {
    if (type !== undefined && !type.startsWith('image/')) continue
    const found = resolved(url, base)
    if (found) return { url: found, alt: line(alt, 300) }
  }
  return null
}

/** The direction of an element that holds the whole text; a paragraph's own direction says nothing about the rest. */
function wrapperDirection(html: string): Direction | null {
  const start = /^\s*<(?:div|article|section|main)\b[^>]*\bdir\s*=\s*["']?(rtl|ltr)\b/i.exec(html)
  return (start?.[1]?.toLowerCase() as Direction | undefined) ?? null
}

function firstDate(values: (string | undefined)[]): number | null {
  return values.map((value) => seconds(value ?? '')).find((value) => value !== null) ?? null
}

/**
 * Unix seconds of a feed's date: RFC 822, RFC 3339 and what comes near, with Arabic digits or a weekday that is not
 * English. A date without a zone is read as UTC.
 */
function seconds(value: string): number | null {
  const text = asciiDigits(value).trim()
  const zoned = /(?:Z|[+-]\d\d:?\d\d|\b(?:UTC?|GMT|[ECMP][SD]T))\s*$/i.test(text)
  const candidates = [text, text.replace(/^[^\d]+/, '')].map((date) => (zoned ? date : `${date} UTC`))
  for (const candidate of [...candidates, `${text}Z`]) {
    const parsed = Date.parse(candidate) / 1000
    if (parsed >= 0 && parsed < 2 ** 31) return Math.floor(parsed)
  }
  return null
}
