import { nearWords } from '../core/arabic-near.ts'
import { searchWords, wordPlaces } from '../core/arabic-search.ts'
import { asksForSomething, parseQuery, type Query, withoutLast } from '../core/query.ts'
import { anyOf, matchOf } from '../store/match.ts'
import type { Hit } from '../store/search.ts'
import type { Place } from './hits.ts'

/** Words of a query that are looked up one by one. */
const LOOKED_UP = 5
/** Hits whose words are read to see what was meant. */
const READ = 20

/**
 * Another query where one found nothing: with the word in it that stands nowhere written as it stands somewhere, or
 * without it; or else without its last word. Null where there is no better one. `texts` gives the words of hits.
 */
export async function suggest(
  typed: string,
  place: Place,
  texts: (hits: Hit[]) => Promise<string[]>,
): Promise<string | null> {
  const query = parseQuery(typed)
  const missing = await missingWord(query, place)
  if (missing === null) return await thatFinds(withoutLast(typed), place)
  const near = nearWords(missing)
  const hits = near.length > 0 ? await place.find(anyOf(near, place.among)) : []
  const meant = hits.length > 0 ? mostFrequent(near, await texts(hits.slice(0, READ))) : null
  return await thatFinds(replaced(typed, missing, meant ?? ''), place)
}

async function missingWord({ terms }: Query, { find, among }: Place): Promise<string | null> {
  const single = terms.filter(({ exact, not, words }) => !exact && !not && words.length === 1)
  for (const term of single.slice(0, LOOKED_UP)) {
    const match = matchOf({ terms: [term], fields: [] }, among)
    if (match !== null && (await find(match)).length === 0) return term.words[0] ?? null
  }
  return null
}

async function thatFinds(typed: string | null, { find, among }: Place): Promise<string | null> {
  const query = parseQuery(typed ?? '')
  const match = asksForSomething(query) ? matchOf(query, among) : null
  return match !== null && (await find(match)).length > 0 ? typed : null
}

/** The word among `near` that the texts hold most often, as it is written there. */
function mostFrequent(near: string[], texts: string[]): string | null {
  const wanted = new Set(near)
  const seen = new Map<string, { written: string; times: number }>()
  for (const text of texts) {
    for (const { start, end } of wordPlaces(text)) {
      const written = text.slice(start, end)
      const [word = '', more] = searchWords(written)
      if (more !== undefined || !wanted.has(word)) continue
      seen.set(word, { written: seen.get(word)?.written ?? written, times: (seen.get(word)?.times ?? 0) + 1 })
    }
  }
  const [most] = [...seen.values()].toSorted((a, b) => b.times - a.times)
  return most?.written ?? null
}

/** What was typed with one word in another's place, or without it. */
function replaced(typed: string, word: string, by: string): string {
  const place = wordPlaces(typed).find(({ start, end }) => searchWords(typed.slice(start, end)).includes(word))
  if (!place) return typed
  return `${typed.slice(0, place.start)}${by}${typed.slice(place.end)}`.replace(/\s+/g, ' ').trim()
}
