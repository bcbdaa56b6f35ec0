import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { createAuthenticator, optionsIn } from './helpers/authenticator.ts'
import { addArticle, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { askToSign, isSignedIn, setUpPasskey } from './helpers/factors.ts'

type Reader = Awaited<ReturnType<typeof signedInClient>>

let app: TestApp
let reader: Reader
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app, { email: 'salma@example.com', name: 'سلمى' })
  browser = app.client()
})

describe('signing in with a passkey alone', () => {
  it('takes no email and no password, and carries what was wanted', async () => {
    const articleId = await addArticle()
    const { authenticator } = await setUpPasskey(reader)
    const options = await askToSign(browser)
    expect(options).toMatchObject({ rpId: 'raff.example', userVerification: 'required', allowCredentials: [] })
    const answer = await authenticator.sign(options)
    const signedIn = await browser.post('/login/passkey', { answer, intent: `save:${articleId}` })
    expect(signedIn).toMatchObject({ status: 303, to: `/articles/${articleId}` })
    expect(isSignedIn(browser)).toBe(true)
    expect((await browser.get('/settings/account')).text).toContain('salma@example.com')
    const { passkeys, saved, security_events } = await dumpTables(env.DB)
    expect(passkeys).toMatchObject([{ used_at: app.clock.now(), counter: 2 }])
    expect(saved).toMatchObject([{ article_id: articleId }])
    expect(security_events?.map(({ kind }) => kind)).toContain('signed_in')
  })

  it('works for good with an authenticator that does not count', async () => {
    const authenticator = await createAuthenticator({ counts: false })
    await setUpPasskey(reader, { authenticator })
    for (let i = 0; i < 3; i += 1) {
      const answer = await authenticator.sign(await askToSign(browser))
      expect((await browser.post('/login/passkey', { answer })).status).toBe(303)
    }
  })

  it.each([
    ['for another origin', { origin: 'https://raff.example.evil.test' }],
    ['for another site', { rpId: 'evil.test' }],
    ['over another challenge', { challenge: 'x'.repeat(43) }],
    ['without asking for a finger or a PIN', { verified: false }],
    ['for another user', { userHandle: 'x'.repeat(43) }],
    ['by a count that went back', { counter: 1 }],
    ['by a passkey that nobody has', { id: 'x'.repeat(22) }],
    ['that is the making of a passkey', { type: 'webauthn.create' }],
  ])('refuses a signature %s', async (_, lies) => {
    const { authenticator } = await setUpPasskey(reader)
    const answer = await authenticator.sign(await askToSign(browser), lies)
    const refused = await browser.post('/login/passkey', { answer, intent: 'save:1' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(ar.fields.passkeyRefused)
    expect(isSignedIn(browser)).toBe(false)
    expect((await dumpTables(env.DB)).passkeys).toMatchObject([{ used_at: null, counter: 1 }])
  })

  it('refuses another passkey’s signature under its name', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const thief = await createAuthenticator()
    await setUpPasskey(await signedInClient(app), { authenticator: thief })
    const answer = await thief.sign(await askToSign(browser), { id: authenticator.id, userHandle: null })
    expect((await browser.post('/login/passkey', { answer })).status).toBe(422)
    const events = (await dumpTables(env.DB)).security_events
    expect(events?.filter(({ kind }) => kind === 'sign_in_failed')).toMatchObject([{ reader_id: reader.reader.id }])
  })

  it('takes a signature once, also when it comes twenty times at once', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const answer = await authenticator.sign(await askToSign(browser))
    const answers = await twentyTimes(() => app.client().post('/login/passkey', { answer }))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(19)
    expect((await browser.post('/login/passkey', { answer })).status).toBe(422)
  })

  it('takes a count once, also when twenty signatures have it at once', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const answers = await twentyTimes(async () => {
      const answer = await authenticator.sign(await askToSign(app.client()), { counter: 50 })
      return () => app.client().post('/login/passkey', { answer })
    })
    const statuses = (await Promise.all(answers.map((post) => post()))).map(({ status }) => status)
    expect(statuses.sort()).toEqual([303, ...Array(19).fill(422)])
  })

  it('uses a challenge up by a wrong answer, and lets it end after five minutes', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const options = await askToSign(browser)
    await browser.post('/login/passkey', { answer: await authenticator.sign(options, { rpId: 'evil.test' }) })
    const second = await authenticator.sign(options)
    expect((await browser.post('/login/passkey', { answer: second })).status).toBe(422)
    const late = await authenticator.sign(await askToSign(browser))
    app.clock.advance(5 * 60)
    expect((await browser.post('/login/passkey', { answer: late })).status).toBe(422)
  })

  it('is offered where script runs, and costs a page that is only looked at nothing', async () => {
    const { text } = await browser.get('/login')
    expect(text).toMatch(/<form[^>]*action="\/login\/passkey"[^>]*hidden/)
    expect(text).toContain('/a/passkeys.')
    expect((await dumpTables(env.DB)).challenges).toEqual([])
  })
})

describe('a passkey after a password', () => {
  it('is asked for, one of the account’s own, and ends the sign-in', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const step = await browser.post('/login', { email: 'salma@example.com', password: PASSWORD })
    expect(step.status).toBe(200)
    expect(isSignedIn(browser)).toBe(false)
    const options = optionsIn<Awaited<ReturnType<typeof askToSign>>>(step.text)
    expect(options.allowCredentials).toMatchObject([{ id: authenticator.id, transports: ['internal', 'hybrid'] }])
    const answer = await authenticator.sign(options, { userHandle: null })
    expect(await browser.post('/login/second', { token: options.challenge, answer })).toMatchObject({ to: '/list' })
    expect(isSignedIn(browser)).toBe(true)
  })

  it('is not another account’s, nor one that answers something else', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const stranger = await createAuthenticator()
    await setUpPasskey(await signedInClient(app), { authenticator: stranger })
    const step = await browser.post('/login', { email: 'salma@example.com', password: PASSWORD })
    const options = optionsIn<Awaited<ReturnType<typeof askToSign>>>(step.text)
    const token = options.challenge
    const answers = [await stranger.sign(options), await authenticator.sign(await askToSign(browser)), '{}']
    for (const answer of answers) {
      const refused = await browser.post('/login/second', { token, answer })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain(ar.fields.passkeyRefused)
    }
    expect(isSignedIn(browser)).toBe(false)
  })
})
