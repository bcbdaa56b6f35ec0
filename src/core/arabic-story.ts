import { fold } from './arabic.ts'
import { LITTLE_WORDS, NAMES } from './arabic-families.ts'
import {
  ABOUT,
  CAPITALS,
  ENGLISH,
  ENGLISH_EMPTY,
  HAPPENED,
  HOW_MUCH,
  PLACES,
  SAID,
  WHERE_AND_WHEN,
  WHO,
} from './arabic-news.ts'
import { rootOf } from './arabic-root.ts'
import { searchWords, stemOf } from './arabic-search.ts'

/** What a word says of an article: what happens, where, or whom it happens to and what is its own. */
export type Kind = 'ordinary' | 'place' | 'own'

/** A word in the form in which it is compared, and its kind; null for a word that says nothing. */
export function storyWord(word: string): { word: string; kind: Kind } | null {
  const stem = stemOf(word)
  if (NAMES.has(stem)) return { word: COUNTRIES.get(stem) ?? stem, kind: 'place' }
  if (word.length < 3 || LITTLE.has(word)) return null
  const place = [stem, behindJoined(stem)].find((name) => PLACED.has(name))
  if (place !== undefined) return { word: COUNTRIES.get(place) ?? place, kind: 'place' }
  const root = rootOf(stem)
  // The joined letter of a short word is seen by what is left without it.
  const forms = [root, behindJoined(root), rootOf(behindJoined(stem))]
  if (forms.some((form) => EMPTY.has(form))) return null
  const ordinary = forms.find((form) => ORDINARY.has(form))
  return ordinary === undefined ? { word: root, kind: 'own' } : { word: ordinary, kind: 'ordinary' }
}

function behindJoined(word: string): string {
  return word.replace(/^[وبلكف]/, '')
}

const LITTLE: ReadonlySet<string> = new Set([...LITTLE_WORDS].map(fold))
const EMPTY = rootsOf(SAID, WHERE_AND_WHEN, HOW_MUCH, ENGLISH_EMPTY)
const ORDINARY = rootsOf(HAPPENED, WHO, ABOUT, ENGLISH)
const PLACED = new Set(wordsOf(PLACES).map(stemOf))

const COUNTRIES = new Map(
  CAPITALS.split('،').map((pair) => {
    const [capital = '', country = ''] = searchWords(pair).map(stemOf)
    return [capital, country]
  }),
)

function rootsOf(...lists: string[]): ReadonlySet<string> {
  return new Set(wordsOf(...lists).map((word) => rootOf(stemOf(word))))
}

function wordsOf(...lists: string[]): string[] {
  return searchWords(lists.join(' '))
}
