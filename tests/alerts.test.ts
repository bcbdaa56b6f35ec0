import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { chooseAlerts, setAlert } from '../src/actions/alerts.ts'
import { open } from '../src/store/db.ts'
import * as follows from '../src/store/follows.ts'
import { addAlerted, addAlerts, addNews, at, HOURLY, keyword, toldBy } from './helpers/alerts.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addSource } from './helpers/builders.ts'
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

const issuesNow = async () => (await dumpTables(env.DB)).issues ?? []
describe('an alert', () => {
  it('comes at the hour, says with which word, and comes once', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    app.clock.set(START + 1800)
    const id = await addNews(app, ['المياه'], { title: 'مدينة تخفض فاقد المياه' })
    await at(app, START + HOUR - 1)
    expect(app.mails).toEqual([])
    await at(app, START + HOUR)
    await at(app, START + HOUR + 60)
    await at(app, START + 2 * HOUR)
    expect(toldBy(app)).toEqual([[reader.email, [id]]])
    const [mail] = app.mails
    expect(mail?.subject.replace(/[\u200f\u2066-\u2069]/g, '')).toBe('«المياه»: مدينة تخفض فاقد المياه')
    expect(mail?.html).toContain('فيه «')
    expect(mail?.text).toContain('/following#keywords')
    expect(await issuesNow()).toMatchObject([{ newsletter_id: HOURLY, state: 'sent', slot_at: START + HOUR, sent: 1 }])
  })

  it('comes once a day to whoever chose that', async () => {
    const reader = await addAlerted(app, 'daily', 'المياه')
    const first = await addNews(app, ['المياه'])
    await at(app, START + HOUR)
    app.clock.advance(60)
    const second = await addNews(app, ['المياه'])
    await at(app, EIGHT - 60)
    expect(app.mails).toEqual([])
    await at(app, EIGHT)
    await at(app, EIGHT + HOUR)
    expect(toldBy(app)).toEqual([[reader.email, [second, first]]])
  })

  it('is no issue where nothing came, or nothing that a subscriber awaits: an hour without news writes nothing', async () => {
    await addAlerted(app, 'hourly', 'المياه')
    await addAlerted(app, 'daily', 'الطاقة')
    await addAlerted(app, 'none', 'القمح')
    await at(app, START + HOUR)
    await addNews(app, ['الطاقة'])
    await addNews(app, ['القمح'])
    await addNews(app, ['الشمس'])
    const before = await dumpTables(env.DB)
    await at(app, START + 2 * HOUR)
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
    await at(app, START + HOUR)
    expect(toldBy(app).map(([to]) => to)).toEqual([water.email])
    expect(await ledger()).toMatchObject({ states: { sent: 1 }, issue: { audience: 1 } })
  })

  it('is not told of what came before it was chosen, nor of what is dated days before', async () => {
    await addAlerted(app, 'hourly', 'المياه')
    await addNews(app, ['المياه'], { sortedAt: START - 3 * 86_400 })
    await at(app, START + HOUR)
    expect(app.mails).toEqual([])
    const late = await addAlerted(app, 'hourly', 'المياه')
    const id = await addNews(app, ['المياه'])
    await at(app, START + 2 * HOUR)
    expect(toldBy(app)).toContainEqual([late.email, [id]])
  })

  it('is not told of what came between the last alerts and the choice', async () => {
    const early = await addAlerted(app, 'hourly', 'المياه')
    const before = await addNews(app, ['المياه'])
    const late = await addAlerted(app, 'hourly', 'المياه')
    const since = await addNews(app, ['المياه'])
    await at(app, START + HOUR)
    expect(toldBy(app)).toContainEqual([early.email, [since, before]])
    expect(toldBy(app)).toContainEqual([late.email, [since]])
  })

  it('names a story once, also where another source tells it hours later', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    const first = await addNews(app, ['المياه'], { storyId: 1 })
    app.clock.advance(60)
    const newer = await addNews(app, ['المياه'], { storyId: 1 })
    expect(first).toBe(1)
    await at(app, START + HOUR)
    await addNews(app, ['المياه'], { storyId: 1 })
    await at(app, START + 2 * HOUR)
    expect(toldBy(app)).toEqual([[reader.email, [newer]]])
  })

  it('names nothing of a muted source', async () => {
    const sourceId = await addSource()
    const reader = await addAlerted(app, 'hourly', 'المياه')
    const source = { kind: 'source', ref: String(sourceId), label: 'الواحة' } as const
    await follows.set(app.context().shelf, reader.id, source, { muted: true }, START)
    await addNews(app, ['المياه'], { sourceId })
    await at(app, START + HOUR)
    expect((await ledger()).deliveries).toMatchObject([{ state: 'dropped', error: 'nothing' }])
  })
})

describe('the choice of a rhythm', () => {
  it('is one: the other ends with it, and what was told is not told again', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    const first = await addNews(app, ['المياه'])
    await at(app, START + HOUR)
    const { choices } = await chooseAlerts(app.context(), 'daily', reader.by)
    expect(choices).toEqual({ chosen: 'daily', offered: ['hourly', 'daily'] })
    expect(await subscriptionsNow()).toMatchObject({
      counts: [0, 1],
      states: ['ended', 'active'],
      // daily by the first switch, hourly, and daily again.
      acts: ['confirmed', 'confirmed', 'confirmed', 'ended', 'ended'],
    })
    const second = await addNews(app, ['المياه'])
    await at(app, EIGHT)
    expect(toldBy(app)).toEqual([
      [reader.email, [first]],
      [reader.email, [second]],
    ])
    await chooseAlerts(app.context(), 'hourly', reader.by)
    await at(app, EIGHT + HOUR)
    expect(app.mails).toHaveLength(2)
  })

  it('leaves nothing half done when it breaks', async () => {
    const reader = await addAlerted(app, 'hourly', 'المياه')
    await atEveryStatement(env.DB, (d1) => chooseAlerts({ ...app.context(), db: open(d1) }, 'daily', reader.by))
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 1] })
  })
})
