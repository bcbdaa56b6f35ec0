import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { createAuthenticator, optionsIn } from './helpers/authenticator.ts'
import { addArticle, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { askToMake, askToSign, isSignedIn, setUpPasskey } from './helpers/factors.ts'

type Reader = Awaited<ReturnType<typeof signedInClient>>

let app: TestApp
let reader: Reader
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app, { email: 'salma@example.com', name: 'سلمى' })
  browser = app.client()
})

describe('adding a passkey', () => {
  it('asks for the password, then for the device, and shows recovery codes with the first', async () => {
    const options = await askToMake(reader)
    expect(options).toMatchObject({
      rp: { name: 'رَفّ', id: 'raff.example' },
      user: { name: 'salma@example.com', displayName: 'سلمى' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    const phone = await createAuthenticator()
    const added = await reader.post('/settings/security/passkeys', { answer: await phone.make(options), name: 'هاتفي' })
    expect(added.status).toBe(200)
    expect(added.text).toContain(ar.factors.done.passkey_added)
    expect(added.text.match(/<code>/g)).toHaveLength(10)
    const second = await setUpPasskey(reader)
    expect(second.page).toMatchObject({ status: 303, to: '/settings/security?done=passkey_added' })
    const { passkeys, security_events } = await dumpTables(env.DB)
    expect(passkeys?.map(({ name }) => name)).toEqual(expect.arrayContaining(['هاتفي', '']))
    expect(new Set(passkeys?.map(({ user_handle }) => user_handle)).size).toBe(1)
    expect(security_events?.filter(({ kind }) => kind === 'passkey_added')).toHaveLength(2)
  })

  it('tells the reader by mail', async () => {
    await setUpPasskey(reader)
    await app.work()
    expect(app.mails).toMatchObject([{ to: 'salma@example.com', subject: ar.mail.notices.passkey_added.subject }])
  })

  it('goes no further with a wrong password, or none', async () => {
    for (const password of ['wrong', '', [PASSWORD, PASSWORD], []]) {
      const refused = await reader.post('/settings/security/passkeys/new', { password })
      expect(refused.status).toBe(422)
      expect(refused.text).not.toContain('data-options')
    }
    expect((await dumpTables(env.DB)).challenges).toEqual([])
  })

  it('does not ask a device for a passkey that it has', async () => {
    const { authenticator } = await setUpPasskey(reader)
    expect((await askToMake(reader)).excludeCredentials).toMatchObject([{ id: authenticator.id }])
    expect((await setUpPasskey(reader, { authenticator })).page.status).toBe(422)
  })

  it.each([
    ['made for another origin', { origin: 'https://raff.example.evil.test' }],
    ['made for the site over http', { origin: 'http://raff.example' }],
    ['made for another site', { rpId: 'evil.test' }],
    ['made without asking for a finger or a PIN', { verified: false }],
    ['made of a signature', { type: 'webauthn.get' }],
    ['answering another challenge', { challenge: 'x'.repeat(43) }],
    ['with certificates that nobody asked for', { certificate: true }],
  ])('refuses one %s', async (_, lies) => {
    const phone = await createAuthenticator()
    const answer = await phone.make(await askToMake(reader), lies)
    const refused = await reader.post('/settings/security/passkeys', { answer })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(ar.fields.passkeyRefused)
    expect((await dumpTables(env.DB)).passkeys).toEqual([])
  })

  it('refuses an answer to another reader’s question, to a sign-in’s, an old one, and one given twice', async () => {
    const other = await signedInClient(app)
    const phone = await createAuthenticator()
    const theirs = await phone.make(await askToMake(other))
    expect((await reader.post('/settings/security/passkeys', { answer: theirs })).status).toBe(422)

    const options = await askToMake(reader)
    const { challenge } = await askToSign(browser)
    const swapped = await phone.make({ ...options, challenge })
    expect((await reader.post('/settings/security/passkeys', { answer: swapped })).status).toBe(422)

    const answer = await phone.make(options)
    expect((await reader.post('/settings/security/passkeys', { answer })).status).toBe(200)
    expect((await reader.post('/settings/security/passkeys', { answer })).status).toBe(422)

    const late = await (await createAuthenticator()).make(await askToMake(reader))
    app.clock.advance(5 * 60)
    expect((await reader.post('/settings/security/passkeys', { answer: late })).status).toBe(422)
    expect((await dumpTables(env.DB)).passkeys).toHaveLength(1)
  })

  it('refuses one that another account has already', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const other = await signedInClient(app)
    const { page } = await setUpPasskey(other, { authenticator })
    expect(page.status).toBe(422)
    expect((await dumpTables(env.DB)).passkeys).toMatchObject([{ reader_id: reader.reader.id }])
  })

  it.each(['', 'null', '{}', '[]', '{"id":"x"}', '"\\u0000"', '{'.repeat(1000), 'x'.repeat(10_000)])(
    'is not moved by what no browser sends: %.20s',
    async (answer) => {
      expect((await reader.post('/settings/security/passkeys', { answer })).status).toBe(422)
      expect((await browser.post('/login/passkey', { answer })).status).toBe(422)
    },
  )

  it('ends at twenty', async () => {
    for (let i = 0; i < 20; i += 1) await setUpPasskey(reader)
    const refused = await reader.post('/settings/security/passkeys/new', { password: PASSWORD })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(ar.fields.passkeysFull)
  })
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

describe('one’s passkeys', () => {
  const idOf = async () => String((await dumpTables(env.DB)).passkeys?.[0]?.id)

  it('have names', async () => {
    await setUpPasskey(reader)
    const path = `/settings/security/passkeys/${await idOf()}`
    expect((await reader.get(path)).text).toContain(ar.factors.passkeys.unnamed)
    expect(await reader.post(path, { name: 'هاتفي' })).toMatchObject({ status: 303 })
    expect((await reader.get(path)).text).toContain('value="هاتفي"')
    const long = await reader.post(path, { name: 'ن'.repeat(61) })
    expect(long.status).toBe(422)
    expect(long.text).toContain(ar.fields.nameTooLong)
  })

  it('are removed by the password alone, and the last takes the recovery codes along', async () => {
    const { authenticator } = await setUpPasskey(reader)
    const path = `/settings/security/passkeys/${await idOf()}`
    const wrong = await reader.post(`${path}/removed`, { password: 'wrong' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain(ar.fields.passwordIncorrect)
    expect(await reader.post(`${path}/removed`, { password: PASSWORD })).toMatchObject({
      status: 303,
      to: '/settings/security?done=passkey_removed',
    })
    const { passkeys, recovery_codes, security_events } = await dumpTables(env.DB)
    expect([passkeys, recovery_codes]).toEqual([[], []])
    expect(security_events?.map(({ kind }) => kind)).toContain('passkey_removed')
    const answer = await authenticator.sign(await askToSign(browser))
    expect((await browser.post('/login/passkey', { answer })).status).toBe(422)
  })

  it('do not exist for anybody else', async () => {
    await setUpPasskey(reader)
    const path = `/settings/security/passkeys/${await idOf()}`
    expect((await reader.get(path)).status).toBe(200)
    const other = await signedInClient(app)
    const before = await dumpTables(env.DB)
    expect((await other.get(path)).status).toBe(404)
    expect((await other.post(path, { name: 'x' })).status).toBe(404)
    expect((await other.post(`${path}/removed`, { password: PASSWORD })).status).toBe(404)
    expect((await dumpTables(env.DB)).passkeys).toEqual(before.passkeys)
    expect((await browser.get(path)).to).toBe('/login')
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
    await setUpPasskey(reader)
    const stranger = await createAuthenticator()
    await setUpPasskey(await signedInClient(app), { authenticator: stranger })
    const step = await browser.post('/login', { email: 'salma@example.com', password: PASSWORD })
    const options = optionsIn<Awaited<ReturnType<typeof askToSign>>>(step.text)
    const token = options.challenge
    const answers = [await stranger.sign(options), await stranger.sign(await askToSign(browser)), '{}']
    for (const answer of answers) {
      const refused = await browser.post('/login/second', { token, answer })
      expect(refused.status).toBe(422)
      expect(refused.text).toContain(ar.fields.passkeyRefused)
    }
    expect(isSignedIn(browser)).toBe(false)
  })
})
