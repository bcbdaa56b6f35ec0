import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExportedItem } from '../../core/export/item.ts'
import { RAFF_TAIL, raffHead, raffItem } from '../../core/export/raff.ts'

/** A point in each kind: enough for a book, and for whoever looks whether it is a picture. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const GIF = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

/** Pictures as the web has them: two good ones, a page in place of one, and nothing at all. */
export async function startPictures(): Promise<{ url: string; stop: () => void }> {
  const files: Record<string, Buffer> = {
    '/a.png': Buffer.from(PNG, 'base64'),
    '/b.gif': Buffer.from(GIF, 'base64'),
    '/c.jpg': Buffer.from('<!doctype html><title>login</title>'),
  }
  const server = createServer((request, response) => {
    const file = files[request.url ?? '']
    response.writeHead(file ? 200 : 404).end(file)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, stop: () => server.close() }
}

const PLAIN: ExportedItem = {
  url: 'https://books.example/1',
  otherKeys: [],
  title: 'A plain story',
  byline: 'Jane Doe',
  sourceName: 'The Oasis',
  picture: null,
  language: 'en',
  direction: 'ltr',
  ownDirection: null,
  words: 10,
  excerpt: '',
  savedAt: 1_790_000_000,
  archivedAt: null,
  favouriteAt: null,
  progress: 0,
  progressAt: null,
  progressAnchor: '',
  note: '',
  tags: [],
  highlights: [],
  page: 'ready',
  pageFault: null,
  pageAt: 1_790_000_000,
  text: { html: '<p>Nothing but words.</p>', truncated: false, own: true, pasted: false },
}

const ARABIC = { language: 'ar', direction: 'rtl' } as const

/** What has broken other makers of books: each its own article, named by what is hard about it. */
export function hardArticles(pictures: string): Record<string, ExportedItem> {
  const withText = (html: string): Pick<ExportedItem, 'text'> => ({
    text: { html, truncated: false, own: true, pasted: false },
  })
  const articles: Record<string, Partial<ExportedItem>> = {
    'plain English': {},
    'Arabic with quotes and a highlight': {
      ...ARABIC,
      title: words('062d 064a 0646 0020 0639 0627 062f'),
      byline: words('0633 0644 0645 0649'),
      ...withText(`<p>${words('0639 0627 062f 0020 0627 0644 0646 0647 0631')}</p><blockquote>q</blockquote>`),
      highlights: [
        { quote: words('0627 0644 0646 0647 0631'), prefix: '', suffix: '', position: 3, note: '', createdAt: 1 },
      ],
    },
    'English in an Arabic frame': { ...ARABIC, title: 'iPhone 17 & iOS', ownDirection: 'ltr', language: 'ar-EG' },
    'tables and nested lists': withText(
      '<table><caption>c</caption><thead><tr><th><h3>h</h3></th></tr></thead><tr><td colspan="2">1<ul><li>x<ol><li>y</ol></ul></td></tr></table>' +
        '<ul><ul><li>without a parent</li></ul>loose<li>a</li></ul><dl><dd>no term</dd><dt>no definition</dt></dl><td>lost cell</td><li>lost item</li>',
    ),
    'blocks in lines': withText(
      `<a href="https://a.example/x|y?[z]"><h2>head</h2><p>text</p></a><em>a<blockquote>b<p>c</p></blockquote></em><pre>d<hr>e</pre><figure><figcaption>1</figcaption><img src="${pictures}/none.png" alt="none"><figcaption>2</figcaption></figure>`,
    ),
    pictures: {
      picture: `${pictures}/a.png`,
      ...withText(
        ['a.png', 'b.gif', 'c.jpg', 'd.png'].map((name) => `<img src="${pictures}/${name}" alt="${name}">`).join(''),
      ),
    },
    'signs in a title': { title: `Tom & "Jerry's" <script> ]]> \u{1f600} \u0007`, byline: 'A & B <c@d.example>' },
    'attributes that are wrong': withText(
      '<p lang="en-x" dir="auto">a</p><bdo>b</bdo><time datetime="soon">c</time><td rowspan="0">d</td><a href="mailto:x@y.example">e</a><a href="https://e.example/100%">f</a>',
    ),
    'no text at all': { text: null, page: 'failed', pageFault: 'not_found', excerpt: 'An <excerpt> & more' },
    'an unknown language': { language: 'und' },
    'a very long title': { title: `${'a long title '.repeat(20)}end` },
  }
  return Object.fromEntries(
    Object.entries(articles).map(([name, more], i) => [
      name,
      { ...PLAIN, ...more, url: `https://books.example/${i + 1}` },
    ]),
  )
}

/** They come in as anybody's list does. */
export function fileOfArticles(articles: ExportedItem[]): string {
  const head = raffHead({ site: 'https://books.example', madeAt: 1_790_000_000 })
  return `${head}${articles.map((item, i) => raffItem(item, i === 0)).join('')}${RAFF_TAIL}`
}

/** Letters by their numbers: no Arabic stands outside its own files. */
function words(codes: string): string {
  return codes
    .split(' ')
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .join('')
}
