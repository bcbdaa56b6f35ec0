import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addSource, addTopic, signedInClient } from './helpers/builders.ts'

const { follow } = ar

let app: TestApp
let topic: number
let source: number
let article: number

beforeEach(async () => {
  app = createTestApp()
  topic = await addTopic('economy', 'اقتصاد')
  source = await addSource({ title: 'الواحة' })
  article = await addArticle({ sourceId: source, sourceName: 'الواحة', topics: [topic], title: 'حين عاد النهر' })
})

const keysIn = (html: string) => [...html.matchAll(/data-follow="([^"]+)"/g)].map(([, key]) => key)

describe('the page of', () => {
  it.each([
    ['a topic', () => '/topics/economy', () => [`topic:${topic}`]],
    ['a source', () => `/sources/${source}`, () => [`source:${source}`]],
    ['an article', () => `/articles/${article}`, () => [`source:${source}`, `topic:${topic}`]],
  ])('%s has buttons to follow it, the same bytes for whoever has said something of it', async (_, path, keys) => {
    const reader = await signedInClient(app)
    const visited = (await app.client().get(path())).text
    expect(keysIn(visited)).toEqual(keys())
    expect(visited).toContain(`follows=${keys().join()}`)
    await reader.post('/following', { kind: 'topic', ref: String(topic), want: 'follow' })
    await reader.post('/following', { kind: 'source', ref: String(source), want: 'mute' })
    expect((await reader.get(path())).text).toBe(visited)
  })
})

describe('the menu of a card', () => {
  it('is linked from every card, by the title', async () => {
    for (const path of ['/', '/topics/economy', `/sources/${source}`]) {
      const { text } = await app.client().get(path)
      expect(text, path).toContain(`href="/following/articles/${article}"`)
      expect(text, path).toContain(`aria-label="${ar.articles.options('\u2068حين عاد النهر\u2069')}"`)
    }
  })

  it('has the source, then the topics, each with what is said of it', async () => {
    const reader = await signedInClient(app)
    await reader.post('/following', { kind: 'topic', ref: String(topic), want: 'follow' })
    const { text } = await reader.get(`/following/articles/${article}`)
    expect(keysIn(text)).toEqual([`source:${source}`, `topic:${topic}`])
    expect(text).toContain(follow.named.unfollow('\u2068اقتصاد\u2069'))
    expect(text).toContain(follow.named.follow('\u2068الواحة\u2069'))
    expect(text).toContain(follow.named.less('\u2068الواحة\u2069'))
  })

  it('stays where a plain form was pressed, with a notice', async () => {
    const reader = await signedInClient(app)
    const path = `/following/articles/${article}`
    const headers = { Referer: `https://raff.example${path}` }
    const fields = { kind: 'source', ref: String(source), want: 'mute' }
    const { text } = await reader.post('/following', fields, { headers, follow: true })
    expect(text).toContain(follow.done.source.mute)
    expect(text).toContain(follow.wishes.unmute)
  })

  it('is not there for an article that is hidden or was never there', async () => {
    const reader = await signedInClient(app)
    await env.DB.prepare('UPDATE articles SET hidden_at = ? WHERE id = ?').bind(START, article).run()
    expect((await reader.get(`/following/articles/${article}`)).status).toBe(404)
    expect((await reader.get('/following/articles/999')).status).toBe(404)
  })

  it('shows no source that was removed', async () => {
    await env.DB.prepare(`UPDATE sources SET state = 'removed'`).run()
    const reader = await signedInClient(app)
    expect(keysIn((await reader.get(`/following/articles/${article}`)).text)).toEqual([`topic:${topic}`])
  })
})

describe('an undo', () => {
  it('brings the cards of «for you» back with the page, and changes any other in place', async () => {
    const reader = await signedInClient(app)
    const fields = { kind: 'source', ref: String(source) }
    const undo = { ...fields, want: 'restore', was: '1000' }
    const at = (path: string) => ({ htmx: true, headers: { Referer: `${app.config.site.url}${path}` } })
    await reader.post('/following', { ...fields, want: 'mute' }, at('/for-you'))
    const { to } = await reader.post('/following', undo, at('/for-you'))
    expect(to).toMatch(/^\/for-you\?did=restore/)
    expect((await reader.get(to ?? '')).text).toContain(ar.follow.undone)
    expect((await reader.post('/following', undo, at('/following'))).to).toBeNull()
  })
})
