import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { saveArticle } from '../src/actions/saving.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
import { type Call, recording } from './helpers/calls.ts'
import { counting } from './helpers/statements.ts'

let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
  await save('الأول')
})

async function save(title: string, values: object = {}): Promise<void> {
  const articleId = await addArticle({ title, html: '<p>نص المقال</p>', ...values })
  await saveArticle(app.context(), { readerId: browser.reader.id, articleId })
  app.clock.advance(60)
}

const leave = (percent: number, at = START, anchor = '3:كلمات الفقرة') =>
  browser.post('/list/1/progress', { percent: String(percent), anchor, at: String(at) })
const row = () =>
  env.DB.prepare('SELECT progress, progress_anchor, progress_at, archived_at FROM saved WHERE reader_id = ? AND id = 1')
    .bind(browser.reader.id)
    .first()

describe('where a text was left', () => {
  it('is kept, and the page opens with it', async () => {
    expect(await leave(42)).toMatchObject({ status: 204, text: '' })
    expect((await browser.get('/list/1')).text).toContain('data-percent="42" data-anchor="3:كلمات الفقرة"')
  })

  it('is what was read last, in whichever order two devices tell it', async () => {
    await leave(60, START + 50)
    await leave(20, START + 10)
    expect(await row()).toMatchObject({ progress: 60, progress_at: START + 50 })
    await leave(10, START + 55)
    expect(await row()).toMatchObject({ progress: 10, progress_at: START + 55 })
  })

  it('is not held by a clock that is ahead', async () => {
    await leave(60, START + 86_400)
    expect(await row()).toMatchObject({ progress: 60, progress_at: app.clock.now() })
    app.clock.advance(1)
    await leave(70, app.clock.now())
    expect(await row()).toMatchObject({ progress: 70 })
  })

  it('stays at the end once that was reached', async () => {
    await leave(100, START + 1)
    await leave(30, START + 2)
    expect(await row()).toMatchObject({ progress: 100 })
  })

  it.each([
    { percent: '101' },
    { percent: '-1' },
    { percent: '01' },
    { percent: '5.5' },
    { anchor: 'ا'.repeat(201) },
    { at: '' },
    { at: 'now' },
  ])('is refused where it is none: %j', async (fields) => {
    const answer = await browser.post('/list/1/progress', { percent: '5', anchor: '', at: String(START), ...fields })
    expect(answer.status).toBe(422)
    expect(await row()).toMatchObject({ progress: 0, progress_at: null })
  })

  it('is nothing of an article that was removed', async () => {
    await browser.post('/list/1/removed', { wanted: '1' })
    expect((await leave(5)).status).toBe(404)
  })
})

describe('the end of a text', () => {
  it('archives where the reader wants that, and the toast takes it back', async () => {
    expect((await browser.get('/list/1')).text).not.toContain('id="finish"')
    await browser.post('/settings/reading', { finish: 'archive' })
    expect((await browser.get('/list/1')).text).toContain('id="finish"')
    const done = await browser.post('/list/1/finished', { wanted: '1' }, { htmx: true })
    expect(done.text).toContain(ar.saved.finished)
    expect(done.text).toContain(ar.list.restore)
    expect((await row())?.archived_at).not.toBeNull()
    expect((await browser.get('/list/1')).text).not.toContain('id="finish"')
    const undone = await browser.post('/list/1/finished', { wanted: '0' }, { htmx: true })
    expect(undone.text).toContain(ar.list.done.undone)
    expect((await row())?.archived_at).toBeNull()
  })

  it('does so by a plain form too', async () => {
    await browser.get('/list/1')
    expect((await browser.post('/list/1/finished', { wanted: '1' })).to).toBe('/list/1?done=archived&id=1')
    expect((await browser.post('/list/1/finished', {})).status).toBe(422)
  })
})

describe('the direction of one article', () => {
  beforeEach(() => save('Rivers return', { language: 'en', direction: 'ltr' }))

  it('is what its reader sets, for title and text, until it is left to us again', async () => {
    expect((await browser.get('/list/2')).text).toContain('<bdi dir="ltr" lang="en">Rivers return</bdi>')
    const set = await browser.post('/list/2/direction', { wanted: 'rtl' }, { follow: true })
    expect(set.path).toBe('/list/2')
    expect(set.text).toContain('<bdi dir="rtl" lang="en">Rivers return</bdi>')
    expect(set.text).toMatch(/<div class="text" dir="rtl" lang="en">/)
    const auto = await browser.post('/list/2/direction', { wanted: 'auto' }, { follow: true })
    expect(auto.text).toMatch(/<div class="text" dir="ltr" lang="en">/)
  })

  it('is right or left', async () => {
    expect((await browser.post('/list/2/direction', { wanted: 'up' })).status).toBe(422)
    expect((await browser.post('/list/9/direction', { wanted: 'rtl' })).status).toBe(404)
  })
})

describe('the way on from an article', () => {
  it('is the unread ones beside it in the list', async () => {
    await save('الثاني')
    await save('الثالث')
    const { text } = await browser.get('/list/2')
    expect(text).toMatch(/<a href="\/list\/1" rel="next">/)
    expect(text).toMatch(/<a href="\/list\/3" rel="prev">/)
    await browser.post('/list/1/archived', { wanted: '1' })
    expect((await browser.get('/list/2')).text).not.toContain('rel="next"')
    expect((await browser.get('/list/1')).text).toContain('<a href="/list/2" rel="prev">')
  })

  it('is found without a look at what lies archived in between', async () => {
    await save('الأحدث')
    await env.DB.prepare(
      `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, language, direction, saved_at, archived_at)
        SELECT ?1, 100 + value, 'k' || value, 1, 'https://x.example/' || value, 'مؤرشف', 'ar', 'rtl', ?2 + 1, ?2 + 9
        FROM json_each(?3)`,
    )
      .bind(browser.reader.id, START, JSON.stringify(Array.from({ length: 2000 }, (_, i) => i)))
      .run()
    const calls: Call[] = []
    const client = createTestApp({ d1: recording(env.DB, calls) }).client()
    for (const pair of browser.cookies) client.cookies.set(...pair)
    expect((await client.get('/list/2')).text).toContain('<a href="/list/1" rel="next">')
    const sent = calls.flat().map(({ sql, params }) => env.DB.prepare(sql).bind(...params))
    const read = (await env.DB.batch(sent)).reduce((sum, { meta }) => sum + meta.rows_read, 0)
    expect(read).toBeLessThan(50)
  })

  it('costs as many statements with a long list as with a short one', async () => {
    const { d1, during } = counting(env.DB)
    const counted = createTestApp({ d1 })
    const client = counted.client()
    for (const pair of browser.cookies) client.cookies.set(...pair)
    const alone = await during(() => client.get('/list/1'))
    for (let i = 0; i < 30; i++) await save(`مقال ${i}`)
    expect(await during(() => client.get('/list/15'))).toBe(alone)
  })
})
