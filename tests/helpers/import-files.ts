import { deflateRawSync } from 'node:zlib'
import { FileFault } from '../../src/core/import/fault.ts'
import { BEGINNING, openFile, type Place, type Taken } from '../../src/core/import/file.ts'
import type { ImportedItem, RefusedReading } from '../../src/core/import/item.ts'
import type { Source } from '../../src/core/import/source.ts'
import type { ImportFormat } from '../../src/core/transfer.ts'

/** A file in memory, given in pieces of a few bytes, so that every seam falls somewhere else. */
export function sourceOf(file: string | Uint8Array, piece = 997): Source {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  return {
    size: bytes.length,
    async *open(from, to = bytes.length) {
      for (let at = from; at < to; at += piece) yield bytes.slice(at, Math.min(to, at + piece))
    },
  }
}

export type Read = { format: ImportFormat; items: ImportedItem[]; refused: RefusedReading[]; feeds: string[] }

/** Everything in a file, as it would be taken in one go. @throws FileFault */
export async function read(file: string | Uint8Array): Promise<Read> {
  const { format, records, complete } = await openFile(sourceOf(file))
  const taken: Taken[] = []
  for await (const one of records(BEGINNING)) taken.push(one)
  const items = taken.flatMap(({ reading }) => ('item' in reading ? [reading.item] : []))
  return {
    format,
    items: await Promise.all(items.map(complete)),
    refused: taken.flatMap(({ reading }) => ('fault' in reading ? [reading] : [])),
    feeds: taken.flatMap(({ reading }) => ('feed' in reading ? [reading.feed.feedUrl] : [])),
  }
}

/** Why nothing is taken of a file; null where something is. */
export async function faultOf(file: string | Uint8Array): Promise<string | null> {
  try {
    await read(file)
    return null
  } catch (error) {
    if (error instanceof FileFault) return error.fault
    throw error
  }
}

/** The same records, read again from the place behind each `every`-th one, as after a crash. */
export async function readInParts(file: string | Uint8Array, every: number): Promise<Taken[]> {
  const all: Taken[] = []
  for (let place: Place | undefined = BEGINNING; place; ) {
    const { records } = await openFile(sourceOf(file))
    const part: Taken[] = []
    // What is kept between two runs is text.
    for await (const taken of records(JSON.parse(JSON.stringify(place)))) {
      part.push(taken)
      if (part.length === every) break
    }
    all.push(...part)
    place = part.at(-1)?.after
  }
  return all
}

type Packed = { name: string; content: string | Uint8Array; size?: number }

/** A small archive, deflated; `size` is what its directory claims instead of the truth. */
export function zip(files: Packed[]): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, size } of files) {
    const bytes = Buffer.from(content as string)
    const packed = deflateRawSync(bytes)
    const title = Buffer.from(name)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(0x800, 2)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(size ?? bytes.length, 18)
    facts.writeUInt16LE(title.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, title, packed])
    const places = Buffer.alloc(14)
    places.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), facts, places, title]))
    parts.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...parts, central, end]))
}

/** What a test looks at of an item. */
export function told({ url, title, savedAt, archived, favourite, tags }: ImportedItem) {
  return { url, title, savedAt, archived, favourite, tags }
}
