import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { saveArticle } from '../src/actions/saving.ts'
import { batch } from '../src/store/db.ts'
import { wish } from '../src/store/jobs.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addReader, PASSWORD } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'

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

  it('keeps a removed article for thirty days', async () => {
    const reader = await addReader()
    const [kept, removed] = [await addArticle(), await addArticle()]
    for (const articleId of [kept, removed]) await saveArticle(app.context(), { readerId: reader.id, articleId })
    await env.DB.prepare('UPDATE saved SET removed_at = ? WHERE article_id = ?').bind(START, removed).run()
    app.clock.advance(30 * DAY - 1)
    await app.work()
    expect((await dumpTables(env.DB)).saved).toHaveLength(2)
    app.clock.advance(HOUR)
    await app.work()
    expect((await dumpTables(env.DB)).saved).toMatchObject([{ article_id: kept }])
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
})
