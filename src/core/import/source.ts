/** A file of any length, in pieces: `from` a byte on, up to `to` where that is given. */
export type Source = { size: number; open: (from: number, to?: number) => AsyncIterable<Uint8Array> }

/** The bytes of a range; fewer where the file ends before. */
export async function bytesOf(source: Source, from: number, to: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, Math.min(to, source.size) - from))
  let at = 0
  for await (const chunk of source.open(from, to)) {
    const wanted = chunk.subarray(0, bytes.length - at)
    bytes.set(wanted, at)
    at += wanted.length
    if (at === bytes.length) break
  }
  return bytes.subarray(0, at)
}

/** What cannot be entered in the middle, made anew and passed over up to there. */
export async function* passedOver(chunks: AsyncIterable<Uint8Array>, from: number): AsyncGenerator<Uint8Array> {
  let left = from
  for await (const chunk of chunks) {
    if (chunk.length > left) yield chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}

/** A file in UTF-16, which spreadsheets write, as UTF-8. */
export function asUtf8(source: Source, charset: 'utf-16le' | 'utf-16be'): Source {
  return { size: source.size, open: (from) => passedOver(encoded(), from) }

  async function* encoded(): AsyncGenerator<Uint8Array> {
    const decoder = new TextDecoder(charset)
    const encoder = new TextEncoder()
    for await (const chunk of source.open(0)) yield encoder.encode(decoder.decode(chunk, { stream: true }))
    yield encoder.encode(decoder.decode())
  }
}
