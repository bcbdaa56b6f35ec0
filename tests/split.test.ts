import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { contentFor } from '../src/actions/content.ts'
import type { ActionContext } from '../src/actions/context.ts'
import { archiveJson } from '../src/actions/data.ts'
import { deleteAccount } from '../src/actions/deletion.ts'
import { askExport, nextPart } from '../src/actions/exports.ts'
import { followFeeds } from '../src/actions/feeds.ts'
import { chooseFirst, followTyped, say } from '../src/actions/following.ts'
import { receive, workOff } from '../src/actions/imports.ts'
import { doMany } from '../src/actions/many.ts'
import { pasteText, saveArticle, saveUrl } from '../src/actions/saving.ts'
import { LIST_START } from '../src/core/list-filters.ts'
import { index } from '../src/jobs/index-documents.ts'
import { keyword } from '../src/jobs/keyword.ts'
import { recount } from '../src/jobs/recount.ts'
import { texts } from '../src/jobs/texts.ts'
import { open } from '../src/store/db.ts'
import type { Member } from '../src/store/deliveries.ts'
import * as exports from '../src/store/exports.ts'
import { followsOf, wipe } from '../src/store/follows.ts'
import * as highlights from '../src/store/highlights.ts'
import { HOLDINGS, nameOf } from '../src/store/holdings.ts'
import * as issues from '../src/store/issues.ts'
import { claim, finish } from '../src/store/jobs.ts'
import * as list from '../src/store/list.ts'
import { page as listPage } from '../src/store/list-page.ts'
import * as newsletters from '../src/store/newsletters.ts'
import { pageState } from '../src/store/page-state.ts'
import { open as openSaved } from '../src/store/reading.ts'
import { follows } from '../src/store/schema/follows.ts'
import * as tags from '../src/store/tags.ts'
import { createTestApp, START } from './helpers/app.ts'
import { keysIn } from './helpers/bucket.ts'
import { addArticles, addReader } from './helpers/builders.ts'
import { dumpTables, emptyTables } from './helpers/d1.ts'
import { addIssue, addSubscribers } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'

// A shelf may lie in a database of its own: a statement or a batch that reaches across finds no such table there.

const { SHELF_DB, TEST_MIGRATIONS } = env as typeof env & { SHELF_DB: D1Database; TEST_MIGRATIONS: D1Migration[] }

/** What a database of shelves alone holds. */
const SHELF = [...HOLDINGS.shelf.map(nameOf), 'jobs', 'settings']
const shelf = open(SHELF_DB)

let context: ActionContext
let readerId: number

beforeAll(async () => {
  await applyD1Migrations(SHELF_DB, TEST_MIGRATIONS)
  const others = Object.keys(await dumpTables(SHELF_DB)).filter((table) => !SHELF.includes(table))
  await SHELF_DB.batch(others.map((table) => SHELF_DB.prepare(`DROP TABLE "${table}"`)))
  // And the other one holds no shelf.
  await env.DB.batch(HOLDINGS.shelf.map((holding) => env.DB.prepare(`DROP TABLE "${nameOf(holding)}"`)))
})

beforeEach(async () => {
  await emptyTables(SHELF_DB)
  context = { ...createTestApp().context(), shelf }
  readerId = (await addReader()).id
})

/** Works off what the shelf's own jobs ask of search. */
async function followSearch(): Promise<void> {
  const never = () => {
    throw new Error('nothing is asked outside')
  }
  const outside = { fetcher: never, mailer: { send: never, bulk: null } }
  for (const job of await claim(shelf, START, 50))
    if (job.kind === 'index') await index({ ...context, ...outside }, job)
}

async function followKeywords(): Promise<void> {
  for (const job of await claim(shelf, START, 50)) {
    await keyword(context, job)
    await finish(shelf, job)
  }
}

async function documents(): Promise<number> {
  return (await env.SEARCH_DB.prepare('SELECT saved_id FROM saved_doc_ids').all()).results.length
}

it('it is saved to, changed and read there', async () => {
  const articleIds = await addArticles(2)
  const [first = 0, second = 0] = articleIds
  for (const articleId of articleIds) await saveArticle(context, { readerId, articleId })
  await saveUrl(context, { readerId, url: 'https://far.example/a', title: '' })
  expect(await pasteText(context, { readerId, id: 3, text: 'نص من الصفحة نفسها' })).toBeNull()
  await doMany(context, { readerId, act: 'tagged', ids: [1, 2, 3], tag: 'ماء' })
  await highlights.add(shelf, readerId, 3, { quote: 'الصفحة', prefix: 'من ', suffix: ' نفسها', position: 6 }, START)
  await list.setArchived(shelf, readerId, 1, true, START)
  await list.setFavourite(shelf, readerId, 1, true, START)
  await list.setRemoved(shelf, readerId, 2, true, START)
  await list.setArticleRemoved(shelf, readerId, second, false, START)

  const filters = { ...LIST_START, state: 'archived', tag: 'ماء' } as const
  expect(await listPage(shelf, readerId, { filters, before: null })).toMatchObject({ unread: 2, saved: [{ id: 1 }] })
  expect(await tags.all(shelf, readerId)).toMatchObject([{ name: 'ماء', saved: 3 }])
  expect(await openSaved(shelf, readerId, 3)).toMatchObject({ saved: { id: 3, tags: [{ name: 'ماء' }] } })
  const state = await pageState(shelf, readerId, { ids: articleIds, article: first, follows: [] })
  expect(state.ticks.map(({ articleId }) => articleId).sort()).toEqual([first, second])
  await recount(context)
  await texts(context)
  await followSearch()
  expect(await documents()).toBe(3)
})

it('it is filled by an import and taken along in a file and an archive', async () => {
  const file = new Blob(['url,title,tags\nhttps://a.example/1,الأول,ماء\nhttps://a.example/2,الثاني,\n'])
  const id = await receive(context, { readerId, name: 'list.csv', bytes: file.size, body: file })
  while ((await workOff(context, readerId, id ?? 0)).left);
  const filters = { ...LIST_START, state: 'all' } as const
  expect((await listPage(shelf, readerId, { filters, before: null })).saved).toHaveLength(2)

  const asked = await askExport(context, { readerId, format: 'json', selection: {} })
  const made = await exports.get(shelf, readerId, 'id' in asked ? asked.id : 0)
  const part = made && (await nextPart(context, made))
  expect(part).toMatchObject({ items: 2, last: true })
  const archive = archiveJson(context, { id: readerId, email: 'salma@example.com' })
  expect((await whole(archive)).match(/"sourceName"/g)).toHaveLength(2)
})

it('what is followed is said, chosen, found and forgotten there', async () => {
  const [articleId = 0] = await addArticles(1, { title: 'نقص المياه' })
  const source = { kind: 'source', ref: '1', keyword: '' } as const
  await say(context, readerId, { ...source, want: 'follow' })
  await followTyped(context, readerId, 'المياه')
  await followKeywords()
  expect(await env.DB.prepare('SELECT article_id FROM article_keywords').first()).toEqual({ article_id: articleId })
  await chooseFirst(context, readerId, { shown: ['source:1'], ticked: [], keyword: '' })
  const opml = '<opml version="2.0"><body><outline xmlUrl="https://other.example/feed" text="x"/></body></opml>'
  expect(await followFeeds(context, readerId, new Blob([opml]))).toMatchObject({ fault: 'noneKnown' })
  expect(await followsOf(shelf, readerId)).toMatchObject([{ kind: 'keyword', label: 'المياه' }])
  await wipe(shelf, readerId, START)
  await followKeywords()
  expect(await env.DB.prepare('SELECT ref FROM keywords').first()).toBeNull()
})

it('newsletters of one reader find there what they follow and what waits', async () => {
  const app = createTestApp()
  await addNewsletters('morning')
  await env.DB.prepare('UPDATE newsletters SET min_items = 1').run()
  await addSubscribers(app, 1)
  await env.DB.prepare('UPDATE subscribers SET reader_id = ?').bind(readerId).run()
  const [articleId = 0] = await addArticles(1)
  await saveArticle(context, { readerId, articleId })
  const label = 'الواحة'
  await env.DB.prepare('UPDATE sources SET title = ?').bind(label).run()
  await drizzle(SHELF_DB).insert(follows).values({ readerId, kind: 'source', ref: '1', label, createdAt: START })
  const newsletter = await newsletters.find(context.db, { id: 1 })
  const sent = async (kind: 'personal' | 'list') => {
    const issue = await issues.find(context.db, await addIssue(app, { kind, consideredTo: articleId }))
    return (await contentFor(context, issue, newsletter, [{ subscriberId: 1 } as Member]))?.content.sets
  }
  expect(await sent('personal')).toMatchObject([{ chosen: true, items: [{ articleId, why: { label } }] }])
  expect(await sent('list')).toMatchObject([{ unread: 1, items: [{ savedId: 1 }] }])
})

it('it goes with its account, and so do its files and what search knows', async () => {
  await saveUrl(context, { readerId, url: 'https://far.example/a', title: '' })
  await env.FILES.put(exports.fileOf({ readerId, id: 1 }, 1), 'a file')
  await followSearch()
  await env.DB.prepare('UPDATE readers SET deletes_at = ? WHERE id = ?').bind(START, readerId).run()
  expect(await deleteAccount(context, readerId)).toBeNull()
  await followSearch()
  const { jobs: _, ...left } = await dumpTables(SHELF_DB)
  expect(Object.values(left).flat()).toEqual([])
  expect([await documents(), await keysIn(), (await dumpTables(env.DB)).readers]).toEqual([0, [], []])
})

async function whole(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}
