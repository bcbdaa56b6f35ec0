import { fold } from './arabic.ts'
import { searchWords } from './arabic-search.ts'
import { type Kind as KindOfWord, storyWord } from './arabic-story.ts'

/** Seconds within which two articles may tell one story. */
const REACH = 72 * 3600
/** Seconds for which an article is looked for: a source that is added brings what it wrote in the last week. */
export const KEPT = 7 * 86_400

export function withinReach(a: number, b: number): boolean {
  return Math.abs(a - b) <= REACH
}

/** A figure is a number that says much: 785, 6.2; small ones and years are in every second title. */
export type Kind = KindOfWord | 'figure' | 'number'

/** The words of an article by which its story is known, each with its kind, and which of them its title has. */
export type Gist = { words: ReadonlyMap<string, Kind>; title: ReadonlySet<string> }

export function gistOf({ title, excerpt }: { title: string; excerpt: string }): Gist {
  const ofTitle = wordsOf(title)
  return { words: new Map([...wordsOf(excerpt), ...ofTitle]), title: new Set(ofTitle.keys()) }
}

const NUMBER = /\d+(?:[.,]\d+)*/g
const YEAR = /^(?:19|20)\d\d$/

function wordsOf(text: string): Map<string, Kind> {
  const numbers = (fold(text).match(NUMBER) ?? []).map((number): [string, Kind] => [
    number,
    number.length > 2 && !YEAR.test(number) ? 'figure' : 'number',
  ])
  const words = searchWords(text).flatMap((word): [string, Kind][] => {
    const found = /^\p{N}/u.test(word) ? null : storyWord(word)
    return found ? [[found.word, found.kind]] : []
  })
  return new Map([...numbers, ...words])
}

export type Told = { sourceId: number; gist: Gist }

/**
 * Points from which two articles tell one story, of two sources and of one. Told as one by mistake, an article loses
 * its card; told as two, it is seen twice: so rather two.
 */
const ENOUGH = 1
const ENOUGH_OF_ONE = 1.6

/** How surely two articles tell one story, in points; 0: they tell two. */
export function likeness(a: Told, b: Told): number {
  const points = pointsOf(a.gist, b.gist)
  if (a.sourceId !== b.sourceId) return points >= ENOUGH ? points : 0
  // A headline of one source that comes again is a column, a table or the weather.
  return points >= ENOUGH_OF_ONE && !alike(a.gist.title, b.gist.title) ? points : 0
}

/** What a word is worth that both have: in both titles, in the title of one, or in the leads alone. */
const SHARED: Record<Kind, { titles: number; title: number; leads: number }> = {
  own: { titles: 0.5, title: 1, leads: 0.1 },
  place: { titles: 0.6, title: 0.5, leads: 0.2 },
  figure: { titles: 0.5, title: 0.5, leads: 0.5 },
  number: { titles: 0, title: 0, leads: 0 },
  // In the title of one and the lead of the other: the same is told in other words.
  ordinary: { titles: 0.3, title: 1.2, leads: 0 },
}
/** One headline, as agencies send it to everybody. */
const ONE_HEADLINE = 2
/** What a word takes away that stands in one title and not in the other article. */
const MISSING: Record<Kind, number> = { own: 0.55, place: 1.1, figure: 0, number: 0, ordinary: 0 }
/** What each two of them take away besides, one of either title. */
const AGAINST = { own: 0.3, place: 0.45, number: 0.45 }
const NOTHING_OWN = 0.8

/**
 * Counts what speaks for one story and what against it. It is whom it happened to that counts: the next accident is
 * told in the words of the last one, so ordinary words that both titles have say next to nothing. The points were found
 * on labelled pairs (docs/for-you.md).
 */
export function pointsOf(a: Gist, b: Gist): number {
  const shared = [...a.words].filter(([word]) => b.words.has(word))
  const onlyA = missing(a, b)
  const onlyB = missing(b, a)
  const each = (...kinds: Kind[]) => Math.min(count(onlyA, kinds), count(onlyB, kinds))
  return (
    sum(shared.map(([word, kind]) => worth(kind, Number(a.title.has(word)) + Number(b.title.has(word))))) +
    (isOneHeadline(a, b) ? ONE_HEADLINE : 0) -
    sum([...onlyA, ...onlyB].map((kind) => MISSING[kind])) -
    AGAINST.own * each('own') -
    AGAINST.place * each('place') -
    AGAINST.number * each('number', 'figure') -
    (count(kindsOf(shared), ['own']) > 0 ? 0 : NOTHING_OWN)
  )
}

function worth(kind: Kind, titles: number): number {
  const { leads, title, titles: both } = SHARED[kind]
  return [leads, title, both][titles] ?? 0
}

/** The kinds of a title's words that another article does not have. */
function missing(from: Gist, other: Gist): Kind[] {
  return kindsOf([...from.words].filter(([word]) => from.title.has(word) && !other.words.has(word)))
}

const TELLING: Kind[] = ['own', 'place', 'figure', 'number']
/** A column's name has one, if any. */
const ENOUGH_TELLING = 2

/** Whether two titles are the same but for ordinary words, and say whom it happened to. */
function isOneHeadline(a: Gist, b: Gist): boolean {
  const telling = ({ words, title }: Gist) => [...words].filter(([w, kind]) => title.has(w) && TELLING.includes(kind))
  const [ofA, ofB] = [telling(a), telling(b)]
  const same = ofA.length >= ENOUGH_TELLING && ofA.length === ofB.length && ofA.every(([word]) => b.title.has(word))
  return same && alike(a.title, b.title)
}

const ALIKE = 0.75

/** Whether most of all words are in both lists. */
function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const both = [...a].filter((word) => b.has(word)).length
  return both >= ALIKE * (a.size + b.size - both)
}

function kindsOf(words: [string, Kind][]): Kind[] {
  return words.map(([, kind]) => kind)
}

function count(kinds: Kind[], wanted: Kind[]): number {
  return kinds.filter((kind) => wanted.includes(kind)).length
}

function sum(numbers: number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}
