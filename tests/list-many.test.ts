import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ManyAct, MOST_MANY, UNDOES } from '../src/core/many.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import { setMany, tagMany, untagMany } from '../src/store/many.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { recorded } from './helpers/plans.ts'
import { addSaved, addTags } from './helpers/shelf.ts'
import { miscounted } from './helpers/shelf-numbers.ts'

const shelf = open(recorded(env.DB))
const WATER = { name: 'ماء', key: 'ماء' }
const { many } = ar.list

let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>
let readerId: number

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
  readerId = browser.reader.id
  await addSaved(readerId, 1)
  await addSaved(readerId, 2, { archivedAt: START })
  await addSaved(readerId, 3, { favouriteAt: START })
  await addSaved(readerId, 4, { removedAt: START })
  await addTags(readerId, { ماء: [1, 3, 4] })
})

/** Everything of the list but the jobs that changes wish for. */
async function everything() {
  const { jobs: _, ...tables } = await dumpTables(env.DB)
  return tables
}

const all = [1, 2, 3, 4, 99]

describe('an act on many rows', () => {
  it.each<[Exclude<ManyAct, 'tagged' | 'untagged'>, number[]]>([
    ['archived', [1, 3]],
    ['restored', [2]],
    ['favourite', [1, 2]],
    ['unfavourite', [3]],
    ['removed', [1, 2, 3]],
    ['returned', [4]],
  ])('%s changes those that were not so, and leaves the numbers right', async (act, changed) => {
    expect((await setMany(shelf, readerId, all, act, START + 5)).sort()).toEqual(changed)
    expect(await setMany(shelf, readerId, all, act, START + 5)).toEqual([])
    expect(await miscounted(readerId)).toEqual([])
  })

  it('gives a tag to those that lack it, and takes it off those that have it', async () => {
    expect(await tagMany(shelf, readerId, all, WATER, START)).toEqual({ changed: [2], full: false })
    expect(await untagMany(shelf, readerId, [1, 2], WATER, START)).toEqual([1, 2])
    expect(await tagMany(shelf, readerId, [1], { name: 'جديد', key: 'جديد' }, START)).toMatchObject({ changed: [1] })
    expect(await miscounted(readerId)).toEqual([])
  })

  it.each<ManyAct>(['archived', 'favourite', 'removed', 'tagged', 'untagged'])(
    'leaves %s to be taken back whole',
    async (act) => {
      const before = await everything()
      await browser.get('/list?state=all')
      const done = await browser.post('/list/many', { act, ids: ['1', '2', '3'], tag: 'ماء' }, { follow: true })
      expect(await everything()).not.toEqual(before)
      await browser.post('/list/many', { ...undoIn(done.text), undo: '1' })
      expect(await everything()).toEqual(before)
    },
  )

  it('leaves another reader’s rows alone', async () => {
    const before = await everything()
    const stranger = await signedInClient(app)
    const { to } = await stranger.post('/list/many', { act: 'removed', ids: ['1', '2'] })
    expect(to).toBe('/list?many=removed')
    const { readers: _, credentials: _c, sessions: _s, counters: _n, ...rest } = await everything()
    expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((table) => [table, before[table]])))
  })

  it('comes out once from twenty at once, and whole or not at all', async () => {
    const changed = await twentyTimes(() => setMany(shelf, readerId, all, 'archived', START + 5))
    expect(changed.flat()).toHaveLength(2)
    await twentyTimes<unknown>((n) => (n % 2 ? tagMany : untagMany)(shelf, readerId, all, WATER, START))
    expect(await miscounted(readerId)).toEqual([])
    for (const act of ['restored', 'removed'] as const) {
      expect(await atEveryStatement(env.DB, (d1) => setMany(open(d1), readerId, all, act, START))).toBeGreaterThan(5)
    }
    const named = { name: 'أرض', key: 'أرض' }
    expect(await atEveryStatement(env.DB, (d1) => tagMany(open(d1), readerId, all, named, START))).toBeGreaterThan(8)
    expect(await atEveryStatement(env.DB, (d1) => untagMany(open(d1), readerId, all, named, START))).toBeGreaterThan(5)
    expect(await miscounted(readerId)).toEqual([])
  })
})

describe('the form', () => {
  it('ends on the page where it was sent, which says to how many it was done', async () => {
    await browser.get('/list?state=all&tag=%D9%85%D8%A7%D8%A1')
    const done = await browser.post('/list/many', { act: 'archived', ids: ['1', '3'] }, { follow: true })
    expect(done.path).toBe('/list?state=all&tag=%D9%85%D8%A7%D8%A1&many=archived&ids=1.3')
    expect(done.text).toContain(many.done.archived(many.articles(2, '٢')))
    const undone = await browser.post('/list/many', { ...undoIn(done.text), undo: '1' }, { follow: true })
    expect(undone.path).toContain('&done=undone')
    expect(undone.text).toContain(ar.list.done.undone)
    expect(undone.text).not.toContain(many.done.archived(many.articles(2, '٢')))
  })

  it('says that nothing changed where nothing did', async () => {
    const done = await browser.post('/list/many', { act: 'restored', ids: '1' }, { follow: true })
    expect(done.text).toContain(many.none)
    expect((await browser.post('/list/many', { act: 'archived' }, { follow: true })).text).toContain(many.none)
  })

  it('has every act, its undo among them, and those for files', async () => {
    const { text } = await browser.get('/list?state=all')
    for (const act of Object.keys(UNDOES)) if (act !== 'returned') expect(text).toContain(`name="act" value="${act}"`)
    for (const format of ['epub', 'json']) {
      expect(text).toContain(`formaction="/list/exports" name="format" value="${format}"`)
    }
    expect(text).toContain('type="checkbox" name="ids" value="1" form="many"')
  })

  it.each([
    [{ act: 'deleted', ids: '1' }],
    [{ ids: '1' }],
    [{ act: 'archived', ids: '1,2' }],
    [{ act: 'archived', ids: ['1', '0'] }],
    [{ act: 'tagged', ids: '1', tag: ' ' }],
    [{ act: 'archived', ids: Array.from({ length: MOST_MANY + 1 }, (_, i) => String(i + 1)) }],
  ])('is refused where no page of ours sends it: %j', async (fields) => {
    expect((await browser.post('/list/many', fields)).status).toBe(422)
  })
})

/** The fields of the undo form in a page's notice. */
function undoIn(html: string): Record<string, string> {
  const [form = ''] = /<form method="post" action="\/list\/many">.*?<\/form>/s.exec(html) ?? []
  const fields = [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
  expect(fields.length).toBeGreaterThan(1)
  return Object.fromEntries(fields)
}
