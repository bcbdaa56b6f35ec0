import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables } from './helpers/d1.ts'

const EMAIL = 'salma@example.com'
const FORM = { email: EMAIL, password: PASSWORD }

let app: TestApp
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  browser = app.client()
  await addReader({ email: EMAIL })
})

describe('signing in', () => {
  it('opens the list, by a plain form and under htmx', async () => {
    expect(await browser.post('/login', FORM)).toMatchObject({ status: 303, to: '/list' })
    expect(await app.client().post('/login', FORM, { htmx: true })).toMatchObject({
      status: 200,
      to: '/list',
      text: '',
    })
    expect((await browser.get('/login')).to).toBe('/list')
    expect((await browser.get('/register')).to).toBe('/list')
  })

  it('takes the email in any case, and with spaces around', async () => {
    expect((await browser.post('/login', { ...FORM, email: '  Salma@Example.COM ' })).status).toBe(303)
  })

  it('says the same of a wrong password and of an email without an account', async () => {
    const wrong = await browser.post('/login', { ...FORM, password: 'another password' })
    const unknown = await browser.post('/login', { email: 'nobody@example.com', password: 'another password' })
    expect([wrong.status, unknown.status]).toEqual([422, 422])
    expect(wrong.text).toContain(ar.fields.signInMismatch)
    expect(unknown.text.replace('nobody@example.com', EMAIL)).toBe(wrong.text)
    expect(wrong.text).not.toContain('another password')
  })

  it('shows the way for a forgotten password', async () => {
    const { text } = await browser.get('/login')
    expect(text).toContain(`<a href="/reset">${ar.security.reset.forgotten}</a>`)
  })

  it('keeps the email as typed', async () => {
    const wrong = await browser.post('/login', { email: 'Salma@Example.com', password: 'x' })
    expect(wrong.text).toContain('value="Salma@Example.com"')
    const inPlace = await browser.post('/login', { email: 'Salma@Example.com', password: 'x' }, { htmx: true })
    expect(inPlace.text).toMatch(/^<form/)
  })

  it.each([
    ['nothing', {}, ar.fields.emailRequired],
    ['no password', { email: EMAIL, password: '' }, ar.fields.passwordRequired],
    ['two passwords', { email: EMAIL, password: [PASSWORD, PASSWORD] }, ar.fields.passwordRequired],
    ['an endless password', { email: EMAIL, password: 'x'.repeat(257) }, ar.fields.passwordTooLong],
    ['half an email', { email: 'salma', password: PASSWORD }, ar.fields.emailMalformed],
  ])('says what is wrong with %s, and counts no attempt', async (_, fields, sentence) => {
    const answer = await browser.post('/login', fields)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(sentence)
    expect((await dumpTables(env.DB)).attempts).toEqual([])
  })

  it('does not say how long a password must be', async () => {
    const short = await browser.post('/login', { ...FORM, password: 'x' })
    expect(short.text).toContain(ar.fields.signInMismatch)
    expect(short.text).not.toContain(ar.fields.passwordTooShort)
  })

  it('refuses a body over its limit', async () => {
    const answer = await browser.post('/login', { ...FORM, password: 'x'.repeat(70_000) })
    expect(answer.status).toBe(413)
    expect(answer.text).toContain(ar.errors.pages.too_large.title)
  })

  it('ends the session the browser had before', async () => {
    await browser.post('/login', FORM)
    const first = browser.cookies.get('__Host-session')
    await browser.post('/login', FORM)
    expect(browser.cookies.get('__Host-session')).not.toBe(first)
    expect((await dumpTables(env.DB)).sessions).toHaveLength(1)
  })
})

describe('signing out', () => {
  it('ends the session and clears both cookies, by a plain form and under htmx', async () => {
    for (const htmx of [false, true]) {
      await browser.post('/login', FORM)
      const session = String(browser.cookies.get('__Host-session'))
      expect(await browser.post('/logout', {}, { htmx })).toMatchObject({ status: htmx ? 200 : 303, to: '/' })
      expect(browser.cookies.has('__Host-session')).toBe(false)
      expect(browser.cookies.has('__Host-reader')).toBe(false)
      const back = app.client()
      back.cookies.set('__Host-session', session)
      expect((await back.get('/settings/account')).to).toBe('/login')
    }
    expect((await dumpTables(env.DB)).sessions).toEqual([])
  })

  it('has the browser forget what it kept of us', async () => {
    await browser.post('/login', FORM)
    const { headers } = await browser.post('/logout')
    expect(headers.get('Clear-Site-Data')).toBe('"cache", "storage"')
  })

  it('leaves the reader’s other devices signed in', async () => {
    const phone = app.client()
    await phone.post('/login', FORM)
    await browser.post('/login', FORM)
    await browser.post('/logout')
    expect((await phone.get('/settings/account')).status).toBe(200)
  })

  it('cannot be done by another site', async () => {
    await browser.post('/login', FORM)
    const answer = await browser.post('/logout', {}, { headers: { 'Sec-Fetch-Site': 'same-site' } })
    expect(answer.status).toBe(403)
    expect(browser.cookies.has('__Host-session')).toBe(true)
  })
})

describe('the account’s page', () => {
  it('shows the email, since when there is an account, and the way out', async () => {
    const reader = await signedInClient(app, { email: 'noor@example.com', name: 'نور' })
    expect((await reader.get('/settings')).to).toBe('/settings/account')
    const { text } = await reader.get('/settings/account')
    expect(text).toContain('noor@example.com')
    expect(text).toContain('value="نور"')
    expect(text).toContain('datetime="2026-11-24T09:00:00Z"')
    expect(text).toContain(ar.accounts.settings.signOut)
    expect(text).toContain('href="/settings/newsletters"')
  })

  it('changes the name, by a plain form and under htmx', async () => {
    const reader = await signedInClient(app)
    const saved = await reader.post('/settings/account', { name: ' نور  الدين ' })
    expect(saved).toMatchObject({ status: 303, to: '/settings/account?done=name' })
    const page = await reader.get(String(saved.to))
    expect(page.text).toContain('value="نور الدين"')
    expect(page.text).toContain(ar.accounts.settings.saved)
    const inPlace = await reader.post('/settings/account', { name: '' }, { htmx: true })
    expect(inPlace).toMatchObject({ status: 200, to: '/settings/account?done=name', text: '' })
    expect((await dumpTables(env.DB)).readers?.map(({ name }) => name)).toEqual(['', ''])
  })

  it('takes out of a name what turns the direction or breaks the line', async () => {
    const reader = await signedInClient(app)
    await reader.post('/settings/account', { name: '\u202eنور\u2066\r\n\u200f\u0000 الدين\u061c' })
    expect((await dumpTables(env.DB)).readers?.map(({ name }) => name)).toContain('نور الدين')
  })

  it('says what is wrong with a name and keeps it as typed', async () => {
    const reader = await signedInClient(app)
    const long = await reader.post('/settings/account', { name: `${'ن'.repeat(61)}` })
    expect(long.status).toBe(422)
    expect(long.text).toContain(ar.fields.nameTooLong)
    expect(long.text).toContain(`value="${'ن'.repeat(61)}"`)
    expect((await reader.post('/settings/account', {})).status).toBe(422)
    expect((await reader.post('/settings/account', { name: ['a', 'b'] }, { htmx: true })).text).toMatch(/^<form/)
    expect((await reader.post('/settings/account', { name: '🙂'.repeat(60) })).status).toBe(303)
  })

  it('is nobody else’s', async () => {
    await signedInClient(app, { email: 'noor@example.com' })
    const visitor = await browser.get('/settings/account')
    expect(visitor).toMatchObject({ status: 303, to: '/login', text: '' })
    expect((await browser.post('/settings/account', { name: 'x' })).to).toBe('/login')
    const other = await signedInClient(app, { email: 'other@example.com' })
    expect((await other.get('/settings/account')).text).not.toContain('noor@example.com')
  })
})
