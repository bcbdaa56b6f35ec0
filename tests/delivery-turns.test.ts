import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Mail, Receipt } from '../src/ports/mailer.ts'
import { LEASE } from '../src/store/chunks.ts'
import { batch, open } from '../src/store/db.ts'
import * as deliveries from '../src/store/deliveries.ts'
import * as issues from '../src/store/issues.ts'
import { wish } from '../src/store/jobs.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addIssue, addSubscribers, ledger } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { counting } from './helpers/statements.ts'

const DAY = 24 * 3600

let app: TestApp
beforeEach(async () => {
  await addNewsletters('morning')
})

const run = (sql: string) => env.DB.prepare(sql).run()
const db = () => open(env.DB)

/** A transport is set, and its rates with it. */
function rated(rate: string, domain = rate) {
  return { NEWSLETTER_TRANSPORT: 'resend', RESEND_KEY: 're_1', MAIL_RATE: rate, MAIL_DOMAIN_RATE: domain }
}

type Call = { key: string; mails: Mail[] }

/** A provider whose n-th call is answered for all its messages alike; later calls are taken. */
function answeringCalls(answers: Receipt[], during: (call: number) => Promise<unknown> = async () => {}) {
  const calls: Call[] = []
  app = createTestApp({
    bulk: {
      hand: async (mails, key) => {
        calls.push({ key, mails })
        const { length } = calls
        await during(length)
        return mails.map(({ to }) => answers[length - 1] ?? { kind: 'sent', id: to })
      },
    },
  })
  return calls
}

const unknown = { kind: 'unknown', error: 'reset' } as const
const later = { kind: 'later', error: '429' } as const

/** Runs what is due, and moves on to after any lease, so many times. */
async function works(times: number) {
  for (let n = 0; n < times; n += 1) {
    await app.work()
    app.clock.advance(LEASE)
  }
}

describe('a call that is repeated', () => {
  it.each([
    ['put off', later],
    ['not let in', { kind: 'broken', error: 'API key is invalid' }],
  ] as const)('is repeated again under its key where it was %s: the first may have been taken', async (_, second) => {
    const calls = answeringCalls([unknown, second])
    await addSubscribers(app, 3)
    const id = await addIssue(app)
    await works(2)
    if ((await ledger()).issue?.state === 'paused') await issues.resume(db(), id, app.clock.now())
    await works(2)
    expect(calls).toHaveLength(3)
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1)
    expect((await ledger()).states).toEqual({ sent: 3 })
  })

  it('holds who opted out since the first one: what it says under its key never changes', async () => {
    const calls = answeringCalls([unknown])
    await addSubscribers(app, 2)
    await addIssue(app)
    await app.work()
    await run(`UPDATE subscriptions SET state = 'ended' WHERE subscriber_id = 1`)
    app.clock.advance(LEASE)
    await app.work()
    expect(calls[1]).toEqual(calls[0])
  })

  it('is uncertain once its key may have been forgotten', async () => {
    const calls = answeringCalls([unknown])
    await addSubscribers(app, 2)
    await addIssue(app)
    await app.work()
    app.clock.advance(DAY)
    await app.work()
    expect(calls).toHaveLength(1)
    expect((await ledger()).states).toEqual({ uncertain: 2 })
  })
})

describe('a provider that takes nothing now', () => {
  it('is left alone for as long as it wants, with everybody still to come', async () => {
    const calls = answeringCalls([{ ...later, after: 90 }])
    await addSubscribers(app, 150)
    await addIssue(app)
    await app.work()
    app.clock.advance(89)
    await app.work()
    expect(calls).toHaveLength(1)
    app.clock.advance(1)
    await app.work()
    expect((await ledger()).states).toEqual({ sent: 150 })
  })
})

describe('an issue that is stopped by an editor while a call is under way', () => {
  it('is told how that call ended, and makes no other', async () => {
    answeringCalls([], () => issues.pause(db(), 1, app.clock.now()).catch(() => {}))
    await addSubscribers(app, 120)
    await addIssue(app)
    await app.work()
    expect((await ledger()).states).toEqual({ sent: 100, pending: 20 })
  })

  it('counts those who were left where it was cancelled', async () => {
    answeringCalls([], () => issues.cancel(db(), 1, app.clock.now()).catch(() => {}))
    await addSubscribers(app, 120)
    await addIssue(app)
    await app.work()
    const { states, issue } = await ledger()
    expect(states).toEqual({ sent: 100, dropped: 20 })
    expect(issue).toMatchObject({ state: 'cancelled', finished_at: app.clock.now() })
  })

  it('comes to its end after a run that died in the middle', async () => {
    app = createTestApp()
    await addSubscribers(app, 3)
    const id = await addIssue(app)
    await issues.start(db(), id, 0, app.clock.now())
    await deliveries.freeze(db(), await issues.find(db(), id), app.clock.now())
    await run(`UPDATE deliveries SET state = 'leased', lease_until = 1 WHERE subscriber_id = 1`)
    await run(`UPDATE deliveries SET state = 'sending', lease_until = 1 WHERE subscriber_id = 2`)
    await issues.cancel(db(), id, app.clock.now())
    await app.work()
    expect((await ledger()).states).toEqual({ uncertain: 1, dropped: 2 })
  })
})

describe('rates', () => {
  it('let no more go than they allow, and the queue is asked to go on in a moment', async () => {
    app = createTestApp({ bindings: rated('10', '100') })
    await addSubscribers(app, 100)
    await addIssue(app)
    const sent: number[] = []
    for (let second = 0; second < 8; second += 1) {
      await app.work()
      sent.push(app.mails.length)
      app.clock.advance(1)
    }
    for (const [second, count] of sent.entries()) expect(count).toBeLessThanOrEqual(10 * second + 50)
    expect(sent.at(-1)).toBeGreaterThanOrEqual(90)
    expect(app.pokes).toContain('INGEST')
  })

  it('put off what is too much for one domain, and nobody of another waits for that', async () => {
    app = createTestApp({ bindings: rated('1000', '5') })
    await addSubscribers(app, 60)
    await addSubscribers(app, 60, { domain: 'small.example' })
    await run(`UPDATE subscribers SET email = 'one@other.example' WHERE id = 120`)
    await addIssue(app)
    await app.work()
    const domains = Map.groupBy(app.mails, ({ to }) => to.split('@')[1])
    expect(domains.get('other.example')).toHaveLength(1)
    expect(domains.get('example.com')?.length).toBeLessThanOrEqual(5 * 3 + 1)
    for (let second = 0; second < 12; second += 1) {
      app.clock.advance(1)
      await app.work()
    }
    expect((await ledger()).states).toEqual({ sent: 120 })
    expect(new Set(app.mails.map(({ to }) => to)).size).toBe(120)
  })
})

describe('an issue to many', () => {
  it.each([
    ['a hundred in a call', 100, 22],
    ['five in a call', 5, 80],
  ])('asks the database for little, %s', async (_, most, budget) => {
    const { d1, during } = counting(env.DB)
    app = createTestApp({ d1, bulk: { most, remembersKeys: most === 100 }, bindings: rated('10000') })
    await addSubscribers(app, 1000)
    await addIssue(app)
    const statements = await during(app.work)
    expect((await ledger()).states.sent).toBeGreaterThanOrEqual(100)
    const hundreds = app.mails.length / 100
    console.info(
      `${most} in a call: ${Math.ceil(statements / hundreds)} statements a hundred, ${hundreds} hundreds a run`,
    )
    expect(statements / hundreds).toBeLessThan(budget)
    expect(statements).toBeLessThan(800)
  })

  it('is sent once to each by two runs at once', async () => {
    app = createTestApp({ bindings: rated('10000') })
    await addSubscribers(app, 200)
    const id = await addIssue(app)
    await app.work()
    app.mails.length = 0
    await run(`UPDATE deliveries SET state = 'pending', chunk_id = NULL, attempts = 0`)
    await run(`UPDATE issues SET state = 'sending', sent = 0, finished_at = NULL`)
    await batch(db(), [wish({ kind: 'send', key: String(id), dueAt: 0 })])
    const first = app.work()
    await run(`UPDATE jobs SET lease_until = 0 WHERE kind = 'send'`)
    await Promise.all([first, app.work()])
    await app.work()
    expect(new Set(app.mails.map(({ to }) => to)).size).toBe(app.mails.length)
    expect((await ledger()).states).toEqual({ sent: 200 })
  })
})

describe('the uncertain', () => {
  it('are none of those of whom was heard before a dead run was missed', async () => {
    app = createTestApp({ bulk: { remembersKeys: false } })
    await run(`UPDATE newsletters SET when_uncertain = 'resend'`)
    await addSubscribers(app, 3)
    const id = await addIssue(app)
    await issues.start(db(), id, 0, app.clock.now())
    await deliveries.freeze(db(), await issues.find(db(), id), app.clock.now())
    await run(`UPDATE deliveries SET state = 'sending', attempts = 1, lease_until = 1`)
    await run(`UPDATE deliveries SET outcome = iif(subscriber_id = 1, 'delivered', 'hard') WHERE subscriber_id < 3`)
    await works(2)
    expect(app.mails).toHaveLength(1)
    expect((await ledger()).states).toEqual({ sent: 2, failed: 1 })
  })

  it('are sent once more by hand, and nobody else', async () => {
    answeringCalls([unknown])
    await addSubscribers(app, 2)
    const id = await addIssue(app)
    await app.work()
    app.clock.advance(DAY)
    await app.work()
    await deliveries.sendUncertain(db(), id, app.clock.now())
    await app.work()
    expect((await ledger()).states).toEqual({ sent: 2 })
    expect((await ledger()).issue).toMatchObject({ state: 'sent', uncertain: 0 })
  })
})
