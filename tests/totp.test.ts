import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { appIn, codesIn, firstStep, setUpApp, setUpPasskey, tokenIn, usedApp } from './helpers/factors.ts'

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
    const old = await usedApp(reader, app)
    const { codeAt, codes, page } = await setUpApp(reader, app)
    expect(page).toMatchObject({ status: 303, to: '/settings/security?done=totp_on' })
    expect(codes).toEqual([])
    app.clock.advance(60)
    const token = await firstStep(browser, { email: EMAIL })
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
