import { fold } from './arabic.ts'
import { arabicStem, behindJoined, joinedForms } from './arabic-stem.ts'

/** Letters of Arabic script and others are never one word, nor are Arabic letters and a number they are joined to. */
const WORD = /[\p{Script=Arabic}&&[\p{L}\p{M}]]+|[[\p{L}\p{N}\p{M}]--\p{Script=Arabic}]+/gv
/** The same before folding: with the marks and invisible characters that `fold` takes out. */
const WRITTEN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640\u200b-\u200f\u2060-\u2069\ufeff]*/gu
const ARABIC = /^\p{Script=Arabic}/u
const ACCENTED = /[\u00c0-\u024f\u1e00-\u1eff]/
const LONGEST = 64

/** The words of a text as they are indexed and searched: this one function for both. Given out again it changes nothing. */
export function searchWords(text: string): string[] {
  return (fold(text).match(WORD) ?? []).map((word) => (ACCENTED.test(word) ? unaccented(word) : word).slice(0, LONGEST))
}

function unaccented(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '')
}

/** What the forms of one word have in common; of Latin words only the plain plural is known. */
export function stemOf(word: string): string {
  if (ARABIC.test(word)) return arabicStem(word)
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

/** The stems under which a searched word may stand. `loose`: its own first letter may be a joined one. */
export function stemsFor(word: string, loose: boolean): string[] {
  const stem = stemOf(word)
  const bare = loose ? behindJoined(word) : null
  return [...new Set([stem, ...joinedForms(word, stem), ...(bare ? [stemOf(bare)] : [])])]
}

export type WordPlace = { start: number; end: number }

/** A word as it stands in a text, and the searched words it comes to: two where a number is joined to letters. */
export type WrittenWord = WordPlace & { words: string[] }

export function wordPlaces(text: string): WordPlace[] {
  return [...text.matchAll(WRITTEN)].map(({ 0: word, index }) => ({ start: index, end: index + word.length }))
}

export function written(text: string, places: readonly WordPlace[]): WrittenWord[] {
  return places.map(({ start, end }) => ({ start, end, words: searchWords(text.slice(start, end)) }))
}

/** How two columns of the index hold the words of texts. What stands between two texts keeps phrases within one. */
export function indexedWords(texts: string[], mostWords = Number.POSITIVE_INFINITY): { exact: string; stem: string } {
  const words = texts.map((text) => searchWords(text).slice(0, mostWords)).filter((words) => words.length > 0)
  return {
    exact: words.map((words) => words.join(' ')).join(BETWEEN),
    stem: words.map((words) => words.map(stemOf).join(' ')).join(BETWEEN),
  }
}

/** A character of private use is a word of its own to the index, which nobody can type: `searchWords` drops it. */
const BETWEEN = ' \ue000 '
