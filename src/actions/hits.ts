import type { Query } from '../core/query.ts'
import type { Cursor } from '../store/articles.ts'
import { type FilterToken, type Matches, matchOf } from '../store/match.ts'
import { type Hit, WINDOW } from '../store/search.ts'

/** Where to look: an index, and the tokens that every hit has. */
export type Place = { find: (matches: Matches, below?: number) => Promise<Hit[]>; among: FilterToken[][] }

/** The newest hits, best first. `loose`: they were only found without a letter that may be joined to a word. */
export type Hits = { hits: Hit[]; loose: boolean }

/**
 * Hits below a cursor, which is a window's upper rowid and how many of its rows were shown: what comes in meanwhile
 * moves no page.
 */
export async function hitsOf({ find, among }: Place, query: Query, before: Cursor | null): Promise<Hits> {
  for (const loose of [false, true]) {
    const matches = matchOf(query, among, { loose })
    const hits = matches === null ? [] : await find(matches, before?.id)
    if (hits.length > 0) return { hits: hits.toSorted((a, b) => b.score - a.score || b.rowid - a.rowid), loose }
  }
  return { hits: [], loose: false }
}

/** Where the next page begins: in the same window while that has rows, else in the one below it. */
export function olderOf(hits: Hit[], rows: number, shown: number, before: Cursor | null): Cursor | null {
  const rowids = hits.map(({ rowid }) => rowid)
  if (shown < rows) return { sortedAt: shown, id: before?.id ?? Math.max(...rowids) + 1 }
  return hits.length === WINDOW ? { sortedAt: 0, id: Math.min(...rowids) } : null
}
