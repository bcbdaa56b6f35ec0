import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Keyword, keywordOf } from '../src/core/keyword.ts'
import { parseOpml } from '../src/core/opml.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import { followsOf } from '../src/store/follows.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic, signedInClient } from './helpers/builders.ts'
import { indexAll } from './helpers/search.ts'

const DAY = 86_400
const words = ar.following

let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
})

/** What is followed and what is muted, by name. */
async function said() {
  const rows = await followsOf(open(env.DB), browser.reader.id)
  const named = (flag: 'followed' | 'muted') =>
    rows
      .filter((row) => row[flag])
      .map(({ label }) => label)
      .sort((a, b) => a.localeCompare(b, 'ar'))
  return { followed: named('followed'), muted: named('muted') }
}

const follow = (kind: string, ref: number, want = 'follow') =>
  browser.post('/following', { kind, ref: String(ref), want })
const follows = (keyword: string) => browser.post('/following/keywords', { keyword })

async function all<T = Record<string, unknown>>(sql: string): Promise<T[]> {
  return (await env.DB.prepare(sql).all<T>()).results
}

describe('the page of what is followed', () => {
  it('shows what the reader said first, then all there is to choose from', async () => {
    await addTopic('sport', 'رياضة')
    const science = await addTopic('science', 'علوم')
    await follow('topic', science, 'mute')
    const { text } = await browser.get('/following')
    expect(text.indexOf('علوم')).toBeLessThan(text.indexOf('رياضة'))
    expect(text).toContain(ar.follow.named.unmute('\u2068علوم\u2069'))
    expect(text).toContain(ar.follow.named.follow('\u2068رياضة\u2069'))
    expect(text).not.toContain(words.allMuted.topic)
  })

  it('says what it means that everything is muted, and lets it be', async () => {
    await follow('topic', await addTopic('science', 'علوم'), 'mute')
    await follow('source', await addSource(), 'mute')
    const { status, text } = await browser.get('/following')
    expect(status).toBe(200)
    expect(text).toContain(words.allMuted.topic)
    expect(text).toContain(words.allMuted.source)
  })

  it('has many sources searched for by their names, however they are written', async () => {
    for (let n = 0; n < 31; n += 1) await addSource({ title: `صحيفة ${n}` })
    await addSource({ title: 'أخبار الواحة' })
    const whole = await browser.get('/following')
    expect(whole.text).not.toContain('صحيفة 3')
    expect(whole.text).toContain(words.search.label)
    expect((await browser.get('/following?q=اخبار')).text).toContain('أخبار الواحة')
    expect((await browser.get('/following?q=لا%20شيء')).text).toContain(words.search.none('\u2068لا شيء\u2069'))
  })

  it('keeps what is gone from the site, so that it can be taken back', async () => {
    const id = await addSource({ title: 'الواحة' })
    await follow('source', id)
    await env.DB.prepare(`UPDATE sources SET state = 'removed'`).run()
    expect((await browser.get('/following')).text).toContain('<bdi>الواحة</bdi>')
    expect((await follow('source', id, 'unfollow')).status).toBe(303)
    expect((await browser.get('/following')).text).not.toContain('<bdi>الواحة</bdi>')
  })
})

describe('a keyword', () => {
  it('is followed under the words as they were typed, once for every way to write them', async () => {
    const answer = await follows('  المكتبات   العامّة ')
    expect(answer.status).toBe(303)
    await follows('المكتبة العامة')
    expect(await all('SELECT label, ref FROM follows')).toEqual([
      { label: 'المكتبة العامة', ref: (keywordOf('مكتبة عامة') as { ref: string }).ref },
    ])
    const page = await browser.get(answer.to ?? '')
    expect(page.text).toContain(ar.follow.done.keyword.follow)
  })

  it.each([
    ['ا', 'keywordShort'],
    ['كلمة '.repeat(100).trim(), 'keywordLong'],
    ['من في', 'keywordCommon'],
    ['', 'required'],
  ] as const)('is told what is wrong with it: %.9s', async (typed, fault) => {
    const { status, text } = await follows(typed)
    expect(status).toBe(422)
    expect(text).toContain(ar.fields[fault])
    expect(text).toContain(`value="${typed}"`)
    expect((await said()).followed).toEqual([])
    if (fault !== 'required') {
      const preview = await browser.get(`/following?${new URLSearchParams({ keyword: typed })}`)
      expect(preview.text).toContain(ar.fields[fault])
    }
  })

  it('is followed on the page where it was first told to be wrong', async () => {
    await follows('ا')
    const headers = { Referer: `${app.config.site.url}/following/keywords` }
    const answer = await browser.post('/following/keywords', { keyword: 'مياه' }, { headers })
    expect(answer.to).toMatch(/^\/following\?did=follow&kind=keyword/)
  })

  it('says before it is followed how many articles of the week it would have caught', async () => {
    await addArticle({ title: 'نقص المياه في المدن' })
    await addArticle({ excerpt: 'عن مياه الأنهار' })
    await addArticle({ title: 'مياه قديمة', sortedAt: START - 8 * DAY })
    await addArticle({ title: 'مياه مخفية', hiddenAt: START })
    await addArticle({ title: 'شمس' })
    const { text } = await browser.get(`/following?${new URLSearchParams({ keyword: 'المياه' })}`)
    expect(text).toContain(words.keywords.caught(2, '٢'))
    expect((await said()).followed).toEqual([])
  })

  it('finds what came before it was followed: by the search index, and what that has not heard of yet', async () => {
    const old = await addArticle({ title: 'نقص الجامعات', sortedAt: START - 40 * DAY })
    await addArticle({ html: '<p>عن الجامعة، في النص وحده.</p>' })
    await indexAll(app)
    await addArticles(200)
    const last = await addArticle({ excerpt: 'وجامعة جديدة' })
    await follows('الجامعة')
    expect(app.pokes).toEqual(['INGEST'])
    await app.work()
    const { stems, ref } = keywordOf('جامعة') as Keyword
    expect(await all('SELECT ref, stems FROM keywords')).toEqual([{ ref, stems: JSON.stringify(stems) }])
    const found =
      'SELECT id FROM article_keywords JOIN articles USING (rank, sorted_at) WHERE article_id = id ORDER BY id'
    expect(await all(found)).toEqual([{ id: old }, { id: last }])
    await follows('الجامعة')
    await app.work()
    expect(await all('SELECT 1 FROM article_keywords')).toHaveLength(2)
  })

  it('finds what a source was bringing while it was followed', async () => {
    await follows('مياه')
    await app.work()
    const id = await addArticle({ title: 'نقص المياه' })
    app.clock.advance(60)
    await app.work()
    expect(await all('SELECT article_id AS id FROM article_keywords')).toEqual([{ id }])
    expect(await all(`SELECT 1 FROM jobs WHERE kind = 'keyword'`)).toEqual([])
  })

  it('is forgotten with all it found once nobody follows it, and not before', async () => {
    const other = await signedInClient(app)
    await addArticle({ title: 'نقص المياه' })
    await follows('مياه')
    await other.post('/following/keywords', { keyword: 'المياه' })
    await app.work()
    const [{ ref = '' } = {}] = await all<{ ref: string }>('SELECT ref FROM keywords')
    await browser.post('/following', { kind: 'keyword', ref, want: 'unfollow' })
    await app.work()
    expect(await all('SELECT 1 FROM article_keywords')).toHaveLength(1)
    await other.post('/following', { kind: 'keyword', ref, want: 'mute', keyword: 'المياه' })
    await app.work()
    expect(await all('SELECT 1 FROM article_keywords')).toEqual([])
    expect(await all('SELECT 1 FROM keywords')).toEqual([])
    await other.post('/following', { kind: 'keyword', ref, want: 'unmute' })
    await app.work()
    expect(await all('SELECT 1 FROM article_keywords')).toHaveLength(1)
  })

  it('is forgotten by the sweep where its reader is gone', async () => {
    await follows('مياه')
    await app.work()
    await env.DB.prepare('DELETE FROM follows').run()
    await env.DB.prepare(`INSERT INTO jobs (kind, key, due_at) VALUES ('sweep', 'all', 0)`).run()
    await app.work()
    await app.work()
    expect(await all('SELECT 1 FROM keywords')).toEqual([])
  })
})

describe('a list of feeds', () => {
  const opml = (outlines: string) =>
    new File([`<?xml version="1.0"?><opml version="2.0"><body>${outlines}</body></opml>`], 'feeds.opml')
  const upload = (file: File) => browser.upload('/following/feeds', file)

  it('leaves with what is followed, muted or not, for another parser to read', async () => {
    const title = 'أخبار & <آراء> "اليوم"'
    const shown = await addSource({ title, feedUrl: 'https://a.example/feed?x=1&y=2', siteUrl: 'https://a.example/' })
    const muted = await addSource({ title: 'مكتوم', feedUrl: 'https://muted.example/feed' })
    const other = await addSource({ title: 'مكتوم فقط' })
    const unnamed = await addSource({ title: '', feedUrl: 'https://www.b.example/feed' })
    for (const id of [shown, muted, unnamed]) await follow('source', id)
    await follow('source', muted, 'mute')
    await follow('source', other, 'mute')
    const { headers, text } = await browser.get('/following/sources.opml')
    expect(headers.get('Content-Type')).toBe('text/x-opml; charset=utf-8')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(parseOpml(text).map(({ title, feedUrl, siteUrl }) => ({ title, feedUrl, siteUrl }))).toEqual([
      { title: 'b.example', feedUrl: 'https://www.b.example/feed', siteUrl: null },
      { title, feedUrl: 'https://a.example/feed?x=1&y=2', siteUrl: 'https://a.example/' },
      { title: 'مكتوم', feedUrl: 'https://muted.example/feed', siteUrl: null },
    ])
  })

  it('follows the sources that the site has, and names the others', async () => {
    await addSource({ title: 'الواحة', feedUrl: 'https://known.example/feed' })
    const muted = await addSource({ title: 'النخلة', feedUrl: 'https://muted.example/feed' })
    await follow('source', muted, 'mute')
    const { status, text } = await upload(
      opml(`<outline text="مجلد"><outline text="x" xmlUrl="https://known.example/feed"/>
        <outline text="y" xmlUrl="https://muted.example/feed"/></outline>
        <outline title="غريب" xmlUrl="https://other.example/feed"/><outline title="غريب" xmlUrl="http://127.0.0.1/"/>`),
    )
    expect(status).toBe(200)
    expect(text).toContain(`${words.feeds.taken(1, '١')}</p><ul class="points"><li><bdi>الواحة</bdi></li></ul>`)
    expect(text).toContain(`${words.feeds.muted}</p><ul class="points"><li><bdi>النخلة</bdi></li></ul>`)
    expect(text).toContain(words.feeds.unknown)
    expect(text.match(/<li><bdi>غريب<\/bdi><\/li>/g)).toHaveLength(1)
    expect(await said()).toEqual({ followed: ['الواحة'], muted: ['النخلة'] })
  })

  it.each([
    ['notOpml', new File(['ليس ملف خلاصات'], 'feeds.opml')],
    ['notOpml', new File([`<opml><body>${'<outline>'.repeat(100_000)}`], 'deep.opml')],
    ['empty', opml('')],
    ['noneKnown', opml('<outline title="غريب" xmlUrl="https://other.example/feed"/>')],
    ['tooLarge', new File([new Uint8Array(1024 * 1024 + 1)], 'large.opml')],
    ['tooLarge', new File([new Uint8Array(3 * 1024 * 1024)], 'larger.opml')],
    ['noFile', new File([], '')],
  ] as const)('is told what is wrong with it: %s', async (fault, file) => {
    const { status, text } = await upload(file)
    expect(status).toBe(422)
    expect(text).toContain(words.feeds.faults[fault])
    expect(await said()).toEqual({ followed: [], muted: [] })
  })
})
