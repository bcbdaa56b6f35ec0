import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { saveArticle } from '../src/actions/saving.ts'
import { NOTE_MOST, QUOTE_MOST } from '../src/core/text-quote.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import * as highlights from '../src/store/highlights.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'

const HTMX = { htmx: true }
const QUOTE = { quote: 'الماء يعرف طريقه', prefix: 'صدّقوا أن', suffix: 'إذا أزيلت', position: '120' }

const shelf = open(env.DB)
let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
  await save('حين عاد النهر')
})

/** Gives the saved row's id. */
async function save(title: string): Promise<number> {
  const articleId = await addArticle({ title, html: '<p>صدّقوا أن الماء يعرف طريقه إذا أزيلت الحجارة.</p>' })
  return (await saveArticle(app.context(), { readerId: browser.reader.id, articleId })).id
}

const mark = (fields: object = {}, sent = {}) => browser.post('/list/1/highlights', { ...QUOTE, ...fields }, sent)
const indexJobs = async () =>
  (
    await env.DB.prepare(`SELECT sum(wanted) AS n FROM jobs WHERE kind = 'index' AND key = ?`)
      .bind(`saved:${browser.reader.id}:1`)
      .first<{ n: number | null }>()
  )?.n ?? 0

describe('words that were marked', () => {
  it('stand in the article’s page, for whoever has no script too', async () => {
    expect(await mark()).toMatchObject({ status: 303, to: '/list/1' })
    const { text } = await browser.get('/list/1')
    expect(text).toContain('<blockquote dir="auto">الماء يعرف طريقه</blockquote>')
    expect(text).toContain('id="h-1"')
    expect(text).toContain('data-prefix="صدّقوا أن" data-suffix="إذا أزيلت" data-position="120"')
  })

  it('come back as the list of all of them, in the order of the text', async () => {
    await mark({ quote: 'الثاني', position: '300' })
    const { text } = await mark({ quote: 'الأول', position: '5' }, HTMX)
    expect(text).toMatch(/^<section[^>]* id="highlights">/)
    expect(text.indexOf('>الأول<')).toBeLessThan(text.indexOf('>الثاني<'))
    expect(text).toContain(ar.highlights.count(2, '٢'))
  })

  it('are marked once however often, also twenty times at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => mark()))
    expect(await highlights.inText(shelf, browser.reader.id, 1)).toHaveLength(1)
    await mark({ position: '900' })
    expect((await highlights.inText(shelf, browser.reader.id, 1)).map(({ id }) => id)).toEqual([1, 2])
  })

  it('are read into the search index again after each change', async () => {
    const before = await indexJobs()
    await mark()
    await browser.post('/list/highlights/1/note', { note: 'مهم' })
    await browser.post('/list/highlights/1/removed', { wanted: '1' })
    expect(await indexJobs()).toBe(before + 3)
  })
})

describe('a note on them', () => {
  it('is kept as it was written, shown, and taken away when it is empty', async () => {
    await mark()
    await browser.get('/list/1')
    const plain = await browser.post('/list/highlights/1/note', { note: 'سطر\r\nوسطر' })
    expect(plain).toMatchObject({ status: 303, to: '/list/1' })
    expect((await browser.get('/list/1')).text).toContain('>سطر\nوسطر</p>')
    const { text } = await browser.post('/list/highlights/1/note', { note: ' ' }, HTMX)
    expect(text).toMatch(/^<div class="highlight" id="h-1"/)
    expect(text).not.toContain('class="note"')
  })
})

describe('a mark that is removed', () => {
  beforeEach(async () => {
    await mark({ quote: 'ما أُزيل' })
    await browser.get('/list/1')
  })

  it('is gone, and comes back by its undo, with its note', async () => {
    await browser.post('/list/highlights/1/note', { note: 'مهم' })
    const gone = await browser.post('/list/highlights/1/removed', { wanted: '1' }, HTMX)
    expect(gone.text).toContain(ar.highlights.removed)
    expect((await browser.get('/list/1')).text).not.toContain('ما أُزيل')
    const back = await browser.post('/list/highlights/1/removed', { wanted: '0' }, HTMX)
    expect(back.text).toContain('<p class="note" dir="auto">مهم</p>')
    expect((await browser.get('/list/1')).text).toContain('ما أُزيل')
  })

  it('leaves a notice with the undo, without script', async () => {
    const gone = await browser.post('/list/highlights/1/removed', { wanted: '1' }, { follow: true })
    expect(gone.path).toBe('/list/1?unmarked=1')
    expect(gone.text).toContain(ar.highlights.removed)
    const back = await browser.post('/list/highlights/1/removed', { wanted: '0' }, { follow: true })
    expect(back.path).toBe('/list/1')
    expect(back.text).toContain('ما أُزيل')
  })

  it('is kept for thirty days', async () => {
    await browser.post('/list/highlights/1/removed', { wanted: '1' })
    const left = async (until: number) => {
      await shelf.orm.run(highlights.dropRemovedHighlights(until, 10))
      return (await env.DB.prepare('SELECT id FROM highlights WHERE reader_id = ?').bind(browser.reader.id).all())
        .results
    }
    expect(await left(START - 1)).toHaveLength(1)
    expect(await left(START)).toHaveLength(0)
  })
})

describe('the page of all of them', () => {
  it('says what it is for while there are none', async () => {
    expect((await browser.get('/list/highlights')).text).toContain(ar.highlights.empty.line)
  })

  it('has the newest first, each with its article and the way to its place', async () => {
    await save('مقال آخر')
    await mark({ quote: 'الأقدم' })
    app.clock.advance(60)
    await browser.post('/list/2/highlights', { ...QUOTE, quote: 'الأحدث' })
    const { text } = await browser.get('/list/highlights')
    expect(text.indexOf('>الأحدث<')).toBeLessThan(text.indexOf('>الأقدم<'))
    expect(text).toContain('>مقال آخر<')
    expect(text).toContain('href="/list/2#h-2"')
    const { text: one } = await browser.get('/list/highlights?article=1')
    expect(one).toContain('>الأقدم<')
    expect(one).not.toContain('>الأحدث<')
    expect(one).toContain('حين عاد النهر')
  })

  it('shows nothing of an article that was removed, until it is back', async () => {
    await mark({ quote: 'كلمات' })
    await browser.post('/list/1/removed', { wanted: '1' })
    expect((await browser.get('/list/highlights')).text).not.toContain('>كلمات<')
    await browser.post('/list/1/removed', { wanted: '0' })
    expect((await browser.get('/list/highlights')).text).toContain('>كلمات<')
  })

  it.each([null, 1])('holds fifty and leads on to the others, each once (of article %s)', async (savedId) => {
    const { id: readerId } = browser.reader
    for (let i = 0; i < 120; i++) {
      const quote = { quote: `كلمة ${i}`, prefix: '', suffix: '', position: i }
      await highlights.add(shelf, readerId, 1, quote, START + Math.floor(i / 2))
    }
    const seen: number[] = []
    let before: Awaited<ReturnType<typeof highlights.page>>['older'] = null
    do {
      const part = await highlights.page(shelf, readerId, { savedId, before })
      expect(part.highlights.length).toBeLessThanOrEqual(50)
      seen.push(...part.highlights.map(({ id }) => id))
      before = part.older
    } while (before)
    expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i))
  })
})

describe('what cannot be', () => {
  it.each([
    { quote: '' },
    { quote: ' \n ' },
    { quote: 'ا'.repeat(QUOTE_MOST + 1) },
    { prefix: 'ا'.repeat(201) },
    { position: '-1' },
    { position: '1.5' },
    { position: '1'.repeat(10) },
  ])('is refused: %j', async (fields) => {
    expect((await mark(fields)).status).toBe(422)
    expect(await highlights.inText(shelf, browser.reader.id, 1)).toEqual([])
  })

  it('is a note of any length, or a state that is none', async () => {
    await mark({ quote: 'ا'.repeat(QUOTE_MOST) })
    const note = (text: string) => browser.post('/list/highlights/1/note', { note: text })
    expect((await note('ا'.repeat(NOTE_MOST + 1))).status).toBe(422)
    expect((await note('\r\n'.repeat(NOTE_MOST))).status).toBe(303)
    expect((await browser.post('/list/highlights/1/removed', { wanted: 'yes' })).status).toBe(422)
  })

  it('is an article’s thousand and first highlight', async () => {
    await env.DB.prepare(
      `INSERT INTO highlights (reader_id, id, saved_id, quote, created_at)
        SELECT ?1, value, 1, 'كلمة ' || value, ?2 FROM json_each(?3)`,
    )
      .bind(browser.reader.id, START, JSON.stringify(Array.from({ length: 1000 }, (_, i) => i + 1)))
      .run()
    expect((await mark()).status).toBe(422)
    await browser.post('/list/highlights/7/removed', { wanted: '1' })
    await env.DB.prepare('UPDATE counters SET next_highlight = 1001 WHERE reader_id = ?').bind(browser.reader.id).run()
    expect((await mark()).status).toBe(303)
  })

  it('is a mark in what is not in the list', async () => {
    expect((await browser.post('/list/9/highlights', QUOTE)).status).toBe(404)
    await browser.post('/list/1/removed', { wanted: '1' })
    expect((await mark()).status).toBe(404)
  })
})
