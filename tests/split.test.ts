import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { archiveJson } from '../src/actions/data.ts'
import { deleteAccount } from '../src/actions/deletion.ts'
import { saveArticle } from '../src/actions/saving.ts'
import { LIST_START } from '../src/core/list-filters.ts'
import { open } from '../src/store/db.ts'
import { HOLDINGS, nameOf } from '../src/store/holdings.ts'
import * as list from '../src/store/list.ts'
import { page as listPage } from '../src/store/list-page.ts'
import * as saved from '../src/store/saved.ts'
import { createTestApp, START } from './helpers/app.ts'
import { addArticles, addReader } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'

const { SHELF_DB, TEST_MIGRATIONS } = env as typeof env & { SHELF_DB: D1Database; TEST_MIGRATIONS: D1Migration[] }

/** What a database of shelves alone holds. */
const SHELF = [...HOLDINGS.shelf.map(nameOf), 'jobs', 'settings']

beforeAll(async () => {
  await applyD1Migrations(SHELF_DB, TEST_MIGRATIONS)
  const others = Object.keys(await dumpTables(SHELF_DB)).filter((table) => !SHELF.includes(table))
  await SHELF_DB.batch(others.map((table) => SHELF_DB.prepare(`DROP TABLE "${table}"`)))
})

it('a shelf may lie in a database of its own: nothing of the list reaches across', async () => {
  const shelf = open(SHELF_DB)
  const context = { ...createTestApp().context(), shelf }
  const { id: readerId } = await addReader()
  const articleIds = await addArticles(2)
  const [first = 0, second = 0] = articleIds
  for (const articleId of articleIds) await saveArticle(context, { readerId, articleId })
  await list.setArchived(shelf, readerId, 1, true, START)
  await list.setRemoved(shelf, readerId, 2, true, START)
  await list.setArticleRemoved(shelf, readerId, second, false, START)
  expect(
    await listPage(shelf, readerId, { filters: { ...LIST_START, state: 'archived' }, before: null }),
  ).toMatchObject({ unread: 1 })
  expect((await saved.find(shelf, readerId, 1)).next?.id).toBe(2)
  const state = await saved.ticksAndNext(shelf, readerId, articleIds, first)
  expect(state.ticks.map(({ articleId }) => articleId).sort()).toEqual([first, second])
  expect((await dumpTables(env.DB)).saved).toEqual([])

  const who = { id: readerId, email: 'salma@example.com' }
  expect((await text(archiveJson(context, who))).match(/"sourceName"/g)).toHaveLength(2)
  await env.DB.prepare('UPDATE readers SET deletes_at = ? WHERE id = ?').bind(START, readerId).run()
  expect(await deleteAccount(context, readerId)).toBeNull()
  const { saved: rows, counters } = await dumpTables(SHELF_DB)
  expect([rows, counters, (await dumpTables(env.DB)).readers]).toEqual([[], [], []])
})

async function text(pieces: AsyncIterable<string>): Promise<string> {
  let whole = ''
  for await (const piece of pieces) whole += piece
  return whole
}
