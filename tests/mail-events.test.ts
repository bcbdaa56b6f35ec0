import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { heard } from '../src/actions/mail-events.ts'
import type { MailEvent } from '../src/core/mail-event.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { atEveryStatement, dumpTables, failAfter, twentyTimes } from './helpers/d1.ts'
import { addSubscribers, ledger, sendIssues } from './helpers/issues.ts'
import { heardNow, outcomes } from './helpers/mail-events.ts'
import { addNewsletters } from './helpers/newsletters.ts'

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`
const RELAY = 'r'.repeat(43)
const EMAIL = 'reader-1@example.com'

let app: TestApp
beforeEach(async () => {
  app = createTestApp({ bindings: { RESEND_HOOK_SECRET: SECRET, RELAY_HOOK_KEY: RELAY } })
  await addNewsletters('morning')
  await env.DB.prepare('UPDATE newsletters SET subscribers = 1').run()
  await addSubscribers(app, 1)
})

const sent = (count?: number) => sendIssues(app, count)
const now = () => heardNow(app)

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

  it('of a message that was taken over and then not sent makes it a failed one, and blames nobody', async () => {
    await sent()
    await resend('email.failed', { tags, failed: { reason: 'reached_daily_quota' } })
    const { states, deliveries } = await ledger()
    expect(states).toEqual({ failed: 1 })
    expect(deliveries).toMatchObject([{ outcome: 'failed', error: 'reached_daily_quota' }])
    expect(await now()).toMatchObject({ suppressed: [], paused: false })
  })

  it('that comes late makes nothing better', async () => {
    await sent()
    await resend('email.bounced', { tags, ...PERMANENT }, { id: 'e1' })
    await resend('email.delivered', { tags }, { id: 'e2' })
    expect(await outcomes()).toEqual(['hard'])
    await resend('email.complained', { tags }, { id: 'e3' })
    await resend('email.bounced', { tags, ...PERMANENT }, { id: 'e4' })
    expect(await outcomes()).toEqual(['complained'])
    expect(await now()).toMatchObject({ suppressed: ['complained'], events: 4 })
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

  it.each(['complained', 'failed'] as const)(
    'of a message that %s is written down whole or not at all',
    async (kind) => {
      await sent()
      const event: MailEvent = { id: 'relay:1', kind, issueId: 1, who: { email: EMAIL }, detail: '' }
      const broken = await atEveryStatement(env.DB, (d1) => heard(createTestApp({ d1 }).context(), [event]))
      expect(broken).toBeGreaterThan(5)
    },
  )

  it('without the right signature changes nothing', async () => {
    const other = `whsec_${Buffer.from('another').toString('base64')}`
    expect((await resend('email.complained', {}, { secret: other })).status).toBe(401)
    expect((await resend('email.complained', {}, { at: app.clock.now() - 301 })).status).toBe(401)
    expect((await relay([], { key: 'x'.repeat(43) })).status).toBe(401)
    expect((await app.fetch('/hooks/resend', { method: 'POST', body: '{}' })).status).toBe(401)
    expect((await relay(' '.repeat(2 * 1024 * 1024 + 1))).status).toBe(413)
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
