import { stemOf } from './arabic-search.ts'
import { unjoined } from './arabic-stem.ts'
import { articleStems, holds, type Keyword } from './keyword.ts'
import { hasHit, type Marker, mark, type Piece, snippet } from './snippet.ts'

/** How many of the newest articles a rule is tried on. */
export const TRIED = 500
/** How many of those that it would catch are shown. */
const SHOWN = 20
/** Of fewer articles nothing can be told of a rule. */
const TELLING = 20

/** An article as far as a rule looks at it. */
export type Tried = { id: number; title: string; excerpt: string; language: string; direction: 'rtl' | 'ltr' }

/** What a rule would catch: the ids of all, and the first of them with its words marked. */
export type Catch = {
  ids: number[]
  of: number
  broad: boolean
  shown: { article: Tried; title: Piece[]; snippet: Piece[] }[]
}

/** Tries a rule on articles. `broad`: it catches more than half of them, so it tells no topic from another. */
export function caughtAmong(articles: Tried[], { stems }: Keyword): Catch {
  const caught = articles.filter((article) => holds(articleStems(article), stems))
  const marker = markerOf(stems)
  return {
    ids: caught.map(({ id }) => id),
    of: articles.length,
    broad: articles.length >= TELLING && caught.length > articles.length / 2,
    shown: caught.slice(0, SHOWN).map((article) => marked(article, marker)),
  }
}

/** The excerpt is shown only where the title alone does not say why. */
function marked(article: Tried, marker: Marker): Catch['shown'][number] {
  const title = mark(article.title, marker)
  return { article, title, snippet: hasHit(title) ? [] : (snippet(article.excerpt, marker) ?? []) }
}

/** As `articleStems` reads an article: each word's stem, also behind a joined letter. */
function markerOf(stems: string[]): Marker {
  const wanted = new Set(stems)
  return (written) =>
    written.map(({ words }) => words.map(stemOf).some((stem) => wanted.has(stem) || wanted.has(unjoined(stem) ?? stem)))
}
