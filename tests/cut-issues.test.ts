import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { heard } from '../src/actions/mail-events.ts'
import type { Bulk, Receipt } from '../src/ports/mailer.ts'
import { LEASE } from '../src/store/chunks.ts'
import { createTestApp } from './helpers/app.ts'
import { addArticle } from './helpers/builders.ts'
import { emptyTables, hooked } from './helpers/d1.ts'
import { addIssue, addSubscribers, ledger } from './helpers/issues.ts'
import { addNewsletter } from './helpers/rhythm.ts'

const READERS = 3
/** Messages a call: an issue takes two calls, the second of one message. */
const MOST = 2

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => void vi.restoreAllMocks())

/** A database that a process changes so many times before it dies: after that nothing of it comes to anything. */
function dyingAfter(asked: number) {
  let left = asked
  const ask = () => {
    left -= 1
    if (left < 0) throw new Error('killed')
  }
  const d1 = hooked(env.DB, {
    batch: (statements) => {
      ask()
      return statements
    },
  })
  return { d1, died: () => left < 0 }
}

/** Who takes messages over, in a process that lives on; where it remembers keys a call is answered as the first time. */
function provider(remembersKeys: boolean) {
  const taken: string[] = []
  const known = new Map<string, { body: string; receipts: Receipt[] }>()
  const hand: Bulk['hand'] = async (mails, key) => {
    const body = JSON.stringify(mails)
    const before = remembersKeys ? known.get(key) : undefined
    if (before && before.body !== body) throw new Error('the same key says something else')
    if (before) return before.receipts
    const receipts = mails.map(({ to }): Receipt => ({ kind: 'sent', id: to }))
    known.set(key, { body, receipts })
    taken.push(...mails.map(({ to }) => to))
    return receipts
  }
  return { taken, bulk: { most: MOST, remembersKeys, hand } }
}

it.each([true, false])(
  'whatever moment a process dies at, an issue comes to everybody once, where keys are remembered: %s',
  { timeout: 60_000 },
  async (remembersKeys) => {
    let deaths = 0
    for (let died = true; died; deaths += 1) {
      await emptyTables(env.DB)
      const { taken, bulk } = provider(remembersKeys)
      const dying = dyingAfter(deaths)
      const app = createTestApp({ d1: dying.d1, bulk })
      await addNewsletter(app, { minItems: 1 })
      await addArticle()
      const emails = await addSubscribers(app, READERS)
      await addIssue(app, { kind: 'personal', markdown: '' })
      await app.work().catch(() => {})
      died = dying.died()
      // What is composed anew is another message: under the key of a call that was made nothing else may be said.
      await env.DB.prepare(`UPDATE articles SET title = 'تغيّر'`).run()

      const next = createTestApp({ bulk })
      for (let n = 1; n <= 3; n += 1) {
        next.clock.set(app.clock.now() + n * LEASE)
        await next.work()
      }
      const { states, deliveries } = await ledger()
      const doubted = deliveries.flatMap(({ state, subscriber_id }) =>
        state === 'uncertain' ? `reader-${subscriber_id}@example.com` : [],
      )
      expect(new Set(taken).size).toBe(taken.length)
      expect([...new Set([...taken, ...doubted])].toSorted()).toEqual(emails)
      expect(doubted.length).toBeLessThanOrEqual(remembersKeys ? 0 : MOST)
      expect((states.sent ?? 0) + (states.uncertain ?? 0)).toBe(READERS)
    }
    expect(deaths).toBeGreaterThan(15)
  },
)

it('what was heard to have failed since a call was cut is not sent, though the repeated call says so', async () => {
  const receipts: Receipt[] = [{ kind: 'unknown', error: 'reset' }]
  const hand: Bulk['hand'] = async (mails) => mails.map(({ to }) => receipts[0] ?? { kind: 'sent', id: to })
  const app = createTestApp({ bulk: { hand } })
  await addNewsletter(app)
  const [email = ''] = await addSubscribers(app, 2)
  await addIssue(app)
  await app.work()
  receipts.pop()
  const failed = { id: 'resend:1', kind: 'failed', issueId: 1, who: { email }, detail: 'reached_daily_quota' } as const
  await heard(app.context(), [failed])
  app.clock.advance(LEASE)
  await app.work()
  expect((await ledger()).states).toEqual({ failed: 1, sent: 1 })
})

it('an issue whose template broke since a call was cut stops, and that call stays open', async () => {
  const hand: Bulk['hand'] = async (mails) => mails.map(() => ({ kind: 'unknown', error: 'reset' }))
  const app = createTestApp({ bulk: { hand } })
  await addNewsletter(app)
  await addSubscribers(app, 1)
  await addIssue(app)
  await app.work()
  await env.DB.prepare(`UPDATE issues SET kind = 'digest', items = '[null]'`).run()
  app.clock.advance(LEASE)
  await app.work()
  const { states, issue } = await ledger()
  expect(issue).toMatchObject({ state: 'paused', reason: 'broken' })
  expect(states).toEqual({ sending: 1 })
})
