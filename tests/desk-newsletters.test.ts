import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle } from './helpers/builders.ts'
import { type Call, recording } from './helpers/calls.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient, NEWSLETTER, save } from './helpers/desk.ts'
import { addIssue, addSubscribers } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'

const DAY = 86_400

let app: TestApp
beforeEach(() => {
  app = createTestApp()
})

const newslettersNow = async () => (await dumpTables(env.DB)).newsletters ?? []
const issuesNow = async () => (await dumpTables(env.DB)).issues ?? []

/** Articles of the last hours, each of a source and a story of its own. */
async function news() {
  for (const title of ['هطول أمطار غزيرة', 'افتتاح مكتبة الحي', 'نتائج سباق الدراجات']) {
    await addArticle({ title, sortedAt: START - 3600 })
  }
}

describe('a newsletter', () => {
  it('is made at the desk, with its next date, and is offered to readers', async () => {
    const editor = await editorClient(app)
    const made = await editor.post('/desk/newsletters', { ...NEWSLETTER, 'day:0': '1' }, { follow: true })
    expect(made.text).toContain(ar.desk.saved)
    // 18:30 in Riyadh of the same day.
    expect(await newslettersNow()).toMatchObject([
      {
        slug: 'evening',
        sends_at_minute: 1110,
        items: 8,
        min_items: 2,
        next_at: Date.UTC(2026, 10, 24, 15, 30) / 1000,
      },
    ])
    expect((await app.client().get('/newsletters')).text).toContain(NEWSLETTER.name)
    await app.work()
    expect(await newslettersNow()).toMatchObject([{ next_at: Date.UTC(2026, 10, 24, 15, 30) / 1000 }])
  })

  it('follows what is set later, by its chosen days and topics', async () => {
    await addNewsletters('morning')
    const editor = await editorClient(app)
    const set = { ...NEWSLETTER, slug: 'morning', rhythm: 'weekdays', 'day:0': '1', 'day:3': '1', 'topic:science': '1' }
    await save(editor, '/desk/newsletters/1', set)
    // Wednesday.
    const next_at = Date.UTC(2026, 10, 25, 15, 30) / 1000
    expect(await newslettersNow()).toMatchObject([{ weekdays: '0,3', topic_slugs: 'science', next_at }])
    await save(editor, '/desk/newsletters/1', { ...set, state: 'paused' })
    expect(await newslettersNow()).toMatchObject([{ state: 'paused', next_at: null }])
    await save(editor, '/desk/newsletters/1', { ...set, state: 'ended', sure: '1' })
    expect(await newslettersNow()).toMatchObject([{ state: 'ended', next_at: null }])
    expect((await app.client().get('/newsletters')).text).not.toContain(NEWSLETTER.name)
  })

  it('that is saved when its date has just come still has the issue of that date', async () => {
    await news()
    const editor = await editorClient(app)
    await editor.post('/desk/newsletters', NEWSLETTER)
    const due = Date.UTC(2026, 10, 24, 15, 30) / 1000
    app.clock.advance(due + 30 - app.clock.now())
    await save(editor, '/desk/newsletters/1', { ...NEWSLETTER, name: 'اسم آخر' })
    await app.work()
    expect(await issuesNow()).toMatchObject([{ slot_at: due, newsletter_id: 1 }])
    expect(await newslettersNow()).toMatchObject([{ name: 'اسم آخر', next_at: due + DAY }])
    app.clock.advance(DAY)
    await save(editor, '/desk/newsletters/1', { ...NEWSLETTER, time: '20:00' })
    await app.work()
    expect(await issuesNow()).toHaveLength(1)
    expect(await newslettersNow()).toMatchObject([{ next_at: due + DAY + 5400 }])
  })

  it('takes the digits of Arabic keyboards', async () => {
    const editor = await editorClient(app)
    await editor.post('/desk/newsletters', { ...NEWSLETTER, time: '١٨:٣٠', items: '١٢', minItems: '٣' })
    expect(await newslettersNow()).toMatchObject([{ sends_at_minute: 1110, items: 12, min_items: 3 }])
  })

  it.each([
    [{ name: '' }, ar.fields.required],
    [{ slug: 'نشرة' }, ar.fields.slugMalformed],
    [{ slug: 'confirm' }, ar.fields.slugTaken],
    [{ slug: 'morning' }, ar.fields.slugTaken],
    [{ zone: 'Asia/Atlantis' }, ar.fields.zoneUnknown],
    [{ time: '25:00' }, ar.fields.timeMalformed],
    [{ name: '', rhythm: 'weekdays' }, ar.fields.daysRequired],
    [{ rhythm: 'weekdays', 'day:7': '1' }, ar.fields.daysRequired],
    [{ rhythm: 'weekly', 'day:0': '1', 'day:3': '1' }, ar.fields.dayRequired],
    [{ state: 'ended' }, ar.fields.endingAsked],
    [{ items: '31' }, ar.fields.itemsRange],
    [{ minItems: '9' }, ar.fields.minItemsRange],
    [{ senderEmail: 'a@b.example\r\nBcc: x@y.example' }, ar.fields.emailMalformed],
  ])('with %j is refused in words, and what was typed is kept', async (wrong, words) => {
    await addNewsletters('morning')
    const editor = await editorClient(app)
    const answer = await editor.post('/desk/newsletters', { ...NEWSLETTER, intro: 'مقدمة طويلة', ...wrong })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(words)
    expect(answer.text).toContain('مقدمة طويلة')
    expect(await newslettersNow()).toHaveLength(1)
  })
})

describe('an issue', () => {
  it('is composed, looked at, tested, sent, and counted', async () => {
    await addNewsletters('morning')
    await addSubscribers(app, 3)
    await news()
    const editor = await editorClient(app)
    const made = await editor.post('/desk/newsletters/1/issues')
    expect(made.to).toBe('/desk/issues/1')
    expect((await editor.get('/desk/issues/1')).text).toContain(ar.desk.issues.states.draft)
    const html = await editor.get('/desk/issues/1/html')
    expect(html.text).toContain('افتتاح مكتبة الحي')
    expect(html.headers.get('Content-Security-Policy')).toContain('sandbox')
    expect((await editor.get('/desk/issues/1/text')).text).toContain('افتتاح مكتبة الحي')
    await editor.post('/desk/issues/1/test')
    await app.work()
    expect(app.mails.map(({ to }) => to)).toEqual(['editor@example.com'])
    expect(await issuesNow()).toMatchObject([{ state: 'draft', audience: 0, number: null }])
    await editor.post('/desk/issues/1/schedule', { now: '1' })
    await app.work()
    expect(app.mails).toHaveLength(4)
    expect((await editor.get('/desk/issues/1/counts')).text).toContain(ar.desk.issues.states.sent)
    expect((await app.client().get('/newsletters/morning/issues/1')).text).toContain('افتتاح مكتبة الحي')
  })

  it('says so where there is nothing new to make it of', async () => {
    await addNewsletters('morning')
    const answer = await (await editorClient(app)).post('/desk/newsletters/1/issues', {}, { follow: true })
    expect(answer.text).toContain(ar.desk.issues.notices.nothing)
    expect(await issuesNow()).toEqual([])
  })

  it('is put in order and shortened by the numbers beside its articles', async () => {
    await addNewsletters('morning')
    await news()
    const editor = await editorClient(app)
    await editor.post('/desk/newsletters/1/issues')
    const set = { title: 'عنوان آخر', intro: '', 'order:1': '2', 'order:2': '', 'order:3': '1' }
    expect((await save(editor, '/desk/issues/1', set)).to).toBe('/desk/issues/1?done=saved')
    const [issue] = await issuesNow()
    expect(JSON.parse(String(issue?.items)).map(({ articleId }: { articleId: number }) => articleId)).toEqual([3, 1])
    const emptied = await editor.post('/desk/issues/1', { ...set, 'order:1': '', 'order:3': '' })
    expect([emptied.status, emptied.text.includes(ar.fields.articlesRequired)]).toEqual([422, true])
    const untitled = await editor.post('/desk/issues/1', { ...set, title: '', intro: 'مقدمة طويلة' })
    expect([untitled.status, untitled.text.includes('مقدمة طويلة')]).toEqual([422, true])
  })

  it('is written, scheduled by the clock of its newsletter, paused, resumed and cancelled', async () => {
    await addNewsletters('morning')
    await addSubscribers(app, 1)
    const editor = await editorClient(app)
    expect((await editor.post('/desk/newsletters/1/written', { title: 'كلمة', markdown: ' ' })).status).toBe(422)
    const made = await editor.post('/desk/newsletters/1/written', { title: 'كلمة', markdown: 'نص **مهم**' })
    expect(made.to).toBe('/desk/issues/1')
    expect((await editor.get('/desk/issues/1/html')).text).toContain('<strong>مهم</strong>')
    const schedule = (date: string, time: string) => editor.post('/desk/issues/1/schedule', { date, time })
    expect((await schedule('2026-11-24', '11:59')).text).toContain(ar.fields.datePast)
    expect((await schedule('2026-13-01', '11:59')).text).toContain(ar.fields.dateMalformed)
    expect((await schedule('2026-11-25', '7')).text).toContain(ar.fields.timeMalformed)
    await schedule('2026-11-24', '13:00')
    expect(await issuesNow()).toMatchObject([{ state: 'scheduled', sends_at: START + 3600 }])
    await editor.post('/desk/issues/1/pause')
    expect(await issuesNow()).toMatchObject([{ state: 'paused' }])
    await editor.post('/desk/issues/1/resume')
    expect(await issuesNow()).toMatchObject([{ state: 'scheduled' }])
    await editor.post('/desk/issues/1/cancel')
    expect(await issuesNow()).toMatchObject([{ state: 'cancelled' }])
    expect((await editor.post('/desk/issues/1/cancel')).status).toBe(409)
    app.clock.advance(7200)
    await app.work()
    expect(app.mails).toEqual([])
  })

  it('names the clock of its date where its newsletter goes by another than the site', async () => {
    await addNewsletters('morning')
    await env.DB.prepare(`UPDATE newsletters SET zone = 'Africa/Cairo'`).run()
    const editor = await editorClient(app)
    await editor.post('/desk/newsletters/1/written', { title: 'كلمة', markdown: 'نص' })
    await editor.post('/desk/issues/1/schedule', { date: '2026-11-25', time: '09:00' })
    for (const path of ['/desk/issues/1', '/desk/newsletters/1'])
      expect((await editor.get(path)).text).toMatch(/١٠:٠٠.ص<\/time> \(توقيت المملكة العربية السعودية\)/)
  })

  it('is as long as a text may be, and a longer one is refused in words', async () => {
    await addNewsletters('morning')
    const editor = await editorClient(app)
    const longest = 'كلمة '.repeat(10_000).trim()
    const written = (markdown: string) => editor.post('/desk/newsletters/1/written', { title: 'كلمة', markdown })
    expect((await written(`${longest} أخرى`)).text).toContain(ar.fields.tooLong)
    expect((await written(longest)).to).toBe('/desk/issues/1')
    const edited = { title: 'كلمة', intro: '', markdown: longest }
    expect((await save(editor, '/desk/issues/1', edited)).to).toBe('/desk/issues/1?done=saved')
  })

  it('is found at the desk however many came after it, twenty a page', async () => {
    await addNewsletters('morning')
    for (let n = 1; n <= 21; n += 1) await addIssue(app, { title: `العدد ${n}` })
    const editor = await editorClient(app)
    const shown = async (path: string) =>
      [...(await editor.get(path)).text.matchAll(/href="\/desk\/issues\/(\d+)"/g)].map(([, id]) => Number(id))
    expect(await shown('/desk/newsletters/1')).toEqual(Array.from({ length: 20 }, (_, n) => 21 - n))
    const [, older = ''] = /href="([^"]+before=\d+)"/.exec((await editor.get('/desk/newsletters/1')).text) ?? []
    expect(await shown(older)).toEqual([1])
    expect((await editor.get(older)).text).not.toContain('before=')
  })

  it('asks for its numbers again only while it is on its way', async () => {
    await addNewsletters('morning')
    const editor = await editorClient(app)
    await editor.post('/desk/newsletters/1/written', { title: 'كلمة', markdown: 'نص' })
    const polls = async () => (await editor.get('/desk/issues/1')).text.includes('hx-trigger="every 2s"')
    expect(await polls()).toBe(false)
    await env.DB.prepare(`UPDATE issues SET state = 'sending'`).run()
    expect(await polls()).toBe(true)
  })
})

describe('the list of newsletters', () => {
  it('takes two statements however many there are, and says of each when it comes and what came last', async () => {
    const calls: Call[] = []
    const measured = createTestApp({ d1: recording(env.DB, calls) })
    const editor = await editorClient(measured)
    const cost = async () => {
      calls.length = 0
      const { text } = await editor.get('/desk/newsletters')
      return { text, statements: calls.flat().length }
    }
    await addNewsletters('morning')
    expect((await cost()).statements).toBe(2)
    await addNewsletters('evening', 'science')
    await editor.post('/desk/newsletters/1/written', { title: 'كلمة التحرير', markdown: 'نص' })
    const { text, statements } = await cost()
    expect(statements).toBe(2)
    expect(text).toContain('كلمة التحرير')
    expect(text).toContain(ar.desk.issues.states.draft)
    expect(text).toContain(ar.desk.noIssue)
    expect((await editor.get('/settings/account')).text).toContain('href="/desk"')
  })
})
