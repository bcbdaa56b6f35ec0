import { searchWords, stemOf } from './arabic-search.ts'

/** More than this share of the shorter title's words, and so many, are in both titles of one story. */
const SHARE = 0.6
const WORDS = 3

/** Whether two titles tell the same story: most of the shorter one's words, whatever their forms and order. */
export function sameStory(a: string, b: string): boolean {
  return same(stemsOf(a), stemsOf(b))
}

/** A digest of one voice is a feed. */
const PER_SOURCE = 2

/** Of articles in order of rank: the first of each story, and at most two of one source. */
export function onceEach<T extends { title: string; sourceId: number }>(ranked: T[]): T[] {
  const kept: { article: T; stems: Set<string> }[] = []
  const taken = new Map<number, number>()
  for (const article of ranked) {
    const stems = stemsOf(article.title)
    const ofSource = taken.get(article.sourceId) ?? 0
    if (ofSource >= PER_SOURCE || kept.some((other) => same(other.stems, stems))) continue
    taken.set(article.sourceId, ofSource + 1)
    kept.push({ article, stems })
  }
  return kept.map(({ article }) => article)
}

/** Words of one or two letters say how a title is built, not what it is about. */
function stemsOf(title: string): Set<string> {
  return new Set(
    searchWords(title)
      .filter((word) => word.length > 2)
      .map(stemOf),
  )
}

function same(a: Set<string>, b: Set<string>): boolean {
  const shared = [...a].filter((stem) => b.has(stem)).length
  const shorter = Math.min(a.size, b.size)
  // A title of two words is the same story only as a whole.
  return shared >= Math.min(WORDS, Math.max(shorter, 2)) && shared > SHARE * shorter
}
