import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { batch } from '../src/store/db.ts'
import { wish } from '../src/store/jobs.ts'
import { savedFileOf } from '../src/store/texts.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { keysIn } from './helpers/bucket.ts'
import { addReader, PASSWORD } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { addIssue, addSubscribers } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { addParts, addSaved, addTags } from './helpers/shelf.ts'

const HOUR = 3600
const DAY = 24 * HOUR

let app: TestApp

beforeEach(async () => {
  app = createTestApp()
  await batch(app.context().db, [wish({ kind: 'sweep', key: 'all', dueAt: START })])
})

describe('the hourly sweep', () => {
  it('deletes links, sessions and counters that ended, and no others', async () => {
    await addReader({ email: 'salma@example.com' })
    const visit = async () => {
      await app.client().post('/login', { email: 'salma@example.com', password: PASSWORD })
      await app.client().post('/login', { email: 'salma@example.com', password: 'x' })
      await app.client().post('/register', { email: 'noor@example.com', password: PASSWORD })
    }
    await visit()
    app.clock.advance(30 * DAY)
    await visit()
    const now = app.clock.now()
    await app.work()
    const { tokens, sessions, attempts } = await dumpTables(env.DB)
    expect(tokens).toMatchObject([{ created_at: now }])
    expect(sessions).toMatchObject([{ created_at: now }])
    expect(attempts?.length).toBeGreaterThan(0)
    expect(attempts?.every((row) => Number(row.expires_at) > now)).toBe(true)
  })

  it('deletes challenges that nobody answered', async () => {
    await app.client().post('/login/passkey/options')
    app.clock.advance(HOUR)
    await app.client().post('/login/passkey/options')
    await app.work()
    expect((await dumpTables(env.DB)).challenges).toMatchObject([{ expires_at: app.clock.now() + 5 * 60 }])
  })

  it('keeps a removed article for thirty days with all that stands on it, and no more of it after that', async () => {
    const { id: readerId } = await addReader()
    await addSaved(readerId, 1)
    await addSaved(readerId, 2, { removedAt: START })
    await addTags(readerId, { ماء: [1, 2] })
    await addParts(readerId, [1, 2])
    const parts = async () => {
      const dump = await dumpTables(env.DB)
      const ids = ['saved_texts', 'saved_tags', 'saved_urls', 'highlights'].map((table) =>
        dump[table]?.map((row) => (table === 'saved_texts' ? row.id : row.saved_id)),
      )
      return [dump.saved?.map(({ id }) => id), ...ids, await keysIn()]
    }
    const both = [...Array(5).fill([1, 2]), [1, 2].map((id) => savedFileOf(readerId, id))]
    const first = [...Array(5).fill([1]), [savedFileOf(readerId, 1)]]
    app.clock.advance(30 * DAY - 1)
    await app.work()
    expect(await parts()).toEqual(both)
    app.clock.advance(HOUR)
    await app.work()
    expect(await parts()).toEqual(first)
  })

  it('keeps removed tags and highlights for thirty days', async () => {
    const { id: readerId } = await addReader()
    await addSaved(readerId, 1)
    await addTags(readerId, { ماء: [1], هواء: [1] })
    await addParts(readerId, [1])
    const change = (table: string, where: string) =>
      env.DB.prepare(`UPDATE ${table} SET removed_at = ? WHERE ${where}`).bind(START).run()
    await change('tags', 'id = 1')
    await change('highlights', 'id = 1')
    const left = async () => {
      const { tags, saved_tags: links, highlights } = await dumpTables(env.DB)
      return [tags?.map(({ id }) => id), links?.map((row) => row.tag_id), highlights?.length]
    }
    app.clock.advance(30 * DAY - 1)
    await app.work()
    expect(await left()).toEqual([[1, 2], [1, 2], 1])
    app.clock.advance(HOUR)
    await app.work()
    expect(await left()).toEqual([[2], [2], 0])
  })

  it('keeps an import that ended for thirty days, and deletes the file of an upload that broke off with it', async () => {
    const insert = (id: number, state: string, at: number) =>
      env.DB.batch([
        env.DB.prepare(
          `INSERT INTO imports (reader_id, id, name, bytes, state, created_at) VALUES (7, ?, 'list.csv', 9, ?, ?)`,
        ).bind(id, state, at),
        env.DB.prepare(
          `INSERT INTO import_rows (reader_id, import_id, row, fault) SELECT 7, ?, value, 'no_url' FROM json_each('[1,2,3]')`,
        ).bind(id),
      ])
    await insert(1, 'done', START)
    await insert(2, 'storing', START)
    await insert(3, 'running', START)
    await insert(4, 'done', START + 1)
    await env.FILES.put('imports/7/2', 'url')
    app.clock.advance(30 * DAY)
    await app.work()
    const { imports, import_rows: rows = [] } = await dumpTables(env.DB)
    expect(imports?.map(({ id }) => id)).toEqual([3, 4])
    expect(new Set(rows.map((row) => row.import_id))).toEqual(new Set([3, 4]))
    expect(await keysIn()).toEqual([])
  })

  it('forgets a host that nobody asked for a day', async () => {
    await env.DB.prepare('INSERT INTO hosts (host, next_at) VALUES (?, ?), (?, ?)')
      .bind('old.example', START, 'new.example', START + 1)
      .run()
    app.clock.advance(DAY)
    await app.work()
    expect((await dumpTables(env.DB)).hosts).toMatchObject([{ host: 'new.example' }])
  })

  it('keeps a mail that was given up for thirty days, since it names an email, and a feed for ever', async () => {
    const { db } = app.context()
    const payload = { notice: 'totp_on', to: 'salma@example.com', at: START }
    await batch(db, [
      wish({ kind: 'mail', key: 'totp_on:x', dueAt: START, payload }),
      wish({ kind: 'refresh', key: '1', dueAt: START }),
    ])
    await env.DB.prepare(`UPDATE jobs SET dead_at = due_at WHERE kind <> 'sweep'`).run()
    const kinds = async () => (await dumpTables(env.DB)).jobs?.map(({ kind }) => kind).sort()
    app.clock.advance(30 * DAY - 1)
    await app.work()
    expect(await kinds()).toEqual(['mail', 'refresh', 'sweep'])
    app.clock.advance(HOUR)
    await app.work()
    expect(await kinds()).toEqual(['refresh', 'sweep'])
  })

  it('works through many rows in chunks, then waits an hour', async () => {
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234)
        INSERT INTO attempts (key, window, count, expires_at) SELECT 'key' || i, 60, 1, ? FROM n`,
    )
      .bind(START)
      .run()
    await app.work()
    const { attempts, jobs } = await dumpTables(env.DB)
    expect(attempts).toEqual([])
    expect(jobs).toMatchObject([{ kind: 'sweep', key: 'all', due_at: START + HOUR, attempts: 0, lease_until: 0 }])
  })

  it('forgets who was sent an issue ninety days after its end, and keeps its numbers', async () => {
    await addNewsletters('morning')
    await addSubscribers(app, 3)
    for (let day = 0; day < 2; day += 1) {
      await addIssue(app)
      await app.work()
      app.clock.advance(DAY)
    }
    const heard = app.clock.now() - DAY - 1
    await env.DB.prepare(`INSERT INTO mail_events (id, kind, received_at) VALUES ('resend:1', 'delivered', ?)`)
      .bind(heard)
      .run()
    app.clock.advance(89 * DAY - 1)
    await app.work()
    const { deliveries, chunks, mail_events, issues } = await dumpTables(env.DB)
    expect(deliveries?.map((row) => row.issue_id)).toEqual([2, 2, 2])
    expect(chunks?.map((row) => row.issue_id)).toEqual([2])
    expect(mail_events).toEqual([])
    expect(issues?.map((row) => row.sent)).toEqual([3, 3])
  })

  it('takes up again an issue and a rhythm that were given up, so that no fault ends them for good', async () => {
    await addNewsletters('morning')
    await addSubscribers(app, 1)
    await addIssue(app)
    await batch(app.context().db, [wish({ kind: 'rhythm', key: '1', dueAt: START })])
    await env.DB.prepare(`UPDATE jobs SET dead_at = 1, attempts = 8 WHERE kind <> 'sweep'`).run()
    await app.work()
    expect(app.mails).toHaveLength(1)
    expect((await dumpTables(env.DB)).jobs?.filter(({ dead_at }) => dead_at !== null)).toEqual([])
  })
})
