import { LITTLE_WORDS, NAMES } from './arabic-families.ts'
import { rootOf } from './arabic-root.ts'
import { searchWords, stemOf } from './arabic-search.ts'

/** Seconds within which two articles may tell one story. */
const REACH = 72 * 3600
/** Seconds for which an article is looked for: a source that is added brings what it wrote in the last week. */
export const KEPT = 7 * 86_400

export function withinReach(a: number, b: number): boolean {
  return Math.abs(a - b) <= REACH
}

/** The words of an article by which its story is told, each with how much it says. */
export type Gist = { title: Map<string, number>; whole: Map<string, number> }

const LEAD = 0.5
const NAME = 1.3
const NUMBER = 0.8

/** Words of the title and of the first sentences of the lead, in whatever form. */
export function gistOf({ title, excerpt }: { title: string; excerpt: string }): Gist {
  const ofTitle = weighed(title)
  const whole = new Map(ofTitle)
  for (const [word, weight] of weighed(excerpt)) if (!whole.has(word)) whole.set(word, weight * LEAD)
  return { title: ofTitle, whole }
}

function weighed(text: string): Map<string, number> {
  const words = searchWords(text).filter((word) => !LITTLE_WORDS.has(word) && (word.length > 2 || /^\p{N}/u.test(word)))
  return new Map(words.map(wordOf))
}

function wordOf(word: string): [word: string, weight: number] {
  if (/^\p{N}/u.test(word)) return [word, NUMBER]
  const stem = stemOf(word)
  return NAMES.has(stem) ? [stem, NAME] : [rootOf(stem), 1]
}

const BANDS = 24
const ROWS = 2

/**
 * The bands of a gist's MinHash: two gists share one the likelier the more of their words they share, and those that
 * say most are likelier to be the ones. 32 bits each, the same for all time.
 */
export function bandsOf({ whole }: Gist): number[] {
  const words = [...whole].map(([word, weight]) => ({ hash: hashOf(word), weight }))
  if (words.length === 0) return []
  return Array.from({ length: BANDS }, (_, band) => {
    const least = Array.from({ length: ROWS }, (_, row) => leastOf(words, band * ROWS + row))
    return least.reduce((all, hash) => mixed(all ^ hash), mixed(band + 1)) >>> 0
  })
}

/** The word that a seed puts first. A weight makes it likelier by as much (exponential clocks). */
function leastOf(words: { hash: number; weight: number }[], seed: number): number {
  let least = 0
  let soonest = Number.POSITIVE_INFINITY
  for (const { hash, weight } of words) {
    const uniform = ((mixed(hash ^ mixed(seed + 1)) >>> 0) + 1) / 2 ** 32
    const time = -Math.log(uniform) / weight
    if (time < soonest) [least, soonest] = [hash, time]
  }
  return least
}

/** FNV-1a, 32 bits. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return hash
}

/** Each bit of the number changes each bit of the result (the finisher of MurmurHash3). */
function mixed(number: number): number {
  let hash = number
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** What two articles share at least (see `shared`) to tell one story. */
const SAME = 0.3

export type Told = { sourceId: number; gist: Gist }

/** How alike two articles tell their story, to 1; 0: these are two stories. */
export function likeness(a: Told, b: Told): number {
  const like = shared(a.gist, b.gist)
  return like >= SAME ? like : 0
}

/** How much of what two articles say is said by both, from 0 to 1. */
export function shared(a: Gist, b: Gist): number {
  return (sharedPart(a.title, b.title) + sharedPart(a.whole, b.whole)) / 2
}

function sharedPart(a: Map<string, number>, b: Map<string, number>): number {
  let shared = 0
  let all = 0
  for (const [word, weight] of a) {
    const other = b.get(word) ?? 0
    shared += Math.min(weight, other)
    all += Math.max(weight, other)
  }
  for (const [word, weight] of b) if (!a.has(word)) all += weight
  return all === 0 ? 0 : shared / all
}
