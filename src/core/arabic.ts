export type Direction = 'rtl' | 'ltr'

export const RTL_LANGUAGES = new Set(['ar', 'fa', 'ur', 'ps', 'ckb', 'ug', 'he', 'yi', 'dv', 'sd'])
const RTL_LETTER = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}\p{Script=Nko}]/u

/**
 * The direction stored with an article: its own `dir`, then its language, then most of its letters, then the first.
 * "Any right-to-left letter" turns English pages that quote one word; a low share turns mixed ones.
 */
export function directionOf(of: { dir?: Direction | null; language?: string | null; text: string }): Direction {
  if (of.dir) return of.dir
  if (of.language && of.language !== 'und') return RTL_LANGUAGES.has(primary(of.language)) ? 'rtl' : 'ltr'
  const letters = lettersOf(of.text)
  const share = letters.filter((letter) => RTL_LETTER.test(letter)).length / Math.max(letters.length, 1)
  if (share > 0.6) return 'rtl'
  if (share < 0.4) return 'ltr'
  return RTL_LETTER.test(letters[0] ?? '') ? 'rtl' : 'ltr'
}

/**
 * The BCP 47 tag of a text: the first declared one whose script is the text's own, else what the letters say. Many
 * Arabic sites declare `en-US` because their software does, so a tag that the letters contradict is passed over. `und`
 * where nothing fits: letters of Latin script are of no one language.
 */
export function languageOf(of: { declared: readonly (string | null | undefined)[]; text: string }): string {
  const letters = lettersOf(of.text)
  const rtl = letters.filter((letter) => RTL_LETTER.test(letter)).length
  const tags = of.declared.map(languageTag).filter((tag) => tag !== null)
  if (letters.length === 0) return tags[0] ?? 'und'
  const fits = tags.find((tag) => RTL_LANGUAGES.has(primary(tag)) === rtl * 2 > letters.length)
  return fits ?? (rtl * 2 > letters.length ? languageOfLetters(of.text) : 'und')
}

/** Longer than any language needs (RFC 5646, 4.4.1). */
const TAG_MOST = 35

/** A well-formed language tag in its canonical spelling, or null. */
export function languageTag(tag: string | null | undefined): string | null {
  const plain = tag?.trim().replaceAll('_', '-') ?? ''
  if (plain === '' || plain.length > TAG_MOST) return null
  try {
    return Intl.getCanonicalLocales(plain)[0] ?? null
  } catch {
    return null
  }
}

function languageOfLetters(text: string): string {
  if (/\p{Script=Hebrew}/u.test(text)) return 'he'
  if (/\p{Script=Thaana}/u.test(text)) return 'dv'
  if (/[ٹڈڑںے]/.test(text)) return 'ur'
  return /[پچژگ]/.test(text) && /[یک]/.test(text) ? 'fa' : 'ar'
}

function primary(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? ''
}

/** The first 4,000 letters are enough to tell. */
function lettersOf(text: string): string[] {
  return text.slice(0, 8000).match(/\p{L}/gu)?.slice(0, 4000) ?? []
}

/** Words with their marks: a vocalised word is one word. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640'’.,٫٬-]*/gu)?.length ?? 0
}

/**
 * Words a minute, read silently. Arabic: 138 read aloud (IReST, Trauzettel-Klosinski and Dietz 2012) times 238/183,
 * the gap between silent and loud reading (Brysbaert 2019). Others: Brysbaert's 238 for English non-fiction.
 */
export const SPEED = { arabic: 180, other: 238 }

/** Whole minutes of reading; 0 is "less than a minute". */
export function minutes(words: number, language: string | null): number {
  return Math.round(words / (language && RTL_LANGUAGES.has(primary(language)) ? SPEED.arabic : SPEED.other))
}

/** Digits of Arabic and Persian keyboards as ASCII. */
export function asciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}

/** Marks and fillers that carry no letter: vowels, Quranic marks, tatweel, zero-width and bidi controls. */
const MARKS =
  /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/**
 * What two spellings of one word have in common, for keys that are compared and never shown: no marks, one alef, yeh,
 * kaf and teh marbuta, ASCII digits, lower case.
 */
export function fold(text: string): string {
  return asciiDigits(text.normalize('NFKC').replace(MARKS, ''))
    .replace(/[آأإٱ]/g, 'ا')
    .replace(/[ىی]/g, 'ي')
    .replaceAll('ک', 'ك')
    .replaceAll('ة', 'ه')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

const CONTROLS = /(?!\s)\p{Cc}|[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu

/**
 * A title, name or label on one line: NFC, no controls (those that turn the direction can fake what a line says), white
 * space folded, at most `max` characters with «…» for the rest. The non-joiner of Persian stays.
 */
export function plainLine(text: string, max = 300): string {
  const line = text.toWellFormed().replace(CONTROLS, '').replace(/\s+/g, ' ').trim().normalize('NFC')
  if (line.length <= max) return line
  // A character is one unit or two; what is far beyond the end is not taken apart.
  const characters = [...line.slice(0, 2 * (max + 1))]
  return characters.length <= max
    ? line
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
}
