import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { freezeAlerts } from '../src/actions/alert-issues.ts'
import { chooseAlerts } from '../src/actions/alerts.ts'
import { claim, settle } from '../src/store/chunks.ts'
import { batch, open } from '../src/store/db.ts'
import * as follows from '../src/store/follows.ts'
import * as issues from '../src/store/issues.ts'
import { addAlerted, addAlerts, addNews, at, DAILY, HOURLY, keyword, toldBy } from './helpers/alerts.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { metered } from './helpers/costs.ts'
import { atEveryStatement } from './helpers/d1.ts'
import { ledger } from './helpers/issues.ts'

const HOUR = 3600

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addAlerts(app)
})

/** An issue of what came with a keyword, on its way; nobody is frozen yet. */
async function made(set: Partial<issues.Draft> = {}) {
  if (!set.consideredTo) await addNews(app, ['المياه'])
  const { db } = app.context()
  const keywordRefs = [keyword('المياه').ref, keyword('الطاقة').ref]
  const of = { newsletterId: HOURLY, kind: 'alerts', title: 'تنبيهات', intro: '', markdown: '' } as const
  const draft: issues.Draft = { ...of, items: [], keywordRefs, consideredTo: 1, slotAt: START, ...set }
  const id = await issues.create(db, draft, 'scheduled', START)
  await issues.start(db, Number(id), 1, START)
  return () => issues.find(db, Number(id))
}

describe('two issues that are on their way at one time', () => {
  it.each([HOURLY, DAILY])('tell nobody of one article twice: newsletter 1, and %d', async (newsletterId) => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    const other = await addAlerted(app, newsletterId === HOURLY ? 'hourly' : 'daily', 'المياه')
    const issue = await (await made())()
    await freezeAlerts(app.context(), issue)
    const { db } = app.context()
    const chunk = await claim(db, issue, { transport: 'test', limit: 1, now: START })
    await chooseAlerts(app.context(), newsletterId === HOURLY ? 'hourly' : 'daily', reader.by)
    const second = await addNews(app, ['المياه'])
    await made({ newsletterId, consideredTo: second, slotAt: START + HOUR })
    await app.work()
    expect(toldBy(app).filter(([to]) => to === reader.email)).toEqual([])
    expect(toldBy(app)).toContainEqual([other.email, expect.arrayContaining([second])])
    if (!chunk) throw new Error('nothing was claimed')
    await batch(db, settle(issue, chunk, [{ subscriberId: 1, state: 'sent', providerId: null }], START))
    await at(app, START + 60)
    expect(toldBy(app).filter(([to]) => to === reader.email)).toEqual([[reader.email, [second]]])
  })

  it('cost a claim no look at the others who are due, however many they are', async () => {
    const issue = await (await made())()
    await made({ newsletterId: DAILY, slotAt: START + HOUR })
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
        INSERT INTO deliveries (issue_id, subscriber_id, state, updated_at) SELECT ?, i, 'pending', 0 FROM n`,
    )
      .bind(issue.id)
      .run()
    const read: number[] = []
    await claim(open(metered(read)), issue, { transport: 'test', limit: 2, now: START })
    expect(read.length).toBeGreaterThan(5)
    expect(Math.max(...read)).toBeLessThan(100)
  })
})

describe('freezing an audience', () => {
  it('is whole or not there, wherever it breaks off, and the same when it is repeated', async () => {
    await addAlerted(app, 'hourly', 'المياه')
    await addAlerted(app, 'hourly', 'المياه', 'الطاقة')
    const issue = await made()
    const frozen = await issue()
    const { shelf } = app.context()
    await atEveryStatement(env.DB, (d1) => freezeAlerts({ ...app.context(), db: open(d1), shelf }, frozen))
    expect(await freezeAlerts(app.context(), frozen)).toBe(true)
    expect(await issue()).toMatchObject({ audience: 2, frozenTo: 2, frozenAt: START })
    expect((await ledger()).states).toEqual({ pending: 2 })
  })

  it('goes on where it was, thousands at a time, and reads those who have an alert alone', async () => {
    const run = (text: string, ...values: unknown[]) => env.DB.prepare(text).bind(...values)
    const many = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5003)`
    await env.DB.batch([
      run(`${many} INSERT INTO subscribers (ref, email, reader_id, created_at) SELECT i, i, i, 0 FROM n`),
      run(
        `${many} INSERT INTO subscriptions (newsletter_id, subscriber_id, state, changed_at) SELECT ?, i, 'active', 0 FROM n`,
        HOURLY,
      ),
      run(
        `${many} INSERT INTO follows (reader_id, kind, ref, label, alerts, created_at)
          SELECT i, 'keyword', ?, '', i <> 7, 0 FROM n`,
        keyword('المياه').ref,
      ),
    ])
    const issue = await made()
    const read: number[] = []
    const db = open(metered(read))
    const step = async () => freezeAlerts({ ...app.context(), db, shelf: db }, await issue())
    expect(await step()).toBe(false)
    expect(await issue()).toMatchObject({ audience: 5000, frozenTo: 5001, frozenAt: null })
    read.length = 0
    expect(await step()).toBe(true)
    expect(await issue()).toMatchObject({ audience: 5002, frozenTo: 5003, frozenAt: START })
    expect(read.reduce((sum, rows) => sum + rows, 0)).toBeLessThan(60)
  })

  it('goes to nobody who opted out or unfollowed the keyword since the freeze', async () => {
    const [stays, leaves, unfollows] = [
      await addAlerted(app, 'hourly', 'المياه'),
      await addAlerted(app, 'hourly', 'المياه'),
      await addAlerted(app, 'hourly', 'المياه'),
    ]
    const issue = await made()
    await freezeAlerts(app.context(), await issue())
    await chooseAlerts(app.context(), 'none', leaves.by)
    const of = { kind: 'keyword', ref: keyword('المياه').ref, label: '' } as const
    await follows.set(app.context().shelf, unfollows.id, of, { followed: false }, START)
    await app.work()
    expect(toldBy(app).map(([to]) => to)).toEqual([stays.email])
    const { deliveries } = await ledger()
    expect(deliveries.map(({ state, error }) => error ?? state).toSorted()).toEqual(['nothing', 'opted_out', 'sent'])
  })
})
