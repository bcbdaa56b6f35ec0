import { directionOf } from '../../src/core/arabic.ts'
import { isolate } from '../../src/i18n/format.ts'
import type { Words } from '../words.tsx'
import type { Letter } from './letter.tsx'

export const RLM = '\u200f'

/**
 * The plain part. Each line of words begins with a mark of the language's direction, since a program may judge a line
 * by its first letter; a url stands alone on its line, so that a mark never becomes part of it.
 */
export function plainText({ m, site }: Words, { lines, button, notYou }: Letter): string {
  const blocks = [
    marked(m.mail.hello),
    ...lines.map(marked),
    ...(button ? [`${marked(button.label)}:\n${button.url}`] : []),
    ...(notYou ? [marked(m.mail.notYou)] : []),
    marked(`${m.mail.sentBy(site.name, site.host)}\n${site.postalAddress}`),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Lines of words; one in a language of the other direction keeps its own, and stands where the others begin. */
export function marked(words: string): string {
  const foreign = (line: string) => /\p{L}/u.test(line) && directionOf({ text: line }) === 'ltr'
  return words
    .split(/\s*[\r\n]\s*/)
    .filter(Boolean)
    .map((line) => RLM + (foreign(line) ? isolate(line) : line))
    .join('\n')
}
