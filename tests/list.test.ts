import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { saveArticle } from '../src/actions/saving.ts'
import { LIST_START, type ListState } from '../src/core/list-filters.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import * as list from '../src/store/list.ts'
import { page as listPage } from '../src/store/list-page.ts'
import * as reading from '../src/store/reading.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addReader, signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { recorded } from './helpers/plans.ts'
import { counting } from './helpers/statements.ts'

const shelf = open(recorded(env.DB))
const notFound = expect.objectContaining({ code: 'not_found' })

let app: TestApp
beforeEach(() => {
  app = createTestApp()
})

async function unread(readerId: number): Promise<number> {
  const { unread } = await listPage(shelf, readerId, { filters: LIST_START, before: null })
  return unread
}

/** The counter beside the rows it counts: it may never differ. */
async function counted(readerId: number): Promise<{ counter: number; rows: number }> {
  const { saved: rows = [] } = await dumpTables(env.DB)
  const mine = rows.filter((row) => row.reader_id === readerId && row.removed_at === null && row.archived_at === null)
  return { counter: await unread(readerId), rows: mine.length }
}

/** A change wishes for the search index, and so does taking it back. */
async function everythingButJobs() {
  const { jobs: _, ...tables } = await dumpTables(env.DB)
  return tables
}

describe('a saved article', () => {
  it('carries all it shows, whatever becomes of the article', async () => {
    const reader = await addReader()
    const articleId = await addArticle({
      title: 'نهر عاد',
      byline: 'هالة منصور',
      picture: 'https://news.example/a.jpg',
    })
    const { id } = await saveArticle(app.context(), { readerId: reader.id, articleId })
    await env.DB.prepare('DELETE FROM articles').run()
    const found = await reading.open(shelf, reader.id, id)
    expect(found.saved).toMatchObject({
      id: 1,
      articleId,
      title: 'نهر عاد',
      byline: 'هالة منصور',
      sourceName: 'الواحة',
      picture: 'https://news.example/a.jpg',
      savedAt: START,
    })
  })

  it('is one row however often it is saved, and comes back from a removal as new', async () => {
    const reader = await addReader()
    const articleId = await addArticle()
    const save = () => saveArticle(app.context(), { readerId: reader.id, articleId })
    const first = await save()
    expect(await save()).toEqual(first)
    await list.setArchived(shelf, reader.id, first.id, true, START)
    expect((await save()).archivedAt).toBe(START)
    await list.setRemoved(shelf, reader.id, first.id, true, START)
    app.clock.advance(60)
    expect(await save()).toMatchObject({ id: first.id, savedAt: START + 60, archivedAt: null, removedAt: null })
    expect(await counted(reader.id)).toEqual({ counter: 1, rows: 1 })
  })

  it('cannot be made of an article that is hidden or does not exist', async () => {
    const { id: readerId } = await addReader()
    const articleId = await addArticle({ hiddenAt: START })
    await expect(saveArticle(app.context(), { readerId, articleId })).rejects.toEqual(notFound)
    await expect(saveArticle(app.context(), { readerId, articleId: articleId + 1 })).rejects.toEqual(notFound)
  })

  it('is numbered within its own list', async () => {
    const [a, b] = [await addReader(), await addReader()]
    const [first = 0, second = 0] = await addArticles(2)
    const ids = [
      await saveArticle(app.context(), { readerId: a.id, articleId: first }),
      await saveArticle(app.context(), { readerId: b.id, articleId: second }),
      await saveArticle(app.context(), { readerId: a.id, articleId: second }),
    ].map(({ id }) => id)
    expect(ids).toEqual([1, 1, 2])
  })
})

describe('undo', () => {
  it('brings a removed row back as it was, archived or not', async () => {
    const { id: readerId } = await addReader()
    const [first = 0, second = 0] = await addArticles(2)
    const read = await saveArticle(app.context(), { readerId, articleId: first })
    const unreadRow = await saveArticle(app.context(), { readerId, articleId: second })
    await list.setArchived(shelf, readerId, read.id, true, START + 5)
    for (const { id } of [read, unreadRow]) {
      const before = await everythingButJobs()
      await list.setRemoved(shelf, readerId, id, true, START + 10)
      await expect(reading.open(shelf, readerId, id)).rejects.toEqual(notFound)
      await list.setRemoved(shelf, readerId, id, false, START + 20)
      expect(await everythingButJobs()).toEqual(before)
    }
  })
})

describe('pressed twenty times at once', () => {
  it('saving makes one row each and counts right', async () => {
    const { id: readerId } = await addReader()
    const ids = await addArticles(4)
    await twentyTimes((n) => saveArticle(app.context(), { readerId, articleId: ids[n % 4] ?? 0 }))
    const rows = await listPage(shelf, readerId, { filters: LIST_START, before: null })
    expect(rows.saved.map((row) => row.id).sort()).toEqual([1, 2, 3, 4])
    expect(await counted(readerId)).toEqual({ counter: 4, rows: 4 })
  })

  it('archiving, removing and undoing leave the counter with the rows', async () => {
    const { id: readerId } = await addReader()
    const [a = 0, b = 0] = await addArticles(2)
    const { id } = await saveArticle(app.context(), { readerId, articleId: a })
    await saveArticle(app.context(), { readerId, articleId: b })
    await twentyTimes(() => list.setArchived(shelf, readerId, id, true, START))
    expect(await counted(readerId)).toEqual({ counter: 1, rows: 1 })
    await twentyTimes(() => list.setArchived(shelf, readerId, id, false, START))
    expect(await counted(readerId)).toEqual({ counter: 2, rows: 2 })
    await twentyTimes(() => list.setRemoved(shelf, readerId, id, true, START))
    expect(await counted(readerId)).toEqual({ counter: 1, rows: 1 })
    await twentyTimes((n) => list.setRemoved(shelf, readerId, id, n % 2 === 0, START))
    await twentyTimes(() => list.setArticleRemoved(shelf, readerId, a, false, START))
    expect(await counted(readerId)).toEqual({ counter: 2, rows: 2 })
  })
})

describe('broken after any statement, nothing is left behind by', () => {
  it('a save', async () => {
    const { id: readerId } = await addReader()
    const articleId = await addArticle()
    const broken = await atEveryStatement(env.DB, (d1) =>
      saveArticle({ ...app.context(), shelf: open(d1) }, { readerId, articleId }),
    )
    expect(broken).toBeGreaterThan(4)
    expect(await counted(readerId)).toEqual({ counter: 1, rows: 1 })
  })

  it.each([
    ['an archiving', list.setArchived, true],
    ['a removal', list.setRemoved, true],
    ['an undo', list.setRemoved, false],
  ])('%s', async (_, step, wanted) => {
    const { id: readerId } = await addReader()
    const { id } = await saveArticle(app.context(), { readerId, articleId: await addArticle() })
    if (!wanted) await list.setRemoved(shelf, readerId, id, true, START)
    expect(await atEveryStatement(env.DB, (d1) => step(open(d1), readerId, id, wanted, START))).toBeGreaterThan(3)
    const { counter, rows } = await counted(readerId)
    expect(counter).toBe(rows)
  })
})

describe('the list', () => {
  it('shows what is unread by when it was saved, what is archived by when it was archived', async () => {
    const { id: readerId } = await addReader()
    const ids: number[] = []
    for (const articleId of await addArticles(3)) {
      ids.push((await saveArticle(app.context(), { readerId, articleId })).id)
      app.clock.advance(60)
    }
    const [first = 0, second = 0, third = 0] = ids
    await list.setArchived(shelf, readerId, second, true, START + 1000)
    await list.setArchived(shelf, readerId, first, true, START + 2000)
    const page = (state: ListState) => listPage(shelf, readerId, { filters: { ...LIST_START, state }, before: null })
    expect((await page('unread')).saved.map(({ id }) => id)).toEqual([third])
    expect((await page('archived')).saved.map(({ id }) => id)).toEqual([first, second])
  })

  it('shows fifty rows a page and every row once', async () => {
    const { id: readerId } = await addReader()
    const ids = await addArticles(120)
    await Promise.all(ids.map((articleId) => saveArticle(app.context(), { readerId, articleId })))
    const seen: number[] = []
    let before: Awaited<ReturnType<typeof listPage>>['older'] = null
    do {
      const part = await listPage(shelf, readerId, { filters: LIST_START, before })
      seen.push(...part.saved.map(({ id }) => id))
      before = part.older
    } while (before)
    expect(seen).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i))
  })

  it('says what it is for while it is empty, and otherwise once all is read', async () => {
    const browser = await signedInClient(app)
    expect((await browser.get('/list')).text).toContain(ar.list.empty.new.title)
    expect((await browser.get('/list?state=archived')).text).toContain(ar.list.empty.archived.title)
    await browser.post('/list', { article_id: String(await addArticle()) })
    await browser.post('/list/1/archived', { wanted: '1' })
    expect((await browser.get('/list')).text).toContain(ar.list.empty.unread.title)
  })

  it('is a reader’s own and never kept', async () => {
    expect(await app.client().get('/list')).toMatchObject({ status: 303, to: '/login' })
    const answer = await (await signedInClient(app)).get('/list')
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
  })

  it('takes one statement and one batch of five, with two rows as with fifty', async () => {
    const { d1, during } = counting(env.DB)
    const browser = await signedInClient(createTestApp({ d1 }))
    for (const articleId of await addArticles(2)) await browser.post('/list', { article_id: String(articleId) })
    expect(await during(() => browser.get('/list'))).toBe(6)
    const ids = await addArticles(60)
    await Promise.all(ids.map((articleId) => browser.post('/list', { article_id: String(articleId) })))
    expect(await during(() => browser.get('/list'))).toBe(6)
  })
})
