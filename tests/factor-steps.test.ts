import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ActionContext } from '../src/actions/context.ts'
import { renewRecovery, turnOffTotp, turnOnTotp } from '../src/actions/factors.ts'
import { removePasskey } from '../src/actions/passkeys.ts'
import { finishSecondStep } from '../src/actions/second-step.ts'
import { recoveryCodeOf } from '../src/core/recovery.ts'
import { sha256 } from '../src/core/secrets.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { createAuthenticator } from './helpers/authenticator.ts'
import { PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, dumpTables } from './helpers/d1.ts'
import { appIn, askToMake, askToSign, isSignedIn, setUpApp, setUpPasskey, tokenIn } from './helpers/factors.ts'

const EMAIL = 'salma@example.com'

let app: TestApp
let reader: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app, { email: EMAIL })
})

async function forgetTries(): Promise<void> {
  const statements = ['DELETE FROM attempts', 'UPDATE challenges SET attempts = 0']
  await env.DB.batch(statements.map((statement) => env.DB.prepare(statement)))
}

describe('whatever breaks a step leaves nothing half done:', () => {
  const from = { agent: '', country: '', ip: '203.0.113.7' }
  const own = () => ({ reader: reader.reader, from })

  /** Breaks a step after each of its statements; tries are counted before it, and are taken back here. */
  async function everywhere(step: (context: ActionContext) => Promise<unknown>): Promise<void> {
    await forgetTries()
    const broken = await atEveryStatement(env.DB, async (d1) => {
      const { context, clock } = createTestApp({ d1 })
      clock.set(app.clock.now())
      try {
        await step(context())
      } finally {
        await forgetTries()
      }
    })
    expect(broken).toBeGreaterThan(2)
  }

  it('turning an app on', async () => {
    const begun = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    const code = appIn(begun.text)(app.clock.now())
    await everywhere((context) => turnOnTotp(context, { ...own(), token: tokenIn(begun.text), code }))
    const { totp, recovery_codes, challenges } = await dumpTables(env.DB)
    expect([totp?.length, recovery_codes?.length, challenges?.length]).toEqual([1, 10, 0])
  })

  it('turning it off', async () => {
    await setUpApp(reader, app)
    await everywhere((context) => turnOffTotp(context, own()))
    const { totp, recovery_codes } = await dumpTables(env.DB)
    expect([totp, recovery_codes]).toEqual([[], []])
  })

  it('removing a passkey', async () => {
    await setUpPasskey(reader)
    const id = String((await dumpTables(env.DB)).passkeys?.[0]?.id)
    await everywhere((context) => removePasskey(context, { ...own(), id }))
    expect((await dumpTables(env.DB)).passkeys).toEqual([])
  })

  it('renewing recovery codes', async () => {
    const { codes } = await setUpApp(reader, app)
    await everywhere((context) => renewRecovery(context, own()))
    const stored = (await dumpTables(env.DB)).recovery_codes?.map(({ hash }) => hash)
    expect(stored).toHaveLength(10)
    expect(stored).not.toContain(sha256(String(recoveryCodeOf(codes[0] ?? ''))))
  })

  it('ending a sign-in with a recovery code', async () => {
    const { codes } = await setUpApp(reader, app)
    const step = await app.client().post('/login', { email: EMAIL, password: PASSWORD })
    const given = { token: tokenIn(step.text), code: String(codes[0]), answer: '', from }
    await everywhere((context) => finishSecondStep(context, given))
    const { recovery_codes, challenges } = await dumpTables(env.DB)
    expect([recovery_codes?.length, challenges?.length]).toEqual([9, 0])
  })
})

describe('a stolen database', () => {
  it('signs nobody in: no value of it is a password, a code, a token, a cookie or a passkey', async () => {
    await setUpPasskey(reader)
    await setUpApp(reader, app)
    await app.client().post('/login', { email: EMAIL, password: PASSWORD })
    await askToMake(reader)
    const open = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    const options = await askToSign(app.client())

    const tables = await dumpTables(env.DB)
    const values = [
      ...new Set(
        Object.values(tables)
          .flat()
          .flatMap(Object.values)
          .filter((v) => typeof v === 'string'),
      ),
    ]
    expect(values.length).toBeGreaterThan(30)
    const stored = JSON.stringify(tables)
    expect(stored).not.toContain(tokenIn(open.text))
    expect(stored).not.toContain(options.challenge)

    // Whoever holds the tables may know the password too: the second step is what is left.
    const token = tokenIn((await app.client().post('/login', { email: EMAIL, password: PASSWORD })).text)
    const thief = app.client()
    for (const value of values) {
      await forgetTries()
      await thief.get('/settings/account', { headers: { Cookie: `__Host-session=${encodeURIComponent(value)}` } })
      await thief.post('/login', { email: EMAIL, password: value })
      await thief.post('/login/second', { token, code: value })
      await thief.post('/login/second', { token: value, code: '000000' })
      expect(isSignedIn(thief), value).toBe(false)
    }
    expect((await dumpTables(env.DB)).sessions).toHaveLength(1)
  })

  it('gives no code of an app away, though the app’s secret stands in it', async () => {
    const begun = await reader.post('/settings/security/totp/new', { password: PASSWORD })
    const codeAt = appIn(begun.text)
    await reader.post('/settings/security/totp', { token: tokenIn(begun.text), code: codeAt(app.clock.now()) })
    const [{ sealed } = { sealed: '' }] = (await dumpTables(env.DB)).totp ?? []
    expect(String(sealed)).toMatch(/^k2\.[\w-]{60,}$/)

    const other = await signedInClient(app, { email: 'other@example.com' })
    await setUpApp(other, app)
    await env.DB.prepare('UPDATE totp SET sealed = ?').bind(sealed).run()
    app.clock.advance(60)
    const thief: Client = app.client()
    const step = await thief.post('/login', { email: 'other@example.com', password: PASSWORD })
    const code = codeAt(app.clock.now())
    expect((await thief.post('/login/second', { token: tokenIn(step.text), code })).status).toBe(500)
    expect(isSignedIn(thief)).toBe(false)
  })

  it('stays readable when the signing keys are rotated, and moves on to the new one', async () => {
    const { codeAt } = await setUpApp(reader, app)
    app.clock.advance(60)
    const rotated = createTestApp({ bindings: { SIGNING_KEYS: `k3:${'E'.repeat(43)},k2:${'B'.repeat(43)}` } })
    rotated.clock.set(app.clock.now())
    const browser = rotated.client()
    const step = await browser.post('/login', { email: EMAIL, password: PASSWORD })
    const code = codeAt(app.clock.now())
    expect((await browser.post('/login/second', { token: tokenIn(step.text), code })).status).toBe(303)
    expect((await dumpTables(env.DB)).totp).toMatchObject([{ sealed: expect.stringMatching(/^k3\./) }])
  })
})

it('a passkey’s count only goes up', async () => {
  const authenticator = await createAuthenticator()
  await setUpPasskey(reader, { authenticator })
  const browser = app.client()
  const sign = async (lies = {}) =>
    (await browser.post('/login/passkey', { answer: await authenticator.sign(await askToSign(browser), lies) })).status
  expect(await sign({ counter: 40 })).toBe(303)
  expect(await sign({ counter: 40 })).toBe(422)
  expect(await sign({ counter: 39 })).toBe(422)
  expect(await sign({ counter: 41 })).toBe(303)
})
