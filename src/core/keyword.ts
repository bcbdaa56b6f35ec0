import { LITTLE_WORDS } from './arabic-families.ts'
import { searchWords, stemOf } from './arabic-search.ts'
import { unjoined } from './arabic-stem.ts'

/**
 * Words that somebody follows, or a topic's rule: an article holds them where it holds all of `stems`, in any form and
 * order, as search finds them. `ref` is the same for every way to write them.
 */
export type Keyword = { ref: string; label: string; stems: string[] }

export type KeywordFault = 'short' | 'long' | 'common'

export const LONGEST_KEYWORD = 60
export const MOST_WORDS = 5

/** Reads a keyword as it was typed, or says what is wrong with it: too short or long, or words that stand everywhere. */
export function keywordOf(typed: string): Keyword | KeywordFault {
  const label = typed.normalize('NFC').trim().replace(/\s+/gu, ' ')
  const words = searchWords(label)
  if (words.join('').length < 2) return 'short'
  if (label.length > LONGEST_KEYWORD || words.length > MOST_WORDS) return 'long'
  if (
    label
      .toLowerCase()
      .split(' ')
      .every((word) => LITTLE_WORDS.has(word))
  )
    return 'common'
  const stems = [...new Set(words.map(stemOf))].sort()
  return { ref: stems.join(' '), label, stems }
}

/** The stems behind a `ref`. */
export function stemsOfRef(ref: string): string[] {
  return ref.split(' ')
}

/** The one of its stems by which it is looked up: the longest, which the fewest articles hold. */
export function leadOf(stems: string[]): string {
  return stems.reduce((longest, stem) => (stem.length > longest.length ? stem : longest), '')
}

/** The stems that an article is searched for keywords in: its title's and its excerpt's, also behind a joined letter. */
export function articleStems({ title, excerpt }: { title: string; excerpt: string }): Set<string> {
  const stems = searchWords(`${title} ${excerpt}`).map(stemOf)
  return new Set(stems.flatMap((stem) => [stem, unjoined(stem) ?? stem]))
}

export function holds(there: ReadonlySet<string>, stems: string[]): boolean {
  return stems.length > 0 && stems.every((stem) => there.has(stem))
}
