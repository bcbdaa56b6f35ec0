import { ar } from './ar.ts'
import type { FormatSettings } from './format.ts'

/** Arabic is the reference: another language has the same keys, or it does not compile. */
export type Messages = typeof ar

type Languages = Record<'ar', Messages>
type Digits = FormatSettings['digits']

const languages: Record<Digits, Languages> = { arab: { ar }, latn: { ar: inLatinDigits(ar) } }

/** The words of a language; a number that stands in them («24 hours») is drawn in the site's digits as any other. */
export function messages(language: keyof Languages, digits: Digits): Messages {
  return languages[digits][language]
}

/** Texts alone are redrawn: what a message is told by its caller, a title perhaps, keeps its own digits. */
function inLatinDigits<T>(words: T): T {
  if (typeof words === 'string') return words.replace(/[٠-٩]/g, (digit) => `${digit.charCodeAt(0) - 0x660}`) as T
  if (Array.isArray(words)) return words.map(inLatinDigits) as T
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, inLatinDigits(value)])) as T
}

/** Text direction of the interface, from its language. */
export function directionOf(language: string): 'rtl' | 'ltr' {
  return ['ar', 'fa', 'ur', 'he', 'ckb', 'ps', 'sd', 'ug', 'yi', 'dv'].includes(language) ? 'rtl' : 'ltr'
}

/** The side where its lines begin, for mail programs, which do not depend on logical sides. */
export function startSideOf(language: string): 'right' | 'left' {
  return directionOf(language) === 'rtl' ? 'right' : 'left'
}
