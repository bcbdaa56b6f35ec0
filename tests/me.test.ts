import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { subscribeReader } from '../src/actions/newsletters.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic, signedInClient } from './helpers/builders.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { counting } from './helpers/statements.ts'

let app: TestApp
beforeEach(() => {
  app = createTestApp()
})

type Browser = Awaited<ReturnType<typeof signedInClient>>

async function saving(browser: Browser, count: number): Promise<number[]> {
  const ids = await addArticles(count)
  for (const id of ids) await browser.post('/list', { article_id: String(id) })
  return ids
}

describe('a reader’s page is told', () => {
  it('the name', async () => {
    const browser = await signedInClient(app, { name: 'سلمى' })
    const state = await browser.get('/me/state')
    expect(state.status).toBe(200)
    expect(state.headers.get('Cache-Control')).toBe('private, no-store')
    expect(state.text).toContain('hx-target="#account-link"')
    expect(state.text).toContain('<bdi>سلمى</bdi>')
  })

  it('which of its articles are saved, and no others', async () => {
    const browser = await signedInClient(app)
    const [first = 0, second = 0, third = 0] = await saving(browser, 3)
    const other = await addArticle()
    await browser.post('/list/1/archived', { wanted: '1' })
    await browser.post('/list/2/removed', { wanted: '1' })
    const { text } = await browser.get(`/me/state?ids=${first},${second},${other}`)
    expect(text).toContain(`[data-article=&quot;${first}&quot;]`)
    for (const id of [second, third, other]) expect(text).not.toContain(`[data-article=&quot;${id}&quot;]`)
  })

  it('at the end of an article how to archive it and what to read next', async () => {
    const browser = await signedInClient(app)
    const [first = 0, second = 0] = await saving(browser, 2)
    const unsaved = await addArticle()
    const end = await browser.get(`/me/state?ids=${second}&article=${second}`)
    expect(end.text).toContain('action="/list/2/archived"')
    expect(end.text).toContain('href="/list/1"')
    const of = await browser.get(`/me/state?ids=${unsaved}&article=${unsaved}`)
    expect(of.text).not.toContain(ar.list.archive)
    expect(of.text).toContain('href="/list/2"')
    await browser.post('/list/2/archived', { wanted: '1' })
    expect((await browser.get(`/me/state?ids=${first}&article=${first}`)).text).not.toContain(ar.list.next)
  })

  it('what is said of the topics and sources it has buttons of, and of no others', async () => {
    const browser = await signedInClient(app)
    const [topic, source, other] = [await addTopic('economy', 'اقتصاد'), await addSource(), await addTopic('science')]
    await browser.post('/following', { kind: 'topic', ref: String(topic), want: 'follow' })
    await browser.post('/following', { kind: 'source', ref: String(source), want: 'mute' })
    await browser.post('/following', { kind: 'topic', ref: String(other), want: 'follow' })
    const { text } = await browser.get(`/me/state?follows=topic:${topic},source:${source},source:${other}`)
    expect(text).toContain(`[data-follow=&quot;topic:${topic}&quot;]`)
    expect(text).toContain(ar.follow.wishes.unfollow)
    expect(text).toContain(`[data-follow=&quot;source:${source}&quot;]`)
    expect(text).toContain(ar.follow.wishes.unmute)
    expect(text).not.toContain(`:${other}&quot;]`)
    const stranger = await signedInClient(app)
    expect((await stranger.get(`/me/state?follows=topic:${topic}`)).text).not.toContain('data-follow')
  })

  it('which newsletters are on, where the page shows their switches', async () => {
    const browser = await signedInClient(app)
    await addNewsletters('morning', 'weekly')
    await subscribeReader(app.context(), {
      reader: browser.reader,
      slug: 'morning',
      wanted: true,
      form: '/newsletters',
    })
    const { text } = await browser.get('/me/state?newsletters=1')
    expect(text).toContain('[data-newsletter=&quot;morning&quot;]')
    expect(text).toContain('aria-checked="true"')
    expect(text).not.toContain('weekly')
    expect((await browser.get('/me/state')).text).not.toContain('morning')
  })
})

describe('who is not signed in', () => {
  it('is told nothing, and loses a marker that no longer holds', async () => {
    const browser = await signedInClient(app)
    await env.DB.prepare('DELETE FROM sessions').run()
    const state = await browser.get('/me/state?ids=1')
    expect(state).toMatchObject({ status: 204, text: '' })
    expect([...browser.cookies.keys()]).toEqual([])
  })

  it('costs no statement', async () => {
    const { d1, during } = counting(env.DB)
    const visitor = createTestApp({ d1 }).client()
    expect(await during(() => visitor.get('/me/state?ids=1'))).toBe(0)
  })
})

it.each([
  'ids=',
  'ids=x',
  'ids=0',
  'ids=1,,2',
  'ids=1,2;DROP',
  `ids=${'9'.repeat(16)}`,
  `ids=${Array.from({ length: 61 }, (_, i) => i + 1)}`,
  'article=x',
  'article=0',
  'newsletters=2',
  'follows=',
  'follows=3',
  'follows=keyword:3',
  'follows=topic:0',
  'follows=topic:3,',
  `follows=${Array.from({ length: 61 }, (_, i) => `topic:${i + 1}`)}`,
])('a malformed question is refused: %s', async (query) => {
  const browser = await signedInClient(app)
  expect(await browser.get(`/me/state?${query}`)).toMatchObject({ status: 400, text: '' })
})

it('takes the session’s statement and one batch, for one article as for sixty', async () => {
  const { d1, during } = counting(env.DB)
  const browser = await signedInClient(createTestApp({ d1 }))
  const ids = await saving(browser, 60)
  expect(await during(() => browser.get(`/me/state?ids=${ids[0]}`))).toBe(2)
  expect(await during(() => browser.get(`/me/state?ids=${ids}`))).toBe(2)
  expect(await during(() => browser.get(`/me/state?ids=${ids}&article=${ids[0]}`))).toBe(3)
  expect(await during(() => browser.get(`/me/state?ids=${ids}&follows=topic:1,source:2`))).toBe(3)
})
