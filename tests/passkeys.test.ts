import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { createAuthenticator } from './helpers/authenticator.ts'
import { PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, hooked } from './helpers/d1.ts'
import { askToMake, askToSign, setUpPasskey } from './helpers/factors.ts'

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
    // A new password alone would leave a stranger's key in place, and shut the reader out by it.
    expect(app.mails[0]?.text).toContain('/factor/')
    expect(app.mails[0]?.text).not.toContain('/reset')
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

  it('brings none in whose question a reset took away while it was answered', async () => {
    const options = await askToMake(reader)
    let resets = false
    const d1 = hooked(env.DB, {
      prepare: (query) => {
        resets ||= query.includes('INSERT INTO passkeys')
      },
      batch: (statements, raw) => (resets ? [raw.prepare('DELETE FROM challenges'), ...statements] : statements),
    })
    const racing = createTestApp({ d1 }).client()
    for (const [name, value] of reader.cookies) racing.cookies.set(name, value)
    const answer = await (await createAuthenticator()).make(options)
    expect((await racing.post('/settings/security/passkeys', { answer })).status).toBe(422)
    const { passkeys, recovery_codes: codes } = await dumpTables(env.DB)
    expect([resets, passkeys, codes]).toEqual([true, [], []])
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
