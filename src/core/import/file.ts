import type { ImportFormat } from '../transfer.ts'
import { detect, type Plan, type Tree } from './detect.ts'
import { FileFault } from './fault.ts'
import type { ImportedItem, Reading } from './item.ts'
import { completing, isBeside } from './omnivore.ts'
import { pieces } from './pieces.ts'
import { asUtf8, bytesOf, type Source } from './source.ts'
import { refused } from './taken.ts'
import { readTree } from './trees.ts'
import { type Entry, entriesOf, isZip, unpacked } from './zip.ts'

/** Where reading goes on: everything before it is done. It is kept between two runs. */
export type Place = { part: number; offset: number; row: number; context: string[] }

export const BEGINNING: Place = { part: 0, offset: 0, row: 0, context: [] }

/** One record: its number in the file, what it is, and where the next one begins. */
export type Taken = { row: number; reading: Reading; after: Place }

export type ImportFile = {
  format: ImportFormat
  records: (from: Place) => AsyncGenerator<Taken>
  /** The same item with what the file holds of it elsewhere: its text. */
  complete: (item: ImportedItem) => Promise<ImportedItem>
  /** Bytes of the file that are done. */
  done: (place: Place) => number
}

/** A file of these is read: an archive is several. `packed`: what each is of the whole, in bytes. */
type Part = { source: Source; packed: number }

const HEAD = 256 * 1024
/** A tree is in memory as a whole. */
const MAX_TREE = 16 * 1024 * 1024

/** @throws FileFault where nothing can be taken of it */
export async function openFile(file: Source): Promise<ImportFile> {
  if (!isZip(await bytesOf(file, 0, 4))) {
    const { plan } = await planOf(file)
    return opened([{ source: file, packed: file.size }], plan, async (item) => item)
  }
  const entries = await entriesOf(file)
  const parts = entries.filter(isList).map((entry) => ({ source: unpacked(file, entry), packed: entry.packed }))
  return opened(parts, await firstPlan(parts), completing(file, entries))
}

/** An archive is what the first list in it is. */
async function firstPlan(parts: Part[]): Promise<Plan | Tree> {
  for (const { source } of parts) {
    const found = await planOf(source).catch(unlessUnknown)
    if (found) return found.plan
  }
  throw new FileFault('unknown_format')
}

/** Lists, and not what stands beside them: texts, pictures, what a Mac adds. */
function isList({ name }: Entry): boolean {
  return (
    /\.(json|csv|html?|opml|xml|txt)$/i.test(name) && !isBeside(name) && !/(^|\/)(annotations|__MACOSX)\//.test(name)
  )
}

function opened(parts: Part[], first: Plan | Tree, complete: ImportFile['complete']): ImportFile {
  return {
    format: 'tree' in first ? first.tree : first.format,
    records: (from) => recordsOf(parts, from),
    complete,
    done: ({ part, offset }) => {
      const before = parts.slice(0, part).reduce((sum, { packed }) => sum + packed, 0)
      const { source, packed } = parts[part] ?? { source: { size: 1 }, packed: 0 }
      return before + Math.round((packed * Math.min(offset, source.size)) / Math.max(1, source.size))
    },
  }
}

async function* recordsOf(parts: Part[], from: Place): AsyncGenerator<Taken> {
  let place = from
  for (const part of parts.slice(from.part)) {
    const found = await planOf(part.source).catch(unlessUnknown)
    if (found) {
      const { source, plan } = found
      const records = 'tree' in plan ? inTree(source, plan, place) : inOrder(source, plan, place)
      for await (const taken of records) {
        place = taken.after
        yield taken
      }
    }
    place = { part: place.part + 1, offset: 0, row: place.row, context: [] }
  }
}

/** How a file is read, and that file in a charset that it can be read in. */
async function planOf(file: Source): Promise<{ source: Source; plan: Plan | Tree }> {
  const [first, second] = await bytesOf(file, 0, 2)
  const little = first === 0xff && second === 0xfe
  const source = little || (first === 0xfe && second === 0xff) ? asUtf8(file, little ? 'utf-16le' : 'utf-16be') : file
  return { source, plan: detect(await bytesOf(source, 0, HEAD)) }
}

function unlessUnknown(error: unknown): null {
  if (error instanceof FileFault && ['unknown_format', 'empty'].includes(error.fault)) return null
  throw error
}

async function* inOrder(source: Source, plan: Plan, from: Place): AsyncGenerator<Taken> {
  const decoder = new TextDecoder(plan.charset)
  const start = Math.max(plan.start, from.offset)
  let { context, row } = from
  for await (const { bytes, end } of pieces(source.open(start), plan.split)) {
    const step = stepOf(plan, decoder.decode(bytes), context)
    context = step.context
    if (!step.reading) continue
    row += 1
    yield { row, reading: step.reading, after: { part: from.part, offset: start + end, row, context } }
  }
}

/** What cannot be read is a row that could not be taken: the rest goes on. */
function stepOf(plan: Plan, piece: string, context: string[]): ReturnType<Plan['read']> {
  try {
    return plan.read(piece, context)
  } catch {
    return { reading: refused('broken', piece.slice(0, 300), ''), context }
  }
}

/** `offset` counts items here. */
async function* inTree(source: Source, { tree, charset }: Tree, from: Place): AsyncGenerator<Taken> {
  if (source.size > MAX_TREE) throw new FileFault('too_large')
  const readings = treeOf(tree, new TextDecoder(charset).decode(await bytesOf(source, 0, source.size)))
  for (const [i, reading] of readings.entries()) {
    if (i < from.offset) continue
    const row = from.row + i - from.offset + 1
    yield { row, reading, after: { part: from.part, offset: i + 1, row, context: [] } }
  }
}

function treeOf(tree: Tree['tree'], json: string): Reading[] {
  try {
    return readTree(tree, json)
  } catch (cause) {
    throw new FileFault('damaged', { cause })
  }
}
