import { joined } from '../core/bytes.ts'
import { CSV_HEAD, csvRow } from '../core/export/csv.ts'
import type { ExportedItem } from '../core/export/item.ts'
import { NETSCAPE_TAIL, netscapeHead, netscapeItem } from '../core/export/netscape.ts'
import { RAFF_TAIL, raffHead, raffItem } from '../core/export/raff.ts'
import { BOOK_MOST, type ExportRefusal, type Selection } from '../core/export/selection.ts'
import type { ExportFormat } from '../core/transfer.ts'
import { type ExportedRow, rowsAfter, titlesOf } from '../store/exported.ts'
import * as exports from '../store/exports.ts'
import { type ShownText, savedTextsOf, textsOf } from '../store/texts.ts'
import type { ActionContext } from './context.ts'

/** A part is written when so much is there, or so many pages of rows are in it. */
const PART_BYTES = 2 * 1024 * 1024
const PART_PAGES = 12
const PAGE = 250
/** Texts of 256 KB at most that are in memory side by side. */
const TEXTS_TOGETHER = 40

type Asked = { readerId: number; format: ExportFormat; selection: Selection }

/** Asks for a file of a list: it is made by a job, and waits on its page. */
export async function askExport(
  { shelf, now }: ActionContext,
  { readerId, format, selection }: Asked,
): Promise<{ id: number } | { refused: ExportRefusal }> {
  const [first, ...others] = await titlesOf(shelf, readerId, selection, BOOK_MOST + 1)
  if (!first) return { refused: 'empty' }
  if (format === 'epub' && others.length >= BOOK_MOST) return { refused: 'tooLong' }
  const title = format === 'epub' && others.length === 0 ? first.title : undefined
  const id = await exports.ask(shelf, readerId, { format, selection: { ...selection, title } }, now())
  return id === null ? { refused: 'tooMany' } : { id }
}

/** A piece of a file, and where the next one begins. */
export type Part = { bytes: Uint8Array; cursor: number; items: number; last: boolean }

type Format = {
  texts: boolean
  head: string
  item: (item: ExportedItem, first: boolean) => string
  tail: string
}

/**
 * The next part of a file of rows: what its reader downloads is these, joined. No more of the list is in memory than
 * one part and the texts of some rows.
 */
export async function nextPart(context: ActionContext, made: exports.Export): Promise<Part> {
  const { texts, head, item, tail } = formatOf(context, made)
  const together = texts ? TEXTS_TOGETHER : PAGE
  const encoder = new TextEncoder()
  const pieces: Uint8Array[] = []
  const part = { cursor: made.cursor, items: 0, last: false }
  let size = 0
  const add = (text: string) => {
    const bytes = encoder.encode(text)
    pieces.push(bytes)
    size += bytes.length
  }
  if (made.parts === 0) add(head)
  for (let page = 0; page < PART_PAGES && size < PART_BYTES && !part.last; page++) {
    const next = { selection: made.selection, after: part.cursor, limit: PAGE }
    const found = await rowsAfter(context.shelf, made.readerId, next)
    part.last = found.length < PAGE
    for (let at = 0; at < found.length; at += together) {
      if (size >= PART_BYTES) {
        // The next part begins with what is left of this page.
        part.last = false
        break
      }
      const rows = found.slice(at, at + together)
      const items = texts ? await withTexts(context, made.readerId, rows) : rows.map((row) => ({ ...row, text: null }))
      for (const each of items) add(item(each, made.items + part.items++ === 0))
      part.cursor = rows.at(-1)?.id ?? part.cursor
    }
  }
  if (part.last) add(tail)
  return { ...part, bytes: joined(pieces, size) }
}

function formatOf({ config }: ActionContext, { format, createdAt }: exports.Export): Format {
  if (format === 'csv') return { texts: false, head: CSV_HEAD, item: csvRow, tail: '' }
  if (format === 'html') {
    const head = netscapeHead(config.site.name)
    return { texts: false, head, item: netscapeItem, tail: NETSCAPE_TAIL }
  }
  const head = raffHead({ site: config.site.url, madeAt: createdAt })
  return { texts: true, head, item: raffItem, tail: RAFF_TAIL }
}

/** Rows with the texts their reader sees: their own where there is one, else the article's. */
export async function withTexts(
  { db, shelf, files }: ActionContext,
  readerId: number,
  rows: ExportedRow[],
): Promise<ExportedItem[]> {
  const own = await savedTextsOf(
    shelf,
    files,
    readerId,
    rows.map(({ id }) => id),
  )
  const articleIds = rows.flatMap(({ id, articleId }) => (articleId === null || own.has(id) ? [] : [articleId]))
  const shared = articleIds.length > 0 ? await textsOf(db, files, articleIds) : new Map<number, ShownText>()
  return rows.map(({ id, articleId, ...row }) => {
    const mine = own.get(id)
    if (mine) return { ...row, text: { ...mine, own: true } }
    const text = shared.get(articleId ?? 0)
    return { ...row, text: text ? { ...text, own: false, pasted: false } : null }
  })
}
