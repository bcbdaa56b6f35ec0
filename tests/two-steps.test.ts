import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { WAITS } from '../src/actions/attempts.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addArticle, addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { type App, appIn, codesIn, isSignedIn, setUpApp, setUpPasskey, tokenIn } from './helpers/factors.ts'

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

/** The token of the second step, after a right password. */
async function firstStep(client = browser, fields = {}): Promise<string> {
  const step = await client.post('/login', { ...FORM, ...fields })
  expect(step.status).toBe(200)
  expect(step.text).toContain(ar.factors.second.title)
  return tokenIn(step.text)
}

/** An app whose code of set-up is past: all of its next codes are good. */
async function usedApp(): Promise<App> {
  const set = await setUpApp(reader, app)
  app.clock.advance(60)
  return set
}

/**
 * Twenty sign-ins of which each knows the password, ended at once with one code. Gives the statuses of those that were
 * neither told that the code is used up nor to wait.
 */
async function raced(code: string): Promise<number[]> {
  const tokens: string[] = []
  for (let i = 0; i < 20; i += 1) tokens.push(await firstStep(app.client()))
  const answers = await twentyTimes((n) => app.client().post('/login/second', { token: String(tokens[n]), code }))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 422).length).toBeGreaterThan(2)
  return statuses.filter((status) => status !== 422 && status !== 429)
}

describe('setting an app up', () => {
  it('shows its secret as picture and text, and is done by the first right code', async () => {
    const begun = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    expect(begun.status).toBe(200)
    expect(begun.text).toMatch(/<svg class="qr"[^>]*role="img"[^>]*aria-label/)
    expect(begun.text).toMatch(/<code class="secret"[^>]*>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</)
    expect((await dumpTables(env.DB)).totp).toEqual([])
    const code = appIn(begun.text)(app.clock.now())
    const on = await reader.post('/settings/security/totp', { token: tokenIn(begun.text), code })
    expect(on.text).toContain(ar.factors.done.totp_on)
    expect(codesIn(on.text)).toHaveLength(10)
    const { totp, challenges, security_events } = await dumpTables(env.DB)
    expect(totp).toMatchObject([{ reader_id: reader.reader.id, step: Math.floor(app.clock.now() / 30) }])
    expect(challenges).toEqual([])
    expect(security_events?.map(({ kind }) => kind)).toContain('totp_on')
    await app.work()
    expect(app.mails).toMatchObject([{ to: EMAIL, subject: ar.mail.notices.totp_on.subject }])
  })

  it('goes on after a wrong code with the same secret, ten times, and begins anew after five minutes', async () => {
    const begun = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    const token = tokenIn(begun.text)
    const wrong = await reader.post('/settings/security/totp', { token, code: '000000' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain(ar.fields.codeWrong)
    const code = appIn(begun.text)(app.clock.now())
    expect(appIn(wrong.text)(app.clock.now())).toBe(code)
    for (let i = 0; i < 9; i += 1) await reader.post('/settings/security/totp', { token, code: '000000' })
    const over = await reader.post('/settings/security/totp', { token, code })
    expect(over.status).toBe(422)
    expect(over.text).toContain(ar.fields.stepEnded)

    const again = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    app.clock.advance(5 * 60)
    const late = { token: tokenIn(again.text), code: appIn(again.text)(app.clock.now()) }
    expect((await reader.post('/settings/security/totp', late)).status).toBe(422)
    expect((await dumpTables(env.DB)).totp).toEqual([])
  })

  it('is one reader’s own: another cannot end it', async () => {
    const begun = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    const other = await signedInClient(app)
    const code = appIn(begun.text)(app.clock.now())
    expect((await other.post('/settings/security/totp', { token: tokenIn(begun.text), code })).status).toBe(422)
    expect((await dumpTables(env.DB)).totp).toEqual([])
  })

  it('is done once, also when it is sent twenty times at once', async () => {
    const begun = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    const fields = { token: tokenIn(begun.text), code: appIn(begun.text)(app.clock.now()) }
    const answers = await twentyTimes(() => reader.post('/settings/security/totp', fields))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await dumpTables(env.DB)).recovery_codes).toHaveLength(10)
  })

  it('puts a new app in the place of the old, which keeps the recovery codes', async () => {
    const old = await usedApp()
    const { codeAt, codes, page } = await setUpApp(reader, app)
    expect(page).toMatchObject({ status: 303, to: '/settings/security?done=totp_on' })
    expect(codes).toEqual([])
    app.clock.advance(60)
    const token = await firstStep()
    expect((await browser.post('/login/second', { token, code: old.codeAt(app.clock.now()) })).status).toBe(422)
    expect((await browser.post('/login/second', { token, code: codeAt(app.clock.now()) })).status).toBe(303)
  })

  it('goes no further without the password, and neither does turning it off', async () => {
    expect((await reader.post('/settings/security/totp/new', { password: 'wrong' })).status).toBe(422)
    await setUpApp(reader, app)
    const refused = await reader.post('/settings/security/totp/removed', { password: 'wrong' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(ar.fields.passwordIncorrect)
    expect((await dumpTables(env.DB)).totp).toHaveLength(1)
  })
})

describe('turning it off', () => {
  it('takes the recovery codes along, unless a passkey still needs them', async () => {
    await setUpApp(reader, app)
    await setUpPasskey(reader)
    const off = { password: PASSWORD }
    expect(await reader.post('/settings/security/totp/removed', off)).toMatchObject({
      to: '/settings/security?done=totp_off',
    })
    const { totp, recovery_codes, passkeys, security_events } = await dumpTables(env.DB)
    expect([totp?.length, recovery_codes?.length, passkeys?.length]).toEqual([0, 10, 1])
    expect(security_events?.map(({ kind }) => kind)).toContain('totp_off')
    await reader.post(`/settings/security/passkeys/${passkeys?.[0]?.id}/removed`, off)
    expect((await dumpTables(env.DB)).recovery_codes).toEqual([])
    expect((await browser.post('/login', FORM)).to).toBe('/list')
  })
})

describe('signing in with two steps', () => {
  it('asks for a code after the password, signs in only then, and carries what was wanted', async () => {
    const { codeAt } = await usedApp()
    const articleId = await addArticle()
    const token = await firstStep(browser, { intent: `save:${articleId}` })
    expect(isSignedIn(browser)).toBe(false)
    expect((await dumpTables(env.DB)).saved).toEqual([])
    const done = await browser.post('/login/second', { token, code: codeAt(app.clock.now()) })
    expect(done).toMatchObject({ status: 303, to: `/articles/${articleId}` })
    expect(isSignedIn(browser)).toBe(true)
    expect((await dumpTables(env.DB)).saved).toMatchObject([{ article_id: articleId }])
  })

  it('takes a code in Arabic digits and with spaces', async () => {
    const { codeAt } = await usedApp()
    const arabic = codeAt(app.clock.now()).replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'.charAt(Number(digit)))
    const code = `${arabic.slice(0, 3)} ${arabic.slice(3)}`
    expect((await browser.post('/login/second', { token: await firstStep(), code })).status).toBe(303)
  })

  it('takes a code half a minute early or late, no more', async () => {
    const { codeAt } = await usedApp()
    app.clock.advance(600)
    const now = app.clock.now()
    const token = await firstStep()
    for (const off of [-60, 60]) {
      expect((await browser.post('/login/second', { token, code: codeAt(now + off) })).status).toBe(422)
    }
    expect((await browser.post('/login/second', { token, code: codeAt(now - 30) })).status).toBe(303)
    const next = await firstStep(app.client())
    expect((await browser.post('/login/second', { token: next, code: codeAt(now + 30) })).status).toBe(303)
  })

  it('takes a code once, not that of set-up either, and none from before the last', async () => {
    const { codeAt } = await setUpApp(reader, app)
    const setUp = codeAt(app.clock.now())
    const token = await firstStep()
    expect((await browser.post('/login/second', { token, code: setUp })).status).toBe(422)
    const next = codeAt(app.clock.now() + 30)
    expect((await browser.post('/login/second', { token, code: next })).status).toBe(303)
    const again = await firstStep(app.client())
    expect((await app.client().post('/login/second', { token: again, code: next })).status).toBe(422)
  })

  it('lets one code end one of twenty sign-ins at once', async () => {
    const { codeAt } = await usedApp()
    expect(await raced(codeAt(app.clock.now()))).toEqual([303])
    expect((await dumpTables(env.DB)).sessions).toHaveLength(2)
  })

  it('makes whoever guesses wait longer and longer, though each knows the password', async () => {
    const { codeAt } = await usedApp()
    const statuses: number[] = []
    for (let i = 0; i < 8; i += 1) {
      const token = await firstStep(app.client())
      statuses.push((await app.client().post('/login/second', { token, code: '000000' })).status)
    }
    const free = WAITS.filter((wait) => wait === 0).length + 1
    expect(statuses).toEqual([...Array(free).fill(422), ...Array(8 - free).fill(429)])
    const code = codeAt(app.clock.now())
    const refused = await browser.post('/login/second', { token: await firstStep(), code })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
    app.clock.advance(15 * 60)
    const late = { token: await firstStep(), code: codeAt(app.clock.now()) }
    expect((await browser.post('/login/second', late)).status).toBe(303)
  })

  it('keeps to one sign-in: its token ends after five minutes, when it was used, and is nobody’s session', async () => {
    const { codeAt } = await usedApp()
    const token = await firstStep()
    const thief = app.client()
    thief.cookies.set('__Host-session', token)
    expect((await thief.get('/settings/account')).to).toBe('/login')
    app.clock.advance(5 * 60)
    const late = await browser.post('/login/second', { token, code: codeAt(app.clock.now()) })
    expect(late.status).toBe(422)
    expect(late.text).toContain(ar.fields.stepEnded)
    const next = await firstStep()
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
    const { codeAt } = await usedApp()
    const token = await firstStep()
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

describe('the page of what guards an account', () => {
  it('says what stands beside the password, and offers the rest', async () => {
    const plain = await reader.get('/settings/security')
    expect(plain.text).toContain(ar.factors.totp.off)
    expect(plain.text).toContain(ar.factors.passkeys.none)
    expect(plain.text).not.toContain(ar.factors.recovery.title)
    await setUpApp(reader, app)
    await setUpPasskey(reader, { name: 'هاتفي' })
    const full = await reader.get('/settings/security?done=totp_on')
    expect(full.text).toContain(ar.factors.done.totp_on)
    expect(full.text).toContain(ar.factors.totp.since)
    expect(full.text).toContain('هاتفي')
    expect(full.text).toContain(ar.factors.recovery.left(10, '١٠'))
    expect(full.text).not.toContain(ar.factors.recovery.few)
  })

  it('warns when three recovery codes are left', async () => {
    await setUpApp(reader, app)
    const left = async (codes: number) => {
      await env.DB.prepare('DELETE FROM recovery_codes WHERE rowid NOT IN (SELECT rowid FROM recovery_codes LIMIT ?)')
        .bind(codes)
        .run()
      return (await reader.get('/settings/security')).text
    }
    expect(await left(4)).not.toContain(ar.factors.recovery.few)
    const few = await left(3)
    expect(few).toContain(ar.factors.recovery.few)
    expect(few).toContain(ar.factors.recovery.left(3, '٣'))
  })
})

describe('recovery codes', () => {
  it('sign in after the password, each once, as typed from paper', async () => {
    const { codes } = await usedApp()
    const [code = ''] = codes
    const typed = code.toUpperCase().replaceAll('-', ' ')
    expect((await browser.post('/login/second', { token: await firstStep(), code: typed })).status).toBe(303)
    const again = await browser.post('/login/second', { token: await firstStep(app.client()), code })
    expect(again.status).toBe(422)
    const { recovery_codes, security_events } = await dumpTables(env.DB)
    expect(recovery_codes).toHaveLength(9)
    expect(security_events?.map(({ kind }) => kind)).toContain('recovery_used')
  })

  it('end one of twenty sign-ins at once', async () => {
    const { codes } = await usedApp()
    expect(await raced(String(codes[0]))).toEqual([303])
    const { recovery_codes, sessions, security_events } = await dumpTables(env.DB)
    expect([recovery_codes?.length, sessions?.length]).toEqual([9, 2])
    expect(security_events?.filter(({ kind }) => kind === 'recovery_used')).toHaveLength(1)
  })

  it('are one reader’s own', async () => {
    await usedApp()
    const other = await signedInClient(app)
    const theirs = await setUpApp(other, app)
    const refused = await browser.post('/login/second', { token: await firstStep(), code: String(theirs.codes[0]) })
    expect(refused.status).toBe(422)
  })

  it('are renewed by the password, and the old ones end', async () => {
    const { codes } = await usedApp()
    expect((await reader.post('/settings/security/recovery', { password: 'wrong' })).status).toBe(422)
    const renewed = codesIn((await reader.post('/settings/security/recovery', { password: PASSWORD })).text)
    expect(renewed).toHaveLength(10)
    expect(renewed.filter((code) => codes.includes(code))).toEqual([])
    const token = await firstStep()
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
