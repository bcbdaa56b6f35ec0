import { FileFault } from './fault.ts'
import { bytesOf, passedOver, type Source } from './source.ts'

// PKWARE APPNOTE 4.3: the directory stands at the end and says where each file lies, so an archive of any size is read
// file by file, without its rest.

export type Entry = { name: string; method: number; packed: number; size: number; at: number }

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50]
const [LOCAL_SIZE, CENTRAL_SIZE, END_SIZE] = [30, 46, 22]
const STORED = 0
const DEFLATED = 8
/** Name and further fields of a local header, beyond which its file begins. */
const LONGEST_HEADER = LOCAL_SIZE + 2 * 1024

const MAX_ENTRIES = 60_000
const MAX_DIRECTORY = 16 * 1024 * 1024
const MAX_SIZE = 256 * 1024 * 1024
const MAX_TOTAL = 1024 * 1024 * 1024
/** Deflate comes to a thousandfold; texts to tenfold. */
const MAX_RATIO = 200
/** Below this, nothing is a bomb. */
const HARMLESS = 1024 * 1024

export function isZip(head: Uint8Array): boolean {
  return head.length >= 4 && [LOCAL, END].includes(viewOf(head).getUint32(0, true))
}

/** @throws FileFault('damaged') for what is no whole archive, FileFault('too_large') for one that would burst */
export async function entriesOf(file: Source): Promise<Entry[]> {
  const { count, at, size } = await endOf(file)
  if (count > MAX_ENTRIES || size > MAX_DIRECTORY) throw new FileFault('too_large')
  const entries = listed(await bytesOf(file, at, at + size), count)
  const total = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (total > MAX_TOTAL || entries.some(bursts)) throw new FileFault('too_large')
  return entries
}

function bursts({ size, packed }: Entry): boolean {
  return size > MAX_SIZE || (size > HARMLESS && size > packed * MAX_RATIO)
}

async function endOf(file: Source): Promise<{ count: number; at: number; size: number }> {
  const from = Math.max(0, file.size - END_SIZE - 0xffff)
  const tail = viewOf(await bytesOf(file, from, file.size))
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue
    return {
      count: tail.getUint16(at + 10, true),
      size: tail.getUint32(at + 12, true),
      at: tail.getUint32(at + 16, true),
    }
  }
  throw new FileFault('damaged')
}

function listed(directory: Uint8Array, count: number): Entry[] {
  const view = viewOf(directory)
  const entries: Entry[] = []
  for (let at = 0; entries.length < count; ) {
    if (at + CENTRAL_SIZE > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw new FileFault('damaged')
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ]
    entries.push({
      name: new TextDecoder().decode(directory.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + name)),
      // A file behind a password is read by no method of ours.
      method: view.getUint16(at + 8, true) & 1 ? -1 : view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    })
    at += CENTRAL_SIZE + name + extra + comment
  }
  return entries
}

/** One file of an archive as a file of its own. It gives no more than its directory says, whatever is packed in it. */
export function unpacked(file: Source, entry: Entry): Source {
  return { size: entry.size, open: (from) => passedOver(inflated(file, entry), from) }
}

async function* inflated(file: Source, entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new FileFault('damaged')
  const head = viewOf(await bytesOf(file, entry.at, entry.at + LONGEST_HEADER))
  if (head.byteLength < LOCAL_SIZE || head.getUint32(0, true) !== LOCAL) throw new FileFault('damaged')
  const from = entry.at + LOCAL_SIZE + head.getUint16(26, true) + head.getUint16(28, true)
  const packed = file.open(from, from + entry.packed)
  let given = 0
  for await (const chunk of entry.method === STORED ? packed : inflate(packed)) {
    given += chunk.length
    if (given > entry.size) throw new FileFault('damaged')
    yield chunk
  }
}

async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('deflate-raw')
  const fed = feed(chunks, writable.getWriter())
  const reader = readable.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value as Uint8Array
    }
  } catch (cause) {
    throw new FileFault('damaged', { cause })
  } finally {
    // Whoever reads may have seen enough: then what feeds is let go, too.
    await reader.cancel().catch(() => {})
    await fed
  }
}

/** What goes wrong here shows where the other end is read. */
async function feed(chunks: AsyncIterable<Uint8Array>, writer: WritableStreamDefaultWriter): Promise<void> {
  try {
    for await (const chunk of chunks) await writer.write(chunk)
    await writer.close()
  } catch (error) {
    await writer.abort(error).catch(() => {})
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
