import { env } from 'cloudflare:workers'
import { describe, expect, inject, test } from 'vitest'
import { dumpTables } from './helpers/d1.ts'
import { createFeedApp } from './helpers/feeds.ts'

const HOUR = 3600

describe.skipIf(!inject('hasCorpus'))('the real feeds', () => {
  test.each([
    ['world-full.rss.xml', 7, 80],
    ['headlines.rss.xml', 60, 3],
    ['headlines.atom.xml', 45, 3],
    ['headlines.json', 42, 3],
  ])('%s: every item is there with title, link, date, text and direction, once', async (name, count, words) => {
    const app = createFeedApp()
    await app.answer('/feed', { corpus: `feeds/${name}` })
    await app.addSource('/feed', { title: '' })
    await app.work()
    const articles = await app.rows('articles')
    expect(articles).toHaveLength(count)
    expect(await app.rows('texts')).toHaveLength(count)
    for (const article of articles) {
      expect(article).toMatchObject({ direction: 'rtl', language: 'ar', source_name: 'BBC News عربي' })
      expect(article.url).toMatch(/^https:\/\/www\.bbc\.com\/arabic\//)
      expect(String(article.title).length).toBeGreaterThan(10)
      expect(article.words).toBeGreaterThan(words)
      expect(article.published_at).toBeGreaterThan(1_000_000_000)
    }
    expect(await app.rows('sources')).toMatchObject([{ title: 'BBC News عربي', error: null }])

    const before = await dumpTables(env.DB)
    app.clock.advance(6 * HOUR + 3000)
    await app.work()
    const after = await dumpTables(env.DB)
    expect(await app.asked('/feed')).toHaveLength(2)
    const beside = { sources: [], jobs: [], hours: [], settings: [] }
    expect({ ...after, ...beside }).toEqual({ ...before, ...beside })
  })
})
