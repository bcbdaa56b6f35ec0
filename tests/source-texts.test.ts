import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { rss } from './helpers/documents.ts'
import { type Answer, createFeedApp } from './helpers/feeds.ts'

const MINUTE = 60
/** A paragraph as long as any page's. */
const PARAGRAPH = Array.from({ length: 60 }, (_, n) => `كلمة${n} في النص الكامل`).join(' ')

let app: ReturnType<typeof createFeedApp>
beforeEach(async () => {
  app = createFeedApp()
  await app.answer('/source.example/feed', { body: feedOf(1, 2) })
  await app.addSource('', { feedUrl: 'https://source.example/feed' })
  await env.DB.prepare('UPDATE sources SET extracts = 1').run()
})

const feedOf = (...numbers: number[]) => rss(...numbers)
const page = (paragraphs: number): Answer => ({
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html lang="ar"><head><title>خبر</title></head><body><article><h1>خبر</h1>${`<p>${PARAGRAPH}</p>`.repeat(paragraphs)}</article></body></html>`,
})

/** As the cron would have it, minute by minute. */
async function minutes(count: number) {
  for (let minute = 0; minute < count; minute += 1) {
    await app.work()
    app.clock.advance(MINUTE)
  }
}

const textOf = async (id: number) => {
  const text = await env.DB.prepare('SELECT html, words FROM texts CROSS JOIN articles ON id = article_id WHERE id = ?')
    .bind(id)
    .first<{ html: string; words: number }>()
  return text ?? { html: '', words: 0 }
}
const extracts = async () => (await app.rows('jobs')).filter(({ kind }) => kind === 'extract')

describe('a source that brings excerpts only', () => {
  it('has the pages of its articles fetched for their whole texts, which search finds', async () => {
    for (const n of [1, 2]) await app.answer(`/news.example/${n}`, page(3))
    await minutes(3)
    for (const id of [1, 2]) {
      const { html, words } = await textOf(id)
      expect([html.includes('كلمة59'), words > 500]).toEqual([true, true])
    }
    expect(await extracts()).toEqual([])
    const { text } = await app.client().get(`/search?${new URLSearchParams({ q: 'كلمة42' })}`)
    expect(text).toContain('خبر رقم 1')
  })

  it('has them fetched one after another, each host in its turn', async () => {
    const many = Array.from({ length: 12 }, (_, n) => n + 1)
    await app.answer('/source.example/feed', { body: feedOf(...many) })
    for (const n of many) await app.answer(`/news.example/${n}`, page(1))
    await app.work()
    expect((await app.asked('/news.example')).length).toBeLessThanOrEqual(1)
    await minutes(14)
    expect(new Set((await app.asked('/news.example')).map(({ path }) => path)).size).toBe(12)
    expect(await extracts()).toEqual([])
  })

  it('keeps the text of the feed where the page is not there, or has less to say', async () => {
    await app.answer('/news.example/1', { status: 404 })
    await app.answer('/news.example/2', { headers: { 'Content-Type': 'text/html' }, body: '<p>قصير</p>' })
    await minutes(3)
    expect([(await textOf(1)).html, (await textOf(2)).html]).toEqual(['<p>نص الخبر رقم 1</p>', '<p>نص الخبر رقم 2</p>'])
    expect(await extracts()).toEqual([])
  })

  it('has a page that fails for now tried again, and not for ever', async () => {
    await app.answer('/source.example/feed', { body: feedOf(1) })
    await app.answer('/news.example/1', { status: 503 }, page(2))
    await minutes(10)
    expect((await textOf(1)).html).toContain('كلمة59')
    await app.answer('/news.example/2', { status: 503 })
    await app.answer('/source.example/feed', { body: feedOf(1, 2) })
    app.clock.advance(6 * 3600)
    for (let hour = 0; hour < 12; hour += 1) {
      await app.work()
      app.clock.advance(3600)
    }
    expect((await app.asked('/news.example/2')).length).toBeLessThanOrEqual(4)
    expect(await extracts()).toEqual([])
  })

  it('is left alone once an editor wants no whole texts any more', async () => {
    await app.work()
    await env.DB.prepare('UPDATE sources SET extracts = 0').run()
    const asked = (await app.asked('/news.example')).length
    await minutes(3)
    expect(await app.asked('/news.example')).toHaveLength(asked)
  })
})

it('any other source has nothing fetched but its feed', async () => {
  await env.DB.prepare('UPDATE sources SET extracts = 0').run()
  await minutes(3)
  expect(await app.asked('/news.example')).toEqual([])
})
