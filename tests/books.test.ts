import { env } from 'cloudflare:workers'
import { strFromU8, unzipSync } from 'fflate'
import { beforeEach, expect, it } from 'vitest'
import { messages } from '../src/i18n/messages.ts'
import { START } from './helpers/app.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
import { addMany, exported, exportRows, made } from './helpers/exports.ts'
import { createFeedApp } from './helpers/feeds.ts'
import { addSaved } from './helpers/shelf.ts'

const m = messages('ar', 'arab')
const words = m.exports
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]

let app: ReturnType<typeof createFeedApp>
let reader: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createFeedApp()
  reader = await signedInClient(app)
})

async function bookOf(ids: number[]) {
  const { bytes, headers } = await exported(app, reader, { format: 'epub', ids: ids.map(String) })
  const files = unzipSync(bytes)
  return {
    bytes,
    headers,
    paths: Object.keys(files),
    text: (path: string) => strFromU8(files[`EPUB/${path}`] ?? new Uint8Array()),
    raw: (path: string) => files[`EPUB/${path}`],
  }
}

/** A row with a text of its own. */
async function addText(id: number, html: string, values: Parameters<typeof addSaved>[2] = {}): Promise<void> {
  await addSaved(reader.reader.id, id, { page: 'ready', ...values })
  await env.DB.prepare('INSERT INTO saved_texts (reader_id, id, html, sanitiser, stored_at) VALUES (?, ?, ?, 1, ?)')
    .bind(reader.reader.id, id, html, START)
    .run()
}

it('a book of one article bears its name, and is a zip that begins as the standard has it', async () => {
  await addText(1, '<p>عاد النهر.</p>', { title: 'حين عاد النهر: "الأول"', byline: 'سلمى', sourceName: 'الواحة' })
  const { bytes, headers, paths, text } = await bookOf([1])
  // The type's name and its value stand at fixed places, uncompressed and without an extra field (OCF 4.3).
  expect(strFromU8(bytes.subarray(30, 58))).toBe('mimetypeapplication/epub+zip')
  expect([...bytes.subarray(6, 10), ...bytes.subarray(28, 30)]).toEqual([0, 0, 0, 0, 0, 0])
  expect(paths.slice(0, 3)).toEqual(['mimetype', 'META-INF/container.xml', 'EPUB/package.opf'])
  expect(headers.get('Content-Type')).toBe('application/epub+zip')
  const name = encodeURIComponent('حين عاد النهر الأول.epub')
  expect(headers.get('Content-Disposition')).toBe(`attachment; filename="raff.epub"; filename*=UTF-8''${name}`)
  expect(text('package.opf')).toContain('<dc:title>حين عاد النهر: &quot;الأول&quot;</dc:title>')
  expect(text('package.opf')).toContain('<dc:creator>سلمى</dc:creator>\n<dc:publisher>الواحة</dc:publisher>')
  expect(text('a1.xhtml')).toContain('<p>عاد النهر.</p>')
  for (const fact of ['الواحة', m.articles.byline('سلمى'), '٢٤ نوفمبر ٢٠٢٦', 'https://news.example/saved/1']) {
    expect(text('a1.xhtml')).toContain(fact)
  }
})

it('a book of several runs as most of them do, and holds the site’s articles too', async () => {
  const articleId = await addArticle({ html: '<p>نص من الموقع</p>' })
  await addSaved(reader.reader.id, 1, { title: 'أول', articleId })
  await addText(2, '<p>English</p>', { title: 'Second', language: 'en', direction: 'ltr' })
  await addText(3, '<p>mixed</p>', { title: 'ثالث', ownDirection: 'ltr' })
  const { text } = await bookOf([1, 2, 3])
  expect(text('package.opf')).toContain('page-progression-direction="ltr"')
  expect(text('package.opf')).toContain(`<dc:title>${words.inside.title('رَفّ')}</dc:title>`)
  expect(text('a1.xhtml')).toContain('<p>نص من الموقع</p>')
  expect(['a1', 'a2', 'a3'].map((name) => /<html.*dir="(\w+)"/.exec(text(`${name}.xhtml`))?.[1])).toEqual([
    'rtl',
    'ltr',
    'ltr',
  ])
  expect((await bookOf([1])).text('package.opf')).toContain('page-progression-direction="rtl"')
})

it('pictures come along; what is none, too large or away is said in words', async () => {
  await app.answer('/news.example/a.png', { bytes: PNG })
  await app.answer('/news.example/login.png', { body: '<!doctype html>' })
  await app.answer('/news.example/huge.png', { endless: true })
  await app.answer('/news.example/new.webp', { bytes: [...Buffer.from('RIFF....WEBP')] })
  const names = ['a.png', 'login.png', 'huge.png', 'new.webp', 'gone.png']
  const html = names.map((name) => `<img src="https://news.example/${name}" alt="صورة ${name}" />`).join('')
  await addText(1, html, { picture: 'https://news.example/a.png' })
  const { text, raw } = await bookOf([1])
  expect(raw('p1.png')).toEqual(new Uint8Array(PNG))
  expect(text('a1.xhtml')).toContain(
    `<img src="p1.png" alt="صورة a.png"/>${names
      .slice(1)
      .map((name) => `<span>صورة ${name}</span>`)
      .join('')}`,
  )
  expect(text('a1.xhtml').match(/<img/g)).toHaveLength(1)
  expect(text('package.opf')).toContain('<item id="p1" href="p1.png" media-type="image/png"/>')
  const asked = await app.asked('/news.example')
  expect(asked.map(({ headers }) => headers.accept)).toContain('image/jpeg,image/png,image/gif')
  expect(asked.filter(({ path }) => path.endsWith('/a.png'))).toHaveLength(1)
})

it('an article without a text says so, beside what is known of it', async () => {
  await addSaved(reader.reader.id, 1, { excerpt: 'نبذة <قصيرة>', page: 'failed', pageFault: 'not_found' })
  const { text } = await bookOf([1])
  expect(text('a1.xhtml')).toContain('<p>نبذة &lt;قصيرة&gt;</p>')
  expect(text('a1.xhtml')).toContain(words.inside.noText)
})

it('a book holds a hundred articles, and says of more that they are too many', async () => {
  await addMany(reader.reader.id, 101)
  const all = await reader.post('/list/exports', { format: 'epub', state: 'all' })
  expect([all.status, all.text.includes(words.refused.tooLong)]).toEqual([422, true])
  expect(await exportRows()).toEqual([])
  const ids = Array.from({ length: 100 }, (_, i) => i + 1)
  expect((await bookOf(ids)).paths.filter((path) => /\/a\d+\.xhtml$/.test(path))).toHaveLength(100)
})

it('a book that would be too large is none, and its page says what helps', async () => {
  const long = `<p>${'a'.repeat(1_900_000)}</p>`
  for (let id = 1; id <= 4; id++) await addText(id, long)
  await reader.post('/list/exports', { format: 'epub', state: 'all' })
  await made(app)
  expect(await exportRows()).toMatchObject([{ state: 'failed', fault: 'too_large', parts: 0 }])
  expect((await reader.get('/list/exports')).text).toContain(words.faults.too_large)
})
