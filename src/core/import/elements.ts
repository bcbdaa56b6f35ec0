import type { Piece } from './pieces.ts'

const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44]
const [OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [123, 125, 91, 93]

/**
 * The elements of a JSON array, from behind its bracket on. Where one is never closed, which a single lost quote can
 * do, it ends where the next object seems to begin.
 */
export function* elements(bytes: Uint8Array, last: boolean): Generator<Piece, boolean> {
  let from = 0
  for (;;) {
    while (from < bytes.length && isBetween(bytes[from])) from++
    if (bytes[from] === CLOSE_LIST) return true
    if (from >= bytes.length) return false
    const to = valueEnd(bytes, from) ?? (last ? seeming(bytes, from) : null)
    if (to === null) return false
    yield { from, to, end: to }
    from = to
  }
}

/** Behind the value that begins here, or null where it goes on beyond the bytes. */
function valueEnd(bytes: Uint8Array, from: number): number | null {
  let depth = 0
  let quoted = false
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (quoted) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) quoted = true
    else if (byte === OPEN || byte === OPEN_LIST) depth++
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (byte === COMMA && depth === 0) return at
  }
  return null
}

/** Behind the first brace that is followed by a comma and another one; else where all ends. */
function seeming(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CLOSE, from); at >= 0; at = bytes.indexOf(CLOSE, at + 1)) {
    let next = at + 1
    while (isBlank(bytes[next])) next++
    if (bytes[next] !== COMMA) continue
    next++
    while (isBlank(bytes[next])) next++
    if (bytes[next] === OPEN) return at + 1
  }
  return bytes.length
}

/** Commas, and a brace too many, which closes nothing. */
function isBetween(byte: number | undefined): boolean {
  return isBlank(byte) || byte === COMMA || byte === CLOSE
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}

/** @throws SyntaxError; line ends that were left bare inside a text are borne. */
export function parsed(element: string): unknown {
  try {
    return JSON.parse(element)
  } catch {
    return JSON.parse(element.replace(/\p{Cc}/gu, ' '))
  }
}
