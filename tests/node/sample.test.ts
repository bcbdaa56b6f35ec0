import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fold } from '../../src/core/arabic.ts'
import { readArticle } from '../../src/core/article.ts'
import { parseFeed } from '../../src/core/feed.ts'
import { parseOpml } from '../../src/core/opml.ts'
import { textOf } from '../../src/core/safe-html.ts'
import { sanitize } from '../../src/core/sanitize.ts'
import { starter } from '../../src/i18n/ar/starter.ts'

const SITE = 'https://sample.raff.invalid/'
const topics = starter.topics.map(({ slug }) => slug)
const folder = resolve(import.meta.dirname, '../../src/sample')
const bytesOf = (picture: string | undefined) => readFileSync(resolve(folder, `pictures/${picture}`))
const read = (path: string) => readFileSync(resolve(folder, path), 'utf8')
const at = (date: string) => Date.parse(date) / 1000

const sources = parseOpml(read('sources.opml'))
const files = readdirSync(resolve(folder, 'feeds')).sort()
const pictures = readdirSync(resolve(folder, 'pictures')).sort()

const feeds = files.map((file) => ({
  file,
  raw: read(`feeds/${file}`),
  feed: parseFeed(read(`feeds/${file}`), SITE + file),
}))

/** Every article as the pipeline would store it. */
const articles = feeds.flatMap(({ file, feed }) =>
  feed.items.map((item) => {
    const html = sanitize(item.html, item.base)
    const source = { id: 1, title: feed.title, url: SITE, language: 'ar', direction: null }
    const values = readArticle(item, { source, feedLanguage: feed.language, html, now: at('2026-11-24') })
    return { ...values, topic: file.replace(/\.\w+$/, ''), item, html, text: textOf(html) }
  }),
)
const arabic = articles.filter(({ language }) => language === 'ar')
const titles = articles.map(({ title }) => title)

/** Titles of the articles that break a rule: a red test names them. */
const breaking = (rule: (article: (typeof articles)[number]) => boolean) =>
  articles.filter(rule).map(({ title }) => title)
const count = (pattern: RegExp) => articles.filter(({ html }) => pattern.test(html)).length

describe('the sample publication', () => {
  test('gives each topic one source with at least four articles, and thirty or more together', () => {
    expect(sources.map(({ topic }) => topic)).toEqual(topics)
    expect(sources.map(({ feedUrl }) => feedUrl.replace(SITE, '')).sort()).toEqual(files)
    expect(sources.every(({ display, language }) => display === 'full' && language === 'ar')).toBe(true)
    const titled = feeds.map(({ file, feed }) => [SITE + file, feed.title])
    expect(Object.fromEntries(sources.map(({ feedUrl, title }) => [feedUrl, title]))).toEqual(
      Object.fromEntries(titled),
    )
    for (const topic of topics) expect(articles.filter((article) => article.topic === topic).length).toBeGreaterThan(3)
    expect(articles.length).toBeGreaterThanOrEqual(30)
  })

  test('is whole, well-formed RSS, Atom and JSON Feed', () => {
    expect(feeds.map(({ feed }) => feed.damaged)).toEqual(files.map(() => null))
    // The parser forgives a missing end tag; other readers' parsers do not.
    for (const { raw } of feeds.filter(({ file }) => file.endsWith('.xml'))) expect(leftOpen(raw)).toEqual([])
    const formats = feeds.map(({ raw }) => /<rss|<feed|jsonfeed\.org/.exec(raw)?.[0])
    expect(new Set(formats)).toEqual(new Set(['<rss', '<feed', 'jsonfeed.org']))
  })

  test('names each article once, by guid, link and title', () => {
    for (const names of [titles, articles.map(({ urlKey }) => urlKey), articles.map(({ item }) => item.guid)]) {
      expect(new Set(names).size).toBe(articles.length)
    }
    expect(breaking(({ url, topic }) => !url.startsWith(`${SITE}${topic}/`))).toEqual([])
    expect(articles.some(({ item }) => item.guid === item.url)).toBe(true)
    expect(articles.some(({ item }) => item.guid !== item.url)).toBe(true)
  })

  test('dates every article before the first start, and mixes the sources on the home page', () => {
    const [first, last] = [at('2026-10-20'), at('2026-11-24')]
    expect(breaking(({ publishedAt }) => !(publishedAt && publishedAt >= first && publishedAt < last))).toEqual([])
    const newest = articles.toSorted((a, b) => b.sortedAt - a.sortedAt).map(({ topic }) => topic)
    expect(newest.filter((topic, i) => topic === newest[i + 1])).toEqual([])
  })

  test('runs from short notes to long reads', () => {
    expect(breaking(({ words }) => words < 80 || words > 1500)).toEqual([])
    const between = (low: number, high: number) => articles.filter(({ words }) => words >= low && words < high).length
    expect(between(80, 150)).toBeGreaterThanOrEqual(4)
    expect(between(250, 500)).toBeGreaterThanOrEqual(10)
    expect(between(700, 1000)).toBeGreaterThanOrEqual(4)
    expect(between(1200, 1500)).toBeGreaterThanOrEqual(1)
  })

  test('says no sentence of six words twice', () => {
    const seen = new Map<string, string>()
    const twice = articles.flatMap(({ title, text }) =>
      sentences(text).filter((sentence) => {
        const other = seen.get(sentence) ?? title
        seen.set(sentence, title)
        return other !== title
      }),
    )
    expect(seen.size).toBeGreaterThan(500)
    expect(twice).toEqual([])
  })

  test('opens every article in its own words', () => {
    const openings = articles.map(({ text }) => fold(text).split(' ').slice(0, 3).join(' '))
    expect(new Set(openings).size).toBe(articles.length)
  })

  test('has the shapes that real text has', () => {
    expect(count(/<table>[\s\S]*<th>/)).toBeGreaterThanOrEqual(3)
    expect(count(/<blockquote>/)).toBeGreaterThanOrEqual(4)
    expect(count(/<[ou]l>/)).toBeGreaterThanOrEqual(4)
    expect(count(/<h[23]>/)).toBeGreaterThanOrEqual(10)
    expect(count(/<bdi[ >]/)).toBeGreaterThanOrEqual(3)
    expect(count(/<a href="https:/)).toBeGreaterThanOrEqual(4)
    expect(count(/<time datetime=/)).toBeGreaterThanOrEqual(1)
    expect(count(/<pre dir="ltr">/)).toBeGreaterThanOrEqual(1)
    expect(articles.filter(({ text }) => /[٠-٩0-9][٪%]/.test(text)).length).toBeGreaterThanOrEqual(4)
    expect(articles.some(({ text }) => /١٤٤٨ هـ/.test(text) && /٢٠٢٦/.test(text))).toBe(true)
    expect(articles.some(({ text }) => /[٠-٩]/.test(text)) && articles.some(({ text }) => /[0-9]/.test(text))).toBe(
      true,
    )
  })

  test('has the titles that break layouts', () => {
    expect(titles.some((title) => [...title].length > 170)).toBe(true)
    expect(titles.some((title) => !title.includes(' '))).toBe(true)
    const latinFirst = arabic.filter(({ title }) => /^[A-Z]/.test(title))
    expect(latinFirst.length).toBeGreaterThanOrEqual(2)
    expect(latinFirst.every(({ direction }) => direction === 'rtl')).toBe(true)
  })

  test('has fully vocalised lines, an English piece and an article without an author', () => {
    expect(articles.filter(({ text }) => text.split('\n').some(isVocalised)).length).toBeGreaterThanOrEqual(2)
    expect(articles.filter(({ language, direction }) => language === 'en' && direction === 'ltr')).toHaveLength(1)
    expect(breaking(({ byline }) => byline === '')).toHaveLength(1)
  })

  test('uses categories that lead to another topic than its own', () => {
    const leading = (name: string) =>
      starter.topics.find(({ categories }) => categories.some((known) => known === name))
    const crossing = articles.filter(({ item, topic }) =>
      item.categories.some((name) => (leading(name)?.slug ?? topic) !== topic),
    )
    expect(crossing.length).toBeGreaterThanOrEqual(2)
    expect(articles.some(({ item }) => item.categories.every((name) => !leading(name)))).toBe(true)
  })
})

describe('its pictures', () => {
  const named = (text: string) => [...text.matchAll(/pictures\/([\w.-]+)/g)].map(([, name]) => name)

  test('are the ones in the folder, each small and a real WebP', () => {
    expect([...new Set(feeds.flatMap(({ raw }) => named(raw)))].sort()).toEqual(pictures)
    for (const name of pictures) {
      const bytes = bytesOf(name)
      expect(bytes.subarray(0, 12).toString('latin1')).toMatch(/^RIFF[\s\S]{4}WEBP$/)
      expect(bytes.length).toBeLessThan(60_000)
    }
  })

  test('lead at least four articles, each with its own words in the text', () => {
    const illustrated = articles.filter(({ picture }) => picture)
    expect(illustrated.length).toBeGreaterThanOrEqual(4)
    for (const { picture, html } of illustrated) {
      expect(html).toMatch(/<figure><img src="[^"]+" alt="[^"]{30,}" width="1200" height="(675|900)"[^>]*><figcaption>/)
      expect(html).toContain(`src="${picture}"`)
    }
  })

  test('tell their true length where a feed gives one', () => {
    const enclosures = feeds.flatMap(({ raw }) => raw.match(/<(?:enclosure|link rel="enclosure")[^>]+>/g) ?? [])
    expect(enclosures).toHaveLength(2)
    for (const tag of enclosures) {
      expect(tag).toContain(`length="${bytesOf(named(tag)[0]).length}"`)
    }
  })
})

test.each([
  ['tanwin after the alef', /ا\u064b/u],
  ['a Latin mark between Arabic letters', /[\u0621-\u064a][,;?]|["']\s*[\u0621-\u064a]/u],
  ['a space before a mark', / [،؛؟.:!]/u],
  ['a mark without a space after it', /[،؛؟][\u0621-\u064a]/u],
  ['a conjunction on its own', /(^|\s)و\s/u],
  ['three dots for an ellipsis', /\.\.\./u],
  ['tatweel inside a word', /[\u0621-\u064a]\u0640+[\u0621-\u064a]/u],
  ['the passive by «تم»', /(^|\s)[وفس]?(تم|تمت|يتم|ستتم|سيتم|تتم)\s/u],
  ['a hamza where none belongs', /(^|\s)ال?(إست|إنتق|إنتخ|إنتظ|إقت|إجت|إخت|إشت|إسم\s|إثن)/u],
  ['a missing hamza', /(^|\s)(او|[وف]?(الى|اذا|ان|انه|انها|اي|اول|اكثر))\s/u],
])('its Arabic never has %s', (_, mistake) => {
  expect(arabic.length).toBeGreaterThan(30)
  const prose = arabic.map(({ title, text, item }) => `${title}\n${item.summary}\n${text.replace(/<[^>]+>/g, 'x')}`)
  expect(prose.flatMap((text) => new RegExp(`.{0,20}${mistake.source}.{0,20}`, 'u').exec(text)?.[0] ?? [])).toEqual([])
})

test('the starter list names well-known feeds once each, as excerpts, over https, each under a topic of ours', () => {
  const list = parseOpml(read('starter.opml'))
  expect(list.length).toBeGreaterThanOrEqual(15)
  expect(new Set(list.map(({ feedUrl }) => feedUrl)).size).toBe(list.length)
  expect(new Set(list.map(({ title }) => title)).size).toBe(list.length)
  for (const { feedUrl, siteUrl, topic, display, language } of list) {
    expect([new URL(feedUrl).protocol, new URL(siteUrl ?? '').protocol]).toEqual(['https:', 'https:'])
    expect([display, language]).toEqual(['excerpt', 'ar'])
    expect(topics).toContain(topic)
  }
})

/** Sentences of six words or more, folded: two that differ in vowels alone are one. */
function sentences(text: string): string[] {
  return text
    .split(/[.!?؟؛:…\n]+/)
    .map((sentence) => fold(sentence.replace(/[^\p{L}\p{M}\p{N}\s]/gu, ' ')))
    .filter((sentence) => sentence.split(' ').length >= 6)
}

/** More than half of the letters of a line of some length carry a mark. */
function isVocalised(line: string): boolean {
  const letters = line.match(/\p{L}/gu)?.length ?? 0
  return letters > 25 && (line.match(/\p{M}+/gu)?.length ?? 0) * 2 > letters
}

/** The tags of an XML document that nothing closes, or the one that closes another. */
function leftOpen(xml: string): string[] {
  const open: string[] = []
  const markup = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, '')
  for (const [, closes, name = '', empty] of markup.matchAll(/<(\/?)([\w:]+)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>/g)) {
    if (closes && open.at(-1) !== name) return [...open, name]
    if (closes) open.pop()
    else if (!empty) open.push(name)
  }
  return open
}
