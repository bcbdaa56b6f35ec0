import { describe, expect, test } from 'vitest'
import { readArticle } from '../../src/core/article.ts'
import { parseFeed } from '../../src/core/feed.ts'
import { sanitize } from '../../src/core/sanitize.ts'
import { rss } from '../helpers/documents.ts'

describe('an article', () => {
  const source = { id: 3, title: 'أخبار', url: 'https://news.example/', language: 'ar', direction: null }
  const now = Date.UTC(2026, 10, 24, 12) / 1000
  const read = (fields: string, changed: Partial<typeof source> | { direction: 'ltr' } = {}) => {
    const [item] = parseFeed(rss(fields), 'https://news.example/feed.xml').items
    if (!item) throw new Error('no item')
    const html = sanitize(item.html, item.base)
    return readArticle(item, { source: { ...source, ...changed }, feedLanguage: null, html, now })
  }

  test('has a url without tracking, a key, words, a direction and an excerpt', () => {
    const article = read(
      '<title>خبر</title><link>https://www.news.example/1?utm_source=rss</link><description>&lt;p&gt;كلمة كلمتان ثلاث&lt;/p&gt;&lt;img src="/p.jpg?a=1&amp;amp;b=2" alt="صورة"&gt;</description>',
    )
    expect(article).toMatchObject({
      url: 'https://www.news.example/1',
      urlKey: 'news.example/1',
      words: 3,
      excerpt: 'كلمة كلمتان ثلاث',
      language: 'ar',
      direction: 'rtl',
      picture: 'https://www.news.example/p.jpg?a=1&b=2',
      pictureAlt: 'صورة',
    })
  })

  test('is never dated in the future and stands where it was first seen without a date', () => {
    expect(read('<title>x</title><pubDate>Tue, 01 Dec 2026 10:00:00 GMT</pubDate>')).toMatchObject({
      publishedAt: now,
      sortedAt: now,
    })
    expect(read('<title>x</title>')).toMatchObject({ publishedAt: null, sortedAt: now, updatedAt: now })
  })

  test('without a title begins with its own words', () => {
    expect(read(`<description>${'كلمة '.repeat(40)}</description>`).title).toMatch(/^كلمة كلمة.*كلمة…$/)
  })

  test('without a link leads to its source and keeps a key of its own', () => {
    const article = read('<title>x</title><guid isPermaLink="false">g</guid>')
    expect(article).toMatchObject({ url: 'https://news.example/', urlKey: 'source:3:g' })
  })

  test('has an excerpt of whole words, at most 280 characters', () => {
    const { excerpt } = read(`<title>x</title><description>${'كلمات، '.repeat(100)}</description>`)
    expect([...excerpt].length).toBeLessThanOrEqual(280)
    expect(excerpt).toMatch(/ كلمات…$/)
  })

  test('takes the direction an editor set', () => {
    expect(read('<title>خبر</title>', { direction: 'ltr' }).direction).toBe('ltr')
  })

  test('does not name its source as its writer', () => {
    expect(read('<title>x</title><dc:creator>أخبار</dc:creator>').byline).toBe('')
  })

  test('has the direction of the element that holds its text', () => {
    expect(
      read('<title>خبر عاجل</title><description>&lt;div dir="ltr"&gt;news خبر&lt;/div&gt;</description>').direction,
    ).toBe('ltr')
  })
})
