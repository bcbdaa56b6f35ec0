import type { Direction } from './arabic.ts'
import type { SourceError } from './source.ts'

/** A feed that a page names. */
export type FeedLink = { url: string; title: string }

/** What an editor is shown of a feed before anything of it is written. */
export type FeedPreview = {
  /** Under which the source would stand: where the feed moved for good, if it did. */
  feedUrl: string
  siteUrl: string | null
  title: string
  description: string
  /** As far as the feed says it. */
  language: string | null
  count: number
  /** The first few. */
  articles: PreviewArticle[]
  /** It can be read, but for this. */
  fault: Fault | null
}
export type PreviewArticle = {
  title: string
  language: string
  direction: Direction
  words: number
  publishedAt: number | null
  topicIds: number[]
}

/** Why there is no feed, and in the words of whoever said so. */
export type Fault = { error: SourceError | 'no_feeds'; detail: string }
export type KnownSource = { id: number; title: string }

export type Found =
  | { kind: 'feed'; preview: FeedPreview; known: KnownSource | null }
  | { kind: 'choice'; feeds: (FeedLink & { known: KnownSource | null })[] }
  | { kind: 'fault'; fault: Fault }
