import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { resetPassword } from '../src/actions/resets.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import { createTestApp, fastPassword, START, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { mailedSecrets } from './helpers/links.ts'

const EMAIL = 'salma@example.com'
const NEW = 'جملة جديدة طويلة'

let app: TestApp
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  browser = app.client()
  await addReader({ email: EMAIL })
})

describe('a forgotten password', () => {
  it('is asked for with the email, and answered the same whether it is known or not', async () => {
    expect((await browser.get('/reset')).text).toContain(ar.security.reset.line)
    const known = await browser.post('/reset', { email: EMAIL })
    const unknown = await app.client().post('/reset', { email: 'nobody@example.com' })
    expect(known.status).toBe(200)
    expect(known.text).toContain(ar.security.reset.valid)
    expect(unknown.text.replaceAll('nobody@example.com', EMAIL)).toBe(known.text)
  })

  it('sends the same statements for an email without an account', async () => {
    const sent: string[][] = []
    for (const email of [EMAIL, 'nobody@example.com']) {
      await browser.post('/reset', { email })
      const { tokens, jobs } = await dumpTables(env.DB)
      sent.push([String(tokens?.length), String(jobs?.length)])
    }
    expect(sent).toEqual([
      ['1', '1'],
      ['2', '2'],
    ])
  })

  it('mails a link to whoever has an account, and the news that there is none to whoever has not', async () => {
    await browser.post('/reset', { email: EMAIL })
    await browser.post('/reset', { email: 'nobody@example.com' })
    await app.work()
    const [mine, nobodys] = app.mails
    expect(mine).toMatchObject({ to: EMAIL, subject: ar.mail.reset.subject })
    expect(mine?.text).toContain(`https://raff.example${await resetPath()}`)
    expect(mine?.text).toContain(ar.mail.notYou)
    expect(nobodys).toMatchObject({ to: 'nobody@example.com', subject: ar.mail.noAccount.subject('رَفّ') })
    expect(nobodys?.text).not.toContain('/reset/')
  })

  it('sends three mails an hour and shows the same page for ever', async () => {
    const pages = new Set<string>()
    for (let i = 0; i < 6; i += 1) pages.add((await browser.post('/reset', { email: EMAIL })).text)
    expect(pages.size).toBe(1)
    await app.work()
    expect(app.mails).toHaveLength(3)
  })

  it('says what is wrong with an email, in the page and under htmx', async () => {
    const bad = await browser.post('/reset', { email: 'salma' })
    expect(bad.status).toBe(422)
    expect(bad.text).toContain(ar.fields.emailMalformed)
    expect(bad.text).toContain('value="salma"')
    expect((await browser.post('/reset', {}, { htmx: true })).text).toMatch(/^<form/)
  })
})

describe('the mailed link', () => {
  it('sets a new password, once, and signs nobody in', async () => {
    const path = await asked()
    const shown = await browser.get(path)
    expect(shown.text).toContain(EMAIL)
    expect(shown.text).toContain(ar.security.reset.set)
    const answer = await browser.post(path, { password: NEW })
    expect(answer).toMatchObject({ status: 303, to: '/login?done=reset' })
    expect(browser.cookies.has('__Host-session')).toBe(false)
    expect((await browser.get(String(answer.to))).text).toContain(ar.security.reset.done)
    expect((await signIn(PASSWORD)).status).toBe(422)
    expect((await signIn(NEW)).status).toBe(303)
    expect((await browser.post(path, { password: 'another long one' })).status).toBe(410)
    expect((await signIn(NEW)).status).toBe(303)
  })

  it('ends every session, this browser’s too, and says so by mail and among the events', async () => {
    const phone = await signedInClient(app, { email: 'noor@example.com' })
    const path = await asked('noor@example.com')
    app.clock.advance(60)
    expect((await phone.post(path, { password: NEW })).to).toBe('/login?done=reset')
    expect((await phone.get('/login')).text).toContain(ar.accounts.signIn.title)
    const { sessions, security_events: events } = await dumpTables(env.DB)
    expect(sessions).toEqual([])
    expect(events).toMatchObject([{ reader_id: phone.reader.id, kind: 'password_reset', logged_at: START + 60 }])
    await app.work()
    const notice = app.mails.find(({ subject }) => subject === ar.mail.notices.password_reset.subject)
    expect(app.mails.map(({ to }) => to)).toEqual(['noor@example.com'])
    expect(notice?.text).toContain(ar.mail.notice.otherwise)
  })

  it('changes nothing by being looked at', async () => {
    const path = await asked()
    const before = await dumpTables(env.DB)
    for (const visitor of [browser, app.client(), app.client()]) expect((await visitor.get(path)).status).toBe(200)
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('takes the other links of the account along', async () => {
    const first = await asked()
    app.clock.advance(1)
    const second = await asked()
    expect(second).not.toBe(first)
    await browser.post(second, { password: NEW })
    expect((await browser.get(first)).status).toBe(410)
    expect((await browser.post(first, { password: 'another long one' })).status).toBe(410)
    expect((await signIn(NEW)).status).toBe(303)
  })

  it('ends after thirty minutes', async () => {
    const path = await asked()
    app.clock.advance(1799)
    expect((await browser.get(path)).status).toBe(200)
    app.clock.advance(1)
    expect((await browser.get(path)).status).toBe(410)
    const ended = await browser.post(path, { password: NEW })
    expect(ended.status).toBe(410)
    expect(ended.text).toContain(ar.security.reset.ended)
    expect(ended.text).toContain('href="/reset"')
  })

  it('forgives the wrong passwords before it', async () => {
    for (let i = 0; i < 5; i += 1) await signIn('a guess')
    expect((await signIn(PASSWORD)).status).toBe(429)
    await browser.post(await asked(), { password: NEW })
    expect((await signIn(NEW)).status).toBe(303)
  })

  it.each([
    ['short', 'short', ar.fields.passwordTooShort],
    ['common', 'password123', ar.fields.passwordCommon],
    ['the email', 'salma2026', ar.fields.passwordCommon],
    ['endless', 'x'.repeat(257), ar.fields.passwordTooLong],
  ])('refuses a password that is %s, and stays good', async (_, password, sentence) => {
    const path = await asked()
    const refused = await browser.post(path, { password })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(sentence)
    expect(refused.text).not.toContain(`value="${password}"`)
    expect((await browser.post(path, { password: NEW })).status).toBe(303)
  })

  it.each(['x', 'A'.repeat(43), '%00', '%E0%A4%A', 'A'.repeat(500), '%D9%86'])('never was: %s', async (secret) => {
    expect((await browser.get(`/reset/${secret}`)).status).toBe(410)
    expect((await browser.post(`/reset/${secret}`, { password: NEW })).status).toBe(410)
  })

  it('of another purpose opens nothing, and opens no other door', async () => {
    const path = await asked()
    const secret = path.split('/').at(-1)
    for (const other of ['/verify/', '/email/confirm/', '/email/undo/', '/newsletters/confirm/', '/keep/']) {
      expect((await browser.post(`${other}${secret}`, { password: NEW })).status, other).toBeGreaterThanOrEqual(404)
    }
    await browser.post('/register', { email: 'new@example.com', password: PASSWORD })
    const [signup] = await mailedSecrets(app, 'new@example.com', 'signup')
    expect((await browser.post(`/reset/${signup}`, { password: NEW })).status).toBe(410)
    expect((await browser.post(path, { password: NEW })).status).toBe(303)
  })

  it('of an email without an account stays without one, whoever gets the email later', async () => {
    await browser.post('/reset', { email: 'late@example.com' })
    await addReader({ email: 'late@example.com' })
    const [secret] = await mailedSecrets(app, 'late@example.com', 'reset')
    expect((await browser.post(`/reset/${secret}`, { password: NEW })).status).toBe(410)
  })

  it('leaves second factors as they are', async () => {
    const reader = await addReader({ email: 'noor@example.com' })
    await env.DB.prepare(`INSERT INTO totp (reader_id, sealed, step, created_at) VALUES (?, 'sealed', 1, ?)`)
      .bind(reader.id, START)
      .run()
    await browser.post(await asked('noor@example.com'), { password: NEW })
    const { totp } = await dumpTables(env.DB)
    expect(totp).toHaveLength(1)
    const signed = await browser.post('/login', { email: 'noor@example.com', password: NEW })
    expect(signed.status).toBe(200)
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })
})

describe('two at once', () => {
  it('one link used twenty times sets one password', async () => {
    const path = await asked()
    const answers = await twentyTimes((n) => app.client().post(path, { password: `a long password ${n}` }))
    const statuses = answers.map(({ status }) => status)
    expect([...statuses].sort()).toEqual([303, ...Array(19).fill(410)])
    expect((await signIn(`a long password ${statuses.indexOf(303)}`)).status).toBe(303)
    const { security_events: events } = await dumpTables(env.DB)
    expect(events?.filter(({ kind }) => kind === 'password_reset')).toHaveLength(1)
  })

  it('two links of one account set one password', async () => {
    for (let i = 0; i < 3; i += 1) await browser.post('/reset', { email: EMAIL })
    const secrets = await mailedSecrets(app, EMAIL, 'reset')
    const answers = await Promise.all(
      secrets.map((secret, n) => app.client().post(`/reset/${secret}`, { password: `a long password ${n}` })),
    )
    const statuses = answers.map(({ status }) => status)
    expect([...statuses].sort()).toEqual([303, 410, 410])
    expect((await signIn(`a long password ${statuses.indexOf(303)}`)).status).toBe(303)
  })

  it('it is whole or not at all, at every statement', async () => {
    await signedInClient(app, { email: 'noor@example.com' })
    const secret = String((await asked('noor@example.com')).split('/').at(-1))
    const from = { ip: '127.0.0.1', agent: '', country: '' }
    const breaks = await atEveryStatement(env.DB, (broken) =>
      resetPassword(
        { ...app.context(), db: open(broken), ports: { password: fastPassword } },
        { secret, password: NEW, from },
      ),
    )
    expect(breaks).toBe(9)
  })
})

async function asked(email = EMAIL): Promise<string> {
  await app.client().post('/reset', { email })
  return resetPath(email)
}

async function resetPath(email = EMAIL): Promise<string> {
  const [secret] = await mailedSecrets(app, email, 'reset')
  if (!secret) throw new Error(`no link was mailed to ${email}`)
  return `/reset/${secret}`
}

function signIn(password: string) {
  return app.client().post('/login', { email: EMAIL, password })
}
