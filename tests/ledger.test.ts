import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { begin, called, claim, LEASE, reclaim, settle } from '../src/store/chunks.ts'
import { batch, open } from '../src/store/db.ts'
import { forgetSubscriber } from '../src/store/deletions.ts'
import { freeze, nextDue, recover } from '../src/store/deliveries.ts'
import * as issues from '../src/store/issues.ts'
import { addNews, keyword } from './helpers/alerts.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { metered } from './helpers/costs.ts'
import { atEveryStatement, twentyTimes } from './helpers/d1.ts'
import { addIssue, addSubscribers, ledger } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { recorded } from './helpers/plans.ts'

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning')
})

const recipients = () => app.mails.map(({ to }) => to)
const db = () => open(recorded(env.DB))

describe('the ledger', () => {
  async function sending() {
    const id = await addIssue(app)
    await issues.start(db(), id, 0, app.clock.now())
    return issues.find(db(), id)
  }

  it('freezes the same audience once, however often it is asked', async () => {
    await addSubscribers(app, 30)
    const issue = await sending()
    await twentyTimes(() => freeze(db(), issue, app.clock.now()))
    const { issue: frozen, deliveries } = await ledger()
    expect(deliveries).toHaveLength(30)
    expect(frozen).toMatchObject({ audience: 30, frozen_to: 30 })
  })

  it('leaves nothing half done where a step breaks off', async () => {
    await addSubscribers(app, 3)
    const issue = await sending()
    const now = app.clock.now()
    expect(await atEveryStatement(env.DB, (broken) => freeze(open(broken), issue, now))).toBeGreaterThan(2)
    await freeze(db(), issue, now)
    const taking = { transport: 'test', limit: 2, now }
    expect(await atEveryStatement(env.DB, (broken) => claim(open(broken), issue, taking))).toBeGreaterThan(4)
  })

  it('gives no delivery to two who claim at once', async () => {
    await addSubscribers(app, 95)
    const issue = await sending()
    await freeze(db(), issue, app.clock.now())
    const taking = { transport: 'test', limit: 10, now: app.clock.now() }
    const chunks = await twentyTimes(() => claim(db(), issue, taking))
    const taken = chunks.flatMap((chunk) => chunk?.members.map(({ subscriberId }) => subscriberId) ?? [])
    expect(taken).toHaveLength(95)
    expect(new Set(taken).size).toBe(95)
  })

  it('gives back after the lease what a run that died had claimed', async () => {
    await addSubscribers(app, 3)
    const issue = await sending()
    await freeze(db(), issue, app.clock.now())
    await claim(db(), issue, { transport: 'test', limit: 2, now: app.clock.now() })
    await app.work()
    expect(app.mails).toHaveLength(1)
    app.clock.advance(LEASE)
    await app.work()
    expect(recipients()).toHaveLength(3)
    expect((await ledger()).states).toEqual({ sent: 3 })
  })

  it('reads no row of those who have the issue, however many they are', async () => {
    await addSubscribers(app, 6)
    const issue = await sending()
    await freeze(db(), issue, app.clock.now())
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 7 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
        INSERT INTO deliveries (issue_id, subscriber_id, state, updated_at) SELECT 1, i, 'sent', 0 FROM n`,
    ).run()
    const read: number[] = []
    const measured = open(metered(read))
    const [now, transport] = [app.clock.now(), 'test']
    const chunk = await claim(measured, issue, { transport, limit: 2, now })
    if (!chunk) throw new Error('nobody is due')
    await batch(measured, [called(chunk, now), begin(issue.id, chunk, chunk.members, now)])
    const repeated = await reclaim(measured, issue.id, { transport, since: now, now: now + LEASE })
    expect(repeated?.members).toEqual(chunk.members.map((member) => ({ ...member, attempts: 1 })))
    await recover(measured, issue.id, { again: false, now: now + 2 * LEASE })
    expect(await nextDue(measured, issue.id)).toBe(0)
    expect(read.length).toBeGreaterThan(15)
    expect(Math.max(...read)).toBeLessThan(100)
  })

  it('takes nothing more of an issue that was paused, and goes on where it was', async () => {
    await addSubscribers(app, 3)
    const id = await addIssue(app)
    await issues.start(db(), id, 0, app.clock.now())
    await issues.pause(db(), id, app.clock.now())
    await app.work()
    expect(app.mails).toEqual([])
    await issues.resume(db(), id, app.clock.now())
    await app.work()
    expect(app.mails).toHaveLength(3)
  })

  it('sends nothing of an issue that was cancelled, and counts who was left', async () => {
    await addSubscribers(app, 3)
    const issue = await sending()
    await freeze(db(), issue, app.clock.now())
    await issues.cancel(db(), issue.id, app.clock.now())
    await app.work()
    expect(app.mails).toEqual([])
    expect((await ledger()).states).toEqual({ dropped: 3 })
    expect((await ledger()).issue).toMatchObject({ state: 'cancelled' })
  })

  it('waits for nobody whose account goes, whether they were claimed or not', async () => {
    await addSubscribers(app, 3)
    const issue = await sending()
    await freeze(db(), issue, app.clock.now())
    const claimed = await claim(db(), issue, { transport: 'test', limit: 2, now: app.clock.now() })
    for (const id of [1, 3]) await forgetSubscriber(db(), { id, suppression: `${id}` }, app.clock.now())
    expect((await ledger()).states).toEqual({ dropped: 2, leased: 1 })
    const members = claimed?.members ?? []
    const settled = members.map(({ subscriberId }) => ({ subscriberId, state: 'sent', providerId: null }) as const)
    if (claimed) await batch(db(), settle(issue, claimed, settled, app.clock.now()))
    expect((await ledger()).states).toEqual({ dropped: 2, sent: 1 })
  })
})

describe('what each reader gets', () => {
  it('fits the row of its chunk, however much it is for all of them: the others come next', async () => {
    const [kept, sent]: [number[], string[]] = [[], []]
    app = createTestApp({
      bulk: {
        hand: async (mails) => {
          const row = await env.DB.prepare(
            'SELECT length(CAST(content AS BLOB)) AS n FROM chunks ORDER BY id DESC',
          ).first()
          kept.push(Number(row?.n))
          sent.push(...mails.map(({ to }) => to))
          return mails.map(({ to }) => ({ kind: 'sent', id: to }))
        },
      },
    })
    const emails = await addSubscribers(app, 100)
    // Of whom no two are told the same reason.
    await env.DB.batch([
      env.DB.prepare('UPDATE subscribers SET reader_id = id'),
      env.DB.prepare(`INSERT INTO follows (reader_id, kind, ref, label, created_at)
        SELECT id, 'keyword', ?, 'القارئ ' || id, 0 FROM subscribers`).bind(keyword('كلمة').ref),
      env.DB.prepare('UPDATE newsletters SET min_items = 1'),
    ])
    await addNews(app, ['كلمة'], { excerpt: 'كلمة '.repeat(4000) })
    await addIssue(app, { kind: 'personal', markdown: '' })
    await app.work()
    expect(sent.toSorted()).toEqual(emails.toSorted())
    expect(kept.length).toBeGreaterThan(1)
    expect(Math.max(...kept)).toBeLessThan(2_000_000)
  })
})

describe('of issues that are due together', () => {
  it('one goes at a time: side by side they would ask more of an invocation than it may', async () => {
    const calls: string[] = []
    let [under, most] = [0, 0]
    app = createTestApp({
      bulk: {
        hand: async (mails, key) => {
          most = Math.max(most, ++under)
          calls.push(key)
          await new Promise((done) => setTimeout(done))
          under -= 1
          return mails.map(({ to }) => ({ kind: 'sent', id: to }))
        },
      },
    })
    await addSubscribers(app, 2)
    for (let n = 0; n < 3; n += 1) await addIssue(app)
    await app.work()
    expect(calls.map((key) => key.split('/')[1])).toEqual(['1', '2', '3'])
    expect(most).toBe(1)
  })
})
