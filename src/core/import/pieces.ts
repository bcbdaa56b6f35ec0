import { joined } from '../bytes.ts'

/** Where a record stands in a part of a file; the next one begins at `end` or after it. */
export type Piece = { from: number; to: number; end: number }

/**
 * Finds the records in a part of a file that begins where a record may begin. Of a record that goes on beyond the part
 * nothing is given, unless `last` says that no more will come: then it is what it is. Returns true where no record
 * follows whatever the file goes on to say.
 *
 * It works on bytes, so that a place in a file is a number: what parts records is ASCII in every charset read here.
 */
export type Split = (bytes: Uint8Array, last: boolean) => Generator<Piece, boolean>

/** So much is looked at together. */
const PART = 256 * 1024
/** A record that is longer is no record: memory has an end. */
const LONGEST = 8 * 1024 * 1024

/** The records of a file from a place on; `end` is where the next one begins, in bytes from that place. */
export async function* pieces(
  chunks: AsyncIterable<Uint8Array>,
  split: Split,
): AsyncGenerator<{ bytes: Uint8Array; end: number }> {
  let held: Uint8Array[] = []
  let length = 0
  let wanted = PART
  let passed = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    length += chunk.length
    if (length < wanted) continue
    const part = joined(held, length)
    const { rest, over } = yield* cut(part, length >= LONGEST)
    if (over) return
    held = [rest]
    length = rest.length
    // A long record is not looked through again for each new chunk of it.
    wanted = Math.min(Math.max(PART, 2 * length), LONGEST)
  }
  yield* cut(joined(held, length), true)

  function* cut(part: Uint8Array, last: boolean) {
    let end = 0
    const found = split(part, last)
    for (;;) {
      const { value, done } = found.next()
      if (done) {
        passed += end
        return { rest: part.subarray(end), over: value }
      }
      end = value.end
      yield { bytes: part.subarray(value.from, value.to), end: passed + end }
    }
  }
}
