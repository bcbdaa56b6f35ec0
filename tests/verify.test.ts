import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { verify } from '../src/actions/accounts.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addReader, PASSWORD } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, dumpTables, hooked, twentyTimes } from './helpers/d1.ts'
import { mailedSecrets, verifyPath } from './helpers/links.ts'

const EMAIL = 'salma@example.com'
const FORM = { email: EMAIL, password: PASSWORD }

let app: TestApp
let browser: Client

beforeEach(() => {
  app = createTestApp()
  browser = app.client()
})

describe('the mailed link', () => {
  it('opens the account in the browser that asked, with one button, and signs in', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const shown = await browser.get(path)
    expect(shown.text).toContain(ar.accounts.verify.button)
    expect(shown.text).not.toContain('type="password"')
    const pressed = await browser.post(path)
    expect(pressed).toMatchObject({ status: 303, to: '/welcome' })
    expect(browser.cookies.get('__Host-reader')).toBe('1')
    expect(browser.cookies.has('__Host-signup')).toBe(false)
    expect((await browser.get('/settings/account')).text).toContain(EMAIL)
    const { readers, tokens, credentials } = await dumpTables(env.DB)
    expect(readers).toMatchObject([{ email: EMAIL, role: 'reader', name: '', created_at: START }])
    expect(credentials).toMatchObject([{ kind: 'password', reader_id: readers?.[0]?.id }])
    expect(tokens).toEqual([])
  })

  it('under htmx tells the page where to go', async () => {
    await browser.post('/register', FORM)
    const pressed = await browser.post(await verifyPath(app, EMAIL), {}, { htmx: true })
    expect(pressed).toMatchObject({ status: 200, to: '/welcome', text: '' })
  })

  it('is looked up in the primary, which knows it before any replica does', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const constraints: (string | undefined)[] = []
    const d1 = hooked(env.DB, { withSession: (constraint) => void constraints.push(constraint) })
    const watched = createTestApp({ d1 })
    expect((await watched.client().get(path)).status).toBe(200)
    expect(constraints.at(-1)).toBe('first-primary')
  })

  it('changes nothing by being looked at, however often', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const before = await dumpTables(env.DB)
    for (const visitor of [browser, app.client(), app.client()]) await visitor.get(path)
    await browser.get('/register?intent=save:1')
    await browser.get('/login?intent=newsletter:morning')
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('asks another browser for the password, so that a stranger’s email is not theirs who typed it', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const phone = app.client()
    expect((await phone.get(path)).text).toContain('type="password"')
    const none = await phone.post(path)
    expect(none.status).toBe(422)
    expect(none.text).toContain(ar.fields.passwordRequired)
    const wrong = await phone.post(path, { password: 'another password' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain(ar.fields.passwordWrong)
    expect(wrong.text).not.toContain('another password')
    expect((await phone.post(path, { password: ['a', 'b'] })).status).toBe(422)
    expect((await phone.post(path, { password: 'x'.repeat(300) })).text).toContain(ar.fields.passwordTooLong)
    expect((await dumpTables(env.DB)).readers).toEqual([])
    expect(await phone.post(path, { password: PASSWORD })).toMatchObject({ status: 303, to: '/welcome' })
    expect(phone.cookies.has('__Host-session')).toBe(true)
  })

  it('counts the passwords tried on it', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const stranger = app.client()
    for (let i = 0; i < 5; i++) expect((await stranger.post(path, { password: `guess ${i}` })).status).toBe(422)
    const refused = await stranger.post(path, { password: PASSWORD })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe('15')
    expect((await dumpTables(env.DB)).readers).toEqual([])
  })

  it('does not take the secret of another browser for its own', async () => {
    await browser.post('/register', FORM)
    const stranger = app.client()
    await stranger.post('/register', { ...FORM, password: 'the stranger’s own' })
    const paths = (await mailedSecrets(app, EMAIL, 'signup')).map((secret) => `/verify/${secret}`)
    const asks = await Promise.all(
      paths.map(async (path) => (await stranger.get(path)).text.includes('type="password"')),
    )
    expect(asks.sort()).toEqual([false, true])
  })

  it('opens each of its browser’s links without the password', async () => {
    await browser.post('/register', FORM)
    await browser.post('/register', FORM)
    const paths = (await mailedSecrets(app, EMAIL, 'signup')).map((secret) => `/verify/${secret}`)
    expect(paths).toHaveLength(2)
    for (const path of paths) expect((await browser.get(path)).text).not.toContain('type="password"')
  })

  it('works once, and takes the other links of the email along', async () => {
    await browser.post('/register', FORM)
    await browser.post('/register', FORM)
    const [first, second] = (await mailedSecrets(app, EMAIL, 'signup')).map((secret) => `/verify/${secret}`)
    await browser.post(String(first))
    const before = await dumpTables(env.DB)
    for (const path of [first, second]) {
      for (const visitor of [browser, app.client()]) {
        const shown = await visitor.get(String(path))
        const pressed = await visitor.post(String(path), { password: PASSWORD })
        expect([shown.status, pressed.status]).toEqual([410, 410])
        expect(pressed.text).toContain(ar.accounts.ended.title)
      }
    }
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('ends after a day', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    app.clock.advance(86_399)
    expect((await browser.get(path)).status).toBe(200)
    app.clock.advance(1)
    expect((await browser.get(path)).status).toBe(410)
    expect((await browser.post(path)).status).toBe(410)
    expect((await dumpTables(env.DB)).readers).toEqual([])
  })

  it.each(['x', 'A'.repeat(43), '%00', '%E0%A4%A', 'A'.repeat(500), '%D9%86'])(
    'that never was gets a clear page: %s',
    async (secret) => {
      const shown = await browser.get(`/verify/${secret}`)
      const pressed = await browser.post(`/verify/${secret}`)
      expect([shown.status, pressed.status]).toEqual([410, 410])
      expect(shown.text).toContain(ar.accounts.ended.line)
    },
  )

  it('of another purpose opens nothing', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    await env.DB.prepare(`UPDATE tokens SET purpose = 'optin'`).run()
    expect((await browser.get(path)).status).toBe(410)
    expect((await browser.post(path)).status).toBe(410)
  })

  it('leads to signing in where the email got its account meanwhile', async () => {
    const id = await addArticle()
    await browser.post('/register', { ...FORM, intent: `save:${id}` })
    const path = await verifyPath(app, EMAIL)
    await addReader({ email: EMAIL })
    const pressed = await browser.post(path)
    expect(pressed.text).toContain(ar.accounts.known.title)
    expect(pressed.text).toContain(`href="/login?intent=save:${id}"`)
    expect(browser.cookies.has('__Host-session')).toBe(false)
    const { credentials, tokens, sessions, jobs } = await dumpTables(env.DB)
    expect([credentials?.length, tokens, sessions]).toEqual([1, [], []])
    expect(jobs?.map(({ kind }) => kind)).toEqual(['mail'])
  })

  it('pressed twenty times at once makes one account', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const cookie = { headers: { Cookie: `__Host-signup=${browser.cookies.get('__Host-signup')}` } }
    const answers = await twentyTimes(() => app.client().post(path, {}, cookie))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array(19).fill(410)])
    expect((await dumpTables(env.DB)).readers).toHaveLength(1)
  })

  it('two links of one email pressed at once make one account', async () => {
    for (let i = 0; i < 3; i++) await browser.post('/register', FORM)
    const paths = (await mailedSecrets(app, EMAIL, 'signup')).map((secret) => `/verify/${secret}`)
    const cookie = { headers: { Cookie: `__Host-signup=${browser.cookies.get('__Host-signup')}` } }
    const answers = await Promise.all(paths.map((path) => app.client().post(path, {}, cookie)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    const { readers, credentials } = await dumpTables(env.DB)
    expect([readers?.length, credentials?.length]).toEqual([1, 1])
  })

  it('is whole or not at all, at every statement', async () => {
    await browser.post('/register', { ...FORM, intent: `save:${await addArticle()}` })
    const [secret = ''] = await mailedSecrets(app, EMAIL, 'signup')
    const pressed = { secret, browser: browser.cookies.get('__Host-signup'), password: '', ip: '127.0.0.1' }
    const ports = { password: { hash: async () => '', verify: async () => false } }
    const breaks = await atEveryStatement(env.DB, (broken) =>
      verify({ ...app.context(), db: open(broken), ports }, pressed),
    )
    expect(breaks).toBe(9)
  })
})

describe('a stolen database', () => {
  it('holds nothing that opens a link, a session or an account', async () => {
    await addReader({ email: 'other@example.com' })
    await browser.post('/register', FORM)
    await browser.post('/login', { email: 'other@example.com', password: PASSWORD })
    const values = Object.values(await dumpTables(env.DB)).flatMap((rows) => rows.flatMap((row) => Object.values(row)))
    const texts = [...new Set(values.filter((value) => typeof value === 'string' && value.length > 7))].map(String)
    expect(texts.length).toBeGreaterThan(10)
    const secrets = [await verifyPath(app, EMAIL), ...browser.cookies.values()].map((secret) => secret.split('/').pop())
    for (const secret of secrets.filter((secret) => secret !== '1')) expect(texts).not.toContain(secret)
    for (const text of texts) {
      const thief = app.client()
      for (const name of ['__Host-session', '__Host-signup']) thief.cookies.set(name, encodeURIComponent(text))
      expect((await thief.get('/settings/account')).to).toBe('/login')
      expect((await thief.get(`/verify/${encodeURIComponent(text)}`)).status).toBe(410)
      const stolen = await thief.get(await verifyPath(app, EMAIL))
      expect(stolen.text).toContain('type="password"')
    }
  })
})
