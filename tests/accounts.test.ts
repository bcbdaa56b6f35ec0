import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { signUp, verify } from '../src/actions/accounts.ts'
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

describe('asking for an account', () => {
  it('answers the same page whether the email has an account or not', async () => {
    const unknown = await browser.post('/register', FORM)
    await addReader({ email: EMAIL })
    const known = await app.client().post('/register', FORM)
    expect(unknown.status).toBe(200)
    expect(unknown.text).toContain(ar.accounts.sent.title)
    expect(unknown.text).toContain(EMAIL)
    expect(known.bytes).toEqual(unknown.bytes)
    expect([...known.headers.keys()]).toEqual([...unknown.headers.keys()])
  })

  it('makes no account, only a link and the mail that brings it', async () => {
    await browser.post('/register', FORM)
    const { readers, credentials, sessions, tokens, jobs } = await dumpTables(env.DB)
    expect([readers, credentials, sessions]).toEqual([[], [], []])
    expect(tokens).toMatchObject([{ email: EMAIL, purpose: 'signup', expires_at: START + 86_400, intent: null }])
    expect(jobs).toMatchObject([{ kind: 'mail', key: `signup:${tokens?.[0]?.hash}`, due_at: START }])
    expect(JSON.parse(String(jobs?.[0]?.payload))).toEqual({ template: 'signup', token: tokens?.[0]?.hash })
  })

  it('keeps what was typed and says what is wrong with it, but never sends a password back', async () => {
    const bad = await browser.post('/register', { email: 'Salma@', password: 'short' })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('value="Salma@"')
    expect(bad.text).toContain(ar.fields.emailMalformed)
    expect(bad.text).toContain(ar.fields.passwordTooShort)
    expect(bad.text).not.toContain('short')
    const inPlace = await browser.post('/register', { email: 'Salma@', password: 'short' }, { htmx: true })
    expect(inPlace.status).toBe(422)
    expect(inPlace.text).toMatch(/^<form/)
  })

  it.each([
    ['no email', { password: PASSWORD }, ar.fields.emailRequired],
    ['an email sent twice', { email: [EMAIL, EMAIL], password: PASSWORD }, ar.fields.emailRequired],
    ['an endless email', { email: `${'a'.repeat(300)}@example.com`, password: PASSWORD }, ar.fields.emailTooLong],
    [
      'an email that turns direction',
      { email: `salma\u202e@example.com`, password: PASSWORD },
      ar.fields.emailMalformed,
    ],
    [
      'an email with a line break',
      { email: `salma@example.com\r\nBcc: x@y.z`, password: PASSWORD },
      ar.fields.emailMalformed,
    ],
    ['no password', { email: EMAIL }, ar.fields.passwordRequired],
    ['seven characters', { email: EMAIL, password: '1b🙂4e6ك' }, ar.fields.passwordTooShort],
    ['257 characters', { email: EMAIL, password: 'ب'.repeat(257) }, ar.fields.passwordTooLong],
    ['a common password', { email: EMAIL, password: 'password1' }, ar.fields.passwordCommon],
    ['a common one in Arabic digits', { email: EMAIL, password: '١٢٣٤٥٦٧٨٩' }, ar.fields.passwordCommon],
    ['the email as its password', { email: EMAIL, password: EMAIL }, ar.fields.passwordCommon],
  ])('says what is wrong with %s', async (_, fields, sentence) => {
    const answer = await browser.post('/register', fields)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(sentence)
    expect((await dumpTables(env.DB)).tokens).toEqual([])
  })

  it('takes 256 characters of a password, spaces and all', async () => {
    await browser.post('/register', { email: EMAIL, password: ` ${'سطر من قصيدة '.repeat(20)}`.slice(0, 256) })
    await browser.post(await verifyPath(app, EMAIL))
    expect(browser.cookies.has('__Host-session')).toBe(true)
  })

  it('sends three mails an hour and ten a day to one email, and the page stays the same', async () => {
    const page = await browser.post('/register', FORM)
    for (let i = 0; i < 4; i++) expect((await browser.post('/register', FORM)).bytes).toEqual(page.bytes)
    expect(await mailedSecrets(app, EMAIL, 'signup')).toHaveLength(3)
    for (let hour = 1; hour < 6; hour++) {
      app.clock.advance(3600)
      for (let i = 0; i < 2; i++) await browser.post('/register', FORM)
    }
    expect((await mailedSecrets(app, EMAIL, 'signup')).length).toBeLessThanOrEqual(10)
    app.clock.advance(86_400)
    await browser.post('/register', FORM)
    expect((await dumpTables(env.DB)).tokens?.filter((row) => Number(row.created_at) === app.clock.now())).toHaveLength(
      1,
    )
  })

  it('sends twenty mails an hour for one network block', async () => {
    const from = (ip: string) => ({ headers: { 'CF-Connecting-IP': ip } })
    for (let i = 0; i < 25; i++) {
      await browser.post('/register', { ...FORM, email: `reader${i}@example.com` }, from(`203.0.113.${i}`))
    }
    expect((await dumpTables(env.DB)).tokens).toHaveLength(20)
    await browser.post('/register', FORM, from('203.0.114.1'))
    expect((await dumpTables(env.DB)).tokens).toHaveLength(21)
  })

  it('refuses a form sent from elsewhere', async () => {
    const elsewhere: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': '', Origin: '' },
    ]
    for (const headers of elsewhere) {
      const answer = await browser.post('/register', FORM, { headers })
      expect(answer.status).toBe(403)
      expect(answer.text).toContain(ar.errors.pages.cross_site.title)
    }
    expect((await dumpTables(env.DB)).tokens).toEqual([])
  })

  it('is whole or not at all, at every statement', async () => {
    const context = app.context()
    const asked = { ...FORM, intent: null, ip: '127.0.0.1', browser: undefined }
    const ports = { password: { hash: async () => 'hash', verify: async () => true } }
    // The attempts are counted in a step of their own, on purpose: a broken sign-up is an attempt too.
    const breaks = await atEveryStatement(env.DB, (broken) => signUp({ ...context, db: open(broken), ports }, asked))
    expect(breaks).toBeGreaterThan(1)
  })
})

describe('the mailed link', () => {
  it('opens the account in the browser that asked, with one button, and signs in', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const shown = await browser.get(path)
    expect(shown.text).toContain(ar.accounts.verify.button)
    expect(shown.text).not.toContain('type="password"')
    const pressed = await browser.post(path)
    expect(pressed).toMatchObject({ status: 303, to: '/list' })
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
    expect(pressed).toMatchObject({ status: 200, to: '/list', text: '' })
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
    expect(await phone.post(path, { password: PASSWORD })).toMatchObject({ status: 303, to: '/list' })
    expect(phone.cookies.has('__Host-session')).toBe(true)
  })

  it('counts the passwords tried on it', async () => {
    await browser.post('/register', FORM)
    const path = await verifyPath(app, EMAIL)
    const stranger = app.client()
    for (let i = 0; i < 10; i++) expect((await stranger.post(path, { password: `guess ${i}` })).status).toBe(422)
    const refused = await stranger.post(path, { password: PASSWORD })
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe('900')
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
    expect(breaks).toBe(6)
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

describe('what a visitor was about to do', () => {
  it('stands above both forms, and goes from one to the other', async () => {
    const id = await addArticle({ title: 'كيف تُصنع <الجبن>' })
    for (const path of ['/login', '/register']) {
      const { text } = await browser.get(`${path}?intent=save:${id}`)
      expect(text).toContain(ar.accounts.asked.save)
      expect(text).toContain('كيف تُصنع &lt;الجبن&gt;')
      expect(text).toContain(`name="intent" value="save:${id}"`)
      expect(text).toContain(`?intent=save:${id}"`)
    }
    const bad = await browser.post('/login', { email: '', password: '', intent: `save:${id}` })
    expect(bad.text).toContain('كيف تُصنع &lt;الجبن&gt;')
    expect(bad.text).toContain(`name="intent" value="save:${id}"`)
  })

  it('is done after signing up by the link, on the page where it began', async () => {
    const id = await addArticle()
    await browser.post('/register', { ...FORM, intent: `save:${id}` })
    const phone = app.client()
    const path = await verifyPath(app, EMAIL)
    expect((await phone.get(path)).text).toContain(ar.accounts.asked.save)
    const pressed = await phone.post(path, { password: PASSWORD })
    expect(pressed.to).toBe(`/articles/${id}`)
    const { saved, jobs } = await dumpTables(env.DB)
    expect(saved).toMatchObject([{ article_id: id, reader_id: 1 }])
    expect(jobs?.map(({ kind }) => kind)).toEqual(['mail'])
  })

  it('is done by the cron where a crash came between', async () => {
    let crash = true
    const prepare = (query: string) => {
      if (crash && query.includes('INTO saved')) throw new Error('Network connection lost')
    }
    app = createTestApp({ d1: hooked(env.DB, { prepare }) })
    const id = await addArticle()
    await browser.post('/register', { ...FORM, intent: `save:${id}` })
    const reader = app.client()
    expect((await reader.post(await verifyPath(app, EMAIL), { password: PASSWORD })).status).toBe(500)
    expect(reader.cookies.has('__Host-session')).toBe(true)
    crash = false
    await app.work()
    expect((await dumpTables(env.DB)).saved).toEqual([])
    app.clock.advance(60)
    await app.work()
    const { saved, jobs } = await dumpTables(env.DB)
    expect(saved).toMatchObject([{ article_id: id }])
    expect(jobs).toEqual([])
  })

  it('is done after signing in', async () => {
    const id = await addArticle()
    await addReader({ email: EMAIL })
    const answer = await browser.post('/login', { ...FORM, intent: `save:${id}` })
    expect(answer).toMatchObject({ status: 303, to: `/articles/${id}` })
    expect((await dumpTables(env.DB)).saved).toMatchObject([{ article_id: id }])
    expect((await browser.get(`/login?intent=save:${id}`)).to).toBe(`/articles/${id}`)
  })

  it('is left where its article is gone, and the reader is in all the same', async () => {
    const id = await addArticle({ hiddenAt: START })
    await addReader({ email: EMAIL })
    expect((await browser.get(`/login?intent=save:${id}`)).text).not.toContain(ar.accounts.asked.save)
    expect((await browser.post('/login', { ...FORM, intent: `save:${id}` })).status).toBe(303)
    expect(browser.cookies.has('__Host-session')).toBe(true)
  })

  it.each([
    'https://evil.example',
    '//evil.example',
    'save:0',
    'save:1e9',
    'save:-1',
    'newsletter:../x',
    'desk:1',
    'save:17 ',
  ])('is one of a closed list, and never %s', async (intent) => {
    await addReader({ email: EMAIL })
    const shown = await browser.get(`/login?intent=${encodeURIComponent(intent)}`)
    expect(shown.text).not.toContain('name="intent"')
    expect(await browser.post('/login', { ...FORM, intent })).toMatchObject({ status: 303, to: '/list' })
  })
})
