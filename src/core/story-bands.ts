import type { Gist, Kind } from './story.ts'

/** So many of the words that say whom it happened to, and so many others of the title: 33 bands at most. */
const TELLING = 6
const OTHERS = 3
/** Names before figures before places, and the title before the lead. */
const ORDER: Partial<Record<Kind, number>> = { own: 0, figure: 1, place: 2 }
const OF_LEAD = 3

/**
 * Numbers by which articles find each other that may tell one story: a band is two words that both have, one of them at
 * least of those that say whom it happened to. 32 bits, the same for all time.
 */
export function bandsOf({ words, title }: Gist): number[] {
  const telling = [...words]
    .flatMap(([word, kind]) => {
      const order = ORDER[kind]
      return order === undefined ? [] : [{ word, order: order + (title.has(word) ? 0 : OF_LEAD) }]
    })
    .sort((a, b) => a.order - b.order)
    .slice(0, TELLING)
    .map(({ word }) => hashOf(word))
  const others = [...words]
    .filter(([word, kind]) => kind === 'ordinary' && title.has(word))
    .slice(0, OTHERS)
    .map(([word]) => hashOf(word))
  const bands = telling.flatMap((one, at) => [...telling.slice(at + 1), ...others].map((other) => bandOf(one, other)))
  return [...new Set(bands)]
}

function bandOf(one: number, other: number): number {
  return mixed(Math.min(one, other) ^ mixed(Math.max(one, other)))
}

/** FNV-1a, 32 bits. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** Each bit of the number changes each bit of the result (the finisher of MurmurHash3). */
function mixed(number: number): number {
  let hash = number
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
