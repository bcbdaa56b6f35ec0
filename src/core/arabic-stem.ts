import { NAMES, PLURALS } from './arabic-families.ts'

/** And, with, as, so, for, joined to the article. Bare ones are letters of too many words to be taken off by a rule. */
const BEFORE = ['وبال', 'وال', 'بال', 'كال', 'فال', 'ولل', 'لل', 'ال']
/** Feminine, plural, dual, whose, of where; the longer first. One comes off. */
const AFTER: readonly [ending: string, atLeast: number][] = [
  ['اتها', 3],
  ['اتهم', 3],
  ['تها', 3],
  ['تهم', 3],
  ['يات', 3],
  ['يون', 3],
  ['يين', 3],
  ['تان', 3],
  ['تين', 3],
  ['ات', 3],
  ['ون', 3],
  ['ين', 3],
  ['ها', 3],
  ['يه', 3],
  ['ته', 3],
  ['يا', 3],
  ['ان', 4],
  ['هم', 4],
  ['ه', 3],
  ['ي', 3],
  ['ا', 4],
]
/** And, so, in, as, for: each a letter at the front of its word. */
const JOINED = 'وفبكل'
/** Those that stand before another joined one. */
const AND = 'وف'
/** Letters of other alphabets of Arabic script, as Arabic writes the same names. */
const NEAR: Readonly<Record<string, string>> = {
  ؤ: 'و',
  ئ: 'ي',
  پ: 'ب',
  ڤ: 'ف',
  ژ: 'ز',
  چ: 'ج',
  گ: 'غ',
  ہ: 'ه',
  ە: 'ه',
  ھ: 'ه',
  ے: 'ي',
}
const NEAR_LETTERS = new RegExp(`[${Object.keys(NEAR).join('')}]`, 'g')

/**
 * What the forms of one word have in common, for a word that `fold` has been over: the article and what is joined to
 * it off, then one ending, as long as three letters stay; families that no rule finds come from a list.
 */
export function arabicStem(word: string): string {
  const letters = word.replace(NEAR_LETTERS, (letter) => NEAR[letter] ?? letter)
  return listedBehind(letters) ?? rooted(bodyOf(letters))
}

/** A word of the lists, also behind a joined letter or two: what is left is a word for certain then. */
function listedBehind(word: string): string | undefined {
  return listed(word) ?? behindOne(word) ?? (AND.includes(word.charAt(0)) ? behindOne(word.slice(1)) : undefined)
}

function behindOne(word: string): string | undefined {
  if (!JOINED.includes(word.charAt(0))) return undefined
  const rest = word.slice(1)
  return (rest.length > 2 ? NAMES.get(rest) : undefined) ?? (rest.length > 3 ? PLURALS.get(rest) : undefined)
}

function listed(word: string): string | undefined {
  return NAMES.get(word) ?? PLURALS.get(word)
}

/** What stands behind the article. */
function bodyOf(word: string): string {
  const before = BEFORE.find((before) => {
    const rest = word.startsWith(before) ? word.slice(before.length) : ''
    return rest.length > 2 || listed(rest) !== undefined
  })
  return before ? word.slice(before.length) : word
}

function rooted(body: string): string {
  const whole = listed(body)
  if (whole !== undefined) return whole
  const cut = withoutAfter(body)
  return listed(cut) ?? cut
}

function withoutAfter(word: string): string {
  const after = AFTER.find(([ending, atLeast]) => word.endsWith(ending) && word.length - ending.length >= atLeast)
  return after ? word.slice(0, -after[0].length) : word
}

/** Forms in which a word may stand that no rule takes apart: a joined letter before it. Too short a word gives none. */
export function joinedForms(word: string, stem: string): string[] {
  if (stem.length < 4 || word.startsWith('ال')) return []
  return [...JOINED].map((letter) => letter + stem)
}

/** The stem of which this one may be a joined form, or null: what `joinedForms` gives, looked at from the other side. */
export function unjoined(stem: string): string | null {
  return JOINED.includes(stem.charAt(0)) && stem.length > 4 ? stem.slice(1) : null
}

/** The word behind a first letter that may be a joined one, or null. */
export function behindJoined(word: string): string | null {
  return JOINED.includes(word.charAt(0)) && word.length > 4 ? word.slice(1) : null
}
