import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { intentQuery } from '../src/core/intent.ts'
import { MOST_SAVED } from '../src/core/limits.ts'
import { ar } from '../src/i18n/ar.ts'
import { addArticle, addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import { createPageApp } from './helpers/page-app.ts'

type App = ReturnType<typeof createPageApp>
type Reader = Awaited<ReturnType<typeof signedInClient>>

const HTMX = { htmx: true }
const URL = 'https://news.example/world/%D9%86%D9%87%D8%B1-%D8%B9%D8%A7%D8%AF.html'

let app: App
let browser: Reader

beforeEach(async () => {
  app = createPageApp()
  browser = await signedInClient(app)
})

const extractJobs = async () => (await app.rows('jobs')).filter(({ kind }) => kind === 'extract')
const fill = (readerId: number) =>
  env.DB.prepare('INSERT INTO counters (reader_id, next_saved, unread) VALUES (?1, ?2, ?2)')
    .bind(readerId, MOST_SAVED)
    .run()

describe('a url that is saved', () => {
  it('is in the list at once, under what the url itself says', async () => {
    const answer = await browser.post('/list', { url: URL })
    expect(answer).toMatchObject({ status: 303, to: '/list?done=saved&id=1' })
    const page = await browser.get('/list?done=saved&id=1')
    expect(page.text).toContain(ar.list.done.saved)
    expect(page.text).toContain('news.example · نهر عاد')
    expect(await app.saved()).toMatchObject([
      { url: URL, source_name: 'news.example', language: 'ar', direction: 'rtl', page: 'waiting', article_id: null },
    ])
    expect(await extractJobs()).toMatchObject([{ key: `${browser.reader.id}:1`, lane: 0, due_at: app.clock.now() }])
    expect(app.pokes).toEqual(['INGEST'])
    expect(await app.asked()).toEqual([])
  })

  it('ends on the list with htmx, too', async () => {
    const answer = await browser.post('/list', { url: URL }, HTMX)
    expect(answer).toMatchObject({ status: 200, text: '', to: '/list?done=saved&id=1' })
  })

  it('has the title that was shared with it, until nobody knows a better one', async () => {
    await browser.post('/list', { url: URL, title: ' نهر  عاد\u202e ' })
    expect(await app.saved()).toMatchObject([{ title: 'نهر عاد' }])
  })

  it.each([
    ['with words around it', `شاهد هذا: ${URL}، مهم جدًا`],
    ['in brackets', `(${URL})`],
    ['without its scheme', URL.slice('https://'.length)],
    ['with marks that nobody sees', `\u200f\u202a${URL}\u202c\u200f`],
    ['on a line of its own', `نهر عاد\n${URL}\n`],
    ['with what counts its readers', `${URL}?utm_source=share&fbclid=1#top`],
    ['in readable letters', 'https://news.example/world/نهر-عاد.html'],
    ['with a slash at its end', `${URL}/`],
    ['by its other name', URL.replace('https://', 'http://www.')],
  ])('is the same one %s', async (_, typed) => {
    await browser.post('/list', { url: URL })
    const answer = await browser.post('/list', { url: typed })
    expect(answer.to).toBe('/list?done=saved&id=1')
    expect(await app.saved()).toHaveLength(1)
  })

  it.each([
    ['', ar.fields.urlRequired],
    ['نهر عاد إلى مجراه', ar.fields.urlMissing],
    ['انتهى.ثم عاد', ar.fields.urlMissing],
    ['javascript:alert(1)', ar.fields.urlMissing],
    ['ftp://news.example/a', ar.fields.urlMissing],
    ['https://user:secret@news.example/a', ar.fields.urlRefused],
    ['https://news.example:8080/a', ar.fields.urlRefused],
    ['http://localhost/a', ar.fields.urlRefused],
    [`https://news.example/${'a'.repeat(2100)}`, ar.fields.urlTooLong],
    ['https://raff.example/newsletters', ar.fields.urlOwn],
    ['https://raff.example/articles/999', ar.fields.urlOwn],
  ])('cannot be %j, and the form says why', async (typed, words) => {
    for (const sent of [{}, HTMX]) {
      const answer = await browser.post('/list', { url: typed }, sent)
      expect(answer.status).toBe(422)
      expect(answer.text).toContain(words)
      if (typed) expect(answer.text).toContain(`value="${typed}"`)
      expect(answer.text.includes('<html')).toBe(sent !== HTMX)
    }
    expect(await app.saved()).toEqual([])
  })

  it.skipIf(!inject('hasCorpus'))('is no ip of a private network, in whatever notation', async () => {
    const { refused = [] } = inject('hosts')
    expect(refused.length).toBeGreaterThan(30)
    for (const ip of refused) {
      const host = ip.includes(':') ? `[${ip.replace(/%.*/, '')}]` : ip
      expect((await browser.post('/list', { url: `http://${host}/` })).status, ip).toBe(422)
    }
    await app.work()
    expect([await app.saved(), await app.asked()]).toEqual([[], []])
  })
})

describe('an article of this site', () => {
  it('is linked, not fetched, when its own url is saved', async () => {
    const id = await addArticle({ title: 'نهر عاد' })
    await browser.post('/list', { url: `https://raff.example/articles/${id}` })
    expect(await app.saved()).toMatchObject([{ article_id: id, title: 'نهر عاد', page: 'none' }])
    expect(await extractJobs()).toEqual([])
  })

  it('is linked, not fetched, when its publisher’s url is saved', async () => {
    const id = await addArticle({ title: 'نهر عاد', url: 'https://news.example/river' })
    await browser.post('/list', { url: 'http://www.news.example/river/?utm_source=x' })
    expect(await app.saved()).toMatchObject([{ article_id: id, title: 'نهر عاد', page: 'none' }])
    expect(await extractJobs()).toEqual([])
  })

  it('becomes known to a row that was saved before the site had it', async () => {
    await browser.post('/list', { url: 'https://news.example/river' })
    const id = await addArticle({ url: 'https://news.example/river' })
    await browser.post('/list', { article_id: String(id) })
    expect(await app.saved()).toMatchObject([{ id: 1, article_id: id, page: 'waiting' }])
  })
})

describe('who is not signed in', () => {
  const INTENT = `/login${intentQuery({ kind: 'save-url', url: URL })}`

  it('signs in first, and finds it saved', async () => {
    const { email } = await addReader()
    const visitor = app.client()
    const pressed = await visitor.post('/list', { url: `${URL}?utm_source=x` })
    expect(pressed).toMatchObject({ status: 303, to: INTENT })
    const form = await visitor.get(INTENT)
    expect(form.text).toContain(ar.accounts.asked['save-url'])
    expect(form.text).toContain(`name="intent" value="save-url:${URL}"`)
    const done = await visitor.post('/login', { email, password: PASSWORD, intent: `save-url:${URL}` })
    expect(done).toMatchObject({ status: 303, to: '/list' })
    expect(await app.saved()).toMatchObject([{ url: URL, page: 'waiting' }])
  })

  it('is told of a bad url before', async () => {
    expect((await app.client().post('/list', { url: 'http://127.0.0.1/' })).status).toBe(422)
  })

  it('cannot be led to save what cannot be fetched', async () => {
    const { email } = await addReader()
    const visitor = app.client()
    for (const url of ['javascript:alert(1)', 'http://10.0.0.1/', 'https://a.example:8443/']) {
      await visitor.post('/login', { email, password: PASSWORD, intent: `save-url:${url}` })
    }
    expect(await app.saved()).toEqual([])
  })
})

describe('the page of the share sheet', () => {
  const typed = /name="url"[^>]*value="([^"]*)"/
  it.each([
    ['?url=https://news.example/a', 'https://news.example/a'],
    ['?text=انظر+https://news.example/a+مهم&title=عنوان', 'https://news.example/a'],
    ['?title=https://news.example/a', 'https://news.example/a'],
    ['?text=لا+رابط', 'لا رابط'],
  ])('finds the url wherever the phone put it: %s', async (query, url) => {
    const { status, text } = await app.client().get(`/list/new${query}`)
    expect(status).toBe(200)
    expect(typed.exec(text)?.[1]).toBe(url)
  })

  it('shows and saves nothing; its button does, with the title', async () => {
    const page = await browser.get('/list/new?url=https://news.example/a&title=نهر+عاد')
    expect(page.text).toContain('name="title" value="نهر عاد"')
    expect(page.headers.get('Cache-Control')).toBe('private, no-store')
    expect(await app.saved()).toEqual([])
  })

  it('offers a bookmarklet that leads to it', async () => {
    const { text } = await browser.get('/list/new')
    expect(text).toContain('href="javascript:location.href=&#39;https://raff.example/list/new?url=&#39;')
  })

  it('is named in the manifest', async () => {
    const manifest = JSON.parse((await browser.get('/manifest.webmanifest')).text)
    expect(manifest.share_target).toMatchObject({ action: '/list/new', method: 'GET', params: { text: 'text' } })
  })
})

describe('a full list', () => {
  it('says so, and what was typed is still there', async () => {
    await fill(browser.reader.id)
    const answer = await browser.post('/list', { url: URL })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(ar.fields.listFull)
    expect(answer.text).toContain(`value="${URL}"`)
    const pressed = await browser.post('/list', { article_id: String(await addArticle()) })
    expect(pressed.status).toBe(409)
    expect(pressed.text).toContain(ar.errors.pages.list_full.title)
    expect(await app.saved()).toEqual([])
    expect(await app.rows('counters')).toMatchObject([{ unread: MOST_SAVED, next_saved: MOST_SAVED }])
  })
})
