import type { Piece, Split } from './pieces.ts'

// RFC 4180 as programs really write it: quotes may hold line ends, any line end parts rows, quotes inside a field
// that is not quoted are letters, and a quote that is never closed spoils its own line only.

const [QUOTE, LF, CR] = [34, 10, 13]
/** A row that goes over several lines and is longer has lost its quote. */
const LONGEST = 1024 * 1024

export type Shape = {
  separator: string
  /** The same as it stands in the file. */
  bytes: Uint8Array
  /** Fields of the header. */
  columns: number
}

/**
 * `decode` gives a row's text. A row over several lines is one only if it has as many fields as the header, and nothing
 * behind a closing quote: else a quote was lost, and the row is its first line.
 */
export function rowsOf(shape: Shape, decode: (bytes: Uint8Array) => string): Split {
  const { separator, columns } = shape
  return function* rows(bytes, last) {
    let from = 0
    while (from < bytes.length) {
      const found = rowAt(bytes, from, last, shape.bytes)
      if (!found) return false
      const whole = found.lines && !found.torn && fieldsOf(decode(bytes.subarray(found.from, found.to)), separator)
      const row = !found.lines || (whole && whole.length === columns) ? found : lineAt(bytes, from)
      yield row
      from = row.end
    }
    return false
  }
}

/** `lines`: it goes over several; `torn`: its quotes do not fit. */
type Row = Piece & { lines: boolean; torn: boolean }

/** A row, or null where more of the file must be seen. */
function rowAt(bytes: Uint8Array, from: number, last: boolean, separator: Uint8Array): Row | null {
  let [quoted, lines, torn] = [false, false, false]
  // Where a quote opens a field: at its beginning, or right behind one that closed it, which makes a letter of the two.
  let opens = from
  let closed = -1
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (quoted) {
      if (byte === LF) lines = true
      if (byte === QUOTE) {
        quoted = false
        opens = at + 1
        closed = at + 1
      }
      // It is its first line by now, however it goes on.
      if (lines && (torn || at - from > LONGEST)) return { from, to: at, end: at, lines, torn: true }
    } else if (byte === QUOTE) {
      quoted = at === opens
    } else if (byte === LF || byte === CR) {
      if (byte === CR && at + 1 === bytes.length && !last) return null
      return { from, to: at, end: byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1, lines, torn }
    } else if (at === closed && byte !== separator[0]) torn = true
    if (!quoted && separator.every((one, i) => bytes[at + 1 - separator.length + i] === one)) opens = at + 1
  }
  return last ? { from, to: bytes.length, end: bytes.length, lines, torn: torn || quoted } : null
}

function lineAt(bytes: Uint8Array, from: number): Piece {
  const to = bytes.indexOf(LF, from)
  return to < 0 ? { from, to: bytes.length, end: bytes.length } : { from, to, end: to + 1 }
}

/** The fields of one row, or null where a quote is never closed. */
export function fieldsOf(row: string, separator: string): string[] | null {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (row[at] === '"') {
      const end = closing(row, at)
      if (end < 0) return null
      const next = row.indexOf(separator, end)
      // What stands between the quote and the separator belongs to a quote that was not doubled.
      const rest = row.slice(end + 1, next < 0 ? undefined : next)
      fields.push(row.slice(at + 1, end).replaceAll('""', '"') + rest.trimEnd())
      if (next < 0) return fields
      at = next + separator.length
    } else {
      const next = row.indexOf(separator, at)
      fields.push(row.slice(at, next < 0 ? undefined : next))
      if (next < 0) return fields
      at = next + separator.length
    }
  }
}

function closing(row: string, from: number): number {
  for (let at = row.indexOf('"', from + 1); at >= 0; at = row.indexOf('"', at + 1)) {
    if (row[at + 1] !== '"') return at
    at += 1
  }
  return -1
}
