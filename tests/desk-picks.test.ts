import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles } from './helpers/builders.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { actionsNow, articleAtDesk, save, topicsNow } from './helpers/desk.ts'

const words = ar.deskArticles

type Desk = Awaited<ReturnType<typeof articleAtDesk>>
let app: TestApp
let editor: Desk['editor']
let id: number
let path: string
let edit: Desk['edit']
beforeEach(async () => {
  app = createTestApp()
  ;({ editor, id, path, edit } = await articleAtDesk(app))
})

const tables = () => dumpTables(env.DB)
const articleNow = async () => (await tables()).articles?.find((row) => row.id === id)
const page = (at: string) => app.client().get(at)

describe('what can be done with an article', () => {
  /** What has to be opened before its button is there. */
  const asked = (text: string) => [...text.matchAll(/<summary[^>]*>([^<]*)</g)].map(([, words]) => words)

  it('is picked by one press, which another takes back, and hidden only after a question', async () => {
    expect(asked((await editor.get(path)).text)).toEqual([words.hideAsk])
    await editor.post(`${path}/picked`, { wanted: '1' })
    const { text } = await editor.get(path)
    expect(asked(text)).toEqual([words.hideAsk])
    expect(text).toContain(words.unpick)
  })
})

describe('an article that is hidden', () => {
  const everywhere = ['/', '/topics/water', '/feed.xml', '/topics/water/feed.xml', '/sitemaps/1', `/search?q=نهر`]
  const shownAt = async () => {
    const pages = await Promise.all(everywhere.map((at) => page(at)))
    return everywhere.filter((_, at) => pages[at]?.text.includes(`/articles/${id}`))
  }

  it('is on no page, in no feed and in no search, and comes back whole', async () => {
    await env.DB.prepare(
      `INSERT INTO keywords (ref, stem, stems, created_at) VALUES ('نهر', 'نهر', '["نهر"]', 0)`,
    ).run()
    await edit({ pictureAlt: 'النهر' })
    await app.work()
    expect(await shownAt()).toEqual(everywhere)
    await editor.post(`${path}/hidden`, { wanted: '1' })
    await app.work()
    expect(await shownAt()).toEqual([])
    expect([(await page(`/articles/${id}`)).status, (await editor.get(path)).status]).toEqual([404, 200])
    expect(await tables()).toMatchObject({ article_topics: [], article_keywords: [] })
    await editor.post(`${path}/hidden`, { wanted: '0' })
    await app.work()
    expect(await shownAt()).toEqual(everywhere)
    expect([(await page(`/articles/${id}`)).status, await topicsNow()]).toEqual([200, [1]])
    expect((await tables()).article_keywords).toHaveLength(1)
  })

  it('is hidden once, however often that is pressed', async () => {
    await twentyTimes(() => editor.post(`${path}/hidden`, { wanted: '1' }))
    expect([await actionsNow(), await articleNow()]).toMatchObject([['hidden'], { hidden_at: START, version: 2 }])
  })

  it('may be edited meanwhile, and comes back with what it was given', async () => {
    await editor.post(`${path}/hidden`, { wanted: '1' })
    await save(editor, path, { title: 'نهر آخر', picture: '', pictureAlt: '', 'topic:2': '1' })
    expect(await topicsNow()).toEqual([])
    await editor.post(`${path}/hidden`, { wanted: '0' })
    expect([await topicsNow(), (await articleNow())?.title]).toEqual([[2], 'نهر آخر'])
  })

  it('is found again in the list of those hidden', async () => {
    await editor.post(`${path}/hidden`, { wanted: '1' })
    expect((await editor.get('/desk/articles?show=hidden')).text).toContain(`href="${path}"`)
    expect((await editor.get('/desk/articles')).text).not.toContain(`href="${path}"`)
    await editor.post(`${path}/hidden`, { wanted: '0' })
    expect((await editor.get('/desk/articles?show=hidden')).text).not.toContain(`href="${path}"`)
  })

  it('stands in that list by when it was hidden, from page to page', async () => {
    const others = await addArticles(60)
    await env.DB.prepare('UPDATE articles SET hidden_at = ? - id / 10').bind(START).run()
    const first = (await editor.get('/desk/articles?show=hidden')).text
    const [, next = ''] = /href="(\/desk\/articles\?[^"]*before=[^"]+)"/.exec(first) ?? []
    const second = (await editor.get(next.replaceAll('&amp;', '&'))).text
    const ids = `${first}${second}`.matchAll(/href="\/desk\/articles\/(\d+)"/g)
    const order = [id, ...others].toSorted((a, b) => Math.floor(a / 10) - Math.floor(b / 10) || b - a)
    expect([...ids].map(([, one]) => Number(one))).toEqual(order)
  })
})

describe('an article that is picked', () => {
  it('leads the home page, and two more stand below it, each once', async () => {
    const old = await addArticle({ title: 'مقال قديم', sortedAt: START - 86_400 * 30 })
    const others = await addArticles(20)
    for (const one of [id, others[3], old]) {
      app.clock.advance(1)
      await editor.post(`/desk/articles/${one}/picked`, { wanted: '1' })
    }
    const { text } = await page('/')
    const shown = [...text.matchAll(/<a href="\/articles\/(\d+)"/g)].map(([, one]) => Number(one))
    expect(shown.slice(0, 3)).toEqual([old, others[3], id])
    expect(new Set(shown.slice(0, 14)).size).toBe(14)
    expect((await editor.get('/desk/articles?show=picked')).text).toContain(`href="/desk/articles/${old}"`)
  })

  it('makes room for a fourth, and after two days for what is new', async () => {
    const others = await addArticles(3, { sortedAt: START - 3600 })
    for (const one of [id, ...others]) {
      app.clock.advance(1)
      await editor.post(`/desk/articles/${one}/picked`, { wanted: '1' })
    }
    const lead = async () =>
      /<article class="headline[\s\S]*?href="\/articles\/(\d+)"/.exec((await page('/')).text)?.[1]
    expect(await lead()).toBe(String(others[2]))
    app.clock.advance(2 * 86_400 + 1)
    expect(await lead()).toBe(String(id))
  })

  it('is picked once, and taken back', async () => {
    for (let press = 0; press < 2; press += 1) await editor.post(`${path}/picked`, { wanted: '1' })
    for (let press = 0; press < 2; press += 1) await editor.post(`${path}/picked`, { wanted: '0' })
    expect([await actionsNow(), (await articleNow())?.picked_at]).toEqual([['picked', 'unpicked'], null])
  })
})
