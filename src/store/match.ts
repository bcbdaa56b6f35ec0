import { searchWords, stemsFor } from '../core/arabic-search.ts'
import { joinedForms } from '../core/arabic-stem.ts'
import type { Field, Query, Term } from '../core/query.ts'
import { tagKey } from '../core/tag.ts'

/** What the third column of the indexes holds: tokens of ours only, which no typed word can reach. */
export type FilterToken = `${'r' | 's' | 't' | 'l'}${string}`

export const readerToken = (readerId: number): FilterToken => `r${readerId}`
export const languageToken = (language: string): FilterToken => `l${language.split('-')[0]?.toLowerCase()}`
export const tagToken = (name: string): FilterToken => `t${mixed(tagKey(name))}`
/** A source's name word by word, so that part of it is enough. */
export const sourceTokens = (name: string): FilterToken[] =>
  searchWords(name).map((word): FilterToken => `s${mixed(word)}`)

/** MATCH expressions: of all hits, and of those in which one or another word stands as it was typed. */
export type Matches = { all: string; exact: string[] }

/** Words of a query that make one hit better than another. */
const RANKED = 5

/**
 * What a query asks an index for; null where it asks for nothing that could be found. `among` are the tokens that
 * every hit has. With `loose` a first letter that may be joined to a word is taken off it.
 */
export function matchOf(query: Query, among: FilterToken[][], { loose = false } = {}): Matches | null {
  const terms = query.terms.filter(({ not }) => !not)
  const wanted = [
    ...among.map(filterOf),
    ...query.fields.filter(({ not }) => !not).map(fieldOf),
    ...terms.map((term) => termOf(term, loose)),
  ]
  const unwanted = [
    ...query.fields.filter(({ not }) => not).map(fieldOf),
    ...query.terms.filter(({ not }) => not).map((term) => termOf(term, false)),
  ]
  const asked = query.terms.length + query.fields.length
  if (asked === 0 || wanted.length === 0 || wanted.includes(null)) return null
  const without = unwanted.filter((part) => part !== null)
  const found = wanted.join(' AND ')
  const all = without.length > 0 ? `(${found}) NOT (${without.join(' OR ')})` : found
  const single = terms.filter(({ exact, words }) => !exact && words.length === 1).slice(0, RANKED)
  return { all, exact: single.map(({ words }) => `{exact} : ${quoted(words)} AND (${all})`) }
}

/** Any of these words as they stand; for what may have been meant. */
export function anyOf(words: readonly string[], among: FilterToken[][]): Matches {
  const any = `{exact} : (${words.map((word) => quoted([word])).join(' OR ')})`
  return { all: [...among.map(filterOf), any].join(' AND '), exact: [] }
}

/** All of these stems, as `stemOf` gives them, anywhere, also behind a joined letter. */
export function stemsMatch(stems: readonly string[]): Matches {
  const forms = stems.map((stem) => [stem, ...joinedForms('', stem)].map((form) => quoted([form])))
  return { all: forms.map((any) => `{stem} : (${any.join(' OR ')})`).join(' AND '), exact: [] }
}

function fieldOf({ field, value }: Field): string | null {
  return filterOf(field === 'tag' ? [tagToken(value)] : sourceTokens(value))
}

function filterOf(tokens: FilterToken[]): string | null {
  return tokens.length > 0 ? `{filter} : ${quoted(tokens)}` : null
}

/** What stands somewhere as it was typed stands there by its stem as well: one column is enough. */
function termOf({ words, exact }: Term, loose: boolean): string {
  const [word = ''] = words
  if (exact || words.length > 1) return `{exact} : ${quoted(words)}`
  const stems = stemsFor(word, loose).map((stem) => quoted([stem]))
  return `{stem} : (${stems.join(' OR ')})`
}

/** Words hold letters and digits only; the quotes make them no syntax. */
function quoted(words: readonly string[]): string {
  return `"${words.join(' ').replaceAll('"', '')}"`
}

/** FNV-1a over UTF-16 units: 32 bits are enough to tell one reader's 500 tags apart. */
function mixed(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}
