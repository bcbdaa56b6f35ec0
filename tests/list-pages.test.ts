import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'

const HTMX = { htmx: true }

let app: TestApp
let browser: Client
let articleId: number

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
  articleId = await addArticle({ title: 'نهر عاد', html: '<p>نص المقال</p>' })
})

const save = () => browser.post('/list', { article_id: String(articleId) })

describe('a visitor who presses save', () => {
  it('signs in first, with the article in mind', async () => {
    const visitor = app.client()
    await visitor.get(`/articles/${articleId}`)
    const pressed = await visitor.post('/list', { article_id: String(articleId) })
    expect(pressed).toMatchObject({ status: 303, to: `/login?intent=save:${articleId}` })
    const withHtmx = await visitor.post('/list', { article_id: String(articleId) }, HTMX)
    expect(withHtmx).toMatchObject({ status: 200, to: `/login?intent=save:${articleId}`, text: '' })
    expect(withHtmx.headers.get('HX-Redirect')).not.toBeNull()
  })
})

describe('without script', () => {
  it('saving ends on the list, which says so and offers the way back', async () => {
    await browser.get(`/articles/${articleId}`)
    const pressed = await save()
    expect(pressed).toMatchObject({ status: 303, to: '/list?done=saved&id=1' })
    const page = await browser.get('/list?done=saved&id=1')
    expect(page.text).toContain(ar.list.done.saved)
    expect(page.text).toContain('action="/list/1/removed"')
    expect(page.text).toContain('class="notice" role="status"')
    expect(page.text).toContain('نهر عاد')
    const undone = await browser.post('/list/1/removed', { wanted: '1', undo: '1' }, { follow: true })
    expect(undone).toMatchObject({ path: '/list?done=undone&id=1', status: 200 })
    expect(undone.text).not.toContain('نهر عاد')
  })

  it('archiving on a further page of the list stays on that page', async () => {
    await save()
    await browser.get('/list?state=unread&before=1700000000.9&done=saved')
    const pressed = await browser.post('/list/1/archived', { wanted: '1' })
    expect(pressed.to).toBe('/list?state=unread&before=1700000000.9&done=archived&id=1')
  })

  it('removing what is being read leads to the list, archiving it does not', async () => {
    await save()
    await browser.get('/list/1')
    expect((await browser.post('/list/1/archived', { wanted: '1' })).to).toBe('/list/1?done=archived&id=1')
    expect((await browser.post('/list/1/removed', { wanted: '1' })).to).toBe('/list?done=removed&id=1')
  })

  it('a save button pressed again on a public page ends on the list', async () => {
    await save()
    await browser.get('/')
    const pressed = await browser.post(`/list/articles/${articleId}/removed`, { wanted: '1' })
    expect(pressed.to).toBe('/list?done=removed&id=1')
    const undone = await browser.post('/list/1/removed', { wanted: '0', undo: '1' }, { follow: true })
    expect(undone.text).toContain('نهر عاد')
  })

  it('a notice that nobody’s form asked for is not shown', async () => {
    for (const query of ['done=hello', 'done=saved&id=x', 'done=saved&done=saved&id=0']) {
      expect((await browser.get(`/list?${query}`)).text).not.toContain('class="notice" role="status"')
    }
  })
})

describe('with htmx', () => {
  it('saving changes every copy of the button and tells it', async () => {
    const pressed = await browser.post('/list', { article_id: String(articleId) }, HTMX)
    expect(pressed.status).toBe(200)
    expect(pressed.text).toContain(`hx-target="[data-article=&quot;${articleId}&quot;]"`)
    expect(pressed.text).toContain(`action="/list/articles/${articleId}/removed"`)
    expect(pressed.text).toContain(ar.list.done.saved)
    expect(pressed.text).not.toContain('<html')
  })

  it('pressing the saved button removes, however often it is pressed', async () => {
    await save()
    for (let i = 0; i < 2; i++) {
      const pressed = await browser.post(`/list/articles/${articleId}/removed`, { wanted: '1' }, HTMX)
      expect(pressed.status).toBe(200)
      expect(pressed.text).toContain('name="article_id"')
      expect(pressed.text).toContain(ar.list.done.removed)
    }
  })

  it('a row that was archived or removed leaves a line with its undo, and comes back', async () => {
    await save()
    for (const [state, words] of [
      ['archived', ar.list.done.archived],
      ['removed', ar.list.done.removed],
    ] as const) {
      const gone = await browser.post(`/list/1/${state}`, { wanted: '1' }, HTMX)
      expect(gone.text).toContain(words)
      expect(gone.text).toContain(ar.site.undo)
      expect(gone.text).toContain(ar.list.unread(0, '٠'))
      expect(gone.text).not.toContain('<article')
      const back = await browser.post(`/list/1/${state}`, { wanted: '0', undo: '1' }, HTMX)
      expect(back.text).toContain('<article class="row">')
      expect(back.text).toContain(ar.list.unread(1, '١'))
    }
  })
})

describe('a bad form', () => {
  it.each([
    ['/list', {}],
    ['/list', { article_id: '0' }],
    ['/list', { article_id: '1x' }],
    ['/list', { article_id: ['1', '2'] }],
    ['/list', { article_id: '9'.repeat(16) }],
    ['/list/1/archived', {}],
    ['/list/1/archived', { wanted: 'yes' }],
    ['/list/1/removed', { wanted: ['1', '0'] }],
    ['/list/articles/1/removed', { wanted: '' }],
  ])('is refused by %s: %j', async (path, fields) => {
    await save()
    const answer = await browser.post(path, fields)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(ar.errors.pages.invalid.title)
  })

  it('an article that does not exist cannot be saved', async () => {
    expect((await browser.post('/list', { article_id: '999' })).status).toBe(404)
  })
})

describe('a stranger’s row does not exist:', () => {
  it.each([
    ['GET', '/list/1', {}],
    ['POST', '/list/1/archived', { wanted: '1' }],
    ['POST', '/list/1/removed', { wanted: '1' }],
    ['POST', '/list/articles/:article/removed', { wanted: '1' }],
  ])('%s %s', async (method, route, fields) => {
    await save()
    const path = route.replace(':article', String(articleId))
    const as = (client: Client) => (method === 'GET' ? client.get(path) : client.post(path, fields))
    const stranger = await signedInClient(app)
    expect((await as(stranger)).status).toBe(404)
    expect([200, 303]).toContain((await as(browser)).status)
    expect(await as(app.client())).toMatchObject({ status: 303, to: '/login' })
  })

  it.each(['0', '01', '-1', '1e3', '1.0', 'x', '9'.repeat(16), '%D9%A1'])(
    'and an id that is no number is no page: %s',
    async (id) => {
      expect((await browser.get(`/list/${id}`)).status).toBe(404)
    },
  )
})

describe('reading a saved article', () => {
  it('shows its stored text, also where the source lets the public see an excerpt only', async () => {
    const sourceId = await addSource({ display: 'excerpt' })
    const other = await addArticle({ sourceId, title: 'نبذة وحدها', html: '<p>النص كاملًا</p>' })
    expect((await browser.get(`/articles/${other}`)).text).not.toContain('النص كاملًا')
    await browser.post('/list', { article_id: String(other) })
    const page = await browser.get('/list/1')
    expect(page.text).toContain('<p>النص كاملًا</p>')
    expect(page.text).toContain('>نبذة وحدها<')
  })

  it('shows excerpt and original where there is no text', async () => {
    const other = await addArticle({ excerpt: 'نبذة وحدها', url: 'https://news.example/original' })
    await browser.post('/list', { article_id: String(other) })
    const page = await browser.get('/list/1')
    expect(page.text).toContain('نبذة وحدها')
    expect(page.text).toContain('href="https://news.example/original"')
    expect(page.text).toContain(ar.articles.noText)
  })

  it('leads on to the next unread one, and not to itself', async () => {
    const [first = 0] = await addArticles(1, { title: 'التالي' })
    await browser.post('/list', { article_id: String(first) })
    app.clock.advance(60)
    await save()
    expect((await browser.get('/list/2')).text).toContain('href="/list/1"')
    await browser.post('/list/1/archived', { wanted: '1' })
    expect((await browser.get('/list/2')).text).not.toContain('class="next"')
  })

  it('keeps a foreign title in its own direction', async () => {
    const other = await addArticle({ title: 'Rivers return', language: 'en', direction: 'ltr' })
    await browser.post('/list', { article_id: String(other) })
    expect((await browser.get('/list')).text).toContain('<bdi dir="ltr" lang="en">Rivers return</bdi>')
  })
})
