const NAMESPACES = [
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
  'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"',
].join(' ')

/** An RSS document around what stands in its channel. */
export function channel(content: string): string {
  return `<?xml version="1.0"?><rss version="2.0" ${NAMESPACES}><channel><title>الخلاصة</title><link>https://news.example/</link>${content}</channel></rss>`
}

/** An RSS document of items; each is its fields, or a number for an item like any other. */
export function rss(...items: (string | number)[]): string {
  return channel(items.map((item) => (typeof item === 'string' ? `<item>${item}</item>` : plainItem(item))).join(''))
}

function plainItem(n: number): string {
  return `<item><guid isPermaLink="false">g${n}</guid><title>خبر رقم ${n}</title><link>https://news.example/${n}</link>
    <pubDate>Tue, 24 Nov 2026 0${n % 9}:00:00 GMT</pubDate><description>&lt;p&gt;نص الخبر رقم ${n}&lt;/p&gt;</description></item>`
}
