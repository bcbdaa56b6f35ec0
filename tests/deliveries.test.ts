import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { suppressionHash } from '../src/core/suppression.ts'
import type { Receipt } from '../src/ports/mailer.ts'
import { batch, open } from '../src/store/db.ts'
import { freeze, reconcile } from '../src/store/deliveries.ts'
import * as issues from '../src/store/issues.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle } from './helpers/builders.ts'
import { twentyTimes } from './helpers/d1.ts'
import { addIssue, addSubscribers, ledger } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { recorded } from './helpers/plans.ts'

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning')
})

/** Who was handed a message, in order of their numbers. */
const recipients = () => app.mails.map(({ to }) => to).sort(byNumber)
const byNumber = (a: string, b: string) => Number(a.replace(/\D/g, '')) - Number(b.replace(/\D/g, ''))
const run = (sql: string) => env.DB.prepare(sql).run()
const db = () => open(recorded(env.DB))

/** A provider that answers each email as it is told to; everybody else's message is taken. */
function answering(answers: Record<string, Receipt>, settings: { remembersKeys?: boolean; most?: number } = {}) {
  app = createTestApp({
    bulk: {
      ...settings,
      hand: async (mails) => {
        app.mails.push(...mails)
        return mails.map(({ to }) => answers[to] ?? { kind: 'sent', id: to })
      },
    },
  })
}

describe('an issue', () => {
  it('reaches everybody who has the newsletter, each once, by the cron alone', async () => {
    const emails = await addSubscribers(app, 250)
    await addIssue(app)
    for (let minute = 0; minute < 3; minute += 1) await app.work()
    expect(recipients()).toEqual(emails)
    const { states, issue } = await ledger()
    expect(states).toEqual({ sent: 250 })
    expect(issue).toMatchObject({ state: 'sent', audience: 250, sent: 250, number: 1 })
  })

  it('is over at once where nobody has the newsletter, and says so', async () => {
    await addIssue(app)
    await app.work()
    expect((await ledger()).issue).toMatchObject({ state: 'sent', reason: 'empty', audience: 0 })
  })

  it('waits for its date', async () => {
    await addSubscribers(app, 1)
    const id = await issues.create(db(), await draft(), 'draft', app.clock.now())
    await issues.schedule(db(), id ?? 0, app.clock.now() + 3600, app.clock.now())
    await app.work()
    expect(app.mails).toEqual([])
    app.clock.advance(3600)
    await app.work()
    expect(app.mails).toHaveLength(1)
  })

  it('is for those who have the newsletter when it goes out, and not for who came after', async () => {
    await addSubscribers(app, 2)
    await addIssue(app)
    await app.work()
    await addSubscribers(app, 1, { domain: 'late.example' })
    await app.work()
    expect(app.mails).toHaveLength(2)
  })

  it('spares whoever opted out, was suppressed or is paused between the freeze and the sending', async () => {
    const [, second = ''] = await addSubscribers(app, 4)
    const id = await addIssue(app)
    await issues.start(db(), id, 0, app.clock.now())
    await freeze(db(), await issues.find(db(), id), app.clock.now())
    await run(`UPDATE subscriptions SET state = 'ended' WHERE subscriber_id = 1`)
    const hash = suppressionHash(app.config, second)
    await run(`INSERT INTO suppressions (hash, reason, at) VALUES ('${hash}', 'hard', 0)`)
    await run(`UPDATE subscribers SET paused_until = ${app.clock.now() + 60} WHERE id = 3`)
    await app.work()
    expect(recipients()).toEqual(['reader-4@example.com'])
    const { states, deliveries } = await ledger()
    expect(states).toEqual({ sent: 1, dropped: 3 })
    expect(deliveries.flatMap(({ error }) => error ?? []).sort()).toEqual(['opted_out', 'paused', 'suppressed'])
  })

  it('finds the suppression of a subscriber whose row is of an older version', async () => {
    const [email = ''] = await addSubscribers(app, 1)
    await run(`UPDATE subscribers SET suppression = ''`)
    await run(
      `INSERT INTO suppressions (hash, reason, at) VALUES ('${suppressionHash(app.config, email)}', 'complained', 0)`,
    )
    await addIssue(app)
    await app.work()
    expect(app.mails).toEqual([])
    expect((await ledger()).states).toEqual({ dropped: 1 })
  })
})

describe('what the provider says of a message decides what becomes of it:', () => {
  it('refused it has failed, and nobody else notices', async () => {
    answering({ 'reader-2@example.com': { kind: 'refused', error: 'no such mailbox' } })
    await addSubscribers(app, 3)
    await addIssue(app)
    await app.work()
    expect((await ledger()).states).toEqual({ sent: 2, failed: 1 })
  })

  it('put off it comes later, as late as the provider wants', async () => {
    answering({ 'reader-1@example.com': { kind: 'later', error: '450', after: 600 } })
    await addSubscribers(app, 2)
    await addIssue(app)
    await app.work()
    expect((await ledger()).states).toEqual({ sent: 1, pending: 1 })
    app.clock.advance(599)
    await app.work()
    expect(app.mails).toHaveLength(2)
    app.clock.advance(1)
    await app.work()
    expect(app.mails).toHaveLength(3)
  })

  it.each([undefined, 1])('put off it fails at the twelfth try, after 20 hours (after: %s)', async (after) => {
    answering({ 'reader-1@example.com': { kind: 'later', error: '450', ...(after && { after }) } })
    await addSubscribers(app, 1)
    await addIssue(app)
    const minutes: number[] = []
    for (let due: unknown = START; due !== null; due = await nextTry()) {
      app.clock.advance(Number(due) - app.clock.now())
      await app.work()
      minutes.push((app.clock.now() - START) / 60)
    }
    expect(minutes).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 871, 1231])
    expect((await ledger()).states).toEqual({ failed: 1 })
  })

  it('with a wrong key the issue stops and says why; mended it goes on, and nobody is left out or told twice', async () => {
    answering({ 'reader-3@example.com': { kind: 'broken', error: 'API key is invalid' } }, { most: 2 })
    await addSubscribers(app, 5)
    const id = await addIssue(app)
    await app.work()
    const stopped = await ledger()
    expect(stopped.issue).toMatchObject({ state: 'paused', reason: 'refused', error: 'API key is invalid' })
    const sent = stopped.states.sent ?? 0
    app = createTestApp()
    await issues.resume(db(), id, app.clock.now())
    await app.work()
    expect(app.mails).toHaveLength(5 - sent)
    expect((await ledger()).states).toEqual({ sent: 5 })
  })

  it('without a transport for newsletters it stops and says so', async () => {
    app = createTestApp({ bulk: null })
    await addSubscribers(app, 1)
    await addIssue(app)
    await app.work()
    expect((await ledger()).issue).toMatchObject({ state: 'paused', reason: 'refused' })
  })

  it('with a broken template it stops before anybody was told', async () => {
    await addSubscribers(app, 2)
    const id = await addIssue(app)
    const item = JSON.stringify([{ articleId: await addArticle() }])
    await run(`UPDATE issues SET kind = 'digest', items = '${item}' WHERE id = ${id}`)
    await app.work()
    expect((await ledger()).issue).toMatchObject({ state: 'paused', reason: 'broken' })
    expect((await ledger()).states).toEqual({ pending: 2 })
  })
})

describe('a message of which nobody knows whether it was taken', () => {
  const unknown = { 'reader-1@example.com': { kind: 'unknown', error: 'reset' } } as const

  it('is uncertain, and not sent again unless somebody wants it', async () => {
    answering(unknown, { remembersKeys: false })
    await addSubscribers(app, 2)
    await addIssue(app)
    await app.work()
    app.clock.advance(86_400)
    await app.work()
    expect((await ledger()).states).toEqual({ sent: 1, uncertain: 1 })
    expect((await ledger()).issue).toMatchObject({ state: 'sent' })
    expect(app.mails).toHaveLength(2)
  })

  it('is sent once more where the newsletter says so, and no more than once', async () => {
    answering(unknown, { remembersKeys: false })
    await run(`UPDATE newsletters SET when_uncertain = 'resend'`)
    await addSubscribers(app, 1)
    await addIssue(app)
    await app.work()
    app.clock.advance(60)
    await app.work()
    app.clock.advance(86_400)
    await app.work()
    expect(app.mails).toHaveLength(2)
    expect((await ledger()).states).toEqual({ uncertain: 1 })
  })

  it('is settled by what is heard of it', async () => {
    answering(unknown, { remembersKeys: false })
    await addSubscribers(app, 1)
    const id = await addIssue(app)
    await app.work()
    await twentyTimes(() => batch(db(), reconcile(id, 1, true, app.clock.now())))
    expect((await ledger()).states).toEqual({ sent: 1 })
  })

  it('goes out again under its key, with the same body, where the provider remembers keys', async () => {
    const calls: { key: string; body: string }[] = []
    app = createTestApp({
      bulk: {
        hand: async (mails, key) => {
          calls.push({ key, body: JSON.stringify(mails) })
          return mails.map(({ to }) =>
            calls.length < 3 ? { kind: 'unknown', error: 'reset' } : { kind: 'sent', id: to },
          )
        },
      },
    })
    await addSubscribers(app, 3)
    await addIssue(app)
    for (let n = 0; n < 4; n += 1) {
      await app.work()
      app.clock.advance(300)
    }
    expect(calls).toHaveLength(3)
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1)
    expect((await ledger()).states).toEqual({ sent: 3 })
  })
})

/** When what is pending comes next; null: nothing is. */
function nextTry() {
  return env.DB.prepare(`SELECT min(due_at) AS at FROM deliveries WHERE state = 'pending'`).first('at')
}

async function draft(): Promise<issues.Draft> {
  const id = await addIssue(app)
  const { newsletterId, kind, title, intro, markdown, items, consideredTo, slotAt } = await issues.find(db(), id)
  await issues.cancel(db(), id, app.clock.now())
  await app.work()
  return { newsletterId, kind, title, intro, markdown, items, consideredTo, slotAt }
}
