import { FileFault } from '../core/import/fault.ts'
import type { ImportFile, Place, Taken } from '../core/import/file.ts'
import type { ImportedItem } from '../core/import/item.ts'
import type { ImportedRow } from '../core/import/row.ts'
import type { Source } from '../core/import/source.ts'
import { copiesByKey } from '../store/articles.ts'
import { type Chunk, writeChunk } from '../store/import-chunks.ts'
import * as imports from '../store/imports.ts'
import type { ActionContext } from './context.ts'
import { sourcesOf } from './feeds.ts'

/**
 * A chunk ends with so many records, or where so many letters are together. They are held several times over: as they
 * were read, made safe, in statements, and where the database reads those.
 */
const CHUNK_RECORDS = 200
const CHUNK_LETTERS = 300_000
const CHUNK_TEXT = 200_000
/** Chunks of one run of the job: between two runs others have their turn. */
const RUN_CHUNKS = 5
/** Bytes that are asked for together: a run ends long before a file does, and what was under way would be for nothing. */
const WINDOW = 128 * 1024
/** Files of an archive that are asked for side by side. */
const AT_ONCE = 4

type Records = AsyncGenerator<Taken>
type Upload = { readerId: number; name: string; bytes: number; body: ReadableStream | Blob }

/**
 * Takes a file in: it is stored first and worked off later. Null where as many as may be are on their way.
 * @throws what the storage throws: then the import says that its file never came.
 */
export async function receive(
  { shelf, files, now }: ActionContext,
  { readerId, name, bytes, body }: Upload,
): Promise<number | null> {
  const id = await imports.begin(shelf, readerId, { name, bytes }, now())
  if (id === null) return null
  try {
    const key = imports.fileOf({ readerId, id })
    const stored = await files.put(key, body)
    // The account was deleted meanwhile, and nobody knows of this object any more.
    if (!(await imports.start(shelf, readerId, id, stored?.size ?? bytes, now()))) await files.delete(key)
  } catch (error) {
    await imports.fail(shelf, readerId, id, 'lost', now())
    throw error
  }
  return id
}

/** Works off some chunks of an import; says whether more is left. Its file goes when all is done. */
export async function workOff(context: ActionContext, readerId: number, id: number): Promise<{ left: boolean }> {
  const { shelf, files, now } = context
  const made = await imports.find(shelf, readerId, id)
  if (!made) return { left: false }
  if (made.state === 'running') {
    try {
      if (await workOn(context, made)) return { left: true }
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      await imports.fail(shelf, readerId, id, error.fault, now())
    }
  }
  await files.delete(imports.fileOf(made))
  return { left: false }
}

/** True where chunks are left. */
async function workOn(context: ActionContext, made: imports.Import): Promise<boolean> {
  const { BEGINNING, openFile } = await import('../core/import/file.ts')
  const file = await openFile(sourceOf(context, made))
  if (!made.format) await imports.setFormat(context.shelf, made.readerId, made.id, file.format)
  let place: Place = made.cursor ? JSON.parse(made.cursor) : BEGINNING
  let cursor = made.cursor
  const records = file.records(place)
  try {
    for (let n = 0; n < RUN_CHUNKS; n++) {
      const { taken, last } = await gather(file, records)
      place = taken.at(-1)?.after ?? place
      // A file of the right shape, without a single record.
      if (last && place.row === 0) throw new FileFault('empty')
      const to = JSON.stringify(place)
      const bytesDone = last ? made.bytes : file.done(place)
      const chunk = { ...(await chunkOf(context, made.readerId, taken)), from: cursor, to, bytesDone, last }
      const written = await writeChunk(context.shelf, made.readerId, made.id, chunk, context.now())
      if (last || !written) return !last
      cursor = to
    }
  } finally {
    await records.return(undefined)
  }
  return true
}

function sourceOf({ files }: ActionContext, made: imports.Import): Source {
  const key = imports.fileOf(made)
  return {
    size: made.bytes,
    async *open(from, to = made.bytes) {
      const end = Math.min(to, made.bytes)
      for (let at = from; at < end; at += WINDOW) {
        const object = await files.get(key, { range: { offset: at, length: Math.min(WINDOW, end - at) } })
        if (!object) throw new FileFault('lost')
        yield new Uint8Array(await object.arrayBuffer())
      }
    },
  }
}

async function gather(file: ImportFile, records: Records): Promise<{ taken: Taken[]; last: boolean }> {
  const taken: Taken[] = []
  let letters = 0
  let text = 0
  while (taken.length < CHUNK_RECORDS && letters < CHUNK_LETTERS && text < CHUNK_TEXT) {
    const next = await some(file, records, Math.min(AT_ONCE, CHUNK_RECORDS - taken.length))
    if (next.length === 0) return { taken, last: true }
    for (const { reading } of next) {
      const { item } = 'item' in reading ? reading : { item: null }
      letters += JSON.stringify(item ? { ...item, text: null } : reading).length
      text += item?.text?.html.length ?? 0
    }
    taken.push(...next)
  }
  return { taken, last: false }
}

/** The next records with what the file has of them elsewhere, which is asked for side by side; none: that was all. */
async function some(file: ImportFile, records: Records, most: number): Promise<Taken[]> {
  const next: Taken[] = []
  let elsewhere = true
  while (elsewhere && next.length < most) {
    const { value, done } = await records.next()
    if (done) break
    next.push(value)
    elsewhere = 'item' in value.reading && value.reading.item.textName !== ''
  }
  return Promise.all(
    next.map(async (one) =>
      'item' in one.reading ? { ...one, reading: { item: await file.complete(one.reading.item) } } : one,
    ),
  )
}

type Read = Pick<Chunk, 'rows' | 'follows' | 'refused' | 'repeated'>

/** What records come to: rows of the list, sources to follow, and what cannot be taken. */
async function chunkOf(context: ActionContext, readerId: number, taken: Taken[]): Promise<Read> {
  const items = taken.flatMap(({ row, reading }) => ('item' in reading ? [{ row, item: reading.item }] : []))
  const { rows, repeated } = await rowsOf(context, readerId, items)
  const feeds = await feedsOf(context, taken)
  const refused = taken.flatMap(({ row, reading }) => ('fault' in reading ? [{ row, ...reading }] : []))
  return { rows, repeated, follows: feeds.follows, refused: [...refused, ...feeds.refused] }
}

type Numbered = { row: number; item: ImportedItem }

async function rowsOf({ db, shelf, now }: ActionContext, readerId: number, items: Numbered[]) {
  if (items.length === 0) return { rows: [], repeated: 0 }
  const { merged, toRow, keyOf } = await import('../core/import/row.ts')
  const keys = items.map(({ item }) => keyOf(item))
  const own = await imports.knownKeys(shelf, readerId, keys)
  const articles = new Map((await copiesByKey(db, keys)).map((copy) => [copy.urlKey, copy]))
  const found = new Map<string, ImportedRow>()
  for (const [i, { row: number, item }] of items.entries()) {
    const key = keys[i] as string
    const article = articles.get(key) ?? null
    const row = toRow(item, { row: number, urlKey: own.get(key) ?? key, article, now: now() })
    const before = found.get(row.values.urlKey)
    found.set(row.values.urlKey, before ? merged(before, row) : row)
  }
  return { rows: [...found.values()], repeated: items.length - found.size }
}

async function feedsOf(context: ActionContext, taken: Taken[]): Promise<Pick<Read, 'follows' | 'refused'>> {
  const feeds = taken.flatMap(({ row, reading }) => ('feed' in reading ? [{ row, ...reading.feed }] : []))
  const follows: Read['follows'] = []
  const refused: Read['refused'] = []
  if (feeds.length === 0) return { follows, refused }
  const sources = await sourcesOf(
    context,
    feeds.map(({ feedUrl }) => feedUrl),
  )
  for (const [i, { row, title, feedUrl }] of feeds.entries()) {
    const source = sources[i] ?? 'source_unknown'
    if (typeof source === 'string') refused.push({ row, fault: source, title, url: feedUrl })
    else follows.push(source)
  }
  return { follows, refused }
}
