import { FIELD_WORDS, LITTLE_WORDS } from './arabic-families.ts'
import { searchWords } from './arabic-search.ts'

/** One thing to look for: the words of a phrase stand side by side, in this order. */
export type Term = { words: string[]; exact: boolean; not: boolean }

/** `tag:` and `source:`, with the name as it was typed. */
export type Field = { field: 'tag' | 'source'; value: string; not: boolean }

export type Query = { terms: Term[]; fields: Field[] }

export const LONGEST_QUERY = 500
const MOST_TERMS = 20

/** A minus, a field, then a quoted text or a word. */
const PART = /(-)?(?:([\p{L}]+):)?(?:«([^»]*)»|"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|(\S+))/gu

/**
 * What somebody typed into a search field: words, phrases in «» or quotes, `-` before what must not be there,
 * `tag:` and `source:` (in Arabic, too). Never fails: what is no syntax is words, and what is too much is left out.
 */
export function parseQuery(typed: string): Query {
  const terms: Typed[] = []
  const fields: Field[] = []
  for (const [, minus, name, ...texts] of typed.slice(0, LONGEST_QUERY).matchAll(PART)) {
    if (terms.length + fields.length >= MOST_TERMS) break
    const quoted = texts.slice(0, -1).find((text) => text !== undefined)
    const text = quoted ?? texts.at(-1) ?? ''
    const not = minus !== undefined
    const field = name === undefined ? undefined : FIELD_WORDS[name.toLowerCase()]
    if (field) fields.push({ field, value: text, not })
    else if (name !== undefined) terms.push(...termsOf(name, false, not), ...termsOf(text, quoted !== undefined, not))
    else terms.push(...termsOf(text, quoted !== undefined, not))
  }
  return { terms: withoutLittleWords(terms).slice(0, MOST_TERMS), fields }
}

type Typed = Term & { little: boolean }

function termsOf(text: string, exact: boolean, not: boolean): Typed[] {
  const words = searchWords(text).slice(0, MOST_TERMS)
  const little = LITTLE_WORDS.has(text.normalize('NFC').toLowerCase())
  // What holds together without a space and must not be there is one thing: -covid-19 is no wish to be rid of every 19.
  if (exact || not) return words.length > 0 ? [{ words, exact, not, little: false }] : []
  return words.map((word) => ({ words: [word], exact, not, little }))
}

function withoutLittleWords(terms: Typed[]): Term[] {
  const wanted = terms.filter((term) => !term.little)
  const kept = wanted.some((term) => !term.not) ? wanted : terms
  return kept.map(({ words, exact, not }) => ({ words, exact, not }))
}

/** Whether there is anything to look for. */
export function asksForSomething({ terms, fields }: Query): boolean {
  return terms.some(({ not }) => !not) || fields.some(({ not }) => !not)
}

/** The query as it would be typed without its last word, or null where nothing would be left. */
export function withoutLast(typed: string): string | null {
  const shorter = typed.trim().replace(/\s*\S+$/u, '')
  return shorter && asksForSomething(parseQuery(shorter)) ? shorter : null
}
