import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../src/core/feed.ts'
import { channel } from '../helpers/documents.ts'

const URL = 'https://news.example/feed.xml'
const rss = (items: string, about = '') => channel(about + items)
const atom = (entries: string, feed = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" ${feed}><title>أخبار</title>${entries}</feed>`
const itemOf = (document: string) => parseFeed(document, URL).items[0]
const inRss = (fields: string) => itemOf(rss(`<item><link>https://news.example/1</link>${fields}</item>`))

describe('each format', () => {
  test('RSS 2.0 with everything', () => {
    const feed = parseFeed(
      rss(
        `<item><title>خبر</title><link>https://news.example/1</link><guid isPermaLink="false">g1</guid><dc:creator>كاتبة</dc:creator>
        <pubDate>Tue, 24 Nov 2026 10:00:00 +0300</pubDate><category>علوم</category><category>علوم</category><description>ملخص</description>
        <content:encoded><![CDATA[<p>نص</p>]]></content:encoded><media:content url="/p.jpg" medium="image" width="9"><media:description>صورة</media:description></media:content></item>`,
        '<description>وصف</description><language>ar</language><ttl>20</ttl>',
      ),
      URL,
    )
    expect(feed).toEqual({
      title: 'الخلاصة',
      description: 'وصف',
      siteUrl: 'https://news.example/',
      language: 'ar',
      ttl: 20,
      damaged: null,
      items: [
        {
          guid: 'g1',
          url: 'https://news.example/1',
          title: 'خبر',
          byline: 'كاتبة',
          html: '<p>نص</p>',
          base: 'https://news.example/1',
          summary: 'ملخص',
          publishedAt: Date.UTC(2026, 10, 24, 7) / 1000,
          updatedAt: null,
          categories: ['علوم'],
          picture: { url: 'https://news.example/p.jpg', alt: 'صورة' },
          language: null,
          direction: null,
        },
      ],
    })
  })

  test('RSS 0.91 without dates and names', () => {
    const item = itemOf(
      '<rss version="0.91"><channel><title>أ</title><item><title>ب</title><link>/c</link></item></channel></rss>',
    )
    expect(item).toMatchObject({ guid: 'https://news.example/c', url: 'https://news.example/c', publishedAt: null })
  })

  test('RSS 1.0', () => {
    const item = itemOf(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="x"><title>أ</title></channel><item rdf:about="https://news.example/1"><title>ب</title><link>https://news.example/1</link>
      <description>ج</description><dc:date>2026-11-24T10:00:00Z</dc:date><dc:creator>د</dc:creator></item></rdf:RDF>`,
    )
    expect(item).toMatchObject({ title: 'ب', byline: 'د', html: 'ج', publishedAt: Date.UTC(2026, 10, 24, 10) / 1000 })
  })

  test('a feed on this machine may lead to it, and no feed elsewhere', () => {
    const here = 'http://localhost:4100/'
    const of = (link: string, url: string, base = '') =>
      parseFeed(atom(`<entry><id>1</id><title>أ</title><link href="${link}"/></entry>`, base), url).items[0]?.url
    expect(of(`${here}1`, `${here}feed`)).toBe(`${here}1`)
    expect(of(`${here}1`, URL)).toBeNull()
    expect(of('1', URL, `xml:base="${here}"`)).toBe('https://news.example/1')
    const inChannel = channel('<item><title>أ</title><link>1</link></item>').replace('<rss', `<rss xml:base="${here}"`)
    expect(parseFeed(inChannel, URL)).toMatchObject({
      siteUrl: 'https://news.example/',
      items: [{ url: 'https://news.example/1' }],
    })
  })

  test('Atom with its own bases, authors and languages', () => {
    const feed = parseFeed(
      atom(
        `<author><name>التحرير</name></author><link href="/"/><entry xml:base="sub/" xml:lang="en"><id>urn:1</id><title type="html">A &amp;amp; B</title>
        <link rel="self" href="x"/><link href="one"/><link rel="enclosure" type="image/png" href="p.png"/><updated>2026-11-24T10:00:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a <a href="b">b</a></p></div></content></entry>`,
        'xml:lang="ar" xml:base="https://base.example/"',
      ),
      URL,
    )
    expect(feed).toMatchObject({ siteUrl: 'https://base.example/', language: 'ar' })
    expect(feed.items[0]).toMatchObject({
      guid: 'urn:1',
      url: 'https://base.example/sub/one',
      title: 'A & B',
      byline: 'التحرير',
      html: '<p>a <a href="b">b</a></p>',
      base: 'https://base.example/sub/',
      publishedAt: Date.UTC(2026, 10, 24, 10) / 1000,
      picture: { url: 'https://base.example/sub/p.png', alt: '' },
      language: 'en',
    })
  })

  test('JSON Feed with plain text', () => {
    const feed = parseFeed(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'أخبار',
        home_page_url: 'https://news.example/',
        language: 'ar',
        items: [
          {
            id: '7',
            url: 'https://news.example/7',
            title: 'خبر <ب>',
            content_text: 'سطر\n\nسطر & آخر',
            authors: [{ name: 'كاتب' }, { name: 'كاتبة' }],
            date_published: '2026-11-24T10:00:00Z',
            image: 'https://news.example/p.jpg',
            tags: ['علوم'],
          },
        ],
      }),
      URL,
    )
    expect(feed.items[0]).toMatchObject({
      guid: '7',
      title: 'خبر <ب>',
      byline: 'كاتب · كاتبة',
      html: '<p>سطر</p><p>سطر &amp; آخر</p>',
      picture: { url: 'https://news.example/p.jpg', alt: '' },
    })
  })
})

describe('titles are plain text, decoded once', () => {
  test.each([
    ['plain', 'خبر', 'خبر'],
    ['in CDATA', '<![CDATA[خبر & آخر]]>', 'خبر & آخر'],
    ['escaped twice', '&amp;quot;خبر&amp;quot;', '"خبر"'],
    ['with tags', '&lt;b&gt;خبر&lt;/b&gt; آخر', 'خبر آخر'],
    ['with a sign that is no tag', '5 &lt; 6', '5 < 6'],
    ['with controls', 'خبر\u202Eمقلوب', 'خبرمقلوب'],
    ['on two lines', 'خبر\n   آخر', 'خبر آخر'],
    ['with HTML entities', 'خبر&nbsp;&laquo;آخر&raquo;', 'خبر «آخر»'],
  ])('%s', (_, given, title) => {
    expect(inRss(`<title>${given}</title>`)?.title).toBe(title)
  })

  test('plain Atom titles keep what looks like a tag', () => {
    const item = itemOf(
      atom('<entry><id>1</id><title>How to use &lt;details&gt; &amp;quot;well&amp;quot;</title></entry>'),
    )
    expect(item?.title).toBe('How to use <details> "well"')
  })
})

describe('dates', () => {
  test.each([
    ['RFC 822', 'Tue, 24 Nov 2026 10:00:00 GMT', 24, 10],
    ['with an offset', 'Tue, 24 Nov 2026 13:00 +0300', 24, 10],
    ['with two digits for the year', '24 Nov 26 10:00:00 GMT', 24, 10],
    ['with an Arabic weekday', 'الثلاثاء, 24 Nov 2026 10:00:00 GMT', 24, 10],
    ['with Arabic digits', '٢٤ Nov ٢٠٢٦ ١٠:٠٠:٠٠ GMT', 24, 10],
    ['RFC 3339', '2026-11-24T10:00:00.5+00:00', 24, 10],
    ['without a zone', '2026-11-24 10:00:00', 24, 10],
    ['without a zone and with T', '2026-11-24T10:00:00', 24, 10],
    ['without a time', '2026-11-24', 24, 0],
  ])('%s', (_, date, day, hour) => {
    expect(inRss(`<title>x</title><pubDate>${date}</pubDate>`)?.publishedAt).toBe(Date.UTC(2026, 10, day, hour) / 1000)
  })

  test.each(['', 'غدًا', '31 Foo 2026', '99999-01-01'])('«%s» is none', (date) => {
    expect(inRss(`<title>x</title><pubDate>${date}</pubDate>`)?.publishedAt).toBeNull()
  })
})

describe('what an item is called', () => {
  test('a permalink guid is a link', () => {
    expect(itemOf(rss('<item><title>x</title><guid>https://news.example/9</guid></item>'))?.url).toBe(
      'https://news.example/9',
    )
  })

  test('a guid that is no permalink is none', () => {
    const item = itemOf(rss('<item><title>x</title><guid isPermaLink="false">https://news.example/9</guid></item>'))
    expect(item).toMatchObject({ guid: 'https://news.example/9', url: null })
  })

  test('without guid and link its words name it, the same each time', () => {
    const one = itemOf(rss('<item><title>x</title><description>y</description></item>'))
    const other = itemOf(rss('<item><title>x</title><description>z</description></item>'))
    expect(one?.guid).toMatch(/^[0-9a-f]{64}$/)
    expect(itemOf(rss('<item><title>x</title><description>y</description></item>'))?.guid).toBe(one?.guid)
    expect(other?.guid).not.toBe(one?.guid)
  })

  test('a guid stands once, an item that says nothing not at all', () => {
    const items = parseFeed(
      rss(
        '<item><guid>1</guid><title>أ</title></item><item><guid>1</guid><title>ب</title></item><item><guid>2</guid></item>',
      ),
      URL,
    ).items
    expect(items.map((item) => item.title)).toEqual(['أ'])
  })

  test('a link that may not be shown is none', () => {
    expect(itemOf(rss('<item><title>x</title><link>javascript:alert(1)</link></item>'))?.url).toBeNull()
    expect(itemOf(rss('<item><title>x</title><link>http://10.0.0.1/</link></item>'))?.url).toBeNull()
  })
})

describe('pictures and people', () => {
  test.each([
    [
      'the widest of a group',
      '<media:group><media:content url="/s.jpg" type="image/jpeg" width="100"/><media:content url="/l.jpg" type="image/jpeg" width="900"/></media:group>',
      'l.jpg',
    ],
    [
      'not a film',
      '<media:content url="/f.mp4" medium="video"><media:thumbnail url="/t.jpg"/></media:content>',
      't.jpg',
    ],
    [
      'an enclosure',
      '<enclosure url="/a.mp3" type="audio/mpeg" length="1"/><enclosure url="/e.png" type="image/png" length="1"/>',
      'e.png',
    ],
    ['of a podcast', '<itunes:image href="/i.jpg"/>', 'i.jpg'],
  ])('%s', (_, fields, name) => {
    expect(inRss(`<title>x</title>${fields}`)?.picture?.url).toBe(`https://news.example/${name}`)
  })

  test('an email is no name', () => {
    expect(inRss('<title>x</title><author>a@news.example (كاتبة)</author>')?.byline).toBe('كاتبة')
    expect(inRss('<title>x</title><author>a@news.example</author>')?.byline).toBe('')
    expect(inRss('<title>x</title><itunes:author>كاتب</itunes:author>')?.byline).toBe('كاتب')
  })
})
