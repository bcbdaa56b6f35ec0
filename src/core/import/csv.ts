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

/** `decode` gives a row's text; a row over several lines counts only with as many fields as the header has. */
export function rowsOf(shape: Shape, decode: (bytes: Uint8Array) => string): Split {
  const { separator, columns } = shape
  return function* rows(bytes, last) {
    let from = 0
    while (from < bytes.length) {
      const found = rowAt(bytes, from, last, shape.bytes)
      const piece = found === 'open' ? lineAt(bytes, from) : found
      if (!piece) return false
      const lost = piece.lines && fieldsOf(decode(bytes.subarray(piece.from, piece.to)), separator)?.length !== columns
      const row = lost ? lineAt(bytes, from) : piece
      if (!row) return false
      yield row
      from = row.end
    }
    return false
  }
}

type Row = Piece & { lines: boolean }

/** A whole row, `open` where its quote is never closed, or null where more of the file must be seen. */
function rowAt(bytes: Uint8Array, from: number, last: boolean, separator: Uint8Array): Row | 'open' | null {
  let quoted = false
  let lines = false
  // Where a quote opens a field: at its beginning, or right behind one that closed it, which makes a letter of the two.
  let opens = from
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (quoted) {
      if (byte === LF) lines = true
      if (byte === QUOTE) {
        quoted = false
        opens = at + 1
      }
      if (lines && at - from > LONGEST) return 'open'
    } else if (byte === QUOTE) {
      quoted = at === opens
    } else if (byte === LF || byte === CR) {
      if (byte === CR && at + 1 === bytes.length && !last) return null
      return { from, to: at, end: byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1, lines }
    }
    if (!quoted && separator.every((one, i) => bytes[at + 1 - separator.length + i] === one)) opens = at + 1
  }
  if (!last) return null
  return quoted ? 'open' : { from, to: bytes.length, end: bytes.length, lines }
}

function lineAt(bytes: Uint8Array, from: number): Row {
  const to = bytes.indexOf(LF, from)
  return to < 0 ? { from, to: bytes.length, end: bytes.length, lines: false } : { from, to, end: to + 1, lines: false }
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
