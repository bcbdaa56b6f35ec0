import type { Direction } from '../arabic.ts'
import type { PageStatus } from '../page.ts'
import type { RowFault } from '../transfer.ts'

/** A passage of a text that its reader marked; what it holds is in `store/schema/shelf.ts`. */
export type ImportedHighlight = {
  quote: string
  prefix: string
  suffix: string
  position: number
  note: string
  createdAt: number | null
}

/** A text that came with the file. It is not safe yet: `core/sanitize.ts` makes it so before it is kept. */
export type ImportedText = { html: string; truncated: boolean; pasted: boolean }

/**
 * A row of another reading list in our words: everything that some format can say of it, as the file gives it, times
 * in unix seconds. `''`, `null` and `[]` say that the file does not tell.
 */
export type ImportedItem = {
  url: string
  /** Other urls of the same page, as keys (`urlKey`). */
  otherKeys: string[]
  title: string
  byline: string
  sourceName: string
  excerpt: string
  picture: string | null
  language: string | null
  direction: Direction | null
  /** What its reader set for this article alone. */
  ownDirection: Direction | null
  words: number
  savedAt: number | null
  archived: boolean
  archivedAt: number | null
  favourite: boolean
  favouriteAt: number | null
  /** Percent of the text. */
  progress: number
  progressAt: number | null
  progressAnchor: string
  note: string
  tags: string[]
  highlights: ImportedHighlight[]
  text: ImportedText | null
  /** The name under which its file's archive has its text and highlights. */
  textName: string
  /** What had become of its page; `PageFault` is checked where it is kept. */
  page: { state: PageStatus; fault: string | null; at: number | null } | null
}

/** What one record of a file turned out to be. A heading or a blank line is nothing at all. */
export type Reading = { item: ImportedItem } | { feed: ImportedFeed } | RefusedReading

export type RefusedReading = { fault: RowFault; title: string; url: string }

/** A feed that somebody followed elsewhere. */
export type ImportedFeed = { title: string; feedUrl: string; siteUrl: string | null }

const NOTHING: ImportedItem = {
  url: '',
  otherKeys: [],
  title: '',
  byline: '',
  sourceName: '',
  excerpt: '',
  picture: null,
  language: null,
  direction: null,
  ownDirection: null,
  words: 0,
  savedAt: null,
  archived: false,
  archivedAt: null,
  favourite: false,
  favouriteAt: null,
  progress: 0,
  progressAt: null,
  progressAnchor: '',
  note: '',
  tags: [],
  highlights: [],
  text: null,
  textName: '',
  page: null,
}

/** An item of which the file tells no more than this. */
export function item(told: Partial<ImportedItem> & { url: string }): ImportedItem {
  return { ...NOTHING, ...told }
}
