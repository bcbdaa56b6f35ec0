import type { Gist, Kind } from './story.ts'

/** Of so many of its words each two are a band: up to 28. */
const TELLING = 8
const RANK: Partial<Record<Kind, number>> = { own: 0, figure: 1, place: 2 }

/**
 * Numbers by which articles find each other that may tell one story: each two of its most telling words, those of the
 * title first, as 32 bits that are the same for all time. An article with fewer than two such words has none.
 */
export function bandsOf({ words, title }: Gist): number[] {
  const hashes = [...words]
    .flatMap(([word, kind]) => {
      const rank = RANK[kind]
      return rank === undefined ? [] : [{ hash: hashOf(word), order: (title.has(word) ? 0 : 3) + rank }]
    })
    .sort((a, b) => a.order - b.order)
    .slice(0, TELLING)
    .map(({ hash }) => hash)
    .sort((a, b) => a - b)
  const pairs = hashes.flatMap((one, at) => hashes.slice(at + 1).map((other) => mixed(one ^ mixed(other))))
  return [...new Set(pairs)]
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
  return (hash ^ (hash >>> 16)) >>> 0
}
