import { escaped } from './xml.ts'

/** OPML 2.0 (opml.org/spec2): the feeds that somebody follows, for any other reader of feeds. */
export function opmlOf(title: string, feeds: { title: string; feedUrl: string; siteUrl: string | null }[]): string {
  const outlines = feeds.map(({ title, feedUrl, siteUrl }) => {
    const home = siteUrl ? ` htmlUrl="${escaped(siteUrl)}"` : ''
    const name = escaped(title)
    return `    <outline type="rss" text="${name}" title="${name}" xmlUrl="${escaped(feedUrl)}"${home}/>\n`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n',
    `  <head>\n    <title>${escaped(title)}</title>\n  </head>\n  <body>\n`,
    ...outlines,
    '  </body>\n</opml>\n',
  ].join('')
}
