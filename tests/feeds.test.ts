import { env } from 'cloudflare:workers'
import { parseRssFeed } from 'feedsmith'
import { beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic } from './helpers/builders.ts'

const SITE = 'https://raff.example'

let app: TestApp
beforeEach(() => {
  app = createTestApp()
})

async function feed(path: string) {
  const answer = await app.client().get(path)
  expect(answer.headers.get('Content-Type')).toBe('application/rss+xml; charset=UTF-8')
  return parseRssFeed(answer.text)
}

describe('the feed', () => {
  it('tells of an article as a feed reader understands it', async () => {
    const sourceId = await addSource({ feedUrl: 'https://oasis.example/feed?a=1&b=2' })
    const id = await addArticle({ sourceId, title: 'نهر عاد', byline: 'هالة منصور', excerpt: 'نبذة منه' })
    const { title, link, language, atom, items } = await feed('/feed.xml')
    expect({ title, link, language }).toEqual({ title: app.config.site.name, link: `${SITE}/`, language: 'ar' })
    expect(atom?.links?.[0]).toMatchObject({ href: `${SITE}/feed.xml`, rel: 'self' })
    expect(items).toEqual([
      expect.objectContaining({
        title: 'نهر عاد',
        link: `${SITE}/articles/${id}`,
        guid: { value: `${SITE}/articles/${id}`, isPermaLink: true },
        pubDate: new Date((START - 60) * 1000).toUTCString(),
        description: 'نبذة منه',
        source: { title: 'الواحة', url: 'https://oasis.example/feed?a=1&b=2' },
      }),
    ])
    expect(items?.[0]?.dc).toMatchObject({ creators: ['هالة منصور'] })
  })

  it('survives whatever a title and an excerpt hold', async () => {
    const title = `<b>"عنوان" & 'آخر'</b>]]>\u0007 \u2066x`
    await addArticle({ title, excerpt: '1 < 2 & <script>alert(1)</script>' })
    const { items } = await feed('/feed.xml')
    expect(items?.[0]?.title).toBe(title.replace('\u0007', ''))
    // A description is HTML by custom: what was plain text stays plain text.
    expect(items?.[0]?.description).toBe('1 &lt; 2 &amp; &lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('holds the newest thirty, and nothing hidden or still to come', async () => {
    const ids = await addArticles(31)
    await addArticle({ hiddenAt: START, sortedAt: START - 1 })
    await addArticle({ sortedAt: START + 1 })
    const { items } = await feed('/feed.xml')
    expect(items?.map(({ link }) => link)).toEqual(ids.slice(0, 30).map((id) => `${SITE}/articles/${id}`))
  })

  it('of a topic holds that topic', async () => {
    const topic = await addTopic('sport', 'رياضة')
    const [id = 0] = await addArticles(1, { topics: [topic] })
    await addArticles(3)
    const { title, link, items } = await feed('/topics/sport/feed.xml')
    expect({ title, link }).toEqual({ title: `رياضة · ${app.config.site.name}`, link: `${SITE}/topics/sport` })
    expect(items?.map((item) => item.link)).toEqual([`${SITE}/articles/${id}`])
  })

  it('may be empty', async () => {
    const { text } = await app.client().get('/feed.xml')
    expect(text).toContain('<channel>')
    expect(text).not.toContain('<item>')
  })
})

describe('the sitemap', () => {
  it('names the pages and every article that is shown whole, a thousand ids a file', async () => {
    await addTopic('sport')
    const sourceId = await addSource()
    const excerpts = await addSource({ display: 'excerpt' })
    await addArticles(1, { sourceId })
    await addArticle({ sourceId: excerpts })
    await addArticle({ sourceId, hiddenAt: START })
    await env.DB.prepare('UPDATE sqlite_sequence SET seq = 1000 WHERE name = ?').bind('articles').run()
    await addArticle({ sourceId, updatedAt: START - 30 })

    const index = await locations('/sitemap.xml')
    expect(index).toEqual([`${SITE}/sitemaps/1`, `${SITE}/sitemaps/2`])
    const first = await locations('/sitemaps/1')
    expect(first).toContain(`${SITE}/`)
    expect(first).toContain(`${SITE}/topics/sport`)
    expect(first.filter((url) => url.includes('/articles/'))).toEqual([`${SITE}/articles/1`])
    expect(await locations('/sitemaps/2')).toEqual([`${SITE}/articles/1001`])
    const { text } = await app.client().get('/sitemaps/2')
    expect(text).toContain('<lastmod>2026-11-24T08:59:30Z</lastmod>')
  })

  it('leads to files that answer, also where nothing in one may be kept', async () => {
    const excerpts = await addSource({ display: 'excerpt' })
    await env.DB.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES ('articles', 1000)`).run()
    await addArticle({ sourceId: excerpts })
    for (const url of await locations('/sitemap.xml')) {
      expect((await app.client().get(url.replace(SITE, ''))).status, url).toBe(200)
    }
    expect((await app.client().get('/sitemaps/3')).status).toBe(404)
  })

  it('leads to pages that answer', async () => {
    await addTopic('sport')
    await addArticle()
    for (const url of await locations('/sitemaps/1')) {
      expect((await app.client().get(url.replace(SITE, '') || '/')).status).toBe(200)
    }
  })

  it('stands in robots.txt', async () => {
    const { text } = await app.client().get('/robots.txt')
    expect(text).toContain(`\nSitemap: ${SITE}/sitemap.xml\n`)
    expect(text).toContain('\nDisallow: /list\n')
  })
})

/** The `loc`s of a sitemap that is well formed: one root, every element closed, no stray `&`. */
async function locations(path: string): Promise<string[]> {
  const { text, headers } = await app.client().get(path)
  expect(headers.get('Content-Type')).toBe('application/xml; charset=UTF-8')
  expect(text).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<(sitemapindex|urlset) xmlns="[^"]+">[\s\S]*<\/\1>\n$/,
  )
  const open: string[] = []
  for (const [, slash, name = ''] of text.matchAll(/<(\/?)([a-z]+)[^>?]*>/g)) {
    if (!slash) open.push(name)
    else expect(open.pop()).toBe(name)
  }
  expect(open).toEqual([])
  expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/)
  return [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url = '']) => url)
}

it('the manifest is one that a browser installs', async () => {
  const answer = await app.client().get('/manifest.webmanifest')
  expect(answer.headers.get('Content-Type')).toBe('application/manifest+json')
  const manifest = JSON.parse(answer.text)
  expect(manifest).toMatchObject({ lang: 'ar', dir: 'rtl', start_url: '/', name: app.config.site.name })
  expect(manifest.icons.map(({ sizes }: { sizes: string }) => sizes)).toEqual(['192x192', '512x512', '512x512'])
  for (const { src } of manifest.icons) expect(src).toMatch(/^\/a\/.+\.png$/)
})
