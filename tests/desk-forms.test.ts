import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient, NEWSLETTER, save } from './helpers/desk.ts'
import { addNewsletters } from './helpers/newsletters.ts'

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  editor = await editorClient(app)
})

/** The names of the fields that ask for the focus: a browser gives it to the first. */
const focused = (text: string) =>
  [...text.matchAll(/<(?:input|textarea)[^>]*\bautofocus=""[^>]*>/g)].map(([tag]) => /name="([^"]*)"/.exec(tag)?.[1])

describe('a long form of the desk', () => {
  it.each([
    ['wrong far down', { senderEmail: 'x' }, 'senderEmail'],
    ['without a day', { rhythm: 'weekly' }, 'day:0'],
    ['with several faults', { name: '', senderEmail: 'x' }, 'name'],
  ])('%s puts the focus on the first fault', async (_, wrong, first) => {
    const { status, text } = await editor.post('/desk/newsletters', { ...NEWSLETTER, ...wrong })
    expect([status, focused(text)[0]]).toEqual([422, first])
  })

  it('that was just opened leaves the focus where it is', async () => {
    expect(focused((await editor.get('/desk/newsletters/new')).text)).toEqual([])
  })
})

describe('the page of a newsletter', () => {
  it('leads to what readers see of it, as long as they do', async () => {
    await addNewsletters('morning')
    const link = 'href="/newsletters/morning"'
    expect((await editor.get('/desk/newsletters/1')).text).toContain(link)
    await env.DB.prepare(`UPDATE newsletters SET state = 'ended'`).run()
    expect((await editor.get('/desk/newsletters/1')).text).not.toContain(link)
  })
})

describe('the numbers beside the articles of a draft', () => {
  beforeEach(async () => {
    await addNewsletters('morning')
    for (const title of ['هطول أمطار غزيرة', 'افتتاح مكتبة الحي']) await addArticle({ title, sortedAt: START - 3600 })
    await editor.post('/desk/newsletters/1/issues')
  })

  const shown = (text: string) => [...text.matchAll(/class="order"[^>]* value="([^"]*)"/g)].map(([, place]) => place)
  const title = 'عنوان'

  it('are drawn as numbers are here, and taken back so', async () => {
    expect(shown((await editor.get('/desk/issues/1')).text)).toEqual(['١', '٢'])
    const set = { title, intro: '', 'order:1': '٢', 'order:2': '١' }
    expect((await save(editor, '/desk/issues/1', set)).to).toBe('/desk/issues/1?done=saved')
    const [issue] = (await dumpTables(env.DB)).issues ?? []
    expect(JSON.parse(String(issue?.items)).map(({ articleId }: { articleId: number }) => articleId)).toEqual([2, 1])
  })

  it('differ from nothing by their digits alone', async () => {
    const set = { title, intro: '', 'order:1': '١', 'order:2': '٢', version: '1' }
    await editor.post('/desk/issues/1', { ...set, title: 'عنوان آخر' })
    const { status, text } = await editor.post('/desk/issues/1', set)
    expect([status, text.split(ar.desk.stands).length - 1]).toEqual([409, 1])
  })
})
