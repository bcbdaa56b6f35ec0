import { zipSync } from 'fflate'
import type { Direction } from '../core/arabic.ts'
import { chapterBody, picturesIn } from '../core/export/chapter.ts'
import { type Book, bookFiles, type Chapter } from '../core/export/epub.ts'
import type { ExportedItem } from '../core/export/item.ts'
import { BOOK_MOST } from '../core/export/selection.ts'
import { escaped } from '../core/export/xml.ts'
import type { Fetcher } from '../ports/fetcher.ts'
import { rowsAfter } from '../store/exported.ts'
import type { Export } from '../store/exports.ts'
import type { ActionContext } from './context.ts'
import { type Part, withTexts } from './exports.ts'
import { pictureAt } from './pictures.ts'

// Imported dynamically, from the job alone: it brings a parser and a zip along.

/** What stands in a book besides its articles, in the language of the site. */
export type BookWords = {
  contents: string
  /** Of a book of several articles. */
  title: string
  /** What is known of an article: source, byline, date. */
  facts: (item: ExportedItem) => string[]
  /** The title page of a book of several. */
  about: (count: number) => string[]
  noText: string
  truncated: string
}

/** 12 MB of Arabic. All of it is in memory several times over: as it was stored, as pages, as their bytes. */
const TEXT_LETTERS = 6 * 1024 * 1024
const PICTURES = { most: 150, bytes: 12 * 1024 * 1024, each: 2 * 1024 * 1024, seconds: 90, atOnce: 4 }
/** What every reader of EPUB 3.2 shows (its core media types). */
const SHOWN = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif' } as const

/** A selection as one EPUB, made in one go; null: it would be larger than a book may be. */
export async function book(
  context: ActionContext & { fetcher: Fetcher },
  made: Export,
  words: BookWords,
): Promise<Part | null> {
  const { shelf, config } = context
  const rows = await rowsAfter(shelf, made.readerId, { selection: made.selection, after: 0, limit: BOOK_MOST })
  const items = await withTexts(context, made.readerId, rows)
  const size = items.reduce((sum, { text }) => sum + (text?.html.length ?? 0), 0)
  if (size > TEXT_LETTERS) return null
  const pictures = await picturesOf(context, items)
  const files = new Map([...pictures].map(([url, { file }]) => [url, file]))
  const single = items.length === 1 ? items[0] : undefined
  const bytes = zipped(
    {
      id: `urn:uuid:${crypto.randomUUID()}`,
      title: single?.title ?? words.title,
      ...mostly(items, config.site.language),
      creator: single?.byline ?? '',
      publisher: single?.sourceName ?? config.site.name,
      modified: new Date(made.createdAt * 1000).toISOString().replace('.000Z', 'Z'),
      lines: single ? words.facts(single) : words.about(items.length),
      contents: words.contents,
      chapters: items.map((item) => chapterOf(item, files, words)),
      pictures: [...pictures.values()],
    },
    made.createdAt,
  )
  return { bytes, cursor: rows.at(-1)?.id ?? 0, items: items.length, last: true }
}

function chapterOf(item: ExportedItem, pictures: Map<string, string>, words: BookWords): Chapter {
  const { title, language, url, text, picture, excerpt, highlights } = item
  const lead = picture && pictures.get(picture)
  const repeated = text && picture && picturesIn(text.html).includes(picture)
  const body = text
    ? chapterBody({ html: text.html, pictures, highlights })
    : `${excerpt && `<p>${escaped(excerpt)}</p>\n`}<p class="about">${escaped(words.noText)}</p>`
  return {
    title: title || url,
    language,
    direction: directionOf(item),
    lines: words.facts(item),
    url,
    body: [
      lead && !repeated ? `<figure><img src="${lead}" alt=""/></figure>` : '',
      body,
      text?.truncated ? `<p class="about">${escaped(words.truncated)}</p>` : '',
    ].join('\n'),
  }
}

function directionOf({ ownDirection, direction }: ExportedItem): Direction {
  return ownDirection ?? direction
}

/** The way most articles of a book run, and the language that most of those have. */
function mostly(items: ExportedItem[], siteLanguage: string): { direction: Direction; language: string } {
  const rtl = items.filter((item) => directionOf(item) === 'rtl')
  const direction = rtl.length * 2 >= items.length ? 'rtl' : 'ltr'
  const tags = items.filter((item) => directionOf(item) === direction).map(({ language }) => language)
  const counted = Map.groupBy(tags, (tag) => tag)
  const [most] = [...counted.entries()].toSorted(([, a], [, b]) => b.length - a.length)
  return { direction, language: most?.[0] ?? siteLanguage }
}

type BookPicture = Book['pictures'][number]

/** The pictures of all chapters, as many as fit; what does not come in time is left out, and its words stand there. */
async function picturesOf(
  { fetcher, now }: { fetcher: Fetcher; now: () => number },
  items: ExportedItem[],
): Promise<Map<string, BookPicture>> {
  const all = items.flatMap(({ picture, text }) => [
    ...(picture ? [picture] : []),
    ...(text ? picturesIn(text.html) : []),
  ])
  const urls = [...new Set(all)].slice(0, PICTURES.most)
  const until = now() + PICTURES.seconds
  const found = new Map<string, BookPicture>()
  let left = PICTURES.bytes
  for (let at = 0; at < urls.length && now() < until; at += PICTURES.atOnce) {
    const batch = urls.slice(at, at + PICTURES.atOnce)
    const fetched = await Promise.all(
      batch.map((url) => pictureAt(fetcher, url, { accept: Object.keys(SHOWN).join(), maxBytes: PICTURES.each })),
    )
    fetched.forEach((picture, i) => {
      const ending = picture && SHOWN[picture.type as keyof typeof SHOWN]
      if (!ending || picture.bytes.length > left) return
      left -= picture.bytes.length
      found.set(batch[i] ?? '', { file: `p${found.size + 1}.${ending}`, type: picture.type, bytes: picture.bytes })
    })
  }
  return found
}

/** Sizes stand before the content: some readers do not look for them behind it, so this is no stream. */
function zipped(book: Book, madeAt: number): Uint8Array {
  const encoder = new TextEncoder()
  const mtime = new Date(madeAt * 1000)
  const files = bookFiles(book).map(({ path, content, stored }) => [
    path,
    [typeof content === 'string' ? encoder.encode(content) : content, { level: stored ? 0 : 6, mtime }],
  ])
  return zipSync(Object.fromEntries(files))
}
