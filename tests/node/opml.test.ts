import { expect, test } from 'vitest'
import { OpmlError, parseOpml } from '../../src/core/opml.ts'

test('feeds are found at every depth, whatever the case of the attributes', () => {
  const sources = parseOpml(`<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
    <outline text="مجلد"><outline text="داخل"><outline type="rss" text="أخبار &amp; آراء" XMLURL=" https://news.example/feed.xml " htmlUrl="https://news.example/" language="ar" topic="world" display="full"/></outline></outline>
    <outline title="آخر" text="y" xmlUrl="https://other.example/rss" category="/science/space,/x"/>
    <outline text="ليس خلاصة"/></body></opml>`)
  expect(sources).toEqual([
    {
      title: 'أخبار & آراء',
      feedUrl: 'https://news.example/feed.xml',
      siteUrl: 'https://news.example/',
      language: 'ar',
      topic: 'world',
      display: 'full',
    },
    {
      title: 'آخر',
      feedUrl: 'https://other.example/rss',
      siteUrl: null,
      language: null,
      topic: 'science',
      display: 'excerpt',
    },
  ])
})

test('a file without feeds has none', () => {
  expect(parseOpml('<opml version="2.0"><head><title>x</title></head><body></body></opml>')).toEqual([])
})

test.each(['', '<html></html>', 'x', '<opml><body><outline'])('«%s» is no OPML', (text) => {
  expect(() => parseOpml(text)).toThrow(OpmlError)
})
