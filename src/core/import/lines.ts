import type { Reading } from './item.ts'
import type { Piece } from './pieces.ts'
import { refused, taken } from './taken.ts'

const [LF, CR] = [10, 13]

/** Lines as any system ends them; between CR and LF stands one more, which is blank. */
export function* lines(bytes: Uint8Array, last: boolean): Generator<Piece, boolean> {
  let from = 0
  for (let to = 0; to < bytes.length; to++) {
    if (bytes[to] !== LF && bytes[to] !== CR) continue
    yield { from, to, end: to + 1 }
    from = to + 1
  }
  if (last && from < bytes.length) yield { from, to: bytes.length, end: bytes.length }
  return false
}

const WEB = /https?:\/\/\S+/i

/** One url a line, with OneTab's title behind ` | `, or with some words around it. Blank lines are none. */
export function readLine(line: string): Reading | null {
  const plain = line.trim()
  if (!plain) return null
  const [first = '', ...title] = plain.split(' | ')
  const url = WEB.exec(first)?.[0]
  if (url) return taken(url, { title: title.join(' | ') || first.replace(url, '') })
  return /^\S+$/.test(first) ? taken(first, { title: title.join(' | ') }) : refused('no_url', plain, '')
}
