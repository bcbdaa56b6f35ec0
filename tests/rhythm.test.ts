import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { issueOfSlot } from '../src/actions/issues.ts'
import { open } from '../src/store/db.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { addSubscribers } from './helpers/issues.ts'
import { addNewsletter, TITLES, wishRhythm } from './helpers/rhythm.ts'

const DAY = 86_400
/** Seven in the morning in Riyadh after the clock's first moment. */
const SEVEN = Date.UTC(2026, 10, 25, 4) / 1000

let app: TestApp
beforeEach(() => {
  app = createTestApp()
})

const issuesNow = async () => (await dumpTables(env.DB)).issues ?? []
const newsletterNow = async () => (await dumpTables(env.DB)).newsletters?.[0]
const titleOf = (name: string, lead: string | null) => `${name} ${lead}`
const run = (sql: string) => env.DB.prepare(sql).run()

/** So many articles, each an hour before this moment and of a source of its own. */
async function news(count: number, from = 0): Promise<number[]> {
  const ids: number[] = []
  for (const title of TITLES.slice(from, from + count)) {
    ids.push(await addArticle({ title, sortedAt: app.clock.now() - 3600 }))
  }
  return ids
}

async function at(moment: number): Promise<void> {
  app.clock.set(moment)
  await app.work()
}

describe('the rhythm of a newsletter', () => {
  it('sets its next date first, and sends nothing', async () => {
    await addNewsletter(app)
    await news(4)
    await wishRhythm(app)
    expect((await newsletterNow())?.next_at).toBe(SEVEN)
    expect(await issuesNow()).toEqual([])
  })

  it('makes an issue at its date, on its way at once, and goes on to the next', async () => {
    await addNewsletter(app)
    await addSubscribers(app, 2)
    await wishRhythm(app)
    app.clock.set(SEVEN - 60)
    const ids = await news(4)
    await at(SEVEN)
    await app.work()
    const [issue] = await issuesNow()
    expect(issue).toMatchObject({ state: 'sent', slot_at: SEVEN, number: 1, considered_to: ids.at(-1), sent: 2 })
    expect(JSON.parse(String(issue?.items))).toHaveLength(4)
    expect(app.mails).toHaveLength(2)
    expect(await newsletterNow()).toMatchObject({ next_at: SEVEN + DAY, next_number: 2, considered_to: ids.at(-1) })
  })

  it('never brings an article twice, nor leaves one out', async () => {
    await addNewsletter(app, { items: 20, minItems: 1 })
    await wishRhythm(app)
    const ids: number[] = []
    for (let day = 0; day < 3; day += 1) {
      app.clock.set(SEVEN + day * DAY - 60)
      ids.push(...(await news(2, 2 * day)))
      await at(SEVEN + day * DAY)
    }
    const brought = (await issuesNow()).flatMap(({ items }) => JSON.parse(String(items)) as { articleId: number }[])
    expect(brought.map(({ articleId }) => articleId).toSorted((a, b) => a - b)).toEqual(ids)
  })

  it('makes one issue of all the dates that passed while the site was down', async () => {
    await addNewsletter(app)
    await wishRhythm(app)
    app.clock.set(SEVEN + 3 * DAY)
    await news(4)
    await at(SEVEN + 3 * DAY + 60)
    expect(await issuesNow()).toMatchObject([{ slot_at: SEVEN }])
    expect((await newsletterNow())?.next_at).toBe(SEVEN + 4 * DAY)
  })

  it('leaves an issue out that would be too short, says so, and keeps its articles for the next', async () => {
    await addNewsletter(app, { consideredTo: 1 })
    await addSubscribers(app, 1)
    await addArticle({ title: TITLES[7], sortedAt: START - 3600 })
    await wishRhythm(app)
    await news(2)
    await at(SEVEN)
    expect(await issuesNow()).toMatchObject([{ state: 'skipped', reason: 'few', number: null }])
    expect(await newsletterNow()).toMatchObject({ considered_to: 1, next_number: 1 })
    await news(1, 2)
    await at(SEVEN + DAY)
    const [, second] = await issuesNow()
    expect(second).toMatchObject({ state: 'sent', number: 1 })
    expect(JSON.parse(String(second?.items))).toHaveLength(3)
    expect(app.mails).toHaveLength(1)
  })

  it('of a new site goes out with what a week brought, and is left out where that is too little', async () => {
    await addNewsletter(app, { minItems: 3 })
    for (const title of TITLES.slice(0, 2)) await addArticle({ title, sortedAt: START - 5 * DAY })
    await wishRhythm(app)
    await at(SEVEN)
    expect(await issuesNow()).toMatchObject([{ state: 'skipped', reason: 'few' }])
    await addArticle({ title: TITLES[2], sortedAt: START - 4 * DAY })
    await at(SEVEN + DAY)
    expect((await issuesNow()).map(({ state }) => state)).toEqual(['skipped', 'sent'])
  })

  it('rests while the newsletter does, and dates that passed meanwhile make no issue', async () => {
    await addNewsletter(app)
    await news(4)
    await wishRhythm(app)
    await run(`UPDATE newsletters SET state = 'paused'`)
    await at(SEVEN)
    expect(await newsletterNow()).toMatchObject({ next_at: null })
    app.clock.set(SEVEN + 5 * DAY)
    await run(`UPDATE newsletters SET state = 'active'`)
    await wishRhythm(app)
    expect(await issuesNow()).toEqual([])
    expect((await newsletterNow())?.next_at).toBe(SEVEN + 6 * DAY)
  })

  it('follows what is set anew', async () => {
    await addNewsletter(app)
    await news(4)
    await wishRhythm(app)
    await run(`UPDATE newsletters SET sends_at_minute = 480`)
    await wishRhythm(app)
    expect((await newsletterNow())?.next_at).toBe(SEVEN + 3600)
    await run(`UPDATE newsletters SET rhythm = 'manual'`)
    await wishRhythm(app)
    expect((await newsletterNow())?.next_at).toBeNull()
    await at(SEVEN + DAY)
    expect(await issuesNow()).toEqual([])
  })

  it('of a zone that nobody knows fails by name, and hurts no other', async () => {
    await addNewsletter(app, { zone: 'Asia/Atlantis' })
    await wishRhythm(app)
    const { jobs = [] } = await dumpTables(env.DB)
    expect(jobs).toMatchObject([{ kind: 'rhythm', attempts: 1, error: expect.stringContaining('Asia/Atlantis') }])
  })
})

describe('the issue of a date', () => {
  it('is one, asked for twenty times at once', async () => {
    const newsletter = await addNewsletter(app)
    await news(4)
    await twentyTimes(() => issueOfSlot(app.context(), newsletter, SEVEN, titleOf))
    expect(await issuesNow()).toMatchObject([{ state: 'scheduled', sends_at: START }])
    const { jobs = [] } = await dumpTables(env.DB)
    expect(jobs).toMatchObject([{ kind: 'send', key: '1', due_at: START }])
  })

  it('is whole or not there, wherever it breaks off', async () => {
    const newsletter = await addNewsletter(app)
    await news(4)
    await atEveryStatement(env.DB, async (d1) => {
      await issueOfSlot({ ...app.context(), db: open(d1) }, newsletter, SEVEN, titleOf)
    })
    const { jobs = [] } = await dumpTables(env.DB)
    expect(await issuesNow()).toHaveLength(1)
    expect(jobs).toHaveLength(1)
  })
})
