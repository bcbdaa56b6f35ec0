import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/core/config.ts'
import { isSignedBySvix } from '../../src/core/hook-signatures.ts'
import { reportOf } from '../../src/core/inbound.ts'
import { relayEvents, resendEvent } from '../../src/core/mail-event.ts'
import { type MailboxLink, mailboxOf, readMailbox } from '../../src/core/mailbox-links.ts'
import { randomSecret } from '../../src/core/secrets.ts'
import { absence, complaint, dsn, layouts } from '../helpers/reports.ts'

const TO = 'mail@news.example'
const config = (...ids: string[]) =>
  ({ inbox: TO, signingKeys: ids.map((id) => ({ id, key: id.repeat(43) })) }) as unknown as Config
const link = { ref: 'AAAAAAAAAAAAAAAAAAAAAA', issueId: 7 }
const read = (raw: string) => reportOf(new TextEncoder().encode(raw).buffer as ArrayBuffer, link)

describe('a report of', () => {
  it.each(Object.entries(layouts))('%s is understood', async (_, { raw, kind, detail }) => {
    expect(await read(raw(TO))).toMatchObject({ kind, detail, issueId: 7, who: { ref: link.ref } })
  })

  it('a delay says nothing yet', async () => {
    expect(await read(dsn({ to: TO, status: '4.4.1', action: 'delayed' }))).toBeNull()
  })

  it('a complaint that is another kind of feedback is none', async () => {
    expect(await read(complaint(TO))).toMatchObject({ kind: 'complained' })
    expect(await read(complaint(TO).replace('Feedback-Type: abuse', 'Feedback-Type: not-spam'))).toBeNull()
  })

  it('the same server in the same message is the same event, of another message another', async () => {
    const ids = await Promise.all(['x1', 'x1', 'x2'].map((id) => read(dsn({ to: TO, status: '5.1.1', id }))))
    expect(ids[0]?.id).toBe(ids[1]?.id)
    expect(ids[0]?.id).not.toBe(ids[2]?.id)
  })
})

it.each([
  absence(TO),
  '',
  '\u0000',
  'Content-Type: multipart/report; boundary="x"\r\n\r\n--x\r\n--x',
  'a'.repeat(100_000),
])('what is no report says nothing, and breaks nothing', async (raw) => {
  expect(await read(raw)).toBeNull()
})

describe('a mailbox of ours', () => {
  const links = Array.from({ length: 200 }, (_, n): MailboxLink[] => {
    const ref = n === 0 ? link.ref : randomSecret(16)
    const id = n < 100 ? n + 1 : 2 ** 31 - n
    return [
      { for: 'unsubscribe', ref, newsletterId: id },
      { for: 'bounce', ref, issueId: id },
    ]
  }).flat()

  it('says what it was made for, in letters and digits that every server keeps', () => {
    for (const one of links) {
      const mailbox = mailboxOf(config('a'), one) ?? ''
      expect(mailbox).toMatch(/^mail\+[ub][0-9a-z]+@news\.example$/)
      expect(mailbox.split('@')[0]?.length).toBeLessThanOrEqual(64)
      expect(readMailbox(config('a'), mailbox.toUpperCase())).toEqual(one)
    }
  })

  it('is known after the keys changed, and not without the one that made it', () => {
    const mailbox = mailboxOf(config('a'), { for: 'bounce', ...link }) ?? ''
    expect(readMailbox(config('b', 'a'), mailbox)).toEqual({ for: 'bounce', ...link })
    expect(readMailbox(config('b'), mailbox)).toBeNull()
  })

  it('is none with one letter changed, for another purpose or elsewhere', () => {
    const mailbox = mailboxOf(config('a'), { for: 'bounce', ...link }) ?? ''
    const [local = ''] = mailbox.split('@')
    for (let n = 'mail+'.length; n < local.length; n += 1) {
      for (const other of local[n] === 'u' ? 'b0' : 'u0') {
        if (other === local[n]) continue
        expect(readMailbox(config('a'), `${mailbox.slice(0, n)}${other}${mailbox.slice(n + 1)}`)).toBeNull()
      }
    }
    for (const other of [`${local}@other.example`, `x${mailbox}`, `${mailbox}@x`, TO, ''])
      expect(readMailbox(config('a'), other)).toBeNull()
    expect(readMailbox({ ...config('a'), inbox: null }, mailbox)).toBeNull()
  })
})

describe('what Resend tells', () => {
  const tell = (type: string, data: object = {}) =>
    resendEvent('m1', {
      type,
      created_at: '2026-11-24T09:00:00Z',
      data: { to: ['Salma <Salma@example.com>'], ...data },
    })
  const bounce = (type: string, subType: string) => ({
    bounce: { type, subType, message: 'not for salma@example.com' },
  })

  it.each([
    ['email.delivered', {}, 'delivered'],
    ['email.bounced', bounce('Permanent', 'General'), 'hard'],
    ['email.bounced', bounce('Permanent', 'NoEmail'), 'hard'],
    ['email.bounced', bounce('Permanent', 'OnAccountSuppressionList'), 'hard'],
    ['email.bounced', bounce('Permanent', 'ContentRejected'), 'soft'],
    ['email.bounced', bounce('Transient', 'MailboxFull'), 'soft'],
    ['email.bounced', bounce('Undetermined', 'Undetermined'), 'soft'],
    ['email.bounced', {}, 'soft'],
    ['email.suppressed', { suppressed: { type: 'OnAccountSuppressionList', message: '' } }, 'hard'],
    ['email.failed', { failed: { reason: 'reached_daily_quota' } }, 'failed'],
    ['email.complained', {}, 'complained'],
  ])('%s %j is %s', (type, data, kind) => {
    expect(tell(type, data)).toMatchObject({ kind, id: 'resend:m1', who: { email: 'salma@example.com' } })
    expect(tell(type, data)?.detail).not.toContain('@')
  })

  it.each(['email.sent', 'email.delivery_delayed', 'email.opened', 'constructor'])('%s is nothing to keep', (type) => {
    expect(tell(type)).toBeNull()
  })

  it('of contacts and domains is none of ours', () => {
    expect(resendEvent('m1', { type: 'contact.created', data: { id: 'x', email: 'a@example.com' } })).toBeNull()
    expect(resendEvent('m1', { type: 'domain.updated', data: { id: 'x' } })).toBeNull()
  })

  it.each([{ tags: { issue: '7' } }, { tags: [{ name: 'issue', value: '7' }] }])('names the issue: %j', ({ tags }) => {
    expect(tell('email.delivered', { tags })?.issueId).toBe(7)
  })

  const none = [{ issue: '7x' }, { issue: '-1' }, {}, [], undefined].map((tags) => ({ tags }))
  it.each(none)('names none with %j', ({ tags }) => {
    expect(tell('email.delivered', { tags })?.issueId).toBeNull()
  })
})

it('a relay tells at most 90 events at once, which one invocation can write down', () => {
  const events = Array.from({ length: 91 }, (_, n) => ({ id: String(n), type: 'bounced', email: 'a@example.com' }))
  expect(relayEvents(events.slice(1))).toHaveLength(90)
  expect(() => relayEvents(events)).toThrow()
})

/** The scheme's published example: a check of ours against ours would prove nothing. */
it('a signature of Svix is known', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const sent = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body: '{"test": 2432232314}' }
  const signatures = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
  expect(isSignedBySvix(secret, { ...sent, signatures }, 1_614_265_330)).toBe(true)
  expect(isSignedBySvix(secret, { ...sent, signatures: `v1a,x v2,y ${signatures}` }, 1_614_265_630)).toBe(true)
  for (const now of [1_614_265_631, 1_614_265_029])
    expect(isSignedBySvix(secret, { ...sent, signatures }, now)).toBe(false)
  for (const wrong of ['', 'v1,', signatures.replace('v1,', ''), signatures.replace('v1', 'v2')])
    expect(isSignedBySvix(secret, { ...sent, signatures: wrong }, 1_614_265_330)).toBe(false)
})
