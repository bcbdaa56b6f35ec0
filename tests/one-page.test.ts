import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { saveUrl } from '../src/actions/saving.ts'
import { urlKey } from '../src/core/url.ts'
import { open } from '../src/store/db.ts'
import { setText } from '../src/store/page-text.ts'
import { addArticle, addReader, signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { createPageApp } from './helpers/page-app.ts'
import { html, pageOf } from './helpers/pages.ts'
import { recorded } from './helpers/plans.ts'

type App = ReturnType<typeof createPageApp>
type Reader = Awaited<ReturnType<typeof signedInClient>>

const RIVER = 'https://news.example/river'
const canonical = (url = '/river') => html(pageOf({ head: `<link rel="canonical" href="${url}">` }))
const shelf = open(recorded(env.DB))

let app: App
let browser: Reader

beforeAll(() => import('../src/core/extract.ts'))
beforeEach(async () => {
  app = createPageApp()
  browser = await signedInClient(app)
  await app.page('news.example/river', canonical())
  await app.page('news.example/print?id=7', canonical())
  await app.page('short.example/x', { status: 301, headers: { Location: RIVER } })
})

const save = (url: string) => browser.post('/list', { url })
const shown = async () => (await app.saved()).filter(({ removed_at: at }) => at === null)

/** The counters beside the rows they count: they may never differ. */
async function countersHold(): Promise<void> {
  const [counter] = await app.rows('counters')
  const rows = await shown()
  expect(counter).toMatchObject({
    unread: rows.filter((row) => row.archived_at === null).length,
    archived: rows.filter((row) => row.archived_at !== null).length,
    favourites: rows.filter((row) => row.favourite_at !== null).length,
  })
  for (const tag of await app.rows('tags')) {
    const links = await app.rows('saved_tags')
    expect(tag.saved).toBe(links.filter((link) => link.tag_id === tag.id).length)
  }
}

describe('a page with several urls', () => {
  it('takes the one it says is its own, and is known by the others', async () => {
    await save('https://news.example/print?id=7')
    await app.work()
    expect(await app.saved()).toMatchObject([{ url: RIVER, url_key: urlKey(RIVER) }])
    for (const url of ['https://news.example/print?id=7', RIVER, 'http://www.news.example/river/#top']) {
      expect((await save(url)).to).toBe('/list?done=saved&id=1')
    }
    expect(await app.saved()).toHaveLength(1)
  })

  it('takes the one it was found at, after any redirect', async () => {
    await save('https://short.example/x')
    await app.work()
    expect(await app.saved()).toMatchObject([{ url: RIVER, page: 'ready' }])
    expect((await save('https://short.example/x')).to).toBe('/list?done=saved&id=1')
  })

  it.each([
    ['on another site', 'https://elsewhere.example/river'],
    ['its site’s first page', '/'],
    ['an ip', 'http://127.0.0.1/river'],
    ['no url', 'javascript:alert(1)'],
  ])('is not taken for one that is %s', async (_, url) => {
    await app.page('news.example/odd', canonical(url))
    await save('https://news.example/odd')
    await app.work()
    expect(await app.saved()).toMatchObject([{ url: 'https://news.example/odd', page: 'ready' }])
  })

  it('comes back from a removal by any of them', async () => {
    await save('https://short.example/x')
    await app.work()
    await browser.post('/list/1/removed', { wanted: '1' })
    await save('https://short.example/x')
    expect(await shown()).toMatchObject([{ id: 1, url: RIVER }])
    await countersHold()
  })
})

describe('two rows that turn out to be one page', () => {
  /** Row 1 by its own url, read; row 2 by a short one, waiting. Each with something of its reader's. */
  async function two({ first = RIVER, second = 'https://short.example/x', read = true } = {}) {
    await save(first)
    if (read) await app.work()
    await save(second)
    const reader = browser.reader.id
    await env.DB.batch([
      env.DB.prepare(`UPDATE saved SET note = 'ملاحظة ' || id`),
      env.DB.prepare(`UPDATE saved SET favourite_at = 5 WHERE id = 2`),
      env.DB.prepare(`INSERT INTO tags (reader_id, id, name, key, saved, created_at) VALUES (?1, 1, 'ماء', 'ماء', 2, 1),
        (?1, 2, 'سفر', 'سفر', 1, 1)`).bind(reader),
      env.DB.prepare(`INSERT INTO saved_tags (reader_id, saved_id, tag_id, saved_at)
        SELECT reader_id, id, 1, saved_at FROM saved UNION ALL SELECT reader_id, id, 2, saved_at FROM saved WHERE id = 2`),
      env.DB.prepare(
        `INSERT INTO highlights (reader_id, id, saved_id, quote, created_at) VALUES (?1, 1, 2, 'الوادي', 1)`,
      ).bind(reader),
      env.DB.prepare('UPDATE counters SET favourites = 1'),
    ])
  }

  it('become the older, with all that the younger had', async () => {
    await two()
    const [text] = await app.texts()
    await app.work()
    expect(await app.saved()).toMatchObject([
      { id: 1, url: RIVER, page: 'ready', favourite_at: 5, note: 'ملاحظة 1\n\nملاحظة 2' },
    ])
    expect((await app.rows('saved_tags')).map((row) => [row.saved_id, row.tag_id])).toEqual([
      [1, 1],
      [1, 2],
    ])
    expect(await app.rows('highlights')).toMatchObject([{ saved_id: 1 }])
    expect(await app.texts()).toEqual([text])
    expect((await save('https://short.example/x')).to).toBe('/list?done=saved&id=1')
    await countersHold()
  })

  it('become the older also where that is the one that was read last', async () => {
    await app.page('short.example/x', { status: 500 }, { status: 301, headers: { Location: RIVER } })
    await two({ first: 'https://short.example/x', second: RIVER })
    await app.work()
    const [younger] = await app.texts()
    expect(younger).toMatchObject({ id: 2 })
    app.clock.advance(300)
    await app.work()
    expect(await app.saved()).toMatchObject([{ id: 1, url: RIVER, page: 'ready', page_fault: null, favourite_at: 5 }])
    expect(await app.texts()).toMatchObject([{ id: 1, html: younger?.html }])
    expect(await app.rows('saved_urls')).toMatchObject([{ url_key: 'short.example/x', saved_id: 1 }])
    await countersHold()
  })

  it('have the page’s title where the older had none but of its url', async () => {
    await two({ read: false })
    await setText(shelf, await page(2), app.clock.now())
    expect(await app.saved()).toMatchObject([{ id: 1, title: 'قافلة الوادي', page: 'ready' }])
  })

  it('keep what was pasted', async () => {
    await two()
    await browser.post('/list/1/text', { text: 'نص القارئ' })
    await app.work()
    expect(await app.texts()).toMatchObject([{ id: 1, pasted: 1, html: '<p>نص القارئ</p>' }])
  })

  it('come back to the list where the older had been removed', async () => {
    await two()
    await browser.post('/list/1/removed', { wanted: '1' })
    await app.work()
    expect(await shown()).toMatchObject([{ id: 1, url: RIVER }])
    await countersHold()
  })

  it('leave the article of the site, which one of them was', async () => {
    const article = await addArticle({ url: RIVER, html: '<p>نص المقال</p>' })
    await browser.post('/list', { article_id: String(article) })
    await save('https://short.example/x')
    await app.work()
    expect(await app.saved()).toMatchObject([{ id: 1, article_id: article, page: 'none' }])
    expect(await app.texts()).toEqual([])
  })

  it('leave the search index by name', async () => {
    await two()
    const row = await page(2)
    await setText(shelf, row, app.clock.now())
    const keys = (await app.rows('jobs')).filter(({ kind }) => kind === 'index').map(({ key }) => key)
    expect(keys).toEqual(expect.arrayContaining([`saved:${browser.reader.id}:1`, `saved:${browser.reader.id}:2`]))
  })

  /** What the job would hand over for a row that waits, its page being the river's. */
  async function page(id: number) {
    const { readPage } = await import('../src/core/extract.ts')
    const read = readPage(pageOf(), RIVER)
    if ('fault' in read) throw new Error(read.fault)
    return { readerId: browser.reader.id, id, url: 'https://short.example/x', page: read, articleId: null }
  }

  it('are whole again after any statement that broke', async () => {
    await two()
    const row = await page(2)
    const broken = await atEveryStatement(env.DB, (d1) => setText(open(d1), row, app.clock.now()))
    expect(broken).toBeGreaterThan(15)
    expect(await app.saved()).toMatchObject([{ id: 1, url: RIVER }])
    await countersHold()
  })

  it('become one however many runs find it out at once', async () => {
    await two()
    const row = await page(2)
    await twentyTimes(() => setText(shelf, row, app.clock.now()))
    expect(await app.saved()).toMatchObject([{ id: 1, note: 'ملاحظة 1\n\nملاحظة 2' }])
    await countersHold()
  })

  it('become one where both are read at the same time', async () => {
    await two({ first: 'https://news.example/print?id=7', read: false })
    const url = 'https://news.example/print?id=7'
    const [first, second] = [{ ...(await page(1)), url }, await page(2)]
    await twentyTimes((n) => setText(shelf, n % 2 ? first : second, app.clock.now()))
    expect(await app.saved()).toMatchObject([{ id: 1, url: RIVER, page: 'ready' }])
    expect(await app.texts()).toMatchObject([{ id: 1 }])
    await countersHold()
  })
})

describe('saved twenty times at once', () => {
  it('a url is one row under one name', async () => {
    const reader = await addReader()
    const urls = [RIVER, `${RIVER}/`, `${RIVER}?utm_source=x`, 'http://www.news.example/river']
    const made = await twentyTimes((n) =>
      saveUrl(app.context(), { readerId: reader.id, url: urls[n % 4] ?? '', title: '' }),
    )
    expect(new Set(made.map(({ id }) => id))).toEqual(new Set([1]))
    expect(await app.saved()).toHaveLength(1)
    await countersHold()
  })

  it('and broken at any statement it leaves nothing behind', async () => {
    const reader = await addReader()
    const broken = await atEveryStatement(env.DB, (d1) =>
      saveUrl({ ...app.context(), shelf: open(d1) }, { readerId: reader.id, url: RIVER, title: '' }),
    )
    expect(broken).toBeGreaterThan(6)
    const { saved, jobs } = await dumpTables(env.DB)
    expect([saved?.length, jobs?.map(({ kind }) => kind).sort()]).toEqual([1, ['extract', 'index']])
  })
})
