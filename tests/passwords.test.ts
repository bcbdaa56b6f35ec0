import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { changePassword, replacePassword } from '../src/actions/passwords.ts'
import { ar } from '../src/i18n/ar.ts'
import { password } from '../src/ports/password.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, twentyTimes } from './helpers/d1.ts'
import { contextOn, FROM } from './helpers/emails.ts'
import { eventKinds } from './helpers/events.ts'
import { mailedSecrets } from './helpers/links.ts'

const EMAIL = 'salma@example.com'
const NEW = 'جملة جديدة طويلة'

let app: TestApp
let browser: Client
let salma: { id: number; email: string }

beforeEach(async () => {
  app = createTestApp()
  browser = app.client()
  salma = await addReader({ email: EMAIL })
})

describe('changing the password', () => {
  it('takes the old one, ends all other sessions, and goes on under a new id', async () => {
    const phone = app.client()
    for (const client of [phone, browser]) await signIn(client)
    const before = String(browser.cookies.get('__Host-session'))
    const changed = await change({ current: PASSWORD, password: NEW })
    expect(changed).toMatchObject({ status: 303, to: '/settings/security?done=password' })
    expect((await browser.get(String(changed.to))).text).toContain(ar.security.password.changed)
    expect(browser.cookies.get('__Host-session')).not.toBe(before)
    expect((await phone.get('/settings/security')).to).toBe('/login')
    phone.cookies.set('__Host-session', before)
    expect((await phone.get('/settings/security')).to).toBe('/login')
    expect((await signIn(app.client(), PASSWORD)).status).toBe(422)
    expect((await signIn(app.client(), NEW)).status).toBe(303)
  })

  it('is told by mail and among the events, once', async () => {
    await signIn()
    await change({ current: PASSWORD, password: NEW })
    await app.work()
    expect(app.mails).toMatchObject([{ to: EMAIL, subject: ar.mail.notices.password_changed.subject }])
    expect(await eventKinds()).toEqual(['signed_in', 'password_changed'])
  })

  it.each([
    ['a wrong one', { current: 'a guess', password: NEW }, ar.fields.passwordIncorrect],
    ['none', { current: '', password: NEW }, ar.fields.passwordRequired],
    ['a short one', { current: PASSWORD, password: 'short' }, ar.fields.passwordTooShort],
    ['a common one', { current: PASSWORD, password: 'password123' }, ar.fields.passwordCommon],
    ['nothing', {}, ar.fields.passwordRequired],
  ])(
    'is refused with %s, and nothing that was typed comes back',
    async (_, fields: Record<string, string>, sentence) => {
      await signIn()
      const refused = await browser.post('/settings/security/password', fields)
      expect(refused.status).toBe(422)
      expect(refused.text).toContain(sentence)
      expect(refused.text).not.toMatch(/type="password"[^>]*value=/)
      expect((await browser.post('/settings/security/password', fields, { htmx: true })).text).toMatch(/^<form/)
      expect((await signIn(app.client())).status).toBe(303)
    },
  )

  it('counts the passwords tried', async () => {
    await signIn()
    for (let i = 0; i < 5; i += 1) await change({ current: `guess ${i}`, password: NEW })
    expect((await change({ current: PASSWORD, password: NEW })).status).toBe(429)
    app.clock.advance(15)
    expect((await change({ current: PASSWORD, password: NEW })).status).toBe(303)
  })

  it('does not overtake a reset that shut its maker out', async () => {
    const reader = await addReader({ email: 'noor@example.com' })
    await browser.post('/reset', { email: 'noor@example.com' })
    const [secret] = await mailedSecrets(app, 'noor@example.com', 'reset')
    const context = contextOn(app, env.DB)
    const slow = {
      ...context.ports.password,
      hash: async (text: string) => {
        await app.client().post(`/reset/${secret}`, { password: NEW })
        return `fast$${text}`
      },
    }
    const result = await changePassword(
      { ...context, ports: { password: slow } },
      { reader, current: PASSWORD, password: 'the thief’s own', from: FROM },
    )
    expect(result).toEqual({ errors: { current: 'passwordIncorrect' } })
    const answer = await browser.post('/login', { email: 'noor@example.com', password: NEW })
    expect(answer.status).toBe(303)
  })

  it('twenty times at once sets one', async () => {
    const reader = await addReader()
    const results = await twentyTimes((n) =>
      changePassword(contextOn(app, env.DB), {
        reader,
        current: PASSWORD,
        password: `a long password ${n}`,
        from: FROM,
      }).catch(() => 'too many'),
    )
    expect(results.filter((result) => typeof result === 'object' && 'stored' in result)).toHaveLength(1)
    expect(await eventKinds()).toEqual(['password_changed'])
  })

  it('is whole or not at all, at every statement', async () => {
    await signIn()

    const asked = { reader: salma, before: `fast$${PASSWORD}`, password: NEW, from: FROM }
    const breaks = await atEveryStatement(env.DB, (broken) => replacePassword(contextOn(app, broken), asked))
    expect(breaks).toBe(7)
    expect((await signIn(app.client(), NEW)).status).toBe(303)
  })
})

function signIn(client = browser, password = PASSWORD) {
  return client.post('/login', { email: EMAIL, password })
}

function change(fields: Record<string, string>) {
  return browser.post('/settings/security/password', fields)
}

// What it promises is tested in tests/node/password.test.ts; that workerd's own scrypt keeps to it, here.
it('the real password port runs where the Worker runs, and knows what Node stored', async () => {
  const stored = await password.hash('قهوة باردة في تشرين')
  expect(stored).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await password.verify(stored, 'قهوة باردة في تشرين')).toBe(true)
  const older = '$scrypt$ln=14,r=8,p=5$MDEyMzQ1Njc4OWFiY2RlZg$yecuOJj0CWKwLcwYpG78wxplG4jyL3dXQLrXbdiz9/s'
  expect(await password.verify(older, 'an older one')).toBe(true)
  expect(await password.verify(older, 'another one')).toBe(false)
}, 30_000)
