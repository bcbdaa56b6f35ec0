import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START } from './helpers/app.ts'
import { addTopic } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient, save } from './helpers/desk.ts'
import { rss } from './helpers/documents.ts'
import { createFeedApp } from './helpers/feeds.ts'

const words = ar.deskSources
const FEED = 'https://news.example/feed'
const PATH = '/desk/sources/1'

let app: ReturnType<typeof createFeedApp>
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createFeedApp()
  editor = await editorClient(app)
  await app.answer('/news.example/feed', { body: feedOf(3) })
  await app.addSource('', { feedUrl: FEED })
  await app.work()
})

/** A feed of articles an hour apart, each in a category of its own. */
function feedOf(count: number, more: { description?: string } = {}): string {
  const items = Array.from({ length: count }, (_, n) => {
    const date = new Date((START - 3600 * (n + 1)) * 1000).toUTCString()
    const description = more.description ?? `نص الخبر رقم ${n}`
    return `<title>خبر ${n}</title><link>https://news.example/${n}</link><description>${description}</description>
      <guid isPermaLink="false">g${n}</guid><pubDate>${date}</pubDate>`
  })
  return rss(...items)
}

const source = async () => (await app.rows('sources'))[0]
const edits = async () => (await app.rows('edits')).map(({ action, before, after }) => ({ action, before, after }))
const settings = {
  ...{ feedUrl: FEED, title: 'مصدر', language: 'ar', topicId: '', direction: '', display: 'full' },
}
const plain = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('the table of sources', () => {
  it('says how each does, and the exact reason where it does not do well', async () => {
    await app.answer('/news.example/feed', { status: 503 })
    app.clock.advance(6 * 3600)
    await app.work()
    const text = plain((await editor.get('/desk/sources')).text)
    expect(text).toContain('news.example/feed')
    expect(text).toContain('تعذّر الجلب مرة واحدة')
    expect(text).toContain(`${ar.sources.errors.server_error} HTTP 503`)
    expect(text).toMatch(/الجلب التالي بعد ١[٥-٧] دقيقة/)
  })

  it('begins with what needs somebody, and shows one state or name alone', async () => {
    await app.addSource('', { feedUrl: 'https://other.example/feed', title: 'الأهرام' })
    await editor.post(`${PATH}/paused`, { wanted: '1' })
    await app.work()
    const titles = async (path: string) =>
      [...(await editor.get(path)).text.matchAll(/scope="row"><a [^>]*><bdi>([^<]*)/g)].map(([, title]) => title)
    expect(await titles('/desk/sources')).toEqual(['الأهرام', 'مصدر'])
    expect(await titles('/desk/sources?state=paused')).toEqual(['مصدر'])
    expect(await titles('/desk/sources?q=اهرام')).toEqual(['الأهرام'])
    expect((await editor.get('/desk/sources?state=gone')).text).toContain(words.noneOf)
    expect(await titles('/desk/sources?state=nonsense&page=99')).toHaveLength(2)
  })

  it('shows fifty on a page', async () => {
    for (let n = 0; n < 51; n += 1) await app.addSource('', { feedUrl: `https://source${n}.example/feed` })
    const rows = async (path: string) => [...(await editor.get(path)).text.matchAll(/<th scope="row">/g)].length
    expect([await rows('/desk/sources'), await rows('/desk/sources?page=2')]).toEqual([50, 2])
  })

  it('is where the desk begins', async () => {
    expect((await editor.get('/desk')).to).toBe('/desk/sources')
  })
})

describe('a source', () => {
  it('that is paused is not fetched until it is resumed', async () => {
    expect((await editor.post(`${PATH}/paused`, { wanted: '1' })).to).toBe(`${PATH}?done=paused`)
    app.clock.advance(86_400)
    await app.work()
    expect(await app.asked('/news.example/feed')).toHaveLength(1)
    await editor.post(`${PATH}/paused`, { wanted: '0' })
    await app.work()
    expect(await app.asked('/news.example/feed')).toHaveLength(2)
    expect((await edits()).map(({ action }) => action)).toEqual(['paused', 'resumed'])
  })

  it('paused twice is paused once', async () => {
    for (let press = 0; press < 2; press += 1) await editor.post(`${PATH}/paused`, { wanted: '1' })
    expect(await edits()).toHaveLength(1)
  })

  it('that was never read stands in the log under its feed url', async () => {
    await env.DB.prepare(`UPDATE sources SET title = ''`).run()
    await editor.post(`${PATH}/paused`, { wanted: '1' })
    expect((await editor.get('/desk/log')).text).toContain(`<a href="${PATH}"><bdi>https://news.example/feed</bdi></a>`)
  })

  it('is fetched at once where an editor asks for it', async () => {
    expect((await editor.post(`${PATH}/fetched`)).to).toBe(`${PATH}?done=fetching`)
    expect(app.pokes).toContain('INGEST')
    await app.work()
    expect(await app.asked('/news.example/feed')).toHaveLength(2)
  })

  it('that is paused is not fetched by that either', async () => {
    await editor.post(`${PATH}/paused`, { wanted: '1' })
    expect((await editor.post(`${PATH}/fetched`)).to).toBe(`${PATH}?done=idle`)
  })

  it('is tested: what it would bring is shown, and nothing is written', async () => {
    await app.answer('/news.example/feed', { body: feedOf(4) })
    const before = await dumpTables(env.DB)
    const text = plain((await editor.post(`${PATH}/tested`)).text)
    expect(text).toContain('في الخلاصة ٤ مقالات.')
    expect(text).toContain('خبر 3')
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('is tested: the exact error', async () => {
    await app.answer('/news.example/feed', { status: 403 })
    const text = plain((await editor.post(`${PATH}/tested`)).text)
    expect(text).toContain(`${ar.sources.errors.refused} HTTP 403`)
    expect((await source())?.error).toBeNull()
  })

  it('has its articles bear its new name, in search as well', async () => {
    expect((await save(editor, PATH, { ...settings, title: 'الاسم الجديد' })).to).toBe(`${PATH}?done=saved`)
    await app.work()
    expect((await app.rows('articles')).map((row) => row.source_name)).toEqual(Array(3).fill('الاسم الجديد'))
    expect((await app.rows('jobs')).filter(({ kind }) => kind === 'relabel' || kind === 'index')).toEqual([])
    expect(await edits()).toEqual([
      { action: 'changed', before: '{"title":"مصدر"}', after: '{"title":"الاسم الجديد"}' },
    ])
  })

  it('has its articles take its direction', async () => {
    await save(editor, PATH, { ...settings, direction: 'ltr' })
    await app.work()
    expect((await app.rows('articles')).map((row) => row.direction)).toEqual(Array(3).fill('ltr'))
  })

  it('has its new name also on what a run brings that began under the old one', async () => {
    await env.DB.prepare(`UPDATE jobs SET lease_until = ? WHERE kind = 'refresh'`)
      .bind(app.clock.now() + 30)
      .run()
    await save(editor, PATH, { ...settings, title: 'الاسم الجديد' })
    await app.work()
    expect((await app.rows('articles')).map((row) => row.source_name)).toEqual(Array(3).fill('مصدر'))
    app.clock.advance(61)
    await app.work()
    expect((await app.rows('articles')).map((row) => row.source_name)).toEqual(Array(3).fill('الاسم الجديد'))
  })

  it('gives its topic to what comes from now on', async () => {
    const topic = await addTopic('science')
    await save(editor, PATH, { ...settings, topicId: String(topic) })
    await app.answer('/news.example/feed', { body: feedOf(4) })
    app.clock.advance(6 * 3600)
    await app.work()
    expect(await app.rows('article_topics')).toMatchObject([{ topic_id: topic, article_id: 4 }])
  })

  it('is read anew under another feed url, though the old one is gone', async () => {
    await app.answer('/news.example/feed', { status: 410 })
    await editor.post(`${PATH}/fetched`)
    await app.work()
    expect(await source()).toMatchObject({ state: 'gone', error: 'gone' })
    await app.answer('/new.example/feed', { body: feedOf(2) })
    await save(editor, PATH, { ...settings, feedUrl: 'https://new.example/feed' })
    await app.work()
    expect(await source()).toMatchObject({ state: 'active', error: null, feed_url: 'https://new.example/feed' })
    expect(await app.asked('/new.example/feed')).toHaveLength(1)
  })

  it('that gets another feed url while it is read keeps nothing of what the old one said', async () => {
    const next = 'https://new.example/feed'
    const running = createTestApp({
      fetcher: () => async (url) => {
        if (url === next) return { result: 'not_modified', movedTo: null }
        await save(editor, PATH, { ...settings, feedUrl: next })
        return { result: 'gone' }
      },
    })
    await editor.post(`${PATH}/fetched`)
    await running.work()
    expect(await source()).toMatchObject({ state: 'active', error: null, feed_url: next, checked_at: START })
  })

  it('keeps what was typed where something is wrong with it', async () => {
    await app.addSource('', { feedUrl: 'https://other.example/feed' })
    const bad = { ...settings, title: 'اسم مكتوب' }
    const taken = await save(editor, PATH, { ...bad, feedUrl: 'https://other.example/feed' })
    expect([taken.status, taken.text.includes(ar.fields.feedTaken), taken.text.includes('اسم مكتوب')]).toEqual([
      422,
      true,
      true,
    ])
    const inside = await save(editor, PATH, { ...bad, feedUrl: 'http://192.168.0.1/feed' })
    expect([inside.status, inside.text.includes(ar.fields.urlRefused)]).toEqual([422, true])
    const own = await save(editor, PATH, { ...bad, feedUrl: `${app.config.site.url}/feed.xml` })
    expect([own.status, own.text.includes(ar.fields.urlRefused)]).toEqual([422, true])
    const language = await save(editor, PATH, { ...bad, language: 'لغة' })
    expect([language.status, language.text.includes(ar.fields.languageUnknown)]).toEqual([422, true])
  })

  it('shows who saves second what the first saved, and loses neither', async () => {
    await save(editor, PATH, { ...settings, title: 'الأول' })
    const second = await editor.post(PATH, { ...settings, title: 'الثاني', extracts: '1', version: '1' })
    expect(second.status).toBe(409)
    expect(second.text).toContain(ar.desk.overtaken)
    expect(second.text).toContain('value="الثاني"')
    expect(second.text).toMatch(/class="stands"[^>]*>[^<]*<bdi>الأول<\/bdi>/)
    expect(await source()).toMatchObject({ title: 'الأول', extracts: 0, version: 2 })
  })

  it('of which twenty save at the same moment is saved once', async () => {
    const presses = Array.from({ length: 20 }, (_, n) =>
      editor.post(PATH, { ...settings, title: `${n}`, version: '1' }),
    )
    const statuses = (await Promise.all(presses)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([303, ...Array(19).fill(409)])
    expect(await edits()).toHaveLength(1)
  })

  it('that is not there is a page that is not there', async () => {
    expect((await editor.get('/desk/sources/99')).status).toBe(404)
    expect((await editor.post('/desk/sources/99/removed', { fate: 'stay' })).status).toBe(404)
  })
})
