import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { signedToken } from '../src/core/signed-links.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { addNewsletters, mailToken, subscribed, subscriptionsNow } from './helpers/newsletters.ts'

let app: TestApp

beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning', 'weekly')
})

describe('one-click unsubscribe (RFC 8058)', () => {
  const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' }
  const FROM_A_MAIL_PROGRAM = { headers: { Origin: 'https://mail.example', 'Sec-Fetch-Site': 'cross-site' } }

  it('ends the one subscription, form-encoded and as multipart, repeated too, without redirect or cookie', async () => {
    const manage = await subscribed(app, 'morning')
    await app.client().post(manage, { newsletter: 'weekly', wanted: '1' })
    const path = `/u/${await mailToken(app, 'unsubscribe')}`
    const part = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    const bodies = [
      ['application/x-www-form-urlencoded', new URLSearchParams(ONE_CLICK).toString()],
      ['multipart/form-data; boundary=b', part],
      ['multipart/form-data; boundary=wrong', 'not multipart at all'],
      ['text/plain', ''],
    ] as const
    for (const [type, body] of bodies) {
      const answer = await app.fetch(path, { method: 'POST', headers: { 'Content-Type': type }, body })
      expect(answer.status, type).toBe(200)
      expect(await answer.text()).toBe(ar.newsletters.unsubscribe.short)
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(await subscriptionsNow()).toMatchObject({ counts: [0, 1], states: ['ended', 'active'] })
    }
    expect((await subscriptionsNow()).acts.filter((act) => act === 'ended')).toHaveLength(1)
  })

  it('shows a person what would end, and ends it with a button', async () => {
    await subscribed(app, 'morning')
    const path = `/u/${await mailToken(app, 'unsubscribe')}`
    const before = await dumpTables(env.DB)
    const page = await app.client().get(path)
    expect(page.text).toContain(ar.newsletters.unsubscribe.ask('نشرة 1'))
    expect(await dumpTables(env.DB)).toEqual(before)
    const pressed = await app.client().post(path, { from: 'page' }, FROM_A_MAIL_PROGRAM)
    expect(pressed.status).toBe(200)
    expect(pressed.text).toContain(ar.newsletters.unsubscribe.title('نشرة 1'))
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0], states: ['ended'] })
  })

  it('answers well after the subscriber is gone', async () => {
    await subscribed(app, 'morning')
    const path = `/u/${await mailToken(app, 'unsubscribe')}`
    await env.DB.batch(['subscribers', 'subscriptions'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
    expect((await app.client().post(path, ONE_CLICK)).status).toBe(200)
  })

  it('does not depend on who is signed in', async () => {
    await subscribed(app, 'morning')
    const stranger = await signedInClient(app)
    await stranger.post(`/u/${await mailToken(app, 'unsubscribe')}`, ONE_CLICK)
    expect(await subscriptionsNow()).toMatchObject({ states: ['ended'] })
  })
})

describe('a signed link', () => {
  it('verifies for good with an old key', async () => {
    await subscribed(app, 'morning')
    const [newest, old] = app.config.signingKeys
    const ref = String((await dumpTables(env.DB)).subscribers?.[0]?.ref)
    const token = signedToken([old ?? newest, newest], 'unsubscribe', { ref, newsletterId: 1 })
    expect(token).toContain('.k1.')
    expect((await app.client().get(`/u/${token}`)).status).toBe(200)
  })

  it('does not open when anything of it is changed, and no other purpose’s door', async () => {
    await subscribed(app, 'morning')
    const unsubscribe = await mailToken(app, 'unsubscribe')
    const manage = await mailToken(app, 'manage')
    const [ref = '', , keyId = '', mac = ''] = unsubscribe.split('.')
    const wrong = [
      manage,
      [ref, '2', keyId, mac].join('.'),
      [ref, '1', 'k1', mac].join('.'),
      [ref, '1', 'k9', mac].join('.'),
      [`A${ref.slice(1)}`, '1', keyId, mac].join('.'),
      [ref, '1', keyId, `A${mac.slice(1)}`].join('.'),
      [ref, '01', keyId, mac].join('.'),
      `${unsubscribe}x`,
      'x',
    ]
    for (const token of wrong.filter((token) => token !== unsubscribe)) {
      expect((await app.client().get(`/u/${token}`)).status, token).toBe(404)
      expect((await app.client().post(`/u/${token}`)).status, token).toBe(404)
    }
    for (const token of [unsubscribe, ...wrong.slice(1)]) {
      expect((await app.client().get(`/newsletters/manage/${token}`)).status, token).toBe(404)
      expect((await app.client().post(`/newsletters/manage/${token}`, { none: '1' })).status, token).toBe(404)
    }
    expect(await subscriptionsNow()).toMatchObject({ states: ['active'] })
  })
})
