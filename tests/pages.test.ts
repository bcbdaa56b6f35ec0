import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PAGE_FAULTS, type PageFault } from '../src/core/page.ts'
import { ar } from '../src/i18n/ar.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
import type { Answer } from './helpers/feeds.ts'
import { createPageApp } from './helpers/page-app.ts'
import { html, pageOf, STORY } from './helpers/pages.ts'

type App = ReturnType<typeof createPageApp>
type Reader = Awaited<ReturnType<typeof signedInClient>>

let app: App
let browser: Reader

beforeAll(() => import('../src/core/extract.ts'))
beforeEach(async () => {
  app = createPageApp()
  browser = await signedInClient(app)
})

/** Saves `https://PAGE`, answered like that, and does the work that is due. */
async function fetched(page: string, ...answers: Answer[]) {
  await app.page(page, ...answers)
  await browser.post('/list', { url: `https://${page}` })
  await app.work()
  const [row] = await app.saved()
  return row
}

const asked = async (page: string) => (await app.asked(`/${page}`)).length

describe('a saved page', () => {
  it('is read, and its text stands in the list with all that the page says of itself', async () => {
    const head = `<link rel="canonical" href="/valley"><meta property="og:site_name" content="دفتر الوادي">
      <meta property="og:image" content="/a.jpg"><meta name="author" content="هالة منصور">
      <meta name="description" content="رحلة قافلة إلى أطراف الوادي.">`
    const row = await fetched('news.example/valley', html(pageOf({ head })))
    expect(row).toMatchObject({
      ...{ page: 'ready', page_fault: null, title: 'قافلة الوادي', byline: 'هالة منصور', source_name: 'دفتر الوادي' },
      ...{ picture: 'https://news.example/a.jpg', language: 'ar', direction: 'rtl' },
      excerpt: 'رحلة قافلة إلى أطراف الوادي.',
    })
    expect(Number(row?.words)).toBeGreaterThan(150)
    const page = await browser.get('/list/1')
    expect(page.text).toContain('ويقول أمين المتحف إن الزوار')
    expect(page.text).not.toContain('جميع الحقوق محفوظة')
    expect(await app.rows('jobs')).toEqual([])
  })

  it('is asked for once and politely', async () => {
    await fetched('news.example/a', html(pageOf()))
    const [request, ...more] = await app.asked()
    expect(more).toEqual([])
    expect(request?.headers['user-agent']).toMatch(/^Raff\/1.0/)
    expect([request?.headers.cookie, request?.headers.referer]).toEqual([undefined, undefined])
  })

  it('is found behind a short link that leads on by a page of its own', async () => {
    const lead = '<noscript><META http-equiv="refresh" content="0;URL=https://news.example/valley"></noscript>'
    await app.page('news.example/valley', html(pageOf()))
    const row = await fetched('short.example/x', html(`<head>${lead}<title>x</title></head>`))
    expect(row).toMatchObject({ url: 'https://news.example/valley', page: 'ready' })
  })

  it('does not lead into a private network, nor on for ever', async () => {
    const lead = (url: string) => html(`<meta http-equiv="refresh" content="0; url=${url}">`)
    expect(await fetched('short.example/x', lead('http://169.254.169.254/'))).toMatchObject({
      page_fault: 'forbidden_url',
    })
    await app.page('short.example/y', lead('/y'))
    await browser.post('/list', { url: 'https://short.example/y' })
    await app.work()
    expect(await asked('short.example/y')).toBe(3)
    expect((await app.saved())[1]).toMatchObject({ page_fault: 'empty' })
  })

  it('keeps the title that its reader gave', async () => {
    await app.page('news.example/a', html(pageOf()))
    await browser.post('/list', { url: 'https://news.example/a', title: 'عنوان القارئ' })
    await app.work()
    expect(await app.saved()).toMatchObject([{ title: 'عنوان القارئ', page: 'ready' }])
  })

  it('is linked to the article that the site has by its canonical url', async () => {
    const id = await addArticle({ url: 'https://news.example/river' })
    const head = '<link rel="canonical" href="https://news.example/river">'
    expect(await fetched('amp.news.example/river-2', html(pageOf({ head })))).toMatchObject({ article_id: id })
  })

  it('is in the direction that its page declares, though its language is read the other way', async () => {
    const english = 'The caravan reached the edge of the valley before sunset and the guide counted wells. '.repeat(12)
    const page = pageOf({ title: 'Caravan', text: `<p>${english}</p>`, attributes: 'lang="en" dir="rtl"' })
    expect(await fetched('news.example/a', html(page))).toMatchObject({ language: 'en', direction: 'rtl' })
  })
})

const words = (n: number) => `<p>${'كلمة '.repeat(n)}</p>`
const plain = (title: string, body: string) => `<html><head><title>${title}</title></head><body>${body}</body></html>`
const to = (Location: string): Answer => ({ status: 302, headers: { Location } })

/** What pages answer, and what is said of it. */
const OUTCOMES: [what: string, fault: PageFault, ...Answer[]][] = [
  ['404', 'not_found', { status: 404 }],
  ['410', 'gone', { status: 410 }],
  ['451', 'legal', { status: 451 }],
  ['401', 'sign_in', { status: 401 }],
  ['402', 'sign_in', { status: 402 }],
  ['403', 'refused', { status: 403 }],
  ['403 with a challenge', 'challenge', html(plain('Just a moment...', ''), { status: 403 })],
  ['503 with a challenge', 'challenge', html(plain('DDoS-Guard', ''), { status: 503 })],
  ['429 with a challenge', 'challenge', { status: 429, headers: { 'cf-mitigated': 'challenge' } }],
  ['a challenge with 200', 'challenge', html(plain('Attention Required! | Cloudflare', words(5)))],
  ['a challenge in Arabic', 'challenge', html(plain('لحظة…', '<p>التحقق من أنك إنسان. قد يستغرق هذا ثواني.</p>'))],
  ['a captcha', 'challenge', html(plain('x', '<script src="https://hcaptcha.com/1/api.js"></script>'))],
  ['a sign-in page', 'sign_in', html(plain('موقع', `${words(30)}<input type="password">`))],
  ['a pay wall', 'sign_in', html(plain('خبر', `${words(60)}<p>هذا المحتوى للمشتركين فقط</p>`))],
  ['an empty page', 'empty', html(plain('تطبيق', '<div id="app"></div>'))],
  ['a question about cookies', 'empty', html(plain('We value your privacy', words(80)))],
  ['a page that says it is not there', 'not_found', html(plain('الصفحة غير موجودة', words(40)))],
  ['no page', 'not_html', { body: '{}', headers: { 'Content-Type': 'application/json' } }],
  ['a feed', 'not_html', { body: '<rss></rss>', headers: { 'Content-Type': 'text/xml' } }],
  ['more than 2 MB', 'too_large', html('x'.repeat(2_100_000))],
  ['a page without end', 'too_large', { endless: true, headers: { 'Content-Type': 'text/html' } }],
  ['nesting that no hand wrote', 'too_large', html(`<html>${'<div>'.repeat(400)}${STORY}`)],
  ['a way to a private network', 'forbidden_url', to('http://169.254.169.254/latest/')],
  ['a way to this site', 'forbidden_url', to('https://raff.example/')],
  ['a way back to http', 'forbidden_url', to('http://news.example/b')],
  ['a circle', 'too_many_redirects', to('https://news.example/page')],
]

describe('a page that is none', () => {
  it.each(OUTCOMES)('says so: %s', async (_, fault, ...answers) => {
    expect(await fetched('news.example/page', ...answers)).toMatchObject({ page: 'failed', page_fault: fault })
    expect(await app.texts()).toEqual([])
    expect(await app.rows('jobs')).toEqual([])
    const { text } = await browser.get('/list/1')
    expect(text).toContain(ar.saving.faults[fault])
    expect(text).toContain(ar.saving.page.retry)
    expect(text).toContain('action="/list/1/text"')
  })

  it('is not the site’s first page, where whoever asks for it is sent there', async () => {
    await app.page('news.example/', html(pageOf()))
    expect(await fetched('news.example/old', to('/'))).toMatchObject({ page_fault: 'not_found' })
  })

  it.each([
    ['a PDF', { body: '%PDF-1.7', headers: { 'Content-Type': 'application/pdf' } }],
    ['a PDF that is called a page', html('%PDF-1.7')],
    ['a PDF without a name', { body: '%PDF-1.7', headers: { 'Content-Type': 'application/octet-stream' } }],
    ['a picture', { body: '', headers: { 'Content-Type': 'image/png' } }],
  ] as [string, Answer][])('but %s is kept as a link', async (_, answer) => {
    expect(await fetched('news.example/file', answer)).toMatchObject({ page: 'link', page_fault: null })
    expect((await browser.get('/list/1')).text).toContain(ar.saving.page.link)
  })

  it('knows every fault there is', () => {
    const passing: PageFault[] = ['busy', 'server_error', 'timeout', 'unreachable']
    const known = new Set([...OUTCOMES.map(([, fault]) => fault), ...passing])
    expect(PAGE_FAULTS.filter((fault) => !known.has(fault))).toEqual([])
  })
})

describe('a fault that may pass', () => {
  it('is waited out: after 5, 25 and 125 minutes, then told', async () => {
    await fetched('news.example/a', { status: 500 })
    const begun = app.clock.now()
    const seen: number[] = []
    for (const minute of [4, 5, 24, 25, 124, 125, 200]) {
      app.clock.set(begun + minute * 60)
      await app.work()
      seen.push(await asked('news.example/a'))
    }
    expect(seen).toEqual([1, 2, 2, 3, 3, 4, 4])
    expect(await app.saved()).toMatchObject([{ page: 'failed', page_fault: 'server_error' }])
  })

  it('says that it is tried again, and passes', async () => {
    await fetched('news.example/a', { status: 502 }, html(pageOf()))
    const { text } = await browser.get('/list/1')
    expect(text).toContain(`${ar.saving.faults.server_error} ${ar.saving.page.failing}`)
    app.clock.advance(300)
    await app.work()
    expect(await app.saved()).toMatchObject([{ page: 'ready', page_fault: null }])
  })

  it('waits as long as a busy server asks', async () => {
    await fetched('news.example/a', { status: 429, headers: { 'Retry-After': '3600' } }, html(pageOf()))
    app.clock.advance(3000)
    await app.work()
    expect(await asked('news.example/a')).toBe(1)
    app.clock.advance(700)
    await app.work()
    expect(await app.saved()).toMatchObject([{ page: 'ready' }])
  })
})

describe('asking again', () => {
  it('brings a page that is there now, at once, with htmx and without', async () => {
    await fetched('news.example/a', { status: 404 }, { status: 404 }, html(pageOf()))
    const shown = await browser.post('/list/1/page', { wanted: '1' }, { htmx: true })
    expect(shown.text).toContain(ar.saving.page.waiting)
    await app.work()
    await browser.get('/list/1')
    expect(await browser.post('/list/1/page', { wanted: '1' })).toMatchObject({ status: 303, to: '/list/1' })
    await app.work()
    expect(await app.saved()).toMatchObject([{ page: 'ready', page_fault: null }])
  })

  it('leaves the text that is there where the page is gone', async () => {
    await fetched('news.example/a', html(pageOf()), { status: 410 })
    await browser.post('/list/1/page', { wanted: '1' })
    await app.work()
    expect(await app.saved()).toMatchObject([{ page: 'ready', page_fault: 'gone' }])
    const { text } = await browser.get('/list/1')
    expect(text).toContain('ويقول أمين المتحف')
    expect(text).toContain(ar.saving.faults.gone)
  })

  it('is nothing for a stranger, nor for what was removed', async () => {
    await fetched('news.example/a', { status: 404 })
    const stranger = await signedInClient(app)
    expect((await stranger.post('/list/1/page', { wanted: '1' })).status).toBe(404)
    await browser.post('/list/1/removed', { wanted: '1' })
    expect((await browser.post('/list/1/page', { wanted: '1' })).status).toBe(404)
    expect((await browser.post('/list/1/text', { text: 'نص' })).status).toBe(404)
  })
})
