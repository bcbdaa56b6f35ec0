import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addTopic } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'
import { addNewsletter, TITLES } from './helpers/rhythm.ts'
import { addSaved } from './helpers/shelf.ts'

const words = ar.desk.issues
const [FOLLOWED, OTHER] = TITLES as [string, string]

let app: TestApp
beforeEach(() => {
  app = createTestApp()
})

/** An editor who follows one topic, and a draft of an issue made for each reader. */
async function personal({ minItems = 1 } = {}) {
  await addNewsletter(app, { kind: 'personal', name: 'لك', minItems })
  const topic = await addTopic('science')
  await addArticle({ title: FOLLOWED, topics: [topic], sortedAt: START - 3600 })
  await addArticle({ title: OTHER, sortedAt: START - 3600 })
  const editor = await editorClient(app)
  await env.DB.prepare(
    `INSERT INTO follows (reader_id, kind, ref, label, created_at) VALUES (?, 'topic', ?, 'علوم', 1)`,
  )
    .bind(editor.reader.id, String(topic))
    .run()
  await editor.post('/desk/newsletters/1/issues')
  return editor
}

/** A draft of a reminder of the list. */
async function reminder() {
  await addNewsletter(app, { kind: 'list', name: 'قائمتي' })
  const editor = await editorClient(app)
  await editor.post('/desk/newsletters/1/issues')
  return editor
}

describe('a digest', () => {
  it('is tested as often as the editor presses, and that counts nowhere', async () => {
    await addNewsletter(app)
    await addArticle({ title: FOLLOWED, sortedAt: START - 3600 })
    const editor = await editorClient(app)
    await editor.post('/desk/newsletters/1/issues')
    for (let press = 0; press < 2; press += 1) {
      await editor.post('/desk/issues/1/test')
      app.clock.advance(1)
    }
    await app.work()
    expect(app.mails.map(({ to }) => to)).toEqual([editor.reader.email, editor.reader.email])
    const { deliveries, issues } = await dumpTables(env.DB)
    expect([deliveries, issues]).toMatchObject([[], [{ state: 'draft', number: null, sent: 0 }]])
  })
})

describe('an issue made for each reader', () => {
  it('is looked at and tested as the editor’s own account gets it', async () => {
    const editor = await personal()
    expect((await editor.get('/desk/issues/1')).text).toContain(words.ownPreview)
    await editor.post('/desk/issues/1/test')
    await app.work()
    const [{ html, text } = { html: '', text: '' }] = app.mails
    const drawn = [(await editor.get('/desk/issues/1/html')).text, (await editor.get('/desk/issues/1/text')).text]
    for (const shown of [...drawn, html, text]) {
      expect(shown).toContain(FOLLOWED)
      expect(shown).not.toContain(OTHER)
    }
  })

  it('is still shown after it was sent to that very account', async () => {
    const editor = await personal()
    await editor.post('/newsletters/morning/subscribe', { wanted: '1' })
    await editor.post('/desk/issues/1/schedule', { now: '1' })
    await app.work()
    expect(app.mails.map(({ to }) => to)).toEqual([editor.reader.email])
    app.clock.advance(86_400)
    expect((await editor.get('/desk/issues/1/html')).text).toContain(FOLLOWED)
  })

  it('that has too little for the editor says so, and is not sent as a test', async () => {
    const editor = await personal({ minItems: 2 })
    const { text } = await editor.get('/desk/issues/1')
    expect(text).toContain(words.nothingForYou.personal)
    expect(text).not.toContain('<iframe')
    const tested = await editor.post('/desk/issues/1/test', {}, { follow: true })
    expect(tested.text).toContain(words.notices.untested)
    for (const part of ['html', 'text']) {
      expect((await editor.get(`/desk/issues/1/${part}`)).text).toBe(words.notices.untested)
    }
    await app.work()
    expect(app.mails).toEqual([])
  })
})

describe('a reminder of the list', () => {
  it('is looked at and tested with what waits on the editor’s own', async () => {
    const editor = await reminder()
    await addSaved(editor.reader.id, 1, { title: FOLLOWED })
    expect((await editor.get('/desk/issues/1/html')).text).toContain(FOLLOWED)
    await editor.post('/desk/issues/1/test')
    await app.work()
    expect(app.mails.map(({ html }) => html.includes(FOLLOWED))).toEqual([true])
  })

  it('says so where nothing waits, also where all was read between the press and the mail', async () => {
    const editor = await reminder()
    expect((await editor.get('/desk/issues/1')).text).toContain(words.nothingForYou.list)
    await addSaved(editor.reader.id, 1)
    await editor.post('/desk/issues/1/test')
    await env.DB.prepare('UPDATE counters SET unread = 0').run()
    await app.work()
    expect(app.mails).toEqual([])
  })
})
