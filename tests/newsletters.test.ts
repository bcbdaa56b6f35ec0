import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { optIn, subscribeReader } from '../src/actions/newsletters.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addTopic, signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, hooked, twentyTimes } from './helpers/d1.ts'
import { addNewsletters, EMAIL, subscribed, subscriptionsNow } from './helpers/newsletters.ts'
import { counting } from './helpers/statements.ts'

const SUBSCRIBE = '/newsletters/morning/subscribe'

let app: TestApp

beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning', 'weekly')
})

describe('the pages of newsletters', () => {
  it('list each with its description, its rhythm and a sample', async () => {
    const id = await addArticle({ title: 'عودة النهر' })
    const { text, status } = await app.client().get('/newsletters')
    expect(status).toBe(200)
    expect(text).toContain('نشرة 1')
    expect(text).toContain('أهم ما جرى في رسالة قصيرة.')
    expect(text).toContain('كل يوم، ٧:٠٠\u00a0ص<')
    expect(text).toMatch(new RegExp(`<a href="/articles/${id}"><bdi[^>]*>عودة النهر</bdi></a>`))
    expect(text.match(/role="switch"/g)).toHaveLength(2)
  })

  it('say whose clock it is where that is not the site’s', async () => {
    await env.DB.prepare(`UPDATE newsletters SET zone = 'Africa/Cairo'`).run()
    const { text } = await app.client().get('/newsletters/morning')
    expect(text).toContain('كل يوم، ٧:٠٠\u00a0ص (توقيت مصر)')
  })

  it('give each an example of its own as long as there are enough', async () => {
    await addArticle({ title: 'الأول', sortedAt: START - 1 })
    await addArticle({ title: 'الثاني', sortedAt: START - 2 })
    const { text } = await app.client().get('/newsletters')
    expect(text.match(/>(الأول|الثاني)</g)).toEqual(['>الأول<', '>الثاني<'])
  })

  it('show what an issue would hold today: the newest of its topics alone', async () => {
    const science = await addTopic('science')
    await env.DB.prepare(`UPDATE newsletters SET topic_slugs = 'science,health' WHERE slug = 'morning'`).run()
    await addArticle({ title: 'خبر من موضوع آخر' })
    for (let n = 1; n <= 6; n++) await addArticle({ title: `علوم ${n}`, topics: [science], sortedAt: START - n })
    const { text } = await app.client().get('/newsletters/morning')
    expect(text.match(/علوم \d/g)).toEqual(['علوم 1', 'علوم 2', 'علوم 3', 'علوم 4', 'علوم 5'])
    expect(text).not.toContain('خبر من موضوع آخر')
  })

  it('are the same bytes for a visitor and for a reader who has switched one on', async () => {
    const reader = await signedInClient(app)
    await reader.post(SUBSCRIBE, { wanted: '1' })
    for (const path of ['/newsletters', '/newsletters/morning']) {
      const [visitors, readers] = [await app.client().get(path), await reader.get(path)]
      expect(readers.bytes).toEqual(visitors.bytes)
      expect(visitors.headers.get('Cache-Control')).toBe('public, no-cache')
    }
  })

  it('say what switching one on means, wherever that can be done', async () => {
    const reader = await signedInClient(app)
    const visitor = app.client()
    const ways = [
      '/newsletters',
      '/newsletters/morning',
      '/login?intent=newsletter:morning',
      '/register?intent=newsletter:morning',
    ]
    const pages = [...ways.map((path) => visitor.get(path)), reader.get('/settings/newsletters')]
    for (const { text, path } of await Promise.all(pages)) expect(text, path).toContain(ar.newsletters.consent)
    expect((await visitor.get('/login?intent=save:1')).text).not.toContain(ar.newsletters.consent)
  })

  it('take three statements each, however much there is', async () => {
    await addTopic('science')
    const { d1, during } = counting(env.DB)
    const visitor = createTestApp({ d1 }).client()
    for (const path of ['/newsletters', '/newsletters/morning']) expect(await during(() => visitor.get(path))).toBe(3)
  })

  it.each(['/newsletters/unknown', '/newsletters/confirm', '/newsletters/نشرة', '/newsletters/morning/more'])(
    'do not exist at %s',
    async (path) => {
      expect((await app.client().get(path)).status).toBe(404)
    },
  )
})

describe('a reader', () => {
  it('turns a newsletter on with one press, and off with another', async () => {
    const reader = await signedInClient(app, { email: EMAIL })
    const on = await reader.post(SUBSCRIBE, { wanted: '1' }, { htmx: true })
    expect(on.status).toBe(200)
    expect(on.text).toMatch(/^<form[^>]*data-newsletter="morning".*aria-checked="true"/)
    expect(await subscriptionsNow()).toMatchObject({
      counts: [1, 0],
      emails: [EMAIL],
      states: ['active'],
      acts: ['confirmed'],
    })
    const off = await reader.post(SUBSCRIBE, { wanted: '0' }, { htmx: true })
    expect(off.text).toContain('aria-checked="false"')
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0], states: ['ended'], acts: ['confirmed', 'ended'] })
  })

  it('does the same without script, and sees all switches in the settings', async () => {
    const reader = await signedInClient(app)
    const pressed = await reader.post(SUBSCRIBE, { wanted: '1' }, { follow: true })
    expect(pressed.path).toBe('/settings/newsletters')
    const switches = [...pressed.text.matchAll(/data-newsletter="(\w+)".*?aria-checked="(\w+)"/gs)].map(
      ([, ...of]) => of,
    )
    expect(switches).toEqual([
      ['morning', 'true'],
      ['weekly', 'false'],
    ])
  })

  it('presses twice without harm: one subscription, one consent, counted once', async () => {
    const reader = await signedInClient(app)
    for (const wanted of ['1', '1', '0', '0', '1']) await reader.post(SUBSCRIBE, { wanted })
    expect(await subscriptionsNow()).toMatchObject({
      counts: [1, 0],
      states: ['active'],
      acts: ['confirmed', 'confirmed', 'ended'],
    })
  })

  it('finds what their email had before the account, and may end it', async () => {
    await subscribed(app, 'weekly', EMAIL)
    const reader = await signedInClient(app, { email: EMAIL })
    expect((await reader.get('/settings/newsletters')).text).toMatch(/data-newsletter="weekly".*?aria-checked="true"/s)
    await reader.post('/newsletters/weekly/subscribe', { wanted: '0' })
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0], emails: [EMAIL], states: ['ended'] })
  })

  it('cannot switch what is no newsletter', async () => {
    const reader = await signedInClient(app)
    expect((await reader.post('/newsletters/unknown/subscribe', { wanted: '1' })).status).toBe(404)
    expect((await reader.post('/newsletters/unknown/subscribe', { wanted: '0' })).status).toBe(404)
    expect((await reader.post(SUBSCRIBE, { wanted: 'perhaps' })).status).toBe(422)
    expect(await subscriptionsNow()).toMatchObject({ emails: [], acts: [] })
  })

  it('who presses twenty times at once has one subscription', async () => {
    const { reader } = await signedInClient(app)
    const press = { reader, slug: 'morning', form: '/newsletters' }
    await twentyTimes(() => subscribeReader(app.context(), { ...press, wanted: true }))
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0], states: ['active'], acts: ['confirmed'] })
    await twentyTimes(() => subscribeReader(app.context(), { ...press, wanted: false }))
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0], states: ['ended'], acts: ['confirmed', 'ended'] })
  })

  it.each([true, false])('leaves nothing half done when a switch breaks (wanted: %s)', async (wanted) => {
    const { reader } = await signedInClient(app)
    const press = { reader, slug: 'morning', form: '/newsletters' }
    if (!wanted) await subscribeReader(app.context(), { ...press, wanted: true })
    const broken = await atEveryStatement(env.DB, (d1) =>
      subscribeReader(createTestApp({ d1 }).context(), { ...press, wanted }),
    )
    expect(broken).toBeGreaterThan(3)
  })
})

describe('a visitor', () => {
  it('is asked for an email in the switch’s place, as if nothing were wrong', async () => {
    const inPlace = await app.client().post(SUBSCRIBE, { wanted: '1' }, { htmx: true })
    expect(inPlace.status).toBe(422)
    expect(inPlace.text).toMatch(/^<form[^>]*action="\/newsletters\/morning\/subscribe"/)
    expect(inPlace.text).toContain(ar.newsletters.optIn.hint)
    const page = await app.client().post(SUBSCRIBE, { wanted: '1' })
    expect(page.status).toBe(422)
    expect(page.text).toContain('<!doctype html>')
    for (const { text } of [inPlace, page]) expect(text).not.toContain('aria-invalid')
  })

  it.each([
    ['no email', '', ar.fields.emailRequired],
    ['half an email', 'Salma@', ar.fields.emailMalformed],
    ['an endless email', `${'a'.repeat(300)}@example.com`, ar.fields.emailTooLong],
    ['an email with a second header', 'salma@example.com\r\nBcc: all@example.com', ar.fields.emailMalformed],
    ['an email turned round', '\u202esalma@example.com', ar.fields.emailMalformed],
  ])('is told what is wrong with %s, which stays as typed', async (_, email, reason) => {
    const bad = await app.client().post(SUBSCRIBE, { email })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain(reason)
    if (email === 'Salma@') expect(bad.text).toContain('value="Salma@"')
    expect((await dumpTables(env.DB)).tokens).toEqual([])
  })

  it('gets the same page whatever the email has already, and nobody is subscribed by asking', async () => {
    await subscribed(app, 'morning', EMAIL)
    await signedInClient(app, { email: 'reader@example.com' })
    const before = await subscriptionsNow()
    const answer = async (email: string) => {
      const { status, text } = await app.client().post(SUBSCRIBE, { email })
      expect(status).toBe(200)
      return text.replaceAll(email, '')
    }
    const unknown = await answer('new@example.com')
    expect(unknown).toContain(ar.newsletters.asked.title)
    expect(await answer(EMAIL)).toBe(unknown)
    expect(await answer('reader@example.com')).toBe(unknown)
    expect(await subscriptionsNow()).toEqual(before)
  })

  it('reads it in the form’s place with script', async () => {
    const { status, text } = await app.client().post(SUBSCRIBE, { email: EMAIL }, { htmx: true })
    expect(status).toBe(200)
    expect(text).toMatch(/^<div class="notice"/)
    expect(text).toContain(EMAIL)
  })

  it('who asks too often sees the same page, and no more mail leaves', async () => {
    for (let n = 0; n < 5; n++) expect((await app.client().post(SUBSCRIBE, { email: EMAIL })).status).toBe(200)
    await app.work()
    expect(app.mails).toHaveLength(3)
  })

  it('cannot be made to ask by another site', async () => {
    const forged = await app.client().post(SUBSCRIBE, { email: EMAIL }, { headers: { 'Sec-Fetch-Site': 'cross-site' } })
    expect(forged.status).toBe(403)
    expect((await dumpTables(env.DB)).jobs).toEqual([])
  })

  it.each([0, 1, 2])('leaves neither link nor mail behind when asking breaks after statement %i', async (k) => {
    const asked = { email: EMAIL, slug: 'morning', ip: '192.0.2.1', form: SUBSCRIBE }
    let batches = 0
    // The first batch counts the attempt, on purpose a step of its own; the second is the asking.
    const d1 = hooked(env.DB, {
      batch: (statements, raw) =>
        ++batches === 2 ? statements.toSpliced(k, 0, raw.prepare(`SELECT json('{')`)) : statements,
    })
    await expect(optIn(createTestApp({ d1 }).context(), asked)).rejects.toThrow()
    const { tokens, jobs } = await dumpTables(env.DB)
    expect([tokens, jobs]).toEqual([[], []])
    expect(batches).toBe(2)
  })
})
