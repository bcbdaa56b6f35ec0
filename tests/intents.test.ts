import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { MOST_FOLLOWS } from '../src/core/follow.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addReader, addSource, addTopic, PASSWORD } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, hooked } from './helpers/d1.ts'
import { verifyPath } from './helpers/links.ts'
import { addNewsletters } from './helpers/newsletters.ts'

const EMAIL = 'salma@example.com'
const FORM = { email: EMAIL, password: PASSWORD }

/** As many rows as a reader may have. */
async function fillFollows(readerId: number): Promise<void> {
  const refs = JSON.stringify(Array.from({ length: MOST_FOLLOWS }, (_, n) => String(1000 + n)))
  await env.DB.prepare(
    `INSERT INTO follows (reader_id, kind, ref, label, created_at) SELECT ?, 'topic', value, value, ? FROM json_each(?)`,
  )
    .bind(readerId, START, refs)
    .run()
}

let app: TestApp
let browser: Client

beforeEach(() => {
  app = createTestApp()
  browser = app.client()
})

describe('what a visitor was about to do', () => {
  it('stands above both forms, and goes from one to the other', async () => {
    const id = await addArticle({ title: 'كيف تُصنع <الجبن>' })
    for (const path of ['/login', '/register']) {
      const { text } = await browser.get(`${path}?intent=save:${id}`)
      expect(text).toContain(ar.accounts.asked.save)
      expect(text).toContain('كيف تُصنع &lt;الجبن&gt;')
      expect(text).toContain(`name="intent" value="save:${id}"`)
      expect(text).toContain(`?intent=save:${id}"`)
    }
    const bad = await browser.post('/login', { email: '', password: '', intent: `save:${id}` })
    expect(bad.text).toContain('كيف تُصنع &lt;الجبن&gt;')
    expect(bad.text).toContain(`name="intent" value="save:${id}"`)
  })

  it('is done after signing up by the link, on the page where it began', async () => {
    const id = await addArticle()
    await browser.post('/register', { ...FORM, intent: `save:${id}` })
    const phone = app.client()
    const path = await verifyPath(app, EMAIL)
    expect((await phone.get(path)).text).toContain(ar.accounts.asked.save)
    const pressed = await phone.post(path, { password: PASSWORD })
    expect(pressed.to).toBe(`/articles/${id}`)
    const { saved, jobs } = await dumpTables(env.DB)
    expect(saved).toMatchObject([{ article_id: id, reader_id: 1 }])
    expect(jobs?.map(({ kind }) => kind)).toEqual(['mail', 'claim', 'index', 'saves'])
  })

  it('is done by the cron where a crash came between', async () => {
    let crash = true
    const prepare = (query: string) => {
      if (crash && query.includes('INTO saved')) throw new Error('Network connection lost')
    }
    app = createTestApp({ d1: hooked(env.DB, { prepare }) })
    const id = await addArticle()
    await browser.post('/register', { ...FORM, intent: `save:${id}` })
    const reader = app.client()
    expect((await reader.post(await verifyPath(app, EMAIL), { password: PASSWORD })).status).toBe(500)
    expect(reader.cookies.has('__Host-session')).toBe(true)
    crash = false
    await app.work()
    expect((await dumpTables(env.DB)).saved).toEqual([])
    app.clock.advance(60)
    await app.work()
    const { saved, jobs } = await dumpTables(env.DB)
    expect(saved).toMatchObject([{ article_id: id }])
    expect(jobs?.filter(({ kind }) => kind === 'intent')).toEqual([])
  })

  it('is done after signing in', async () => {
    const id = await addArticle()
    await addReader({ email: EMAIL })
    const answer = await browser.post('/login', { ...FORM, intent: `save:${id}` })
    expect(answer).toMatchObject({ status: 303, to: `/articles/${id}` })
    expect((await dumpTables(env.DB)).saved).toMatchObject([{ article_id: id }])
    expect((await browser.get(`/login?intent=save:${id}`)).to).toBe(`/articles/${id}`)
  })

  it('begins with a press on save, and ends with the article saved', async () => {
    const id = await addArticle()
    await addReader({ email: EMAIL })
    const pressed = await browser.post('/list', { article_id: String(id) })
    expect(pressed).toMatchObject({ status: 303, to: `/login?intent=save:${id}` })
    expect((await browser.post('/list', { article_id: String(id) }, { htmx: true })).to).toBe(pressed.to)
    const form = await browser.get(String(pressed.to))
    expect(form.text).toContain(`name="intent" value="save:${id}"`)
    await browser.post('/login', { ...FORM, intent: `save:${id}` })
    expect((await browser.get('/list')).text).toContain('عنوان المقال')
  })

  it('may be a newsletter', async () => {
    await addNewsletters('morning')
    const { text } = await browser.get('/register?intent=newsletter:morning')
    expect(text).toContain(ar.accounts.asked.newsletter)
    expect(text).toContain('نشرة 1')
    await browser.post('/register', { ...FORM, intent: 'newsletter:morning' })
    expect((await browser.post(await verifyPath(app, EMAIL))).to).toBe('/newsletters/morning')
    const { subscribers, subscriptions, consents } = await dumpTables(env.DB)
    expect(subscribers).toMatchObject([{ email: EMAIL, reader_id: 1 }])
    expect(subscriptions).toMatchObject([{ state: 'active' }])
    expect(consents).toMatchObject([{ act: 'confirmed', form: '/register' }])
    expect((await browser.get('/login?intent=newsletter:evening')).status).toBe(303)
    expect((await app.client().get('/login?intent=newsletter:evening')).text).not.toContain('name="intent"')
  })

  it('may be to follow a topic or a source, and ends on its page', async () => {
    const topic = await addTopic('economy', 'اقتصاد')
    const source = await addSource({ title: 'الواحة' })
    const pressed = await browser.post('/following', { kind: 'topic', ref: String(topic), want: 'follow' })
    expect(pressed).toMatchObject({ status: 303, to: `/login?intent=follow:topic:${topic}` })
    const { text } = await browser.get(`/register?intent=follow:source:${source}`)
    expect(text).toContain(ar.accounts.asked.follow)
    expect(text).toContain('الواحة')
    await browser.post('/register', { ...FORM, intent: `follow:source:${source}` })
    expect((await browser.post(await verifyPath(app, EMAIL))).to).toBe(`/sources/${source}`)
    await browser.post('/logout')
    const signIn = () => browser.post('/login', { ...FORM, intent: `follow:topic:${topic}` })
    expect((await signIn()).to).toBe('/topics/economy')
    expect((await signIn()).to).toBe('/topics/economy')
    expect((await browser.get(`/login?intent=follow:topic:${topic}`)).to).toBe('/topics/economy')
    expect((await dumpTables(env.DB)).follows).toMatchObject([
      { kind: 'source', label: 'الواحة', followed: 1 },
      { kind: 'topic', label: 'اقتصاد', followed: 1 },
    ])
  })

  it('may be to open «for you», which comes after the first choice of a new account', async () => {
    await addReader({ email: EMAIL })
    const { to } = await browser.get('/for-you')
    expect(to).toBe('/login?intent=page:for-you')
    const { text } = await browser.get(to ?? '')
    expect(text).toContain(`${ar.accounts.asked.page} «<bdi>${ar.site.nav.forYou}</bdi>»`)
    expect(text).toContain('name="intent" value="page:for-you"')
    expect((await browser.post('/login', { ...FORM, intent: 'page:for-you' })).to).toBe('/for-you')
    expect((await app.client().get('/login?intent=page:desk')).text).not.toContain('name="intent"')
    const [other, email] = [app.client(), 'other@example.com']
    await other.post('/register', { ...FORM, email, intent: 'page:for-you' })
    expect((await other.post(await verifyPath(app, email))).to).toBe('/welcome')
  })

  it('is nothing where somebody without an account presses mute', async () => {
    const topic = await addTopic('economy', 'اقتصاد')
    for (const want of ['mute', 'less', 'restore']) {
      const pressed = await browser.post('/following', { kind: 'topic', ref: String(topic), want })
      expect(pressed).toMatchObject({ status: 303, to: '/login' })
    }
  })

  it('is left where what was to be followed is gone, or there is no room for it', async () => {
    const reader = await addReader({ email: EMAIL })
    const topic = await addTopic('economy', 'اقتصاد')
    expect((await browser.get('/login?intent=follow:topic:999')).text).not.toContain('name="intent"')
    expect((await browser.post('/login', { ...FORM, intent: 'follow:topic:999' })).to).toBe('/list')
    await fillFollows(reader.id)
    const answer = await browser.post('/login', { ...FORM, intent: `follow:topic:${topic}` })
    expect(answer).toMatchObject({ status: 303, to: '/topics/economy' })
    const { follows } = await dumpTables(env.DB)
    expect(follows?.filter(({ ref }) => ref === String(topic))).toEqual([])
  })

  it('is left where its article is gone, and the reader is in all the same', async () => {
    const id = await addArticle({ hiddenAt: START })
    await addReader({ email: EMAIL })
    expect((await browser.get(`/login?intent=save:${id}`)).text).not.toContain(ar.accounts.asked.save)
    expect((await browser.post('/login', { ...FORM, intent: `save:${id}` })).status).toBe(303)
    expect(browser.cookies.has('__Host-session')).toBe(true)
  })

  it.each([
    'https://evil.example',
    '//evil.example',
    'save:0',
    'save:1e9',
    'save:-1',
    'newsletter:../x',
    'desk:1',
    'follow:keyword:ماء',
    'follow:topic:0',
    'follow:topic:1:2',
    'follow:source:economy',
    'save:17 ',
  ])('is one of a closed list, and never %s', async (intent) => {
    await addReader({ email: EMAIL })
    const shown = await browser.get(`/login?intent=${encodeURIComponent(intent)}`)
    expect(shown.text).not.toContain('name="intent"')
    expect(await browser.post('/login', { ...FORM, intent })).toMatchObject({ status: 303, to: '/list' })
  })
})
