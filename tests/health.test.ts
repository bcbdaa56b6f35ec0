import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Checks, LARGEST_DATABASE, problemsOf } from '../src/core/health.ts'
import { ar } from '../src/i18n/ar.ts'
import { batch, open } from '../src/store/db.ts'
import { type JobKind, LANES, laneOf, wish } from '../src/store/jobs.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addSource } from './helpers/builders.ts'
import { dumpTables, hooked } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'
import { addIssue, addSubscribers } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'

const words = ar.deskHealth
const db = open(env.DB)
const MINUTE = 60
const KINDS = Object.values(LANES).flat() as JobKind[]

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  editor = await editorClient(app)
})

/** A job that was given up, with what it failed of. */
async function addDead(kind: JobKind, error: string): Promise<number> {
  const results = await batch(db, [
    sql`INSERT INTO jobs (kind, key, lane, due_at, dead_at, attempts, error, payload)
      VALUES (${kind}, '1', ${laneOf(kind)}, ${START + MINUTE}, ${START}, 8, ${error}, '{"template":"signup","token":"x"}')
      RETURNING id`,
  ])
  return Number(results[0]?.results[0]?.id)
}

const hours = async () =>
  (await dumpTables(env.DB)).hours?.map(({ kind, done, failed }) => [kind, done, failed].join(' '))
const page = async () => (await editor.get('/desk/health')).text

describe('/healthz', () => {
  async function asked(of = app) {
    const { status, text, headers } = await of.client().get('/healthz')
    return { status, ...(JSON.parse(text) as { ok: boolean; checks: Checks }), cache: headers.get('Cache-Control') }
  }
  const well = { database: true, cron: true, jobs: true, search: true }

  it('is well after a run of the cron, and for ten minutes', async () => {
    expect(await asked()).toMatchObject({ status: 503, ok: false, checks: { ...well, cron: false } })
    await app.work()
    expect(await asked()).toEqual({ status: 200, ok: true, checks: well, cache: 'private, no-store' })
    app.clock.advance(10 * MINUTE)
    expect(await asked()).toMatchObject({ status: 200 })
    app.clock.advance(1)
    expect(await asked()).toMatchObject({ status: 503, checks: { ...well, cron: false } })
  })

  it('is not well when what somebody waits for is half an hour late; what takes long may take long', async () => {
    await app.work()
    await batch(db, [wish({ kind: 'extract', key: '1', dueAt: START - 7200 })])
    await addDead('mail', 'given up')
    await batch(db, [wish({ kind: 'refresh', key: '1', dueAt: START - 30 * MINUTE })])
    expect(await asked()).toMatchObject({ status: 200 })
    app.clock.advance(1)
    expect(await asked()).toMatchObject({ status: 503, checks: { ...well, jobs: false } })
  })

  it('sees what is late behind a thousand mails that were given up', async () => {
    await app.work()
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO jobs
        (kind, key, lane, due_at, dead_at) SELECT 'mail', 'dead:' || i, ?1, ?2, ?2 FROM n`,
    )
      .bind(laneOf('mail'), START - 86_400)
      .run()
    await batch(db, [wish({ kind: 'refresh', key: '1', dueAt: START - 31 * MINUTE })])
    expect(await asked()).toMatchObject({ status: 503, checks: { ...well, jobs: false } })
    expect(await page()).toContain(words.kinds.refresh)
  })

  it('says which database does not answer', async () => {
    const down = hooked(env.DB, {
      batch: () => {
        throw new Error('down')
      },
    })
    const broken = createTestApp({ d1: down })
    expect(await asked(broken)).toMatchObject({ status: 503, checks: { database: false, search: true } })
    const blind = createTestApp({ bindings: { SEARCH_DB: down } })
    expect((await asked(blind)).checks).toMatchObject({ database: true, search: false })
  })

  it('costs two statements', async () => {
    const sent: string[] = []
    const seen = (d1: D1Database) => hooked(d1, { prepare: (query) => void sent.push(query) })
    await createTestApp({ d1: seen(env.DB), bindings: { SEARCH_DB: seen(env.SEARCH_DB) } })
      .client()
      .get('/healthz')
    expect(sent).toHaveLength(2)
  })
})

describe('a run', () => {
  it('writes down what it did of each kind, by the hour', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    await batch(db, [
      wish({ kind: 'mail', key: 'a', dueAt: START, payload: { template: 'signup', token: 'gone' } }),
      wish({ kind: 'mail', key: 'b', dueAt: START, payload: { template: 'signup', token: 'gone' } }),
      wish({ kind: 'mail', key: 'c', dueAt: START }),
    ])
    await app.work()
    expect(await hours()).toEqual(['cron 1 0', 'mail 2 1'])
    app.clock.advance(MINUTE)
    await app.work()
    expect(await hours()).toEqual(['cron 2 0', 'mail 2 2'])
  })

  it('is drawn at the desk, with a table of the same numbers', async () => {
    await app.work()
    const text = await page()
    expect(text).toContain(words.past.summary('١', '٠'))
    expect(text.match(/<rect class="chart-bar" /g)).toHaveLength(2)
    expect(text).toContain(words.kinds.cron)
  })

  it('is forgotten after thirty days', async () => {
    await app.work()
    app.clock.advance(31 * 86_400)
    await batch(db, [wish({ kind: 'sweep', key: 'all', dueAt: app.clock.now() })])
    await app.work()
    expect((await dumpTables(env.DB)).hours?.filter(({ hour }) => Number(hour) <= START)).toEqual([])
    expect(await hours()).toContain('sweep 1 0')
  })
})

describe('a job that was given up', () => {
  it.each(KINDS)('has its line and its reason at the desk: %s', async (kind) => {
    await addDead(kind, `why ${kind} failed`)
    const text = await page()
    expect(text).toContain(`<th scope="row">${words.kinds[kind]}`)
    expect(text).toContain(`why ${kind} failed`)
    expect(text).toContain(words.problems.given_up(1, '١'))
    expect(text.indexOf(words.problems.title)).toBeLessThan(text.indexOf(words.facts.title))
  })

  it('is taken up again, which the log knows', async () => {
    const id = await addDead('mail', 'the relay is down')
    expect((await editor.post(`/desk/health/jobs/${id}/retried`)).to).toBe('/desk/health?done=retried')
    expect((await dumpTables(env.DB)).jobs).toMatchObject([{ dead_at: null, attempts: 0, due_at: START }])
    expect(app.pokes).toEqual(['INGEST'])
    expect((await editor.get('/desk/log')).text).toContain(words.kinds.mail)
    expect((await editor.post(`/desk/health/jobs/${id}/retried`)).to).toBe('/desk/health?done=gone')
    expect((await dumpTables(env.DB)).edits).toMatchObject([{ noun: 'job', action: 'retried', label: 'mail' }])
  })

  it.each(['rhythm', 'extract'] as const)('is forgotten where nobody misses it, never a %s', async (kind) => {
    const [mail, other] = [await addDead('mail', 'no such user'), await addDead(kind, 'busy')]
    expect((await page()).match(/\/forgotten"/g)).toHaveLength(1)
    expect((await editor.post(`/desk/health/jobs/${mail}/forgotten`)).to).toBe('/desk/health?done=forgotten')
    expect((await editor.post(`/desk/health/jobs/${other}/forgotten`)).to).toBe('/desk/health?done=gone')
    expect((await dumpTables(env.DB)).jobs?.map(({ kind }) => kind)).toEqual([kind])
    expect((await dumpTables(env.DB)).edits).toMatchObject([{ action: 'forgotten', label: 'mail' }])
  })
})

describe('the page', () => {
  it('says that all is well where it is', async () => {
    await app.work()
    expect(await page()).toContain(words.problems.none)
  })

  it('says since when the cron is missed', async () => {
    expect(await page()).toContain(words.problems.cronNever)
    await app.work()
    app.clock.advance(3600)
    expect(await page()).toContain(words.problems.cron('').slice(0, 20))
  })

  it('shows what is due by kind, and that there is more than it counts', async () => {
    const keys = JSON.stringify([...Array(1200).keys()])
    await batch(db, [
      sql`INSERT INTO jobs (kind, key, lane, due_at) SELECT 'index', value, ${laneOf('index')}, ${START} FROM json_each(${keys})`,
      wish({ kind: 'import', key: '1:1', dueAt: START }),
    ])
    const text = await page()
    expect(text).toContain(words.queue.atLeast('١٬٠٠٠'))
    expect(text).toContain(words.kinds.import)
    expect(text).not.toContain(words.facts.noLag)
  })

  it('shows why an issue stopped, and how far its deliveries are', async () => {
    await addNewsletters('morning')
    await addSubscribers(app, 2)
    const id = await addIssue(app)
    await batch(db, [
      sql`UPDATE issues SET state = 'paused', reason = 'refused', error = '550 no', sent = 1, audience = 2 WHERE id = ${id}`,
    ])
    const text = await page()
    expect(text).toContain(words.problems.mail(1, '١'))
    expect(text).toContain(ar.desk.issues.reasons.refused)
    expect(text).toContain('550 no')
  })

  it('shows why a source fails', async () => {
    await addSource({ title: 'الواحة', error: 'server_error', errorDetail: '503', errorStreak: 3 })
    await addSource({ title: 'متوقف', state: 'paused', error: 'gone', errorStreak: 3 })
    const text = await page()
    expect(text).toContain(words.problems.sources(1, '١'))
    expect(text).toContain(ar.sources.errors.server_error)
    expect(text).toContain('HTTP 503')
    expect(text).not.toContain('متوقف</bdi>')
  })

  it('says how large the databases are, and when one is nearly full', async () => {
    expect(await page()).toMatch(new RegExp(`${words.facts.main}</dt><dd>[٠-٩٬]+ ميغابايت|كيلوبايت`))
    const facts = {
      pulse: { cronAt: START, oldestDue: null },
      ...{ search: true, givenUp: 0, stopped: 0, failingSources: 0 },
    }
    expect(problemsOf({ ...facts, bytes: LARGEST_DATABASE * 0.9 }, START)).toEqual([{ kind: 'size', bytes: 9e9 }])
    expect(problemsOf({ ...facts, bytes: LARGEST_DATABASE * 0.5 }, START)).toEqual([])
  })
})
