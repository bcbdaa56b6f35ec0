import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { receive } from '../src/actions/imports.ts'
import { batch, open, rows } from '../src/store/db.ts'
import { find } from '../src/store/imports.ts'
import { claim, dropDead, fail, finish, finishUntil, type Job, reviveDead, wish } from '../src/store/jobs.ts'
import { createTestApp } from './helpers/app.ts'
import { keysIn } from './helpers/bucket.ts'
import { addSource } from './helpers/builders.ts'

const db = open(env.DB)
const NOW = 1_800_000_000

async function ask(key: string, dueAt = NOW): Promise<void> {
  await batch(db, [wish({ kind: 'refresh', key, dueAt, payload: { first: key } })])
}

async function claimOne(now = NOW): Promise<Job> {
  const [job] = await claim(db, now, 1)
  if (!job) throw new Error('no job was due')
  return job
}

async function waiting() {
  const results = await batch(db, [sql`SELECT key, due_at, attempts, dead_at, error FROM jobs ORDER BY key`])
  return rows(results, 0)
}

beforeEach(() => env.DB.exec('DELETE FROM jobs'))

describe('a job', () => {
  test('is done once and gone', async () => {
    await ask('1')
    await finish(db, await claimOne())
    expect(await waiting()).toEqual([])
  })

  test('is not run before its time', async () => {
    await ask('1', NOW + 60)
    expect(await claim(db, NOW, 10)).toEqual([])
    expect(await claim(db, NOW + 60, 10)).toHaveLength(1)
  })

  test('is never claimed by two at once', async () => {
    for (let key = 0; key < 20; key++) await ask(String(key))
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(db, NOW, 4)))
    const keys = claims.flat().map((job) => job.key)
    expect(keys).toHaveLength(20)
    expect(new Set(keys).size).toBe(20)
  })

  test('asked for twice is one job, due at the earlier time, with the first payload', async () => {
    await ask('1', NOW + 600)
    await ask('1', NOW)
    const job = await claimOne()
    expect(job.payload).toBe('{"first":"1"}')
    await finish(db, job)
    expect(await waiting()).toEqual([])
  })

  test('that was asked for while it ran runs again', async () => {
    await ask('1')
    const job = await claimOne()
    await ask('1')
    await finish(db, job)
    expect((await claimOne()).key).toBe('1')
  })

  test('that somebody waits for goes before what takes long, and that before pages by the thousand', async () => {
    for (const kind of ['extract', 'import', 'index', 'mail'] as const) {
      await batch(db, [wish({ kind, key: '1', dueAt: NOW }), wish({ kind, key: '2', dueAt: NOW + 1 })])
    }
    const kinds: string[] = []
    for (let run = 0; run < 4; run++) kinds.push(...(await claim(db, NOW + 60, 2)).map(({ kind }) => kind))
    expect(kinds).toEqual(['mail', 'mail', 'index', 'index', 'import', 'import', 'extract', 'extract'])
  })

  test('that is asked for anew by somebody who waits stands where theirs do', async () => {
    const key = 'saved:1:1'
    await batch(db, [sql`INSERT INTO jobs (kind, key, lane, due_at) VALUES ('index', ${key}, 3, ${NOW})`])
    await batch(db, [wish({ kind: 'import', key: '1', dueAt: NOW }), wish({ kind: 'index', key, dueAt: NOW })])
    expect((await claimOne()).key).toBe(key)
  })

  test('of a run that died is given to another after its lease', async () => {
    await ask('1')
    const lost = await claimOne()
    expect(await claim(db, NOW + 299, 1)).toEqual([])
    const again = await claimOne(NOW + 300)
    await finish(db, lost)
    expect(await waiting()).toHaveLength(1)
    await finish(db, again)
    expect(await waiting()).toEqual([])
  })

  test('that recurs keeps its row and gets its next date', async () => {
    await ask('1')
    await finishUntil(db, await claimOne(), NOW + 900)
    expect(await waiting()).toMatchObject([{ due_at: NOW + 900, attempts: 0 }])
  })

  test('that fails waits longer each time, is given up after the eighth, and comes back when asked for anew', async () => {
    await ask('1')
    let now = NOW
    const delays: number[] = []
    for (let attempt = 1; attempt <= 8; attempt++) {
      await fail(db, await claimOne(now), now, 'no route to host')
      const due = Number((await waiting())[0]?.due_at)
      delays.push(due - now)
      now = due
    }
    expect(delays).toEqual([60, 120, 240, 480, 960, 1920, 3840, 7680])
    expect(await waiting()).toMatchObject([{ error: 'no route to host', dead_at: now - 7680 }])
    expect(await claim(db, now, 1)).toEqual([])
    await ask('1', now)
    expect((await claimOne(now)).attempts).toBe(1)
  })

  test.each([
    ['dropped', dropDead(NOW, 500)],
    ['taken up again', reviveDead(NOW, 500)],
  ])('that was given up is %s without a look at those that wait', async (_, statement) => {
    const plan = rows(await batch(db, [sql`EXPLAIN QUERY PLAN ${statement}`]), 0).map(({ detail }) => String(detail))
    expect(plan.filter((step) => step.includes('INDEX'))).toEqual([expect.stringContaining('jobs_dead')])
  })

  test('whose runs die without a word is given up like one that fails', async () => {
    const asked: string[] = []
    const app = createTestApp({
      fetcher: () => async (url) => {
        asked.push(url)
        return { result: 'gone' }
      },
    })
    await addSource()
    await ask('1', app.clock.now())
    for (let run = 1; run <= 8; run++) expect(await claim(db, app.clock.now() + run * 300, 1)).toHaveLength(1)
    app.clock.advance(9 * 300)
    await app.work()
    expect(asked).toEqual([])
    expect(await waiting()).toMatchObject([{ error: 'its runs die', dead_at: app.clock.now() }])
  })

  test('of an import that no run gets on with is given up, and the import says so', async () => {
    const app = createTestApp()
    const file = new Blob(['url\nhttps://a.example/1\n'])
    const id = await receive(app.context(), { readerId: 7, name: 'list.csv', bytes: file.size, body: file })
    for (let run = 1; run <= 7; run++) expect(await claim(db, app.clock.now() + run * 300, 1)).toHaveLength(1)
    app.clock.advance(8 * 300)
    await app.work()
    expect(await find(db, 7, id ?? 0)).toMatchObject({ state: 'failed', fault: 'damaged', added: 0 })
    expect([await waiting(), await keysIn()]).toEqual([[], []])
  })

  test('is asked for only where the statement before changed something', async () => {
    const change = (name: string) => sql`INSERT INTO settings (name, value) VALUES (${name}, '') ON CONFLICT DO NOTHING`
    const wished = wish({ kind: 'refresh', key: '1', dueAt: NOW }, { ifChanged: true })
    await batch(db, [change('a')])
    await batch(db, [change('a'), wished])
    expect(await waiting()).toEqual([])
    await batch(db, [change('b'), wished])
    expect(await waiting()).toHaveLength(1)
  })
})

describe('the queues', () => {
  test('hear of mail and of new sources at once', async () => {
    const app = createTestApp()
    await app.client().post('/register', { email: 'salma@example.org', password: 'three quiet rivers' })
    expect(app.pokes).toEqual(['MAIL'])
    const opml =
      '<opml version="2.0"><body><outline type="rss" text="a" xmlUrl="https://a.example/feed"/></body></opml>'
    await app.fetch('/desk/commands', {
      method: 'POST',
      headers: { Authorization: `Bearer ${app.config.commandKey}` },
      body: JSON.stringify({ command: 'sources', opml }),
    })
    expect(app.pokes).toEqual(['MAIL', 'INGEST'])
  })

  test('are asked to go on where a run has done its share and work is left', async () => {
    const app = createTestApp({ fetcher: () => async () => ({ result: 'busy', retryAfter: null }) })
    await batch(db, [
      sql`INSERT INTO jobs (kind, key, due_at) SELECT 'mail', 'gone:' || value, ${app.clock.now()}
        FROM json_each(${JSON.stringify([...Array(120).keys()])})`,
      sql`UPDATE jobs SET payload = '{"template":"signup","token":"gone"}'`,
    ])
    await app.work()
    expect(app.pokes).toEqual(['INGEST'])
    expect((await waiting()).length).toBeGreaterThan(0)
    await app.work()
    expect(await waiting()).toEqual([])
  })
})
