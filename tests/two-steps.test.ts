import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { WAITS } from '../src/actions/attempts.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addArticle, addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { codesIn, firstStep, isSignedIn, setUpApp, usedApp } from './helpers/factors.ts'

const EMAIL = 'salma@example.com'
const FORM = { email: EMAIL, password: PASSWORD }

type Reader = Awaited<ReturnType<typeof signedInClient>>

let app: TestApp
let reader: Reader
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app, { email: EMAIL })
  browser = app.client()
})

/**
 * Twenty sign-ins of which each knows the password, ended at once with one code. Gives the statuses of those that were
 * neither told that the code is used up nor to wait.
 */
async function raced(code: string): Promise<number[]> {
  const tokens: string[] = []
  for (let i = 0; i < 20; i += 1) tokens.push(await firstStep(app.client(), { email: EMAIL }))
  const answers = await twentyTimes((n) => app.client().post('/login/second', { token: String(tokens[n]), code }))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 422).length).toBeGreaterThan(2)
  return statuses.filter((status) => status !== 422 && status !== 429)
}

describe('signing in with two steps', () => {
  it('asks for a code after the password, signs in only then, and carries what was wanted', async () => {
    const { codeAt } = await usedApp(reader, app)
    const articleId = await addArticle()
    const token = await firstStep(browser, { email: EMAIL, intent: `save:${articleId}` })
    expect(isSignedIn(browser)).toBe(false)
    expect((await dumpTables(env.DB)).saved).toEqual([])
    const done = await browser.post('/login/second', { token, code: codeAt(app.clock.now()) })
    expect(done).toMatchObject({ status: 303, to: `/articles/${articleId}` })
    expect(isSignedIn(browser)).toBe(true)
    expect((await dumpTables(env.DB)).saved).toMatchObject([{ article_id: articleId }])
  })

  it('takes a code in Arabic digits and with spaces', async () => {
    const { codeAt } = await usedApp(reader, app)
    const arabic = codeAt(app.clock.now()).replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)))
    const code = `${arabic.slice(0, 3)} ${arabic.slice(3)}`
    expect(
      (await browser.post('/login/second', { token: await firstStep(browser, { email: EMAIL }), code })).status,
    ).toBe(303)
  })

  it('takes a code half a minute early or late, no more', async () => {
    const { codeAt } = await usedApp(reader, app)
    app.clock.advance(600)
    const now = app.clock.now()
    const token = await firstStep(browser, { email: EMAIL })
    for (const off of [-60, 60]) {
      expect((await browser.post('/login/second', { token, code: codeAt(now + off) })).status).toBe(422)
    }
    expect((await browser.post('/login/second', { token, code: codeAt(now - 30) })).status).toBe(303)
    const next = await firstStep(app.client(), { email: EMAIL })
    expect((await browser.post('/login/second', { token: next, code: codeAt(now + 30) })).status).toBe(303)
  })

  it('takes a code once, not that of set-up either, and none from before the last', async () => {
    const { codeAt } = await setUpApp(reader, app)
    const setUp = codeAt(app.clock.now())
    const token = await firstStep(browser, { email: EMAIL })
    expect((await browser.post('/login/second', { token, code: setUp })).status).toBe(422)
    const next = codeAt(app.clock.now() + 30)
    expect((await browser.post('/login/second', { token, code: next })).status).toBe(303)
    const again = await firstStep(app.client(), { email: EMAIL })
    expect((await app.client().post('/login/second', { token: again, code: next })).status).toBe(422)
  })

  it('lets one code end one of twenty sign-ins at once', async () => {
    const { codeAt } = await usedApp(reader, app)
    expect(await raced(codeAt(app.clock.now()))).toEqual([303])
    expect((await dumpTables(env.DB)).sessions).toHaveLength(2)
  })

  it('makes whoever guesses wait longer and longer, though each knows the password', async () => {
    const { codeAt } = await usedApp(reader, app)
    const statuses: number[] = []
    for (let i = 0; i < 8; i += 1) {
      const token = await firstStep(app.client(), { email: EMAIL })
      statuses.push((await app.client().post('/login/second', { token, code: '000000' })).status)
    }
    const free = WAITS.filter((wait) => wait === 0).length + 1
    expect(statuses).toEqual([...Array(free).fill(422), ...Array(8 - free).fill(429)])
    const code = codeAt(app.clock.now())
    const refused = await browser.post('/login/second', { token: await firstStep(browser, { email: EMAIL }), code })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
    app.clock.advance(15 * 60)
    const late = { token: await firstStep(browser, { email: EMAIL }), code: codeAt(app.clock.now()) }
    expect((await browser.post('/login/second', late)).status).toBe(303)
  })

  it('keeps to one sign-in: its token ends after five minutes, when it was used, and is nobody’s session', async () => {
    const { codeAt } = await usedApp(reader, app)
    const token = await firstStep(browser, { email: EMAIL })
    const thief = app.client()
    thief.cookies.set('__Host-session', token)
    expect((await thief.get('/settings/account')).to).toBe('/login')
    app.clock.advance(5 * 60)
    const late = await browser.post('/login/second', { token, code: codeAt(app.clock.now()) })
    expect(late.status).toBe(422)
    expect(late.text).toContain(ar.fields.stepEnded)
    const next = await firstStep(browser, { email: EMAIL })
    app.clock.advance(60)
    expect((await browser.post('/login/second', { token: next, code: codeAt(app.clock.now()) })).status).toBe(303)
    app.clock.advance(60)
    expect((await thief.post('/login/second', { token: next, code: codeAt(app.clock.now()) })).status).toBe(422)
  })

  it.each<[string, Record<string, string | string[]>]>([
    ['nothing', {}],
    ['an empty token', { token: '' }],
    ['a token that never was', { token: 'x'.repeat(43), code: '123456' }],
    ['two tokens', { token: ['a', 'b'], code: '123456' }],
    ['an endless code', { code: 'x'.repeat(5000) }],
  ])('says that it is over to %s', async (_, fields) => {
    const answer = await browser.post('/login/second', fields)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(ar.fields.stepEnded)
  })

  it('logs the failure and, once it is over, the sign-in', async () => {
    const { codeAt } = await usedApp(reader, app)
    const token = await firstStep(browser, { email: EMAIL })
    await browser.post('/login/second', { token, code: '000000' })
    await browser.post('/login/second', { token, code: codeAt(app.clock.now()) })
    const kinds = (await dumpTables(env.DB)).security_events?.map(({ kind }) => kind)
    expect(kinds?.filter((kind) => kind === 'sign_in_failed' || kind === 'signed_in').sort()).toEqual([
      'sign_in_failed',
      'signed_in',
    ])
  })

  it('has no page of its own: whoever asks for it begins anew', async () => {
    expect(await browser.get('/login/second')).toMatchObject({ status: 303, to: '/login' })
  })

  it('is not asked of an account without a factor', async () => {
    await addReader({ email: 'plain@example.com' })
    expect((await browser.post('/login', { ...FORM, email: 'plain@example.com' })).to).toBe('/list')
  })
})

describe('recovery codes', () => {
  it('sign in after the password, each once, as typed from paper', async () => {
    const { codes } = await usedApp(reader, app)
    const [code = ''] = codes
    const typed = code.toUpperCase().replaceAll('-', ' ')
    expect(
      (await browser.post('/login/second', { token: await firstStep(browser, { email: EMAIL }), code: typed })).status,
    ).toBe(303)
    const again = await browser.post('/login/second', { token: await firstStep(app.client(), { email: EMAIL }), code })
    expect(again.status).toBe(422)
    const { recovery_codes, security_events } = await dumpTables(env.DB)
    expect(recovery_codes).toHaveLength(9)
    expect(security_events?.map(({ kind }) => kind)).toContain('recovery_used')
  })

  it('end one of twenty sign-ins at once', async () => {
    const { codes } = await usedApp(reader, app)
    expect(await raced(String(codes[0]))).toEqual([303])
    const { recovery_codes, sessions, security_events } = await dumpTables(env.DB)
    expect([recovery_codes?.length, sessions?.length]).toEqual([9, 2])
    expect(security_events?.filter(({ kind }) => kind === 'recovery_used')).toHaveLength(1)
  })

  it('are one reader’s own', async () => {
    await usedApp(reader, app)
    const other = await signedInClient(app)
    const theirs = await setUpApp(other, app)
    const refused = await browser.post('/login/second', {
      token: await firstStep(browser, { email: EMAIL }),
      code: String(theirs.codes[0]),
    })
    expect(refused.status).toBe(422)
  })

  it('are renewed by the password, and the old ones end', async () => {
    const { codes } = await usedApp(reader, app)
    expect((await reader.post('/settings/security/recovery', { password: 'wrong' })).status).toBe(422)
    const renewed = codesIn((await reader.post('/settings/security/recovery', { password: PASSWORD })).text)
    expect(renewed).toHaveLength(10)
    expect(renewed.filter((code) => codes.includes(code))).toEqual([])
    const token = await firstStep(browser, { email: EMAIL })
    expect((await browser.post('/login/second', { token, code: String(codes[0]) })).status).toBe(422)
    expect((await browser.post('/login/second', { token, code: String(renewed[0]) })).status).toBe(303)
    const kinds = (await dumpTables(env.DB)).security_events?.map(({ kind }) => kind)
    expect(kinds).toContain('recovery_renewed')
  })

  it('are not given to an account without a factor', async () => {
    const answer = await reader.post('/settings/security/recovery', { password: PASSWORD })
    expect(answer.text).toContain(ar.factors.recovery.needless)
    expect((await dumpTables(env.DB)).recovery_codes).toEqual([])
  })
})
