import { countWords, type Direction, directionOf, languageOf, plainLine } from './arabic.ts'
import type { FeedItem } from './feed.ts'
import { type SafeHtml, textOf } from './safe-html.ts'
import { URL_RULE, urlKey, withoutTracking } from './url.ts'

/** What an article row holds, as one source's item gives it. */
export type ArticleValues = {
  url: string
  urlKey: string
  urlRule: number
  title: string
  byline: string
  excerpt: string
  language: string
  direction: Direction
  words: number
  picture: string | null
  pictureAlt: string
  publishedAt: number | null
  sortedAt: number
  updatedAt: number
}

/** What the item's source decides: its own direction, if an editor set one, beats everything. */
type Source = { id: number; title: string; url: string; language: string; direction: Direction | null }

/** `html` is the item's text made safe, `feedLanguage` the language its feed declares, `now` our clock in seconds. */
type Context = { source: Source; feedLanguage: string | null; html: SafeHtml; now: number }

export function readArticle(item: FeedItem, { source, feedLanguage, html, now }: Context): ArticleValues {
  const text = textOf(html)
  const said = `${item.title}\n${text}`
  const url = item.url ? withoutTracking(new URL(item.url)).href : source.url
  const language = languageOf({ declared: [item.language, feedLanguage, source.language], text: said })
  // A date in the future is a mistake or a trick to stay on top.
  const publishedAt = item.publishedAt === null ? null : Math.min(item.publishedAt, now)
  return {
    url,
    // An item without a link leads to its source's page, which is no name for it.
    urlKey: item.url ? urlKey(url) : `source:${source.id}:${item.guid}`,
    urlRule: URL_RULE,
    title: item.title || firstWords(text, 90) || source.title,
    byline: item.byline === source.title ? '' : item.byline,
    excerpt: firstWords(item.summary || text, 280),
    language,
    direction: source.direction ?? directionOf({ dir: item.direction, language, text: said }),
    words: countWords(text),
    ...pictureOf(item, html),
    publishedAt,
    sortedAt: publishedAt ?? now,
    updatedAt: Math.min(item.updatedAt ?? publishedAt ?? now, now),
  }
}

/** The beginning of a text on one line, cut between words. */
export function firstWords(text: string, max: number): string {
  const line = plainLine(text, Number.POSITIVE_INFINITY)
  const characters = [...line.slice(0, 2 * (max + 1))]
  if (characters.length <= max) return line
  const head = characters.slice(0, max - 1).join('')
  const space = head.lastIndexOf(' ')
  return `${(space > 0 ? head.slice(0, space) : head).replace(/[\s\p{P}]+$/u, '')}…`
}

/** The feed's own picture, else the first of the text; its attributes stand in our sanitiser's order. */
function pictureOf(item: FeedItem, html: SafeHtml): { picture: string | null; pictureAlt: string } {
  if (item.picture) return { picture: item.picture.url, pictureAlt: item.picture.alt }
  const first = /<img src="([^"]*)" alt="([^"]*)"/.exec(html)
  return { picture: first ? unescaped(first[1]) : null, pictureAlt: first ? unescaped(first[2]) : '' }
}

function unescaped(attribute: string | undefined): string {
  return textOf((attribute ?? '') as SafeHtml)
}
