import type { Direction } from './arabic.ts'
import type { SafeHtml } from './safe-html.ts'

/** Why a saved page has no text, where it has none; the words are in `i18n`. */
export const PAGE_FAULTS = [
  ...(['forbidden_url', 'too_many_redirects', 'timeout', 'too_large', 'unreachable', 'not_found', 'gone'] as const),
  ...(['legal', 'refused', 'busy', 'server_error', 'not_html', 'challenge', 'sign_in', 'empty'] as const),
] as const

export type PageFault = (typeof PAGE_FAULTS)[number]

/** What there is of a saved page itself: none: the text is the article's; link: kept as a link (a PDF, a picture). */
export const PAGE_STATUSES = ['none', 'waiting', 'ready', 'failed', 'link'] as const

export type PageStatus = (typeof PAGE_STATUSES)[number]

/** What a row of a list shows of its page. */
export type PageWords = {
  /** Where it says that it is, or where it was found. */
  url: string
  title: string
  byline: string
  sourceName: string
  picture: string | null
  language: string
  direction: Direction
  words: number
  excerpt: string
}

/** A page as a reader's list keeps it. */
export type PageText = PageWords & { html: SafeHtml; truncated: boolean }
