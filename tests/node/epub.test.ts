import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { chapterBody, picturesIn } from '../../src/core/export/chapter.ts'
import { type Book, bookFiles } from '../../src/core/export/epub.ts'
import { sanitize } from '../../src/core/sanitize.ts'
import { quoteOf } from '../../src/core/text-quote.ts'
import { faultsOfXml } from '../helpers/xml.ts'

const book: Book = {
  id: 'urn:uuid:00000000-0000-4000-8000-000000000000',
  title: 'مقالات & "رَفّ" <1>',
  language: 'ar',
  direction: 'rtl',
  creator: '',
  publisher: 'رَفّ',
  modified: '2026-11-24T09:00:00Z',
  lines: ['مقالان'],
  contents: 'المحتويات',
  chapters: [
    {
      title: 'حين عاد النهر',
      language: 'ar-EG',
      direction: 'rtl',
      lines: ['سلمى'],
      url: 'https://a.example/1',
      body: '',
    },
    {
      title: 'A & B',
      language: 'en',
      direction: 'ltr',
      lines: [],
      url: 'https://a.example/2?a=1&b=[2]',
      body: '<p>x</p>',
    },
  ],
  pictures: [{ file: 'p1.png', type: 'image/png', bytes: new Uint8Array([1]) }],
}

const files = bookFiles(book)
const file = (path: string) => String(files.find((one) => one.path === `EPUB/${path}`)?.content)
const body = (html: string) =>
  chapterBody({ html: sanitize(html, 'https://a.example/'), pictures: new Map(), highlights: [] })

describe('a book', () => {
  it('begins with its type, uncompressed', () => {
    expect(files[0]).toEqual({ path: 'mimetype', content: 'application/epub+zip', stored: true })
  })

  it('is well-formed in every file, whatever stands in its titles', () => {
    const pages = files.filter(({ path }) => /\.(xhtml|opf|xml)$/.test(path))
    expect(pages).toHaveLength(6)
    for (const { path, content } of pages) expect([path, faultsOfXml(String(content))]).toEqual([path, []])
    expect(faultsOfXml('<a b="1" b="2"><c></a>&nbsp;')).toHaveLength(4)
  })

  it('names every file that it has, and has every file that it names', () => {
    const named = [...file('package.opf').matchAll(/<item [^>]*href="([^"]*)"/g)].map(([, href]) => `EPUB/${href}`)
    const own = files.map(({ path }) => path).filter((path) => path.startsWith('EPUB/') && !path.endsWith('.opf'))
    expect(named.toSorted()).toEqual(own.toSorted())
    const ids = [...file('package.opf').matchAll(/<item id="([^"]*)"/g)].map(([, id]) => id)
    const spine = [...file('package.opf').matchAll(/<itemref idref="([^"]*)"/g)].map(([, id]) => id)
    expect(spine).toEqual(['title', 'nav', 'a1', 'a2'])
    expect(ids).toEqual(expect.arrayContaining(spine))
  })

  it('is turned from right to left where it is Arabic, and each page runs its own way', () => {
    expect(file('package.opf')).toContain('<spine page-progression-direction="rtl">')
    expect(file('package.opf')).toContain(
      '<dc:language>ar</dc:language>\n<dc:language>ar-EG</dc:language>\n<dc:language>en</dc:language>',
    )
    const root = (path: string) => /<html [^>]*?( lang=.*)>/.exec(file(path))?.[1]
    expect(root('title.xhtml')).toBe(' lang="ar" xml:lang="ar" dir="rtl"')
    expect(root('nav.xhtml')).toBe(' lang="ar" xml:lang="ar" dir="rtl"')
    expect(root('a1.xhtml')).toBe(' lang="ar-EG" xml:lang="ar-EG" dir="rtl"')
    expect(root('a2.xhtml')).toBe(' lang="en" xml:lang="en" dir="ltr"')
    expect(file('nav.xhtml')).toContain('<bdi lang="en" xml:lang="en" dir="ltr">A &amp; B</bdi>')
  })

  it('of an unknown language says so, and claims none on its pages', () => {
    const unknown = bookFiles({ ...book, language: 'und', chapters: [] })
    const text = (path: string) => String(unknown.find((one) => one.path === path)?.content)
    expect(text('EPUB/package.opf')).toContain('<dc:language>und</dc:language>')
    expect(text('EPUB/title.xhtml')).toContain('xmlns:epub="http://www.idpf.org/2007/ops" dir="rtl"')
  })
})

describe('the text of a chapter', () => {
  test.each([
    ['a list in a list without an item', '<ul><ul><li>a</li></ul></ul>', '<ul><li><ul><li>a</li></ul></li></ul>'],
    ['items without a list', '<li>a</li><li>b</li>', '<ul><li>a</li><li>b</li></ul>'],
    ['a cell without a table', '<td>a</td>', '<table><tbody><tr><td>a</td></tr></tbody></table>'],
    ['a definition without a term', '<dl><dd>a</dd></dl>', '<dl><dt></dt><dd>a</dd></dl>'],
    ['a block in a link', '<a href="/x"><p>a</p></a>', '<p><a href="https://a.example/x">a</a></p>'],
    ['a list in an emphasis', '<em>a<ul><li>b</li></ul>c</em>', '<em>a</em><ul><li><em>b</em></li></ul><em>c</em>'],
    ['a caption without a figure', '<figcaption>a</figcaption>', '<p>a</p>'],
    [
      'two captions',
      '<figure><figcaption>a</figcaption><figcaption>b</figcaption></figure>',
      '<figure><figcaption>a</figcaption><p>b</p></figure>',
    ],
    ['a break and a rule', 'a<br>b<hr>', 'a<br/>b<hr/>'],
    ['a direction without one', '<bdo>a</bdo>', '<bdi>a</bdi>'],
    ['a language that is none', '<p lang="en-x">a</p>', '<p>a</p>'],
    ['signs', 'a &amp; b &lt;c&gt; &nbsp;\u0007', 'a &amp; b &lt;c&gt; \u00a0'],
    ['a url that browsers forgive', '<a href="/a|b?c=100%">x</a>', '<a href="https://a.example/a%7Cb?c=100%25">x</a>'],
    ['a picture that is not there', '<p><img src="/a.png" alt="نهر"></p>', '<p><span>نهر</span></p>'],
  ])('%s', (_, html, wanted) => {
    expect(body(html)).toBe(wanted)
  })

  it('shows the book’s own pictures', () => {
    const html = '<p><img src="https://a.example/a.png" alt="x" width="5" /></p>'
    expect(picturesIn(html)).toEqual(['https://a.example/a.png'])
    const pictures = new Map([['https://a.example/a.png', 'p1.png']])
    expect(chapterBody({ html, pictures, highlights: [] })).toBe('<p><img src="p1.png" alt="x"/></p>')
  })

  it('is not many times its text, however deep a page hides its blocks', () => {
    const html = `${'<b>'.repeat(200)}${'<p>x</p>'.repeat(2_000)}${'</b>'.repeat(200)}`
    const body = chapterBody({ html, pictures: new Map(), highlights: [] })
    expect(body.match(/x/g)).toHaveLength(2_000)
    expect(body.length).toBeLessThan(20 * html.length)
  })

  it('marks what its reader marked, across elements', () => {
    const text = 'عاد النهر إلى مجراه القديم'
    const quote = quoteOf(text, { start: 4, end: 19 })
    const html = '<p>عاد <b>النهر</b> إلى مجراه القديم</p>'
    expect(quote && chapterBody({ html, pictures: new Map(), highlights: [quote] })).toBe(
      '<p>عاد <b><mark>النهر</mark></b><mark> إلى مجراه</mark> القديم</p>',
    )
  })
})

describe('whatever markup a page had', () => {
  const tags =
    'p h2 ul ol li dl dt dd blockquote pre figure figcaption table thead tbody tr th td a em bdo hr br img'.split(' ')
  const { html } = fc.letrec<{ html: string }>((tie) => ({
    html: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom('نص', ' ', 'a & b', '\u0001'),
      fc
        .tuple(fc.constantFrom(...tags), fc.array(tie('html'), { maxLength: 4 }))
        .map(([tag, inside]) => `<${tag}${tag === 'a' ? ' href="/x"' : ''}>${inside.join('')}</${tag}>`),
    ),
  }))

  it('the chapter is well-formed, in HTML’s content model, and no word is lost', () => {
    fc.assert(
      fc.property(html, (given) => {
        const safe = sanitize(given, 'https://a.example/')
        const made = chapterBody({ html: safe, pictures: new Map(), highlights: [] })
        expect(faultsOfXml(made)).toEqual([])
        expect(misplaced(made)).toEqual([])
        expect(lettersOf(made)).toBe(lettersOf(safe.replaceAll('\u0001', '')))
      }),
      { numRuns: 400, seed: 6 },
    )
  })
})

const PHRASES = ['a', 'em', 'bdi', 'bdo', 'span', 'br', 'img', 'b', '#']
const INSIDE: Record<string, string[]> = {
  ...Object.fromEntries(['p', 'h2', 'pre', 'a', 'em', 'bdi', 'bdo', 'span'].map((name) => [name, PHRASES])),
  ...{
    ul: ['li'],
    ol: ['li'],
    dl: ['dt', 'dd'],
    table: ['thead', 'tbody'],
    thead: ['tr'],
    tbody: ['tr'],
    tr: ['td', 'th'],
  },
}
const ONLY_IN: Record<string, string[]> = {
  ...{ li: ['ul', 'ol'], dt: ['dl'], dd: ['dl'], thead: ['table'], tbody: ['table'], tr: ['thead', 'tbody'] },
  ...{ td: ['tr'], th: ['tr'], figcaption: ['figure'] },
}

/** Elements that stand where HTML does not let them. */
function misplaced(xhtml: string): string[] {
  const open = ['body']
  const found: string[] = []
  for (const [, closing, tag, empty, words] of xhtml.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>|([^<]+)/g)) {
    if (closing) {
      open.pop()
      continue
    }
    const name = tag ?? '#'
    const parent = open.at(-1) ?? ''
    const allowed = (INSIDE[parent]?.includes(name) ?? true) && (ONLY_IN[name]?.includes(parent) ?? true)
    if (!allowed && (tag || words?.trim())) found.push(`${name} in ${parent}`)
    if (name === 'a' && open.includes('a')) found.push('a link in a link')
    if (tag && !empty) open.push(tag)
  }
  return found
}

/** All of its letters; a caption may have changed its place. */
function lettersOf(html: string): string {
  return [...html.replace(/<[^>]*>/g, '').replace(/\s+/g, '')].sort().join('')
}
