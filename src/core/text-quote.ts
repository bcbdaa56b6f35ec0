/**
 * A place in a text by its words and the words around it (W3C Web Annotation, TextQuoteSelector), so that a highlight
 * outlives a new extraction of the page. All comparing is done without white space: where one extraction breaks a line
 * or a paragraph, another one does not.
 */
export type TextQuote = {
  quote: string
  prefix: string
  suffix: string
  /** Characters of the text before the quote, white space not counted: which of two equal places is meant. */
  position: number
}

/** Offsets into the text as it was given, in UTF-16 units; the end is not part of it. */
export type TextRange = { start: number; end: number }

export const QUOTE_MOST = 5_000
/** Characters of a note on one. */
export const NOTE_MOST = 2_000
/** Characters kept of what stands around a quote, and the least of them that still tells one place from another. */
export const CONTEXT = 48
const TELLING = 16

/** The quote of a part of a text, or null where that part holds no sign at all. */
export function quoteOf(text: string, { start, end }: TextRange): TextQuote | null {
  const folded = fold(text)
  const from = folded.at.findIndex((offset) => offset >= start)
  const past = folded.at.findIndex((offset) => offset >= end)
  const until = past === -1 ? folded.text.length : past
  const first = folded.at[from]
  const last = folded.at[until - 1]
  if (first === undefined || last === undefined || until <= from) return null
  return {
    quote: spaced(text.slice(first, last + 1)),
    prefix: spaced(text.slice(Math.max(0, first - CONTEXT), first)),
    suffix: spaced(text.slice(last + 1, last + 1 + CONTEXT)),
    position: from,
  }
}

/** Where the quote stands in a text that may have changed since, or null where nothing like it is left. */
export function findQuote(text: string, quote: TextQuote): TextRange | null {
  return finderIn(text)(quote)
}

/** The same for many quotes of one text, which is read once. */
export function finderIn(text: string): (quote: TextQuote) => TextRange | null {
  const folded = fold(text)
  return ({ quote, prefix, suffix, position }) => {
    const sought = { quote: fold(quote).text, prefix: fold(prefix).text, suffix: fold(suffix).text, position }
    const place = sought.quote && (exact(folded.text, sought) ?? likest(folded.text, sought))
    if (!place) return null
    return { start: folded.at[place.start] ?? 0, end: (folded.at[place.end - 1] ?? 0) + 1 }
  }
}

/** A text without white space and invisible signs, and where each of its units stood. */
function fold(text: string): { text: string; at: number[] } {
  const at: number[] = []
  let kept = ''
  for (const { 0: run, index } of text.matchAll(SEEN)) {
    kept += run
    for (let i = 0; i < run.length; i++) at.push(index + i)
  }
  return { text: kept, at }
}

const SEEN = /[^\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/g

/** The same words where they stand: of several places the one with the most of the same context, then the nearest. */
function exact(text: string, sought: TextQuote): TextRange | null {
  const { quote, prefix, suffix, position } = sought
  const places = occurrences(text, quote, position).map((start) => ({ start, end: start + quote.length }))
  return best(places, ({ start, end }) => {
    const before = commonEnd(text.slice(Math.max(0, start - prefix.length), start), prefix)
    const after = commonStart(text.slice(end, end + suffix.length), suffix)
    return before + after - distance(start, position)
  })
}

/**
 * The words changed: of all stretches between something that may be the quote's beginning and something that may be its
 * end, by the context or by its own first and last words, the one most like it.
 */
function likest(text: string, { quote, prefix, suffix, position }: TextQuote): TextRange | null {
  const head = quote.slice(0, TELLING)
  const tail = quote.slice(-TELLING)
  const near = prefix.slice(-TELLING)
  const next = suffix.slice(0, TELLING)
  const end = position + quote.length
  const starts = [
    ...occurrences(text, near, position - near.length).map((at) => at + near.length),
    ...occurrences(text, head, position),
  ]
  const ends = [
    ...occurrences(text, next, end),
    ...occurrences(text, tail, end - tail.length).map((at) => at + tail.length),
  ]
  const longest = quote.length * LONGER + TELLING
  const pairs = [...new Set(starts)].flatMap((from) => [...new Set(ends)].map((to) => ({ start: from, end: to })))
  const places = pairs.filter((pair) => pair.end > pair.start && pair.end - pair.start <= longest)
  const pieces = piecesOf(quote)
  return best(places, (place) => {
    const likeness = alike(pieces, piecesOf(text.slice(place.start, place.end)))
    return likeness < ALIKE ? null : likeness * quote.length - distance(place.start, position)
  })
}

/** How much of a quote must be left for it to be the same one, and how far it may have grown. */
const ALIKE = 0.5
const LONGER = 1.5

/** At most this many places are looked at, nearest first: a text of one word repeated costs no more than another. */
const PLACES = 8

function occurrences(text: string, part: string, position: number): number[] {
  if (part.length === 0) return []
  const found: number[] = []
  let at = text.lastIndexOf(part, Math.max(0, position))
  while (at !== -1 && found.length < PLACES) {
    found.push(at)
    at = at === 0 ? -1 : text.lastIndexOf(part, at - 1)
  }
  at = text.indexOf(part, Math.max(0, position + 1))
  for (let n = 0; at !== -1 && n < PLACES; n++) {
    found.push(at)
    at = text.indexOf(part, at + 1)
  }
  return [...new Set(found)]
}

/** Below one: it only decides between places that are alike in all else. */
function distance(start: number, position: number): number {
  const apart = Math.abs(start - position)
  return apart / (apart + 1000)
}

/** The place with the most points; one that gets none at all is out. */
function best(places: TextRange[], points: (place: TextRange) => number | null): TextRange | null {
  let found: TextRange | null = null
  let most = Number.NEGATIVE_INFINITY
  for (const place of places) {
    const got = points(place)
    if (got !== null && got > most) [found, most] = [place, got]
  }
  return found
}

/** Every three neighbouring letters, and how often they stand there. */
function piecesOf(text: string): Map<string, number> {
  const pieces = new Map<string, number>()
  for (let i = 0; i + 3 <= Math.max(3, text.length); i++) {
    const piece = text.slice(i, i + 3)
    pieces.set(piece, (pieces.get(piece) ?? 0) + 1)
  }
  return pieces
}

/** The Dice coefficient of two texts' pieces: 1 for the same, 0 for nothing in common. */
function alike(a: Map<string, number>, b: Map<string, number>): number {
  let shared = 0
  for (const [piece, times] of a) shared += Math.min(times, b.get(piece) ?? 0)
  return (2 * shared) / (size(a) + size(b))
}

function size(pieces: Map<string, number>): number {
  return [...pieces.values()].reduce((sum, times) => sum + times, 0)
}

function commonStart(a: string, b: string): number {
  let n = 0
  while (n < a.length && a.charAt(n) === b.charAt(n)) n += 1
  return n
}

function commonEnd(a: string, b: string): number {
  let n = 0
  while (n < a.length && n < b.length && a.at(-1 - n) === b.at(-1 - n)) n += 1
  return n
}

function spaced(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
