import { describe, expect, test } from 'vitest'
import { FeedError, parseFeed } from '../../src/core/feed.ts'
import { channel } from '../helpers/documents.ts'

const URL = 'https://news.example/feed.xml'
const atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>'

describe('damaged documents', () => {
  const items = '<item><title>أ</title></item><item><title>ب</title></item>'

  test.each([
    ['cut inside an item', `${channel(items).slice(0, -16)}<item><title>ج`, 2],
    ['with a broken item between', channel(`<item><title>ج</item>${items}`), 2],
    ['Atom cut short', `${atom}<entry><id>1</id><title>أ</title></entry><entry><title>`, 1],
  ])('%s give their whole items', (_, document, count) => {
    const feed = parseFeed(document, URL)
    expect(feed.items).toHaveLength(count)
    expect(feed.damaged).toBeTruthy()
  })

  test.each([
    ['behind warnings', `Warning: foo() in bar.php\n${channel(items)}`],
    ['before warnings', `${channel(items)}\n<b>Warning</b>: foo()<br`],
    ['with controls', channel(items).replace('أ', '\u0000أ\u000b\u001f')],
    ['with signs that are not escaped', channel(items.replace('أ', 'أ & ب &foo'))],
    ['behind a comment that names another format', `<!-- <feed> -->${channel(items)}`],
  ])('%s are read whole', (_, document) => {
    const feed = parseFeed(document, URL)
    expect(feed.items).toHaveLength(2)
    expect(feed.damaged).toBeNull()
  })

  test('entities that a document declares itself mean nothing', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ها"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>`
    const item = parseFeed(bomb + channel('<item><title>&b; &x;</title></item>'), URL).items[0]
    expect(item?.title).toBe('&b; &x;')
  })

  test.each([
    ['a page', '<!doctype html><html><body>x</body></html>', 'not_feed'],
    ['another format', '<CHANNEL><ITEM HREF="https://news.example/"/></CHANNEL>', 'not_feed'],
    ['JSON that is no feed', '{"error":"x"}', 'not_feed'],
    ['half of JSON', '{"version":"https://jsonfeed.org/version/1.1","items":[', 'not_feed'],
    ['nothing', '', 'not_feed'],
    ['a sentence', 'نعتذر', 'not_feed'],
    ['a feed without a whole item', '<rss version="2.0"><channel><item><title>x', 'broken_feed'],
  ])('%s is refused', (_, document, code) => {
    expect(() => parseFeed(document, URL)).toThrow(FeedError)
    expect(() => parseFeed(document, URL)).toThrow(code)
  })

  test.each([
    ['openings', `<rss version="2.0"><channel>${'<item>'.repeat(100_000)}`],
    ['closings', `<rss version="2.0"><channel>${'</item>'.repeat(100_000)}`],
    ['elements', `<rss version="2.0"><channel>${'<a>'.repeat(100_000)}</rss>`],
    ['comments', '<!-- -->'.repeat(100_000)],
    ['half comments', '<!--'.repeat(100_000)],
    ['DOCTYPE subsets', `<!DOCTYPE x [${'] '.repeat(100_000)}<rss>`],
    ['brackets in a name', channel(`<item><title>x</title><author>${'('.repeat(500_000)}</author></item>`)],
  ])('%s without end cost no time', (_, document) => {
    const began = performance.now()
    try {
      parseFeed(document, URL)
    } catch (error) {
      expect(error).toBeInstanceOf(FeedError)
    }
    // In quadratic time each of these takes minutes.
    expect(performance.now() - began).toBeLessThan(3000)
  })

  test('a feed without items is a feed', () => {
    expect(parseFeed('<rss version="2.0"><channel></channel></rss>', URL).items).toEqual([])
  })
})
