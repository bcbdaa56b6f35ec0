import { plainLine } from './arabic.ts'

/** The most tags one reader has. */
export const MOST_TAGS = 500
/** Characters of a tag's name. */
export const LONGEST_TAG = 60

/** A tag's name as it is kept: one line as the reader wrote it, cut at its longest; null where nothing is left. */
export function tagName(text: string): string | null {
  return plainLine(text.replace(/\p{Bidi_Control}/gu, '').replace(/^[\s#]+/, ''), LONGEST_TAG) || null
}

/** What makes two spellings one tag: NFC, case and white space. Letters are not folded: the name is the reader's. */
export function tagKey(name: string): string {
  return plainLine(name).toLowerCase()
}

export type NamedTag = { name: string; key: string }

/** What a list of names comes to: each tag once, under the first of its spellings. */
export function namedTags(names: readonly string[]): NamedTag[] {
  const found = new Map<string, string>()
  for (const name of names.map(tagName)) if (name && !found.has(tagKey(name))) found.set(tagKey(name), name)
  return [...found].map(([key, name]) => ({ name, key }))
}

/** What stands between two tags of a typed list: the comma and semicolon of Latin, Arabic and Chinese. */
const COMMAS = ',;\u060c\u061b\uff0c\uff1b\u3001'
const ONE_NAME = new RegExp(`\\s*"((?:[^"]|"")*)"|([^${COMMAS}]+)`, 'g')
const NEEDS_QUOTES = new RegExp(`^"|[${COMMAS}]`)

/** The names in a typed list. A name that holds a comma stands in double quotes, as in CSV. */
export function splitTags(text: string): string[] {
  return [...text.matchAll(ONE_NAME)].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare)
}

/** A list of names as it would be typed: `splitTags` gives the same names back. */
export function joinTags(names: readonly string[], separator: string): string {
  const typed = names.map((name) => (NEEDS_QUOTES.test(name) ? `"${name.replaceAll('"', '""')}"` : name))
  return typed.join(separator)
}
