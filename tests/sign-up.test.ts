import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { signUp } from '../src/actions/accounts.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
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

  it('asked for twenty times at once sends three mails', async () => {
    const answers = await twentyTimes(() => app.client().post('/register', FORM))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    const { tokens, jobs } = await dumpTables(env.DB)
    expect([tokens?.length, jobs?.length]).toEqual([3, 3])
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
