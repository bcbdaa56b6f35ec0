import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { recount } from '../src/jobs/recount.ts'
import { batch, open } from '../src/store/db.ts'
import { wish } from '../src/store/jobs.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticles, addReader, addSource } from './helpers/builders.ts'
import { atEveryStatement, dumpTables } from './helpers/d1.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { addSaved, addTags } from './helpers/shelf.ts'

const NIGHT = 86_400

let app: TestApp
let readerId: number
const said = vi.spyOn(console, 'error').mockImplementation(() => {})
afterEach(() => said.mockClear())

beforeEach(async () => {
  app = createTestApp()
  readerId = (await addReader()).id
  await addSaved(readerId, 1, { favouriteAt: START })
  await addSaved(readerId, 2, { archivedAt: START })
  await addSaved(readerId, 3, { removedAt: START })
  await addTags(readerId, { ماء: [1, 2, 3], هواء: [] })
  await batch(app.context().db, [wish({ kind: 'recount', key: 'all', dueAt: START })])
})

async function numbers() {
  const { counters = [], tags = [] } = await dumpTables(env.DB)
  const [{ unread, archived, favourites } = {}] = counters
  return { unread, archived, favourites, tags: tags.map(({ saved }) => saved) }
}

const RIGHT = { unread: 1, archived: 1, favourites: 1, tags: [2, 0] }

async function spoil(): Promise<void> {
  await env.DB.prepare('UPDATE counters SET unread = 7, favourites = 0').run()
  await env.DB.prepare('UPDATE tags SET saved = saved + 1').run()
}

describe('every night the numbers of a shelf are counted anew', () => {
  it('and where they are right nothing is said', async () => {
    expect(await numbers()).toEqual(RIGHT)
    await app.work()
    expect(await numbers()).toEqual(RIGHT)
    expect(said).not.toHaveBeenCalled()
    expect((await dumpTables(env.DB)).jobs).toMatchObject([{ due_at: START + NIGHT, lease_until: 0 }])
  })

  it('and a difference is said and mended', async () => {
    await spoil()
    await app.work()
    expect(await numbers()).toEqual(RIGHT)
    expect(said.mock.calls.map(([line]) => JSON.parse(line))).toEqual([
      { job: 'recount', reader: readerId, of: 'unread', was: 7, is: 1 },
      { job: 'recount', reader: readerId, of: 'favourites', was: 0, is: 1 },
      { job: 'recount', reader: readerId, of: 1, was: 3, is: 2 },
      { job: 'recount', reader: readerId, of: 2, was: 1, is: 0 },
    ])
  })

  it('and nothing is half mended when it breaks', async () => {
    await spoil()
    expect(await atEveryStatement(env.DB, (d1) => recount({ ...app.context(), shelf: open(d1) }))).toBeGreaterThan(4)
    expect(await numbers()).toEqual(RIGHT)
  })

  it('on every shelf there is, in as many runs as it takes', async () => {
    await env.DB.prepare(`INSERT INTO counters (reader_id, unread) SELECT 1000 + value, 5 FROM json_each(?)`)
      .bind(JSON.stringify([...Array(120).keys()]))
      .run()
    const runs = [await recount(app.context()), await recount(app.context()), await recount(app.context())]
    expect(runs.map((run) => run?.again)).toEqual([START, START, START + NIGHT])
    expect(said).toHaveBeenCalledTimes(120)
    await recount(app.context())
    expect(said).toHaveBeenCalledTimes(120)
  })
})

it('every night counts what a source wrote in the last week, where no run does', async () => {
  const [own, read] = [await addSource({ succeededAt: null }), await addSource({ succeededAt: START - 60, recent: 3 })]
  await addArticles(8, { sourceId: own })
  await addArticles(1, { sourceId: read })
  await app.work()
  const recent = async () => ((await dumpTables(env.DB)).sources ?? []).map((source) => source.recent)
  expect(await recent()).toEqual([8, 3])
  app.clock.advance(8 * NIGHT)
  await app.work()
  expect(await recent()).toEqual([0, 0])
})

it('every night keeps how many subscribers each newsletter has, one number a day', async () => {
  await addNewsletters('morning', 'weekly')
  const kept = async (subscribers: number) => {
    await env.DB.prepare('UPDATE newsletters SET subscribers = ? WHERE id = 1').bind(subscribers).run()
    await recount(app.context())
    const { subscriber_days = [] } = await dumpTables(env.DB)
    return subscriber_days.filter((row) => row.newsletter_id === 1).map((row) => row.subscribers)
  }
  expect(await kept(3)).toEqual([3])
  expect(await kept(4)).toEqual([4])
  app.clock.advance(NIGHT)
  expect(await kept(6)).toEqual([4, 6])
})
