import { describe, expect, it } from 'vitest'
import { decodePage } from '../../src/core/charset.ts'
import { readPage } from '../../src/core/extract.ts'
import type { PageText } from '../../src/core/page.ts'
import { textOf } from '../../src/core/safe-html.ts'
import { plainText } from '../../src/core/sanitize.ts'
import { corpusFile, corpusJson, corpusList, hasCorpus } from '../helpers/corpus.ts'

// Real pages against texts that other projects, or people, made of them. Third-party pages lie beside the project.

const text = (path: string) => new TextDecoder().decode(corpusFile(path))
const ofHtml = (path: string) =>
  text(path)
    .split(/<(?=\/?(?:p|div|h\d|li|td|th|blockquote|figcaption|br|pre)\b)/)
    .map((piece) => plainText(`<${piece}`))
    .join('\n')

/** Each page, what it should come out as, and the least precision and recall of its words. */
const PAGES: [page: string, expected: () => string, precision: number, recall: number][] = [
  ['cnn-arabic/source.html', () => text('pages/cnn-arabic/expected.txt'), 0.95, 0.95],
  ['farsi-zwnj/source.html', () => text('pages/farsi-zwnj/expected.md').replace(/^```.*?```/s, ''), 0.9, 0.95],
  ...['bbc-1', 'la-nacion', 'lemonde-1', 'medium-1', 'nytimes-1', 'rtl-1', 'rtl-3', 'wikipedia'].map(
    (name): [string, () => string, number, number] => [
      `readability/${name}/source.html`,
      () => ofHtml(`pages/readability/${name}/expected.html`),
      0.95,
      0.95,
    ],
  ),
]

function read(path: string): PageText {
  const page = readPage(decodePage(corpusFile(`pages/${path}`), null), 'https://news.example/world/article')
  if ('fault' in page) throw new Error(`${path}: ${page.fault}`)
  return page
}

const words = (of: string) => of.normalize('NFC').match(/[\p{L}\p{M}\p{N}\u200c]+/gu) ?? []

/** Of the words found, those that should be there; of those that should be there, the ones found. */
function compare(found: string, expected: string): { precision: number; recall: number } {
  const left = new Map<string, number>()
  for (const word of words(expected)) left.set(word, (left.get(word) ?? 0) + 1)
  let hits = 0
  for (const word of words(found)) {
    const count = left.get(word) ?? 0
    if (count === 0) continue
    hits += 1
    left.set(word, count - 1)
  }
  return { precision: hits / words(found).length, recall: hits / words(expected).length }
}

describe.skipIf(!hasCorpus)('the text of a real page', () => {
  const table: Record<string, unknown> = {}

  it.each(PAGES)('%s comes out whole and clean', (path, expected, precision, recall) => {
    const page = read(path)
    const found = compare(textOf(page.html), expected())
    table[path] = { precision: found.precision.toFixed(3), recall: found.recall.toFixed(3), words: page.words }
    if (path === PAGES.at(-1)?.[0]) console.table(table)
    expect.soft(found.precision).toBeGreaterThanOrEqual(precision)
    expect.soft(found.recall).toBeGreaterThanOrEqual(recall)
  })

  it('is the same in an earlier copy of the page, from its first words on', () => {
    const { cleaned_text: beginning } = corpusJson<{ expected: { cleaned_text: string } }>(
      'pages/cnn-arabic/expected-goose3.json',
    ).expected
    expect(compare(textOf(read('cnn-arabic/source-goose3.html').html), beginning).recall).toBeGreaterThan(0.95)
  })

  it('has the direction and the language that its page declares', () => {
    expect(read('readability/rtl-1/source.html').direction).toBe('rtl')
    expect(read('readability/rtl-3/source.html').direction).toBe('rtl')
    expect(read('cnn-arabic/source.html')).toMatchObject({ language: 'ar', direction: 'rtl' })
    expect(read('farsi-zwnj/source.html')).toMatchObject({ language: 'fa', direction: 'rtl' })
    expect(read('readability/lemonde-1/source.html')).toMatchObject({ language: 'fr', direction: 'ltr' })
  })

  it('keeps the joiners of Persian', () => {
    expect(textOf(read('farsi-zwnj/source.html').html)).toContain('\u200c')
  })
})

describe.skipIf(!hasCorpus)('a page in an old charset, declared rightly, wrongly or not at all', () => {
  it.each(corpusList('pages/encodings', '.html'))('%s comes out as the page in UTF-8', (name) => {
    expect(read(`encodings/${name}`)).toEqual(read('cnn-arabic/source.html'))
  })
})
