import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { PREFS_COOKIE, writePrefs } from '../src/core/prefs.ts'
import type { Bindings } from '../src/env.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic, signedInClient } from './helpers/builders.ts'
import type { Answer, Client } from './helpers/client.ts'
import { addIssue } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { indexAll } from './helpers/search.ts'
import { counting } from './helpers/statements.ts'

let app: TestApp
let ids: number[]

/** Every public page that shows articles, with more of them than one page holds. */
const PAGES = [
  '/',
  '/topics/sport',
  '/sources',
  '/sources/1',
  '/articles/1',
  '/newsletters',
  '/newsletters/morning',
  '/newsletters/morning/issues/1',
  '/search',
  `/search?${new URLSearchParams({ q: 'مقال' })}`,
  '/about',
  '/privacy',
  '/terms',
  '/offline',
]
const OTHERS = [
  '/feed.xml',
  '/topics/sport/feed.xml',
  '/newsletters/morning/feed.xml',
  '/sitemap.xml',
  '/sitemaps/1',
  '/robots.txt',
  '/manifest.webmanifest',
  '/opensearch.xml',
]

beforeEach(async () => {
  app = createTestApp()
  const [topic, sourceId] = [await addTopic('sport', 'رياضة'), await addSource({ title: 'نبض الملاعب' })]
  await addNewsletters('morning', 'weekly')
  await addIssue(app)
  await env.DB.prepare("UPDATE issues SET state = 'sent', number = 1").run()
  ids = await addArticles(30, { topics: [topic], sourceId, html: '<p>نص المقال كما يُقرأ</p>' })
  await indexAll(app)
})

it('public pages are the same bytes for everybody at every minute', async () => {
  const visitor = app.client()
  const first = await inTurn(visitor)
  const salma = await signedInClient(app, { name: 'سلمى' })
  salma.cookies.set(
    PREFS_COOKIE,
    writePrefs({ theme: 'dark', size: 'large', digits: 'latn', calendar: 'islamic-umalqura' }),
  )
  for (const id of ids.slice(0, 6)) await salma.post('/list', { article_id: String(id) })
  await salma.post('/list/2/archived', { wanted: '1' })
  await salma.post('/newsletters/morning/subscribe', { wanted: '1' })
  app.clock.advance(86_400)
  const adam = await signedInClient(app, { name: 'آدم' })
  adam.cookies.set(PREFS_COOKIE, writePrefs({ theme: 'light' }))
  await adam.post('/list', { article_id: String(ids[7]) })
  await adam.post('/list/1/removed', { wanted: '1' })
  await adam.post('/newsletters/weekly/subscribe', { wanted: '1' })
  for (const client of [salma, adam, visitor]) {
    const again = await inTurn(client)
    expect(again.map(seen)).toEqual(first.map(seen))
  }
})

async function inTurn(client: Client): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const path of [...PAGES, ...OTHERS]) answers.push(await client.get(path))
  return answers
}

/** All that an edge or a browser gets to see. */
function seen({ path, status, headers, text }: Answer) {
  return { path, status, headers: [...headers].sort(), text }
}

describe('a public page', () => {
  it.each([...PAGES, ...OTHERS])(
    'may be kept at the edge, sets no cookie, and is not sent again to who has it: %s',
    async (path) => {
      const { status, headers } = await app.client().get(path)
      expect(status).toBe(200)
      expect(headers.get('Cache-Control')).toBe('public, no-cache')
      expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe(
        'max-age=60, stale-while-revalidate=600, stale-if-error=86400',
      )
      expect(headers.get('Cache-Tag')).toMatch(/^all,[\x21-\x7e]+$/)
      expect(headers.has('Set-Cookie')).toBe(false)
      const etag = headers.get('ETag') ?? ''
      const again = await app.client().get(path, { headers: { 'If-None-Match': `"other", W/${etag}` } })
      expect(again).toMatchObject({ status: 304, text: '' })
      expect(again.headers.get('ETag')).toBe(etag)
    },
  )

  it.each([
    ['/?utm_source=x', '/'],
    ['/?before=1.2&before=3.4', '/?before=1.2'],
    ['/?before=x', '/'],
    ['/topics/sport?page=2&before=9.9', '/topics/sport?before=9.9'],
    ['/articles/1?fbclid=1', '/articles/1'],
    ['/feed.xml?x', '/feed.xml'],
  ])('has one url: %s leads to %s', async (path, to) => {
    expect(await app.client().get(path)).toMatchObject({ status: 301, to })
  })

  it.each([
    '/articles/999',
    '/articles/0',
    '/articles/01',
    '/articles/x',
    '/articles/9999999999999999',
    '/sources/999',
    '/topics/unknown',
    '/topics/S',
    '/topics/unknown/feed.xml',
    '/sitemaps/0',
    '/sitemaps/2',
    '/nothing',
  ])('that does not exist is told so and kept by nobody: %s', async (path) => {
    const answer = await app.client().get(path)
    expect(answer.status).toBe(404)
    expect(answer.text).toContain(ar.errors.pages.not_found.title)
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
  })

  it.each(PAGES)('takes at most three statements: %s', async (path) => {
    const { d1, during } = counting(env.DB)
    const browser = createTestApp({ d1 }).client()
    expect(await during(() => browser.get(path))).toBeLessThanOrEqual(3)
  })
})

describe('an edit is noticed', () => {
  it.each([
    ['a title', `UPDATE articles SET title = 'عنوان آخر' WHERE id = 1`],
    ['a text', `UPDATE texts SET html = '<p>نص آخر</p>' WHERE article_id = 1`],
    ['a topic’s name', `UPDATE topics SET name = 'ملاعب'`],
    ['a source’s right to show', `UPDATE sources SET display = 'excerpt'`],
  ])('though no date changed: %s', async (_, change) => {
    const etag = async () => (await app.client().get('/articles/1')).headers.get('ETag')
    const before = await etag()
    await env.DB.prepare(change).run()
    expect(await etag()).not.toBe(before)
  })

  it('and a publisher’s change of a setting', async () => {
    const contact: string = 'other@example.com'
    const changed = createTestApp({ bindings: { CONTACT_EMAIL: contact } as Partial<Bindings> })
    const etag = async (from: TestApp) => (await from.client().get('/about')).headers.get('ETag')
    expect(await etag(changed)).not.toBe(await etag(app))
  })
})

describe('the news', () => {
  it('leads from page to page by links', async () => {
    const browser = app.client()
    const first = await browser.get('/topics/sport')
    const older = /href="(\/topics\/sport\?before=[\d.]+)"/.exec(first.text)?.[1] ?? ''
    const second = await browser.get(older)
    expect(second.status).toBe(200)
    for (const id of ids) {
      const link = `href="/articles/${id}"`
      expect([first.text.includes(link), second.text.includes(link)].filter(Boolean)).toHaveLength(1)
    }
  })

  it('names each article by its title, its source and its date', async () => {
    const { text } = await app.client().get('/')
    expect(text).toContain('href="/articles/1"')
    expect(text).toContain('<bdi>الواحة</bdi>')
    expect(text).toContain('datetime="2026-11-24T08:59:00Z"')
  })

  it('names a source by its host as long as it gave no name', async () => {
    const id = await addSource({ title: '', feedUrl: 'https://www.oasis.example/feed.xml' })
    expect((await app.client().get('/sources')).text).toContain(`href="/sources/${id}"><bdi>oasis.example</bdi>`)
    expect((await app.client().get(`/sources/${id}`)).text).toContain('<h1><bdi>oasis.example</bdi></h1>')
  })

  it('says what will be here while there is none', async () => {
    await env.DB.batch(['articles', 'article_topics'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
    expect((await app.client().get('/')).text).toContain(ar.articles.none)
    expect((await app.client().get('/topics/sport')).text).toContain(ar.articles.noneInTopic)
    expect((await app.client().get('/sources/1')).text).toContain(ar.articles.noneFromSource)
  })
})

describe('an article', () => {
  it('shows its text, its original and a visitor’s invitation', async () => {
    const url = 'https://news.example/original'
    const id = await addArticle({ url, title: 'نهر عاد', html: '<p>نص <strong>كامل</strong></p>' })
    const { text } = await app.client().get(`/articles/${id}`)
    expect(text).toContain('<p>نص <strong>كامل</strong></p>')
    expect(text).toContain(`<link rel="canonical" href="${url}"`)
    expect(text).toContain(`/register?intent=save:${id}`)
    expect(text).not.toContain('noindex')
  })

  it('shows an excerpt and the way to the source where that is all we may show', async () => {
    const sourceId = await addSource({ display: 'excerpt' })
    const id = await addArticle({ sourceId, excerpt: 'نبذة منه', html: '<p>النص كاملًا</p>' })
    const { text } = await app.client().get(`/articles/${id}`)
    expect(text).toContain('نبذة منه')
    expect(text).toContain(ar.articles.excerptOnly)
    expect(text).not.toContain('النص كاملًا')
    expect(text).toContain('<meta name="robots" content="noindex"')
  })

  it('brings its pictures through our own host', async () => {
    const html = '<p>نص</p><img src="https://pictures.example/a.jpg?b=1&amp;c=2" alt="صورة" />'
    const id = await addArticle({ html, picture: 'https://pictures.example/lead.jpg' })
    const { text } = await app.client().get(`/articles/${id}`)
    const encoded = Buffer.from('https://pictures.example/a.jpg?b=1&c=2').toString('base64url')
    expect(text).toContain(`src="/i/${encoded}.`)
    expect(text).not.toMatch(/src="https?:/)
  })
})
