import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { mailboxOf } from '../src/core/mailbox-links.ts'
import { createWorker } from '../src/index.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { dumpTables, failAfter, twentyTimes } from './helpers/d1.ts'
import { addIssue, addSubscribers, ledger } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { absence, complaint, dsn } from './helpers/reports.ts'

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`
const RELAY = 'r'.repeat(43)
const INBOX = 'mail@news.example'
const EMAIL = 'reader-1@example.com'

let app: TestApp
beforeEach(async () => {
  app = createTestApp({ bindings: { RESEND_HOOK_SECRET: SECRET, RELAY_HOOK_KEY: RELAY, MAIL_INBOX: INBOX } })
  await addNewsletters('morning')
  await env.DB.prepare('UPDATE newsletters SET subscribers = 1').run()
  await addSubscribers(app, 1)
})

/** So many issues went out to the one subscriber. */
async function sent(count = 1): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await addIssue(app)
    await app.work()
  }
}

async function now() {
  const { suppressions = [], subscriptions = [], subscribers = [], mail_events = [] } = await dumpTables(env.DB)
  return {
    suppressed: suppressions.map(({ reason }) => reason),
    states: subscriptions.map(({ state }) => state),
    paused: Number(subscribers[0]?.paused_until) > app.clock.now(),
    events: mail_events.length,
  }
}

const outcomes = async () => (await ledger()).deliveries.map(({ outcome }) => outcome)

type Signing = { id?: string; secret?: string; at?: number }

function resend(type: string, data: object, { id = 'e1', secret = SECRET, at = app.clock.now() }: Signing = {}) {
  const body = JSON.stringify({ type, created_at: '2026-11-24T09:00:00Z', data: { to: [EMAIL], ...data } })
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  const headers = { 'svix-id': id, 'svix-timestamp': String(at), 'svix-signature': `v1,old v1,${signature}` }
  return app.fetch('/hooks/resend', { method: 'POST', headers, body })
}

function relay(events: unknown, { key = RELAY, at = app.clock.now() } = {}) {
  const body = typeof events === 'string' ? events : JSON.stringify(events)
  const signature = createHmac('sha256', key).update(`${at}.${body}`).digest('hex')
  const headers = { 'X-Raff-Signature': `t=${at},v1=${signature}` }
  return app.fetch('/hooks/relay', { method: 'POST', headers, body })
}

const PERMANENT = { bounce: { type: 'Permanent', subType: 'General', message: 'no such mailbox' } }
const tags = { issue: '1' }

describe('a provider’s webhook', () => {
  it('shuts an email whose mailbox is not there, and marks the message', async () => {
    await sent()
    expect((await resend('email.bounced', { tags, ...PERMANENT })).status).toBe(200)
    expect(await now()).toMatchObject({ suppressed: ['hard'], states: ['active'] })
    expect(await outcomes()).toEqual(['hard'])
    await sent()
    expect(app.mails).toHaveLength(1)
  })

  it('shuts an email that complained, for every newsletter', async () => {
    await sent()
    await resend('email.complained', { tags: [{ name: 'issue', value: '1' }] })
    expect(await now()).toMatchObject({ suppressed: ['complained'], states: ['ended'] })
    expect((await dumpTables(env.DB)).newsletters?.[0]?.subscribers).toBe(0)
    expect((await dumpTables(env.DB)).consents).toMatchObject([{ act: 'ended', form: 'complaint' }])
  })

  it('pauses a subscriber for 7 days after 3 of 5 messages that came back for now', async () => {
    await sent(5)
    const transient = { bounce: { type: 'Transient', subType: 'MailboxFull', message: '' } }
    for (const issue of ['1', '3'])
      await resend('email.bounced', { tags: { issue }, ...transient }, { id: `e${issue}` })
    expect(await now()).toMatchObject({ paused: false, suppressed: [] })
    await resend('email.bounced', { tags: { issue: '5' }, ...transient }, { id: 'e5' })
    expect(await now()).toMatchObject({ paused: true, suppressed: [] })
    await sent()
    expect(app.mails).toHaveLength(5)
    app.clock.advance(7 * 86_400)
    await sent()
    expect(app.mails).toHaveLength(6)
  })

  it('ends the doubt about a message that arrived', async () => {
    await sent()
    await env.DB.prepare(`UPDATE deliveries SET state = 'uncertain'`).run()
    await env.DB.prepare('UPDATE issues SET sent = 0, uncertain = 1').run()
    await resend('email.delivered', { tags })
    expect((await ledger()).states).toEqual({ sent: 1 })
    expect(await outcomes()).toEqual(['delivered'])
  })

  it('heard twenty times at once does once what it does', async () => {
    await sent()
    await twentyTimes(() => resend('email.complained', { tags }))
    expect(await now()).toMatchObject({ suppressed: ['complained'], events: 1 })
    // Confirmed anew in between, an old event that is repeated shuts nobody out.
    await env.DB.prepare('DELETE FROM suppressions').run()
    await resend('email.complained', { tags })
    expect((await now()).suppressed).toEqual([])
  })

  it('of an email that nobody has is written down, and shut all the same', async () => {
    await resend('email.bounced', { to: ['stranger@example.com'], ...PERMANENT })
    expect(await now()).toMatchObject({ suppressed: ['hard'], events: 1, states: ['active'] })
  })

  it('that tells what nobody asked for is taken and forgotten', async () => {
    expect((await resend('email.opened', {})).status).toBe(200)
    expect((await now()).events).toBe(0)
  })

  it('that the database could not take is told so, and repeated it is whole', async () => {
    await sent()
    app = createTestApp({ d1: failAfter(env.DB, 1), bindings: { RESEND_HOOK_SECRET: SECRET } })
    expect((await resend('email.complained', { tags })).status).toBe(500)
    expect(await now()).toMatchObject({ suppressed: [], events: 0 })
    expect((await resend('email.complained', { tags })).status).toBe(200)
    expect(await now()).toMatchObject({ suppressed: ['complained'], events: 1 })
  })

  it('without the right signature changes nothing', async () => {
    const other = `whsec_${Buffer.from('another').toString('base64')}`
    expect((await resend('email.complained', {}, { secret: other })).status).toBe(401)
    expect((await resend('email.complained', {}, { at: app.clock.now() - 301 })).status).toBe(401)
    expect((await relay([], { key: 'x'.repeat(43) })).status).toBe(401)
    expect((await app.fetch('/hooks/resend', { method: 'POST', body: '{}' })).status).toBe(401)
    expect((await now()).events).toBe(0)
  })

  it('without a secret of ours is not there', async () => {
    app = createTestApp()
    expect((await resend('email.complained', {})).status).toBe(404)
    expect((await relay([])).status).toBe(404)
    expect((await app.fetch('/hooks/other', { method: 'POST', body: '{}' })).status).toBe(404)
  })

  it.each(['no json', '{}', '[{"id":"1","type":"eaten","email":"a@b.c"}]'])(
    'that says nothing is refused: %s',
    async (body) => {
      expect((await relay(body)).status).toBe(422)
    },
  )
})

describe('a relay’s webhook', () => {
  it('tells several at once, each by the Message-ID of ours', async () => {
    await sent()
    const messageId = app.mails[0]?.messageId
    await relay([
      { id: '1', type: 'delivered', email: EMAIL, messageId },
      { id: '2', type: 'bounced', email: 'Someone <SOMEONE@example.com>', status: '5.1.1' },
    ])
    expect(await outcomes()).toEqual(['delivered'])
    expect(await now()).toMatchObject({ suppressed: ['hard'], events: 2 })
  })
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
    await sent()
    const [taken] = app.mails
    expect(taken?.returnPath).toBe(await mailbox('bounce'))
    expect(taken?.headers?.['List-Unsubscribe']).toContain(`<mailto:${await mailbox('unsubscribe')}>`)
    expect((await mailbox('bounce')).split('@')[0]?.length).toBeLessThanOrEqual(64)
  })

  it('ends a subscription, whatever the message says', async () => {
    await mail((await mailbox('unsubscribe')).toUpperCase(), 'From: x\r\n\r\nanything')
    expect(await now()).toMatchObject({ states: ['ended'] })
    expect((await dumpTables(env.DB)).consents).toMatchObject([{ act: 'ended', form: 'mailto' }])
  })

  it.each([
    ['5.1.1', 'failed', ['hard'], 'hard'],
    ['5.1.10', 'failed', ['hard'], 'hard'],
    ['5.2.2', 'failed', [], 'soft'],
    ['4.4.1', 'delayed', [], 'soft'],
    ['2.0.0', 'delivered', [], 'delivered'],
  ])('understands a report of %s %s', async (status, action, suppressed, outcome) => {
    await sent()
    await mail(await mailbox('bounce'), dsn({ to: INBOX, status, action }))
    expect((await now()).suppressed).toEqual(suppressed)
    expect(await outcomes()).toEqual([outcome])
    await mail(await mailbox('bounce'), dsn({ to: INBOX, status, action }))
    expect((await now()).events).toBe(1)
  })

  it('understands a complaint', async () => {
    await sent()
    await mail(await mailbox('bounce'), complaint(INBOX))
    expect(await now()).toMatchObject({ suppressed: ['complained'], states: ['ended'] })
  })

  it.each([
    ['an absence', absence(INBOX)],
    ['no message at all', '\u0000\u0001garbage'],
    ['nothing', ''],
  ])('takes and forgets %s', async (_, raw) => {
    await sent()
    await mail(await mailbox('bounce'), raw)
    expect(await now()).toMatchObject({ suppressed: [], events: 0 })
    expect(rejected).toEqual([])
  })

  it('believes no report to a mailbox that we did not make', async () => {
    await sent()
    const real = await mailbox('bounce')
    const forged = real.replace(/.@/, (end) => (end === '1@' ? '2@' : '1@'))
    for (const to of [INBOX, `mail+b@news.example`, forged.replace('+b', '+u'), `other+${real.split('+')[1]}`]) {
      await mail(to, dsn({ to, status: '5.1.1' }))
      expect(rejected).toHaveLength(1)
    }
    expect(await now()).toMatchObject({ suppressed: [], events: 0, states: ['active'] })
  })
})
