import { fold } from './arabic.ts'
import { arabicStem } from './arabic-stem.ts'

/** Letters of Arabic script and others are never one word, nor are Arabic letters and a number they are joined to. */
const WORD = /[\p{Script=Arabic}&&[\p{L}\p{M}]]+|[[\p{L}\p{N}\p{M}]--\p{Script=Arabic}]+/gv
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
