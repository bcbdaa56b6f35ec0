import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { freezeAlerts } from '../src/actions/alert-issues.ts'
import { chooseAlerts, setAlert } from '../src/actions/alerts.ts'
import { claim, settle } from '../src/store/chunks.ts'
import { batch, open } from '../src/store/db.ts'
import * as follows from '../src/store/follows.ts'
import * as issues from '../src/store/issues.ts'
import { addAlerted, addAlerts, addNews, DAILY, HOURLY, keyword } from './helpers/alerts.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addSource } from './helpers/builders.ts'
import { metered } from './helpers/costs.ts'
import { atEveryStatement, dumpTables } from './helpers/d1.ts'
import { ledger } from './helpers/issues.ts'
import { subscriptionsNow } from './helpers/newsletters.ts'

const HOUR = 3600
/** Eight in the morning in Riyadh after the clock's first moment: the daily alerts. */
const EIGHT = Date.UTC(2026, 10, 25, 5) / 1000

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addAlerts(app)
})

const at = async (moment: number) => {
  app.clock.set(moment)
  await app.work()
}
const issuesNow = async () => (await dumpTables(env.DB)).issues ?? []
/** What came in the mail: to whom, and which articles it names. */
const told = () =>
  app.mails.map(({ to, html }) => [
    to,
    [...new Set([...html.matchAll(/\/articles\/(\d+)/g)].map(([, id]) => Number(id)))],
  ])

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

describe('an alert', () => {
  it('comes at the hour, says with which word, and comes once', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    app.clock.set(START + 1800)
    const id = await addNews(app, ['المياه'], { title: 'مدينة تخفض فاقد المياه' })
    await at(START + HOUR - 1)
    expect(app.mails).toEqual([])
    await at(START + HOUR)
    await at(START + HOUR + 60)
    await at(START + 2 * HOUR)
    expect(told()).toEqual([[reader.email, [id]]])
    const [mail] = app.mails
    expect(mail?.subject.replace(/[\u200f\u2066-\u2069]/g, '')).toBe('«المياه»: مدينة تخفض فاقد المياه')
    expect(mail?.html).toContain('فيه «')
    expect(mail?.text).toContain('/following#keywords')
    expect(await issuesNow()).toMatchObject([{ newsletter_id: HOURLY, state: 'sent', slot_at: START + HOUR, sent: 1 }])
  })

  it('comes once a day to whoever chose that', async () => {
    const reader = await addAlerted(app, 'daily', 'المياه')
    const first = await addNews(app, ['المياه'])
    await at(START + HOUR)
    app.clock.advance(60)
    const second = await addNews(app, ['المياه'])
    await at(EIGHT - 60)
    expect(app.mails).toEqual([])
    await at(EIGHT)
    await at(EIGHT + HOUR)
    expect(told()).toEqual([[reader.email, [second, first]]])
  })

  it('is no issue where nothing came, or nothing that a subscriber awaits: an hour without news writes nothing', async () => {
    await addAlerted(app, 'hourly', 'المياه')
    await addAlerted(app, 'daily', 'الطاقة')
    await addAlerted(app, 'none', 'القمح')
    await at(START + HOUR)
    await addNews(app, ['الطاقة'])
    await addNews(app, ['القمح'])
    await addNews(app, ['الشمس'])
    const before = await dumpTables(env.DB)
    await at(START + 2 * HOUR)
    const { issues = [], deliveries = [], subscriptions } = await dumpTables(env.DB)
    expect([issues, deliveries]).toEqual([[], []])
    expect(subscriptions).toEqual(before.subscriptions)
  })

  it('is of those alone who follow one of its keywords with an alert', async () => {
    const water = await addAlerted(app, 'hourly', 'المياه')
    await addAlerted(app, 'hourly', 'الطاقة')
    const silent = await addAlerted(app, 'hourly', 'المياه', 'الطاقة')
    await setAlert(app.context(), { ref: keyword('المياه').ref, wanted: false }, silent.by)
    await addNews(app, ['المياه'])
    await at(START + HOUR)
    expect(told().map(([to]) => to)).toEqual([water.email])
    expect(await ledger()).toMatchObject({ states: { sent: 1 }, issue: { audience: 1 } })
  })

  it('is not told of what came before it was chosen, nor of what is dated days before', async () => {
    await addAlerted(app, 'hourly', 'المياه')
    await addNews(app, ['المياه'], { sortedAt: START - 3 * 86_400 })
    await at(START + HOUR)
    expect(app.mails).toEqual([])
    const late = await addAlerted(app, 'hourly', 'المياه')
    const id = await addNews(app, ['المياه'])
    await at(START + 2 * HOUR)
    expect(told()).toContainEqual([late.email, [id]])
  })

  it('is not told of what came between the last alerts and the choice', async () => {
    const early = await addAlerted(app, 'hourly', 'المياه')
    const before = await addNews(app, ['المياه'])
    const late = await addAlerted(app, 'hourly', 'المياه')
    const since = await addNews(app, ['المياه'])
    await at(START + HOUR)
    expect(told()).toContainEqual([early.email, [since, before]])
    expect(told()).toContainEqual([late.email, [since]])
  })

  it('names a story once, also where another source tells it hours later', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    const first = await addNews(app, ['المياه'], { storyId: 1 })
    app.clock.advance(60)
    const newer = await addNews(app, ['المياه'], { storyId: 1 })
    expect(first).toBe(1)
    await at(START + HOUR)
    await addNews(app, ['المياه'], { storyId: 1 })
    await at(START + 2 * HOUR)
    expect(told()).toEqual([[reader.email, [newer]]])
  })

  it('names nothing of a muted source', async () => {
    const sourceId = await addSource()
    const reader = await addAlerted(app, 'hourly', 'المياه')
    const source = { kind: 'source', ref: String(sourceId), label: 'الواحة' } as const
    await follows.set(app.context().shelf, reader.id, source, { muted: true }, START)
    await addNews(app, ['المياه'], { sourceId })
    await at(START + HOUR)
    expect((await ledger()).deliveries).toMatchObject([{ state: 'dropped', error: 'nothing' }])
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
    expect(told().map(([to]) => to)).toEqual([stays.email])
    const { deliveries } = await ledger()
    expect(deliveries.map(({ state, error }) => error ?? state).toSorted()).toEqual(['nothing', 'opted_out', 'sent'])
  })
})

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
    expect(told().filter(([to]) => to === reader.email)).toEqual([])
    expect(told()).toContainEqual([other.email, expect.arrayContaining([second])])
    if (!chunk) throw new Error('nothing was claimed')
    await batch(db, settle(issue, chunk, [{ subscriberId: 1, state: 'sent', providerId: null }], START))
    await at(START + 60)
    expect(told().filter(([to]) => to === reader.email)).toEqual([[reader.email, [second]]])
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
})

describe('the choice of a rhythm', () => {
  it('is one: the other ends with it, and what was told is not told again', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    const first = await addNews(app, ['المياه'])
    await at(START + HOUR)
    const { choices } = await chooseAlerts(app.context(), 'daily', reader.by)
    expect(choices).toEqual({ chosen: 'daily', offered: ['hourly', 'daily'] })
    expect(await subscriptionsNow()).toMatchObject({
      counts: [0, 1],
      states: ['ended', 'active'],
      // daily by the first switch, hourly, and daily again.
      acts: ['confirmed', 'confirmed', 'confirmed', 'ended', 'ended'],
    })
    const second = await addNews(app, ['المياه'])
    await at(EIGHT)
    expect(told()).toEqual([
      [reader.email, [first]],
      [reader.email, [second]],
    ])
    await chooseAlerts(app.context(), 'hourly', reader.by)
    await at(EIGHT + HOUR)
    expect(app.mails).toHaveLength(2)
  })

  it('leaves nothing half done when it breaks', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    await atEveryStatement(env.DB, (d1) => chooseAlerts({ ...app.context(), db: open(d1) }, 'daily', reader.by))
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 1] })
  })
})
