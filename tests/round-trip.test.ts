import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, expect, it } from 'vitest'
import { highlights, savedTexts, savedUrls } from '../src/store/schema/shelf.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { addRich, exported } from './helpers/exports.ts'
import { upload, workOff } from './helpers/moving.ts'
import { addSaved, addTags } from './helpers/shelf.ts'

// What goes out comes back: the whole list is exported, deleted, imported, and is what it was.

const LIST = ['saved', 'tags', 'saved_tags', 'highlights', 'saved_texts', 'saved_urls', 'counters'] as const

let app: TestApp
let reader: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app)
})

/** Every kind of row there is, as the product leaves it. */
async function fillList(): Promise<void> {
  const { id } = reader.reader
  const db = drizzle(env.DB)
  const add = (row: number, values: Parameters<typeof addSaved>[2]) =>
    addSaved(id, row, { sourceName: 'news.example', ...values })
  await addRich(id, 1)
  const english = { language: 'en-GB', direction: 'ltr', words: 2, excerpt: 'Two words.' } as const
  await add(2, { title: 'غير مقروء', savedAt: START - 500, page: 'ready', pageAt: START - 5, note: "'=2", ...english })
  await add(3, { title: 'صفحة غابت', page: 'failed', pageFault: 'not_found', pageAt: START - 9 })
  await add(4, { title: 'ملف PDF', page: 'link', pageAt: START - 9, url: 'https://news.example/a.pdf' })
  await add(5, { title: 'في انتظار صفحته', page: 'waiting', progress: 100, progressAt: START - 4 })
  const articleUrl = 'https://news.example/articles/river'
  const articleId = await addArticle({ url: articleUrl, title: 'مقال الموقع', html: '<p>نص الموقع</p>' })
  const copied = { articleId, excerpt: 'نبذة', sourceName: 'الواحة', words: 540 }
  await add(6, { url: articleUrl, title: 'مقال الموقع', ...copied })
  await add(7, { title: 'نص ألصقه قارئه', page: 'ready', pageAt: START - 2, words: 1, excerpt: 'ألصقته.' })
  await add(8, { title: 'غيّرت رابطها', url: 'https://news.example/new', urlKey: 'news.example/old', page: 'waiting' })
  await db.insert(savedUrls).values({ readerId: id, urlKey: 'news.example/new', savedId: 8 })
  const text = { readerId: id, sanitiser: 1, storedAt: START }
  await db.insert(savedTexts).values([
    { ...text, id: 2, html: '<p>Two <em>words</em>.</p>' },
    { ...text, id: 7, html: '<p>ألصقته.</p>', pasted: 1, truncated: 1 },
  ])
  await addTags(id, { 'وسم آخر': [2, 3, 7], 'rust & "c"': [2] })
  const quote = { readerId: id, savedId: 2, prefix: '', suffix: '', note: '', createdAt: START - 3 }
  await db.insert(highlights).values([
    { ...quote, id: 20, quote: 'سطر\nثانٍ', position: 5 },
    { ...quote, id: 21, quote: 'سطر\nثانٍ', position: 50 },
  ])
}

/** All of the list, rows named by their urls in place of numbers, which count anew. */
async function listOf() {
  const tables = await dumpTables(env.DB)
  const urls = new Map(tables.saved?.map(({ id, url }) => [id, url]))
  const names = new Map(tables.tags?.map(({ id, name }) => [id, name]))
  const keys = (tables.saved ?? []).flatMap(({ id, url_key }) => ({ url: urls.get(id), key: url_key }))
  const others = (tables.saved_urls ?? []).map(({ saved_id, url_key }) => ({ url: urls.get(saved_id), key: url_key }))
  const without = (row: Record<string, unknown>, ...columns: string[]) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !['id', ...columns].includes(name)))
  const sorted = (rows: object[] = []) => rows.map((row) => JSON.stringify(row)).sort()
  return {
    saved: sorted(tables.saved?.map((row) => without(row, 'url_key'))),
    // Which of two urls of a page is the row's own may change; that both are the page's may not.
    keys: [...new Set(sorted([...keys, ...others]))],
    tags: sorted(tables.tags?.map((row) => without(row, 'created_at'))),
    savedTags: sorted(
      tables.saved_tags?.map(({ saved_id, tag_id, saved_at }) => ({
        url: urls.get(saved_id),
        tag: names.get(tag_id),
        saved_at,
      })),
    ),
    highlights: sorted(tables.highlights?.map((row) => ({ ...without(row, 'saved_id'), url: urls.get(row.saved_id) }))),
    texts: sorted(tables.saved_texts?.map((row) => ({ ...without(row, 'stored_at'), url: urls.get(row.id) }))),
    counters: sorted(tables.counters?.map(({ unread, archived, favourites }) => ({ unread, archived, favourites }))),
  }
}

it('a list that is exported, deleted and imported is the same list', async () => {
  await fillList()
  const before = await listOf()
  const { bytes } = await exported(app, reader, { format: 'json' })
  await env.DB.batch(LIST.map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
  app.clock.advance(3600)
  await upload(app, reader, bytes, 'raff.json')
  await workOff(app)
  expect((await dumpTables(env.DB)).imports).toMatchObject([{ format: 'raff', state: 'done', refused: 0, added: 8 }])
  expect(await listOf()).toEqual(before)
})
