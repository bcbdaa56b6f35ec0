import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { undoFactors } from '../src/actions/factors.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { contextOn, emailPath, FROM } from './helpers/emails.ts'
import { firstStep, isSignedIn, setUpApp, setUpPasskey } from './helpers/factors.ts'
import { mailedSecrets } from './helpers/links.ts'

const EMAIL = 'salma@example.com'
const DAY = 86_400

let app: TestApp
let thief: Client

beforeEach(async () => {
  app = createTestApp()
  thief = await signedInClient(app, { email: EMAIL })
})

async function secret(): Promise<string> {
  const [newest] = await mailedSecrets(app, EMAIL, 'factor')
  return String(newest)
}

describe('whoever guessed a password and added a factor', () => {
  it('is shut out by the link in the mail about it, and the reader is in again', async () => {
    await setUpPasskey(thief)
    await app.work()
    const path = `/factor/${await secret()}`
    expect(app.mails).toMatchObject([{ to: EMAIL, subject: ar.mail.notices.passkey_added.subject }])
    expect(app.mails[0]?.text).toContain(path)

    const reader = app.client()
    expect((await reader.get(path)).text).toContain(ar.factors.undo.button)
    const pressed = await reader.post(path)
    expect(pressed.text).toContain(ar.factors.undo.done)
    expect((await thief.get('/list')).to).toBe('/login')
    const { passkeys, recovery_codes: codes, credentials, sessions, security_events: events } = await dumpTables(env.DB)
    expect([passkeys, codes, credentials, sessions]).toEqual([[], [], [], []])
    expect(events?.map(({ kind }) => kind)).toEqual(['passkey_added', 'factors_undone'])

    await reader.post('/reset', { email: EMAIL })
    const [reset] = await mailedSecrets(app, EMAIL, 'reset')
    await reader.post(`/reset/${reset}`, { password: 'a quiet river in spring' })
    expect((await reader.post('/login', { email: EMAIL, password: 'a quiet river in spring' })).to).toBe('/list')
    expect(isSignedIn(reader)).toBe(true)
  })

  it('loses what they added after it as well, and nothing of what was there before', async () => {
    await setUpPasskey(thief)
    app.clock.advance(DAY)
    await setUpApp(thief, app)
    const link = await secret()
    app.clock.advance(60)
    await setUpPasskey(thief, { name: 'another' })
    await app.client().post(`/factor/${link}`)
    const { passkeys, totp, recovery_codes: codes } = await dumpTables(env.DB)
    expect(passkeys).toHaveLength(1)
    expect(passkeys).toMatchObject([{ name: '' }])
    expect(totp).toEqual([])
    expect(codes).toHaveLength(10)
  })
})

describe('the link', () => {
  beforeEach(async () => {
    await setUpApp(thief, app)
  })

  it('changes nothing while it is only opened', async () => {
    const before = await dumpTables(env.DB)
    for (let n = 0; n < 3; n += 1) expect((await app.client().get(`/factor/${await secret()}`)).status).toBe(200)
    expect(await dumpTables(env.DB)).toEqual(before)
    expect(await firstStep(app.client(), { email: EMAIL })).not.toBe('')
  })

  it('works once, for seven days, and for nothing else', async () => {
    const path = `/factor/${await secret()}`
    const reset = `/reset/${await secret()}`
    expect((await app.client().post(reset, { password: PASSWORD })).status).toBe(410)
    await app.client().post('/reset', { email: EMAIL })
    const [other] = await mailedSecrets(app, EMAIL, 'reset')
    expect((await app.client().post(`/factor/${other}`)).status).toBe(410)
    app.clock.advance(7 * DAY)
    expect((await app.client().post(path)).status).toBe(410)
    expect((await dumpTables(env.DB)).totp).toHaveLength(1)
    app.clock.advance(-1)
    expect((await app.client().post(path)).status).toBe(200)
    expect((await app.client().post(path)).status).toBe(410)
  })

  it('pressed twenty times at once takes the factor back once', async () => {
    const path = `/factor/${await secret()}`
    const answers = await twentyTimes(() => app.client().post(path))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const { security_events: events } = await dumpTables(env.DB)
    expect(events?.filter(({ kind }) => kind === 'factors_undone')).toHaveLength(1)
  })

  it('is used wholly or not at all', async () => {
    const undo = { secret: await secret(), from: FROM }
    expect(await atEveryStatement(env.DB, (d1) => undoFactors(contextOn(app, d1), undo))).toBeGreaterThan(6)
  })

  it('still works where the email was changed meanwhile, which has a link of its own', async () => {
    const path = `/factor/${await secret()}`
    await thief.post('/settings/account/email', { email: 'thief@example.com', password: PASSWORD })
    await thief.post(await emailPath(app, 'email', 'thief@example.com'))
    expect((await app.client().post(path)).status).toBe(200)
    expect((await dumpTables(env.DB)).totp).toEqual([])
    expect((await app.client().post(await emailPath(app, 'undo', EMAIL))).status).toBe(200)
    expect((await dumpTables(env.DB)).readers).toMatchObject([{ email: EMAIL }])
  })
})
