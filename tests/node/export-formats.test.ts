import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CSV_HEAD, csvRow, unguarded } from '../../src/core/export/csv.ts'
import type { ExportedItem } from '../../src/core/export/item.ts'
import { NETSCAPE_TAIL, netscapeHead, netscapeItem } from '../../src/core/export/netscape.ts'
import { RAFF_TAIL, raffHead, raffItem } from '../../src/core/export/raff.ts'
import { BEGINNING, openFile } from '../../src/core/import/file.ts'
import type { ImportedItem } from '../../src/core/import/item.ts'

// What our files say is what our own import reads out of them.

const ITEM: ExportedItem = {
  url: 'https://news.example/1?a=1&b=2',
  otherKeys: ['news.example/other'],
  title: 'حين عاد النهر, "الأول" <b>',
  byline: 'سلمى',
  sourceName: 'الواحة',
  picture: 'https://news.example/p.jpg',
  language: 'ar',
  direction: 'rtl',
  ownDirection: 'ltr',
  words: 540,
  excerpt: 'نبذة',
  savedAt: 1_790_000_000,
  archivedAt: 1_790_000_100,
  favouriteAt: 1_790_000_200,
  progress: 40,
  progressAt: 1_790_000_300,
  progressAnchor: 'عند الضفة',
  note: '=1+1',
  tags: ['أنهار', "peanut, butter don't"],
  highlights: [{ quote: 'النهر', prefix: 'عاد', suffix: '', position: 3, note: 'هنا', createdAt: 1_790_000_050 }],
  page: 'failed',
  pageFault: 'not_found',
  pageAt: 1_790_000_020,
  text: { html: '<p>عاد النهر.</p>', truncated: true, own: true, pasted: true },
}

const raff = (items: ExportedItem[]) =>
  `${raffHead({ site: 'https://a.example', madeAt: 1 })}${items.map((item, i) => raffItem(item, i === 0)).join('')}${RAFF_TAIL}`
const csv = (items: ExportedItem[]) => `${CSV_HEAD}${items.map(csvRow).join('')}`
const html = (items: ExportedItem[]) => `${netscapeHead('رَفّ')}${items.map(netscapeItem).join('')}${NETSCAPE_TAIL}`

async function read(file: string): Promise<{ format: string; items: ImportedItem[] }> {
  const bytes = new TextEncoder().encode(file)
  const opened = await openFile({
    size: bytes.length,
    async *open(from, to) {
      yield bytes.subarray(from, to)
    },
  })
  const items: ImportedItem[] = []
  for await (const { reading } of opened.records(BEGINNING)) {
    if (!('item' in reading)) throw new Error(`refused: ${JSON.stringify(reading)}`)
    items.push(await opened.complete(reading.item))
  }
  return { format: opened.format, items }
}

describe('Raff’s own file', () => {
  it('is one JSON document with a row a line, of no row too', () => {
    const file = raff([ITEM, ITEM])
    expect(JSON.parse(file)).toMatchObject({ format: 'raff', version: 1, madeAt: '1970-01-01T00:00:01.000Z' })
    expect(
      file
        .split('\n')
        .slice(1, 3)
        .map((line) => JSON.parse(line.replace(/,$/, '')).url),
    ).toEqual([ITEM.url, ITEM.url])
    expect(JSON.parse(raff([])).items).toEqual([])
  })

  it('is read without loss', async () => {
    const { format, items } = await read(raff([ITEM]))
    const { page, pageFault, pageAt, text, ...rest } = ITEM
    expect(format).toBe('raff')
    expect(items).toEqual([
      {
        ...rest,
        archived: true,
        favourite: true,
        textName: '',
        page: { state: page, fault: pageFault, at: pageAt },
        text: { html: text?.html, truncated: true, pasted: true },
      },
    ])
  })

  it('is read without loss whatever its reader wrote', async () => {
    const words = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed())
    const at = fc.integer({ min: 1_000_000_000, max: 1_900_000_000 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ note: words, savedAt: at, progressAnchor: words }), { minLength: 1, maxLength: 5 }),
        async (rows) => {
          const { items } = await read(raff(rows.map((row) => ({ ...ITEM, ...row }))))
          const told = items.map(({ note, savedAt, progressAnchor }) => ({ note, savedAt, progressAnchor }))
          expect(told).toEqual(rows)
        },
      ),
      { numRuns: 30, seed: 6 },
    )
  })
})

describe('the table', () => {
  it('is read with all that it can hold', async () => {
    const { items } = await read(csv([ITEM, { ...ITEM, archivedAt: null, favouriteAt: null, note: "'-1" }]))
    const { url, title, byline, sourceName, language, words, savedAt, progress, tags, excerpt } = ITEM
    const told = { url, title, byline, sourceName, language, savedAt, progress, tags, excerpt }
    expect(items).toMatchObject([
      { ...told, archivedAt: ITEM.archivedAt, favouriteAt: ITEM.favouriteAt, note: '=1+1' },
      { ...told, archived: false, favourite: false, note: "'-1" },
    ])
    expect(items.map((item) => item.words)).toEqual([words, words])
  })

  it('holds no cell that a spreadsheet would run, and gives each back as it was', () => {
    for (const text of ['=1+1', '+1', '-1', '@a', '\t=1', '\r=1', '\uff1d1', "'=1", "''=1", 'plain', "'plain", '']) {
      const [, cell = ''] = /,"?([\s\S]*?)"?,سلمى/.exec(csvRow({ ...ITEM, title: text })) ?? []
      expect(cell).not.toMatch(/^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/)
      expect(unguarded(cell)).toBe(text)
    }
  })
})

describe('the bookmarks', () => {
  it('are read with title, date, tags, read state and note', async () => {
    const { format, items } = await read(html([ITEM, { ...ITEM, archivedAt: null, note: 'a < b\n& c', tags: [] }]))
    const { url, title, savedAt } = ITEM
    expect(format).toBe('netscape')
    expect(items).toMatchObject([
      { url, title, savedAt, archived: true, tags: ['أنهار', "peanut butter don't"], note: '=1+1' },
      { url, title, savedAt, archived: false, tags: [], note: 'a < b\n& c' },
    ])
  })
})
