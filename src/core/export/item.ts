import type { Direction } from '../arabic.ts'
import type { PageFault, PageStatus } from '../page.ts'

/** A highlight as it is kept: a W3C TextQuoteSelector, what its reader wrote to it, and when. */
export type ExportedHighlight = {
  quote: string
  prefix: string
  suffix: string
  position: number
  note: string
  createdAt: number
}

/** The stored text, safe as it was stored. */
export type ExportedText = {
  html: string
  truncated: boolean
  /** It is the reader's: a page they saved or pasted. Else the site's article has it, and every reader of it sees it. */
  own: boolean
  pasted: boolean
}

/** A row of a reading list and all that hangs on it; times in unix seconds. Every format is written from this. */
export type ExportedItem = {
  url: string
  /** Keys (`urlKey`) of other urls that turned out to be this page. */
  otherKeys: string[]
  title: string
  byline: string
  sourceName: string
  picture: string | null
  language: string
  direction: Direction
  /** What the reader set for this article alone. */
  ownDirection: Direction | null
  words: number
  excerpt: string
  savedAt: number
  archivedAt: number | null
  favouriteAt: number | null
  /** Percent of the text, and the words at which it was left. */
  progress: number
  progressAt: number | null
  progressAnchor: string
  note: string
  tags: string[]
  highlights: ExportedHighlight[]
  page: PageStatus
  pageFault: PageFault | null
  pageAt: number | null
  text: ExportedText | null
}
