import type { ImportFormat } from '../transfer.ts'
import { beginningWith, isPocket, partsOf, readBookmark, readOutline, readPocket } from './bookmarks.ts'
import { headerOf } from './columns.ts'
import { rowsOf } from './csv.ts'
import { elements } from './elements.ts'
import { FileFault } from './fault.ts'
import type { Reading } from './item.ts'
import { lines, readLine } from './lines.ts'
import { objectsOf } from './objects.ts'
import type { Split } from './pieces.ts'
import { isRaff, readRaff } from './raff.ts'
import type { TreeFormat } from './trees.ts'

/** How a file is read, one record after another. */
export type Plan = {
  format: ImportFormat
  charset: Charset
  /** The byte at which the first record begins. */
  start: number
  split: Split
  /** `context` is what the records before said of this one: folders, a heading. */
  read: (piece: string, context: string[]) => { reading: Reading | null; context: string[] }
}

/** A file that is read as a whole. */
export type Tree = { tree: TreeFormat; charset: Charset }

export type Charset = 'utf-8' | 'windows-1256'

const BOM = [0xef, 0xbb, 0xbf]

/**
 * Recognises a file by its first bytes; its name says nothing, since programs and people call files what they like.
 * @throws FileFault('empty'), FileFault('unknown_format')
 */
export function detect(head: Uint8Array): Plan | Tree {
  const skipped = BOM.every((byte, i) => head[i] === byte) ? BOM.length : 0
  const bytes = head.subarray(skipped)
  // A letter a byte: what shows the format is ASCII, and a place in this text is one in the file.
  const text = new TextDecoder('windows-1252').decode(bytes)
  if (!text.trim()) throw new FileFault('empty')
  if (text.includes('\0')) throw new FileFault('unknown_format')
  const charset = charsetOf(bytes)
  const found = byFirstLetter(text, bytes, charset)
  if (!found) throw new FileFault('unknown_format')
  return 'tree' in found ? { ...found, charset } : { ...found, start: found.start + skipped, charset }
}

type Found = Omit<Plan, 'charset'> | { tree: TreeFormat }

function byFirstLetter(text: string, bytes: Uint8Array, charset: Charset): Found | null {
  const first = text.trimStart()[0]
  if (first === '{' || first === '[') return ofJson(text, bytes)
  return first === '<' ? ofTags(text) : ofLines(bytes, charset)
}

/** Up to the first array of the outermost object; before it stand short facts. */
const WRAPPER = /^\s*\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|[\w.-]+)\s*,\s*)*"[^"]*"\s*:\s*\[|^\s*\[/

function ofJson(text: string, bytes: Uint8Array): Found | null {
  if (/"bookmark_bar"\s*:/.test(text)) return { tree: 'chrome' }
  if (/"placesRoot"|"text\/x-moz-place/.test(text)) return { tree: 'firefox' }
  if (/"collections"\s*:\s*\[/.test(text) && /"links"\s*:/.test(text)) return { tree: 'linkwarden' }
  if (/"bookmarks"\s*:\s*\[/.test(text) && /"content"\s*:\s*(\{|null)/.test(text)) return { tree: 'karakeep' }
  const start = WRAPPER.exec(text)?.[0].length
  if (start === undefined) return null
  const json = { start, split: elements }
  if (isRaff(text)) return { ...json, format: 'raff', read: alone(readRaff) }
  const [first] = elements(bytes.subarray(start), true)
  if (!first) throw new FileFault('empty')
  const known = objectsOf(namesIn(text.slice(start + first.from, start + first.to)))
  return known && { ...json, format: known.format, read: alone(known.read) }
}

function namesIn(element: string): Set<string> {
  // Text by text, names or not: so a text that is never closed is looked through once, whatever quotes are in it.
  const texts = element.matchAll(/"((?:[^"\\]|\\[\s\S])*)(?:"\s*(:)?|\\?$)/g)
  return new Set([...texts].flatMap(([, name = '', colon]) => (colon ? [name] : [])))
}

function ofTags(text: string): Found | null {
  if (/<opml[\s>]/i.test(text)) {
    return { format: 'opml', start: 0, split: beginningWith('outline'), read: alone(readOutline) }
  }
  if (isPocket(text)) {
    return { format: 'pocket_html', start: 0, split: beginningWith('h1|h2|h3|li|a'), read: readPocket }
  }
  if (!/NETSCAPE-Bookmark-file|<dt>\s*<a\s/i.test(text)) return null
  return { format: 'netscape', start: 0, split: beginningWith(partsOf(text)), read: readBookmark }
}

function ofLines(bytes: Uint8Array, charset: Charset): Found | null {
  const decoder = new TextDecoder(charset)
  const decode = (piece: Uint8Array) => decoder.decode(piece)
  const first = lines(bytes, true).next().value
  const row = typeof first === 'object' ? decode(bytes.subarray(first.from, first.to)) : ''
  const header = headerOf(row.trimEnd(), (separator) => encoded(separator, charset))
  if (header && typeof first === 'object') {
    const start = header.headed ? first.end : 0
    return { format: header.format, start, split: rowsOf(header, decode), read: alone(header.read) }
  }
  return /https?:\/\//i.test(decode(bytes)) ? { format: 'urls', start: 0, split: lines, read: alone(readLine) } : null
}

/** Arabic separators are one byte in windows-1256, and stand in Latin's upper half there. */
function encoded(separator: string, charset: Charset): Uint8Array {
  if (charset === 'utf-8') return new TextEncoder().encode(separator)
  const table = new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))
  return Uint8Array.of(table.indexOf(separator))
}

function alone(read: (piece: string) => Reading | null): Plan['read'] {
  return (piece, context) => ({ reading: read(piece), context })
}

/** UTF-8, unless more of what is no ASCII is no UTF-8 either: a bad byte or two do not turn a file into another one. */
function charsetOf(bytes: Uint8Array): Charset {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0
  const broken = text.match(/\ufffd/g)?.length ?? 0
  return broken > 3 && broken * 2 > foreign ? 'windows-1256' : 'utf-8'
}
