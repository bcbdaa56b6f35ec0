import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { addSource } from '../src/actions/desk-sources.ts'
import { findFeeds } from '../src/actions/feed-finding.ts'
import { sourcesOf } from '../src/actions/feeds.ts'
import { fold } from '../src/core/arabic.ts'
import { ar } from '../src/i18n/ar.ts'
import { createFetcher } from '../src/ports/fetcher.ts'
import { addTopic } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'
import { rss } from './helpers/documents.ts'
import { type Answer, createFeedApp } from './helpers/feeds.ts'

const words = ar.deskSources
const FEED = 'https://news.example/feed.xml'

let app: ReturnType<typeof createFeedApp>
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createFeedApp()
  editor = await editorClient(app)
})

/** What the page says once a url was typed: in plain words, and as it is. */
async function found(url: string) {
  const { status, text } = await editor.post('/desk/sources/new', { url })
  return { status, text, plain: text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') }
}

const page = (head: string): Answer => ({
  body: `<!doctype html><html><head><title>صحيفة</title>${head}</head><body><p>الصفحة الأولى</p></body></html>`,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
})
const link = (href: string, title = '', type = 'application/rss+xml') =>
  `<link rel="alternate" type="${type}" title="${title}" href="${href}">`
const settings = { feedUrl: FEED, title: 'صحيفة', language: 'ar', topicId: '', direction: '', display: 'excerpt' }

describe('a url that an editor types', () => {
  it('of a feed shows what it would bring, and writes nothing', async () => {
    const topic = await addTopic('science', 'علوم')
    await env.DB.prepare('INSERT INTO categories (name, topic_id) VALUES (?, ?)').bind(fold('فضاء'), topic).run()
    const item = (n: number, title: string) =>
      `<title>${title}</title><link>https://news.example/${n}</link><guid>g${n}</guid><category>فضاء</category>`
    const body = rss(item(1, 'خبر الفضاء'), item(2, 'Ancient river channels mapped'), 3, 4, 5, 6)
    await app.answer('/news.example/feed.xml', { body })
    const before = await dumpTables(env.DB)
    const { status, text, plain } = await found(FEED)
    expect(status).toBe(200)
    expect(plain).toContain('في الخلاصة ٦ مقالات.')
    expect(text).toContain('<bdi dir="rtl" lang="ar">خبر الفضاء</bdi>')
    expect(text).toMatch(/<bdi dir="ltr" lang="[a-z]+">Ancient river channels mapped<\/bdi>/)
    expect(plain).toContain('علوم')
    expect(plain).toContain('خبر رقم 5')
    expect(plain).not.toContain('خبر رقم 6')
    expect(text).toContain('value="الخلاصة"')
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('of a page leads to the one feed that the page names', async () => {
    await app.answer('/news.example/', page(link('/feed.xml')))
    await app.answer('/news.example/feed.xml', { body: rss(1) })
    const { status, text } = await found('news.example')
    expect(status).toBe(200)
    expect(text).toContain(`name="feedUrl" type="text" dir="ltr" value="${FEED}"`)
  })

  it('of a page with several feeds lets the editor choose; comments and interfaces are told apart', async () => {
    const feeds = [link('/feed.xml', 'الأخبار'), link('/atom', 'التعليقات', 'application/atom+xml')]
    const others = [link('/wp-json', 'API', 'application/json'), '<link rel="stylesheet" href="/a.css">']
    await app.answer('/news.example/', page([...feeds, ...others, ...feeds].join('')))
    const { plain, text } = await found('https://news.example/')
    expect(plain).toContain(words.find.choose)
    expect([...text.matchAll(/type="hidden" name="url" value="([^"]*)"/g)].map(([, url]) => url)).toEqual([
      FEED,
      'https://news.example/atom',
    ])
    expect(plain).toContain('الأخبار')
    expect(await app.asked('/news.example/feed.xml')).toEqual([])
  })

  it('of a page that names none leads to a feed where feeds commonly are', async () => {
    await app.answer('/news.example/', page(''))
    await app.answer('/news.example/rss.xml', { body: rss(1) })
    const { text } = await found('https://news.example/')
    expect(text).toContain('value="https://news.example/rss.xml"')
  })

  it('of a page on this machine leads to its feed there, and no page elsewhere does', async () => {
    await app.answer('/page', page(link(app.url('/feed'))))
    await app.answer('/feed', { body: rss(1) })
    expect((await found(app.url('/page'))).text).toContain(`value="${app.url('/feed')}"`)
    await app.answer('/news.example/', page(link(app.url('/feed'))))
    expect((await found('https://news.example/')).plain).toContain(words.find.noFeeds)
    const deployed = { config: app.config, db: app.context().db, now: app.clock.now }
    const fetcher = createFetcher({ site: app.config.site })
    const { kind, ...rest } = await findFeeds({ ...deployed, fetcher }, app.url('/page'))
    expect([kind, rest]).toEqual(['fault', { fault: { error: 'forbidden_url', detail: app.url('/page') } }])
  })

  it('of a page without feeds says so', async () => {
    await app.answer('/news.example/', page(''))
    const { status, plain } = await found('https://news.example/')
    expect([status, plain.includes(words.find.noFeeds)]).toEqual([422, true])
  })

  it('of a feed that moved for good is added under where it is now', async () => {
    await app.answer('/news.example/old', { status: 301, headers: { Location: FEED } })
    await app.answer('/news.example/feed.xml', { body: rss(1) })
    expect((await found('https://news.example/old')).text).toContain(`value="${FEED}"`)
  })

  it('of a feed that is a source already leads to that source', async () => {
    await app.answer('/news.example/feed.xml', { body: rss(1) })
    await app.addSource('', { feedUrl: FEED, title: 'الواحة' })
    const { text, plain } = await found(FEED)
    expect(text).toContain('href="/desk/sources/1"')
    expect([plain.includes(words.find.known), text.includes(words.find.add)]).toEqual([true, false])
  })

  it.each<[string, Answer, string]>([
    ['is not there', { status: 404 }, `${ar.sources.errors.not_found} HTTP 404`],
    ['was taken away for good', { status: 410 }, `${ar.sources.errors.gone} HTTP 410`],
    ['fails', { status: 502 }, `${ar.sources.errors.server_error} HTTP 502`],
    ['refuses us', { status: 403 }, `${ar.sources.errors.refused} HTTP 403`],
    ['asks us to wait', { status: 429, headers: { 'Retry-After': '90' } }, `${ar.sources.errors.busy} 90`],
    ['is too large', { body: 'x'.repeat(5_000_001) }, ar.sources.errors.too_large],
    ['is broken beyond reading', { body: '<rss><channel><item><title>a' }, ar.sources.errors.broken_feed],
    ['only leads on', { status: 302, headers: { Location: FEED } }, ar.sources.errors.too_many_redirects],
  ])('of what %s gets the exact error', async (_, answer, said) => {
    await app.answer('/news.example/feed.xml', answer)
    const { status, plain, text } = await found(FEED)
    expect([status, plain]).toEqual([422, expect.stringContaining(said)])
    expect(text).toContain(`value="${FEED}"`)
  })

  it('of a host that nobody may ask is not asked', async () => {
    for (const url of ['http://192.168.1.1/feed', 'http://metadata.internal/', `${app.config.site.url}/feed.xml`]) {
      const { status, plain } = await found(url)
      expect([url, status, plain]).toEqual([url, 422, expect.stringContaining(ar.sources.errors.forbidden_url)])
    }
    await app.answer('/news.example/', { status: 302, headers: { Location: 'http://10.0.0.1/feed' } })
    expect((await found('https://news.example/')).plain).toContain(ar.sources.errors.forbidden_url)
    expect(await app.asked()).toHaveLength(1)
  })

  it('of nothing at all is told by its field', async () => {
    expect((await found(' ')).text).toContain(ar.fields.urlRequired)
    expect((await found('صحيفة الواحة')).text).toContain(ar.fields.urlMissing)
    expect((await found(`https://news.example/${'a'.repeat(2048)}`)).text).toContain(ar.fields.urlTooLong)
  })

  it('of an empty feed may be added all the same', async () => {
    await app.answer('/news.example/feed.xml', { body: rss() })
    const { status, plain } = await found(FEED)
    expect([status, plain.includes('لا مقالات في الخلاصة الآن.'), plain.includes(words.find.add)]).toEqual([
      200,
      true,
      true,
    ])
  })
})

describe('adding a source', () => {
  beforeEach(() => app.answer('/news.example/feed.xml', { body: rss(1, 2) }))

  it('fetches it at once, with what the editor set, and is written down', async () => {
    const topic = await addTopic('science')
    const set = {
      ...settings,
      topicId: String(topic),
      direction: 'rtl',
      extracts: '1',
      siteUrl: 'https://news.example/',
    }
    expect((await editor.post('/desk/sources', set)).to).toBe('/desk/sources/1?done=added')
    expect(app.pokes).toContain('INGEST')
    await app.work()
    expect(await app.rows('sources')).toMatchObject([
      {
        ...{ feed_url: FEED, title: 'صحيفة', topic_id: topic, direction: 'rtl', display: 'excerpt', extracts: 1 },
        ...{ site_url: 'https://news.example/', error: null },
      },
    ])
    expect(await app.rows('articles')).toHaveLength(2)
    expect(await app.rows('edits')).toMatchObject([{ noun: 'source', ref: 1, label: 'صحيفة', action: 'added' }])
  })

  it('twice adds it once', async () => {
    await editor.post('/desk/sources', settings)
    const second = await editor.post('/desk/sources', { ...settings, title: 'اسم آخر' })
    expect([second.status, second.text.includes(ar.fields.feedTaken)]).toEqual([422, true])
    expect(second.text).toContain('value="اسم آخر"')
    expect([(await app.rows('sources')).length, (await app.rows('edits')).length]).toEqual([1, 1])
  })

  it('of one that was removed takes it up again, with all that stayed of it', async () => {
    await editor.post('/desk/sources', settings)
    await app.work()
    await editor.post('/desk/sources/1/removed', { fate: 'stay' })
    expect((await found(FEED)).text).toContain(words.find.add)
    expect((await editor.post('/desk/sources', { ...settings, title: 'مجددًا' })).to).toBe('/desk/sources/1?done=added')
    await app.work()
    expect(await app.rows('sources')).toMatchObject([{ id: 1, state: 'active', title: 'مجددًا', error: null }])
    expect(await app.asked('/news.example/feed.xml')).toHaveLength(3)
  })

  it('keeps what was typed where something is wrong with it', async () => {
    const bad = await editor.post('/desk/sources', { ...settings, title: '', siteUrl: 'https://news.example/' })
    expect([bad.status, bad.text.includes(ar.fields.required), bad.text.includes(`value="${FEED}"`)]).toEqual([
      422,
      true,
      true,
    ])
    expect(bad.text).toContain('name="siteUrl" value="https://news.example/"')
    const own = await editor.post('/desk/sources', { ...settings, feedUrl: `${app.config.site.url}/feed.xml` })
    expect([own.status, own.text.includes(ar.fields.urlRefused)]).toEqual([422, true])
  })

  it('takes a feed on this machine for a site on this machine, and for no other', async () => {
    const feedUrl = 'http://localhost:4100/feed.xml'
    const set = { title: 'هنا', language: 'ar', topicId: null, direction: null, display: 'full', extracts: 0 } as const
    const at = (url: string) => ({ ...app.context(), config: { ...app.config, site: { ...app.config.site, url } } })
    const to = (url: string) => addSource(at(url), 1, { ...set, feedUrl, siteUrl: null })
    expect(await to('https://raff.example')).toEqual({ errors: { feedUrl: 'urlRefused' } })
    expect(await to('http://localhost:8787')).toMatchObject({ id: expect.any(Number) })
    // So do readers who bring it in a file.
    expect(await sourcesOf(at('https://raff.example'), [feedUrl])).toEqual(['bad_url'])
    expect(await sourcesOf(at('http://localhost:8787'), [feedUrl])).toMatchObject([{ kind: 'source', label: 'هنا' }])
  })
})
