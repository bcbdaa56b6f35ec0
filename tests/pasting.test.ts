import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
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
  await app.page('news.example/wall', { status: 402 }, html(pageOf()))
  await browser.post('/list', { url: 'https://news.example/wall' })
  await app.work()
})

const paste = (text: string) => browser.post('/list/1/text', { text })

describe('a pasted text', () => {
  it('is the text of its row from then on, and no later fetch takes its place', async () => {
    expect(await paste('نهر عاد إلى مجراه.\nوفرح أهل القرية.')).toMatchObject({ status: 303, to: '/list/1' })
    expect(await app.saved()).toMatchObject([{ page: 'ready', page_fault: null, words: 7, language: 'ar' }])
    await browser.post('/list/1/page', { wanted: '1' })
    await app.work()
    expect(await app.texts()).toMatchObject([{ html: '<p>نهر عاد إلى مجراه.</p><p>وفرح أهل القرية.</p>', pasted: 1 }])
    expect(await app.asked('/news.example/wall')).toHaveLength(1)
    expect((await browser.get('/list/1')).text).toContain('<p>وفرح أهل القرية.</p>')
  })

  it('gives way to another one only', async () => {
    await paste('الأول')
    await paste('الثاني')
    expect(await app.texts()).toMatchObject([{ html: '<p>الثاني</p>' }])
  })

  it('wins over a fetch that was under way', async () => {
    await browser.post('/list/1/page', { wanted: '1' })
    await paste('نص القارئ')
    await app.work()
    expect(await app.texts()).toMatchObject([{ html: '<p>نص القارئ</p>' }])
  })

  it('may be markup, which is made safe', async () => {
    await paste('<p onclick="x()">أول <a href="/b">رابط</a></p><script>alert(1)</script>')
    const [text] = await app.texts()
    expect(text?.html).toBe(
      '<p>أول <a href="https://news.example/b" rel="noopener noreferrer nofollow ugc">رابط</a></p>',
    )
  })

  it('may be the whole page, of which the article is kept', async () => {
    await paste(pageOf({ title: 'عنوان الصفحة' }))
    expect(await app.saved()).toMatchObject([{ title: 'عنوان الصفحة' }])
    const [text] = await app.texts()
    expect(text?.html).toContain('وصلت القافلة')
    expect(text?.html).not.toContain('الرئيسية')
  })

  it('may stand for an article of the site, whose feed brings an excerpt only', async () => {
    const id = await addArticle()
    await browser.post('/list', { article_id: String(id) })
    await browser.post('/list/2/text', { text: 'النص كاملًا' })
    expect((await browser.get('/list/2')).text).toContain('<p>النص كاملًا</p>')
  })

  it.each([
    ['nothing', ' \n', ar.fields.textRequired],
    ['nothing to read', '<script>x</script><p></p>', ar.fields.textRequired],
    ['more than 256 KB', 'نص '.repeat(60_000), ar.fields.textTooLong],
  ])('cannot be %s, and what was typed stays', async (_, text, words) => {
    const answer = await paste(text)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(words)
    expect(answer.text).toContain('<textarea')
    expect(await app.texts()).toEqual([])
  })

  it('of 250 KB in letters of two bytes is taken', async () => {
    expect((await paste(`${STORY.slice(0, 100)} ${'نص '.repeat(50_000)}`)).status).toBe(303)
  })
})
