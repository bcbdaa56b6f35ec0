import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { mailboxOf } from '../src/core/mailbox-links.ts'
import { createWorker } from '../src/index.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { dumpTables, failAfter } from './helpers/d1.ts'
import { addSubscribers, sendIssues } from './helpers/issues.ts'
import { heardNow, outcomes } from './helpers/mail-events.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { absence, complaint, dsn } from './helpers/reports.ts'

const INBOX = 'mail@news.example'

let app: TestApp
beforeEach(async () => {
  app = createTestApp({ bindings: { MAIL_INBOX: INBOX } })
  await addNewsletters('morning')
  await addSubscribers(app, 1)
})

describe('the Worker’s mailbox', () => {
  const rejected: string[] = []

  async function mail(to: string, raw: string): Promise<void> {
    rejected.length = 0
    const message = {
      from: '',
      to,
      raw: new Response(raw).body,
      rawSize: raw.length,
      headers: new Headers(),
      setReject: (reason: string) => rejected.push(reason),
    } as unknown as ForwardableEmailMessage
    await createWorker(app.ports).email?.(message, app.bindings, createExecutionContext())
  }

  async function mailbox(purpose: 'unsubscribe' | 'bounce'): Promise<string> {
    const { subscribers = [] } = await dumpTables(env.DB)
    const ref = String(subscribers[0]?.ref)
    const link =
      purpose === 'bounce'
        ? ({ for: purpose, ref, issueId: 1 } as const)
        : ({ for: purpose, ref, newsletterId: 1 } as const)
    return mailboxOf(app.config, link) ?? ''
  }

  it('is where bounces of an issue go, and where its unsubscribe link leads', async () => {
    await sendIssues(app)
    const [taken] = app.mails
    expect(taken?.returnPath).toBe(await mailbox('bounce'))
    expect(taken?.headers?.['List-Unsubscribe']).toContain(`<mailto:${await mailbox('unsubscribe')}>`)
    expect((await mailbox('bounce')).split('@')[0]?.length).toBeLessThanOrEqual(64)
  })

  it('ends a subscription, whatever the message says', async () => {
    await mail((await mailbox('unsubscribe')).toUpperCase(), 'From: x\r\n\r\nanything')
    expect(await heardNow(app)).toMatchObject({ states: ['ended'] })
    expect((await dumpTables(env.DB)).consents).toMatchObject([{ act: 'ended', form: 'mailto' }])
  })

  it.each([
    ['5.1.1', 'failed', ['hard'], 'hard'],
    ['5.1.10', 'failed', ['hard'], 'hard'],
    ['5.2.2', 'failed', [], 'soft'],
    ['4.4.7', 'failed', [], 'soft'],
    ['2.0.0', 'delivered', [], 'delivered'],
  ])('understands a report of %s %s', async (status, action, suppressed, outcome) => {
    await sendIssues(app)
    await mail(await mailbox('bounce'), dsn({ to: INBOX, status, action }))
    expect((await heardNow(app)).suppressed).toEqual(suppressed)
    expect(await outcomes()).toEqual([outcome])
    await mail(await mailbox('bounce'), dsn({ to: INBOX, status, action }))
    expect((await heardNow(app)).events).toBe(1)
  })

  it('understands a complaint', async () => {
    await sendIssues(app)
    await mail(await mailbox('bounce'), complaint(INBOX))
    expect(await heardNow(app)).toMatchObject({ suppressed: ['complained'], states: ['ended'] })
  })

  it('throws where the database does not answer, so that the server tries again', async () => {
    await sendIssues(app)
    const to = await mailbox('bounce')
    const whole = app
    app = createTestApp({ d1: failAfter(env.DB, 2), bindings: { MAIL_INBOX: INBOX } })
    await expect(mail(to, complaint(INBOX))).rejects.toThrow()
    app = whole
    expect(await heardNow(app)).toMatchObject({ suppressed: [], events: 0, states: ['active'] })
    await mail(to, complaint(INBOX))
    expect(await heardNow(app)).toMatchObject({ suppressed: ['complained'], events: 1, states: ['ended'] })
  })

  it('knows nothing of somebody who is gone, and forgets what is told of them', async () => {
    await sendIssues(app)
    const [bounce, unsubscribe] = [await mailbox('bounce'), await mailbox('unsubscribe')]
    await env.DB.prepare('DELETE FROM subscribers').run()
    await mail(bounce, dsn({ to: INBOX, status: '5.1.1' }))
    await mail(unsubscribe, '')
    expect(await heardNow(app)).toMatchObject({ suppressed: [], events: 0, states: ['active'] })
    expect(rejected).toEqual([])
  })

  it('reads nothing that is larger than a report can be', async () => {
    await sendIssues(app)
    await mail(await mailbox('bounce'), dsn({ to: INBOX, status: '5.1.1' }) + 'x'.repeat(1024 * 1024))
    expect(await heardNow(app)).toMatchObject({ suppressed: [], events: 0 })
  })

  it.each([
    ['an absence', absence(INBOX)],
    ['news of a delay', dsn({ to: INBOX, status: '4.4.1', action: 'delayed' })],
    ['no message at all', '\u0000\u0001garbage'],
    ['nothing', ''],
  ])('takes and forgets %s', async (_, raw) => {
    await sendIssues(app)
    await mail(await mailbox('bounce'), raw)
    expect(await heardNow(app)).toMatchObject({ suppressed: [], events: 0 })
    expect(rejected).toEqual([])
  })

  it('believes no report to a mailbox that we did not make', async () => {
    await sendIssues(app)
    const real = await mailbox('bounce')
    const forged = real.replace(/.@/, (end) => (end === '1@' ? '2@' : '1@'))
    for (const to of [INBOX, `mail+b@news.example`, forged.replace('+b', '+u'), `other+${real.split('+')[1]}`]) {
      await mail(to, dsn({ to, status: '5.1.1' }))
      expect(rejected).toHaveLength(1)
    }
    expect(await heardNow(app)).toMatchObject({ suppressed: [], events: 0, states: ['active'] })
  })
})
