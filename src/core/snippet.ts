import { stemOf, stemsFor, type WordPlace, type WrittenWord, wordPlaces, written } from './arabic-search.ts'
import type { Query } from './query.ts'

/** A stretch of a text; `hit`: it is what was searched for. Always whole words, so that letters stay joined. */
export type Piece = { text: string; hit: boolean }

/** A found row's title, and some words of it around the hit: of its excerpt, a note, a highlight or its text. */
export type Marks = { title: Piece[]; snippet: Piece[] }

/** Which words of a text are hits of a query. */
export type Marker = (words: readonly WrittenWord[]) => boolean[]

export function markerOf(query: Query, loose: boolean): Marker {
  const wanted = query.terms.filter(({ not }) => !not)
  const phrases = wanted.filter(({ exact }) => exact).map(({ words }) => words)
  const single = wanted.filter(({ exact }) => !exact).flatMap(({ words }) => words)
  const exact = new Set(single)
  const stems = new Set(single.flatMap((word) => stemsFor(word, loose)))
  return (written) => {
    const hits = written.map(({ words }) => words.some((word) => exact.has(word) || stems.has(stemOf(word))))
    for (const phrase of phrases) markPhrase(written, phrase, hits)
    return hits
  }
}

function markPhrase(written: readonly WrittenWord[], phrase: readonly string[], hits: boolean[]): void {
  const flat = written.flatMap(({ words }, at) => words.map((word) => ({ word, at })))
  for (let from = 0; from + phrase.length <= flat.length; from += 1) {
    if (!phrase.every((word, i) => flat[from + i]?.word === word)) continue
    for (const { at } of flat.slice(from, from + phrase.length)) hits[at] = true
  }
}

/** A whole text in pieces. Hits that only a space parts are one. */
export function mark(text: string, marker: Marker): Piece[] {
  const words = written(text, wordPlaces(text))
  const hits = marker(words)
  const found: Piece[] = []
  let read = 0
  for (const [at, { start, end }] of words.entries()) {
    if (!hits[at]) continue
    const between = text.slice(read, start)
    const last = found.at(-1)
    if (last?.hit && between === ' ') last.text += ` ${text.slice(start, end)}`
    else found.push({ text: between, hit: false }, { text: text.slice(start, end), hit: true })
    read = end
  }
  return [...found, { text: text.slice(read), hit: false }].filter(({ text }) => text !== '')
}

export function hasHit(pieces: readonly Piece[]): boolean {
  return pieces.some(({ hit }) => hit)
}

const BEFORE = 10
const SHOWN = 40
const BLOCK = 200
const MOST_IN_PHRASE = 20

/** Some words of a long text around its first hit, on one line; null where there is none. */
export function snippet(text: string, marker: Marker): Piece[] | null {
  const places = wordPlaces(text)
  for (let from = 0; from < places.length; from += BLOCK) {
    const hit = marker(written(text, places.slice(from, from + BLOCK + MOST_IN_PHRASE))).indexOf(true)
    if (hit >= 0) return around(text, places, from + hit, marker)
  }
  return null
}

function around(text: string, places: readonly WordPlace[], hit: number, marker: Marker): Piece[] {
  const from = Math.max(0, hit - BEFORE)
  const shown = places.slice(from, from + SHOWN)
  const begins = from === 0
  const ends = from + shown.length === places.length
  const line = text.slice(begins ? 0 : shown[0]?.start, ends ? undefined : shown.at(-1)?.end).replace(/\s+/g, ' ')
  return [
    ...(begins ? [] : [{ text: '… ', hit: false }]),
    ...mark(line, marker),
    ...(ends ? [] : [{ text: '…', hit: false }]),
  ]
}
