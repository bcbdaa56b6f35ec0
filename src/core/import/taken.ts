import { plainLine } from '../arabic.ts'
import type { RowFault } from '../transfer.ts'
import { fetchable } from '../url.ts'
import { type ImportedItem, item, type Reading } from './item.ts'

type Told = Partial<Omit<ImportedItem, 'url'>>

/** Twice what a url may have, so that one that is too long is seen to be. */
const URL_LETTERS = 4096

/** A row as an item of the list, or why it cannot be one. A title that is the url again is none. */
export function taken(given: string, told: Told): Reading {
  const url = withScheme(marksOff(given.slice(0, URL_LETTERS)))
  const title = plainLine(told.title ?? '')
  const fault = faultOf(url)
  if (fault) return refused(fault, title, url)
  return { item: item({ ...told, url, title: title === url || title === given.trim() ? '' : title }) }
}

export function refused(fault: RowFault, title: string, url: string): Reading {
  return { fault, title: plainLine(title), url: plainLine(url, 2048) }
}

function faultOf(url: string): RowFault | null {
  if (!url) return 'no_url'
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https?:/i.test(url)) return 'not_a_link'
  return fetchable(url) ? null : 'bad_url'
}

/** Hand-made lists leave the scheme out. */
function withScheme(url: string): string {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(\/\S*)?$/i.test(url) ? `https://${url}` : url
}

/** Marks of direction and of no width, which programs put around what stands in a right-to-left line. */
export function marksOff(text: string): string {
  return text.replace(/[\p{Bidi_Control}\u200b\u2060\ufeff]/gu, '').trim()
}

/** What other systems mean by yes: `true`, `1`, `"1"`, `"True"`, `"yes"`. */
export function yes(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(1|true|yes|on)$/i.test(value.trim()))
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A count, however it was written; 0 for what is none, and for more than anything has. */
export function whole(value: unknown): number {
  const n = Math.round(Number(value))
  return n > 0 && n < 1e9 ? n : 0
}

/** What may hold a list of names; more of it nobody wrote. */
const NAMES_LETTERS = 20_000
const NAMES_MOST = 1000

/** A list of names, however it was written: an array of texts or of objects with a name, or a text to be split. */
export function names(value: unknown, separator: RegExp = /,/): string[] {
  if (typeof value === 'string') return value.slice(0, NAMES_LETTERS).split(separator).map(marksOff).filter(Boolean)
  if (!Array.isArray(value)) return []
  return value.slice(0, NAMES_MOST).map(nameOf).map(marksOff).filter(Boolean)
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return text(value)
  const { label, name } = value as Record<string, unknown>
  return text(label) || text(name)
}
