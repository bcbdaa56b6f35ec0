import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../src/core/secrets.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, hooked } from './helpers/d1.ts'
import { tokenIn, usedApp } from './helpers/factors.ts'
import { mailedSecrets } from './helpers/links.ts'

const EMAIL = 'salma@example.com'
const DAY = 86_400

let app: TestApp
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  browser = app.client()
  await addReader({ email: EMAIL })
})

describe('a session', () => {
  it('is a cookie that script cannot read and a marker that grants nothing', async () => {
    const answer = await signIn()
    const [session, marker] = answer.headers.getSetCookie()
    expect(session).toMatch(/^__Host-session=[a-z2-7]{40}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(marker).toBe('__Host-reader=1; Max-Age=2592000; Path=/; Secure; SameSite=Lax')
    const pretender = app.client()
    pretender.cookies.set('__Host-reader', '1')
    const refused = await pretender.get('/settings/account')
    expect(refused.to).toBe('/login')
    expect(pretender.cookies.has('__Host-reader')).toBe(false)
  })

  it('stands in the table as a hash, which is no key', async () => {
    await signIn()
    const id = String(browser.cookies.get('__Host-session'))
    const { sessions } = await dumpTables(env.DB)
    expect(sessions).toMatchObject([{ id_hash: sha256(id), created_at: START, expires_at: START + 30 * DAY }])
    expect(JSON.stringify(sessions)).not.toContain(id)
    for (const stored of [sessions?.[0]?.id_hash, sessions?.[0]?.public_id]) {
      const thief = app.client()
      thief.cookies.set('__Host-session', String(stored))
      expect((await thief.get('/settings/account')).to).toBe('/login')
    }
  })

  it('ends after thirty days without a visit', async () => {
    await signIn()
    app.clock.advance(30 * DAY - 1)
    expect((await browser.get('/settings/account')).status).toBe(200)
    const idle = app.client()
    await signIn(idle)
    app.clock.advance(30 * DAY)
    const before = await dumpTables(env.DB)
    expect((await idle.get('/settings/account')).to).toBe('/login')
    expect(idle.cookies.has('__Host-session')).toBe(false)
    expect(idle.cookies.has('__Host-reader')).toBe(false)
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('is extended in its second half, and not at every visit', async () => {
    await signIn()
    app.clock.advance(14 * DAY)
    expect((await browser.get('/settings/account')).headers.getSetCookie()).toEqual([])
    app.clock.advance(2 * DAY)
    const extended = await browser.get('/settings/account')
    expect(extended.headers.getSetCookie()).toHaveLength(2)
    expect((await dumpTables(env.DB)).sessions).toMatchObject([{ expires_at: START + 46 * DAY }])
    expect((await browser.get('/settings/account')).headers.getSetCookie()).toEqual([])
  })

  it('ends after ninety days however often it is used', async () => {
    await signIn()
    for (let day = 10; day < 90; day += 10) {
      app.clock.set(START + day * DAY)
      expect((await browser.get('/settings/account')).status).toBe(200)
    }
    app.clock.set(START + 90 * DAY)
    expect((await browser.get('/settings/account')).to).toBe('/login')
  })

  it('is not taken over: signing in begins another', async () => {
    const planted = 'a'.repeat(40)
    browser.cookies.set('__Host-session', planted)
    await signIn()
    expect(browser.cookies.get('__Host-session')).not.toBe(planted)
    const attacker = app.client()
    attacker.cookies.set('__Host-session', planted)
    expect((await attacker.get('/settings/account')).to).toBe('/login')
  })

  it.each(['', 'x', 'A'.repeat(40), `${'a'.repeat(40)}'--`, '%E0%A4%A', 'a'.repeat(4000)])(
    'never was one: %s',
    async (id) => {
      browser.cookies.set('__Host-session', id)
      expect((await browser.get('/settings/account')).to).toBe('/login')
    },
  )

  it('outlives malformed cookies beside it, which would lock the browser out', async () => {
    await signIn()
    const session = `__Host-session=${browser.cookies.get('__Host-session')}`
    for (const broken of ['x=%E0%A4%A', 'x', '=', 'x="; y', '%=%']) {
      const headers = { Cookie: `${broken}; ${session}` }
      expect((await browser.get('/settings/account', { headers })).status).toBe(200)
    }
  })

  it('costs one statement', async () => {
    await signIn()
    const statements: string[] = []
    const counting = createTestApp({ d1: hooked(env.DB, { prepare: (query) => void statements.push(query) }) })
    const reader = counting.client()
    for (const [name, value] of browser.cookies) reader.cookies.set(name, value)
    await reader.get('/login')
    expect(statements).toHaveLength(1)
    statements.length = 0
    await counting.client().get('/login')
    expect(statements).toEqual([])
  })
})

describe('who is let in', () => {
  it('sends a visitor to sign in, and htmx too', async () => {
    expect(await browser.get('/list')).toMatchObject({ status: 303, to: '/login' })
    expect(await browser.get('/list', { htmx: true })).toMatchObject({ status: 200, to: '/login', text: '' })
    expect(await browser.post('/settings/account', { name: 'x' })).toMatchObject({ status: 303, to: '/login' })
    expect(await browser.post('/logout', {}, { htmx: true })).toMatchObject({ status: 200, to: '/login' })
  })

  it('keeps private and open pages out of every cache', async () => {
    await signIn()
    for (const path of ['/settings/account', '/login', '/register', '/verify/x']) {
      expect((await browser.get(path)).headers.get('Cache-Control')).toBe('private, no-store')
    }
  })

  it('does not touch cookies on a public page', async () => {
    const id = await addArticle()
    await signIn()
    const [reader, visitor] = [await browser.get(`/articles/${id}`), await app.client().get(`/articles/${id}`)]
    expect(reader.bytes).toEqual(visitor.bytes)
    expect(reader.headers.getSetCookie()).toEqual([])
  })
})

describe('a sign-in with a password that a reset replaces meanwhile', () => {
  it.each([
    ['alone', false],
    ['and a second step', true],
  ])('opens nothing: the password %s', async (_, second) => {
    const { password } = app.ports
    const reader = await signedInClient(app)
    const { email } = reader.reader
    const set = second ? await usedApp(reader, app) : null
    await app.client().post('/reset', { email })
    const [secret] = await mailedSecrets(app, email, 'reset')
    const late = async () => {
      await app.client().post(`/reset/${secret}`, { password: 'a long new sentence' })
      return true
    }
    app.ports.password = { ...password, verify: late }
    const entered = await browser.post('/login', { email, password: PASSWORD })
    app.ports.password = password
    if (set) await browser.post('/login/second', { token: tokenIn(entered.text), code: set.codeAt(app.clock.now()) })
    expect((await browser.get('/list')).to).toBe('/login')
    expect((await browser.post('/login', { email, password: PASSWORD })).status).toBe(422)
  })
})

function signIn(client = browser) {
  return client.post('/login', { email: EMAIL, password: PASSWORD })
}
