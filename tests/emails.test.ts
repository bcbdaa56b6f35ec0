import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { confirmEmail } from '../src/actions/emails.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { askEmail, changeEmail, contextOn, emailOf, emailPath, FROM, NEW, OLD } from './helpers/emails.ts'
import { mailedSecrets } from './helpers/links.ts'

const DAY = 86_400

let app: TestApp
let salma: Client & { reader: { id: number; email: string } }

beforeEach(async () => {
  app = createTestApp()
  salma = await signedInClient(app, { email: OLD })
})

describe('asking for another email', () => {
  it('takes the password, and changes nothing until the new email confirms', async () => {
    const before = await dumpTables(env.DB)
    const asked = await askEmail(salma)
    expect(asked).toMatchObject({ status: 303, to: '/settings/account?done=email' })
    expect((await salma.get(String(asked.to))).text).toContain(ar.security.email.asked)
    expect((await dumpTables(env.DB)).readers).toEqual(before.readers)
    await app.work()
    expect(app.mails).toMatchObject([{ to: NEW, subject: ar.mail.email.subject('رَفّ') }])
    expect(app.mails[0]?.text).toContain(await emailPath(app, 'email', NEW))
  })

  it('is refused with a wrong password, or to the email that it is', async () => {
    const wrong = await salma.post('/settings/account/email', { email: NEW, password: 'a guess' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain(ar.fields.passwordIncorrect)
    expect(wrong.text).toContain(`value="${NEW}"`)
    expect(wrong.text).not.toContain('a guess')
    expect((await askEmail(salma, OLD)).text).toContain(ar.fields.emailSame)
    expect((await salma.post('/settings/account/email', {}, { htmx: true })).text).toMatch(/^<form/)
    expect((await dumpTables(env.DB)).tokens).toEqual([])
  })

  it('counts the passwords tried', async () => {
    for (let i = 0; i < 5; i += 1) await salma.post('/settings/account/email', { email: NEW, password: 'a guess' })
    expect((await askEmail(salma)).status).toBe(429)
  })

  it('shows the same page where the email has an account, which is told to its owner alone', async () => {
    await addReader({ email: 'noor@example.com' })
    const taken = await askEmail(salma, 'noor@example.com')
    expect(taken).toMatchObject({ status: 303, to: '/settings/account?done=email' })
    await app.work()
    expect(app.mails).toMatchObject([{ to: 'noor@example.com' }])
    expect(app.mails[0]?.text).toContain(ar.mail.taken)
    expect(app.mails[0]?.text).not.toContain('/email/')
    const pressed = await salma.post(await emailPath(app, 'email', 'noor@example.com'))
    expect(pressed.status).toBe(409)
    expect(pressed.text).toContain(ar.security.email.taken)
    expect(await emailOf(salma.reader.id)).toBe(OLD)
  })

  it('mails nobody more than three times an hour', async () => {
    for (let i = 0; i < 5; i += 1) expect((await askEmail(salma)).status).toBe(303)
    await app.work()
    expect(app.mails).toHaveLength(3)
  })
})

describe('the link to the new email', () => {
  it('changes nothing by being looked at', async () => {
    await askEmail(salma)
    const link = await emailPath(app, 'email', NEW)
    const before = await dumpTables(env.DB)
    for (const visitor of [salma, app.client()]) expect((await visitor.get(link)).text).toContain(NEW)
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('moves the account, tells the old email, and keeps the reader signed in', async () => {
    await askEmail(salma)
    app.clock.advance(60)
    const pressed = await salma.post(await emailPath(app, 'email', NEW))
    expect(pressed.status).toBe(200)
    expect(pressed.text).toContain(ar.security.email.confirmed)
    expect((await salma.get('/settings/account')).text).toContain(NEW)
    await app.work()
    const told = app.mails.find(({ to }) => to === OLD)
    expect(told?.subject).toBe(ar.mail.undo.subject)
    expect(told?.text).toContain(NEW)
    expect(told?.text).toContain(await emailPath(app, 'undo', OLD))
    const { security_events: events } = await dumpTables(env.DB)
    expect(events).toMatchObject([{ kind: 'email_changed', reader_id: salma.reader.id, logged_at: START + 60 }])
    expect(JSON.stringify(events)).not.toContain('@')
    expect((await app.client().post('/login', { email: NEW, password: PASSWORD })).status).toBe(303)
    expect((await app.client().post('/login', { email: OLD, password: PASSWORD })).status).toBe(422)
  })

  it('asks another browser for the password, so that a mistyped email takes no account over', async () => {
    await askEmail(salma)
    const link = await emailPath(app, 'email', NEW)
    const stranger = await signedInClient(app)
    for (const visitor of [app.client(), stranger]) {
      expect((await visitor.get(link)).text).toContain('type="password"')
      expect((await visitor.post(link)).text).toContain(ar.fields.passwordRequired)
      expect((await visitor.post(link, { password: 'a guess' })).text).toContain(ar.fields.passwordIncorrect)
    }
    expect((await salma.get(link)).text).not.toContain('type="password"')
    expect((await app.client().post(link, { password: PASSWORD })).status).toBe(200)
    expect(await emailOf(salma.reader.id)).toBe(NEW)
  })

  it('works once and for a day', async () => {
    await askEmail(salma)
    const link = await emailPath(app, 'email', NEW)
    app.clock.advance(DAY - 1)
    expect((await salma.get(link)).status).toBe(200)
    app.clock.advance(1)
    expect([(await salma.get(link)).status, (await salma.post(link)).status]).toEqual([410, 410])
    await askEmail(salma)
    const second = await emailPath(app, 'email', NEW)
    await salma.post(second)
    expect((await salma.post(second)).status).toBe(410)
  })

  it('leads nowhere once the password it was asked under is gone', async () => {
    await askEmail(salma)
    const link = await emailPath(app, 'email', NEW)
    await app.client().post('/reset', { email: OLD })
    const [secret] = await mailedSecrets(app, OLD, 'reset')
    await app.client().post(`/reset/${secret}`, { password: 'a long new sentence' })
    expect((await app.client().post(link, { password: 'a long new sentence' })).status).toBe(410)
    expect(await emailOf(salma.reader.id)).toBe(OLD)
  })

  it('leaves the newsletters with the email that confirmed them', async () => {
    await env.DB.prepare(
      `INSERT INTO newsletters (slug, name, description, rhythm, zone, position, created_at)
        VALUES ('morning', 'الصباح', '', 'daily', 'Asia/Riyadh', 1, 0)`,
    ).run()
    await salma.post('/newsletters/morning/subscribe', { newsletter: 'morning', wanted: '1' })
    await changeEmail(app, salma)
    const { subscribers } = await dumpTables(env.DB)
    expect(subscribers).toMatchObject([{ email: OLD }])
    expect((await salma.get('/settings/newsletters')).text).toContain('aria-checked="false"')
  })
})

describe('two at once', () => {
  it('two links of one account move it once', async () => {
    await askEmail(salma)
    await askEmail(salma, 'other@new.example')
    const links = [await emailPath(app, 'email', NEW), await emailPath(app, 'email', 'other@new.example')]
    const cookie = { headers: { Cookie: `__Host-session=${salma.cookies.get('__Host-session')}` } }
    const answers = await twentyTimes((n) => app.client().post(String(links[n % 2]), {}, cookie))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(410)])
    const { tokens } = await dumpTables(env.DB)
    expect(tokens).toMatchObject([{ purpose: 'undo', email: OLD }])
  })

  it('two accounts that move to one email end as one that has it', async () => {
    const noor = await signedInClient(app)
    await askEmail(salma)
    await noor.post('/settings/account/email', { email: NEW, password: PASSWORD })
    const secrets = await mailedSecrets(app, NEW, 'email')
    const answers = await Promise.all(
      secrets.map((secret) => app.client().post(`/email/confirm/${secret}`, { password: PASSWORD })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  it('a confirmation is whole or not at all, at every statement', async () => {
    await askEmail(salma)
    const [secret = ''] = await mailedSecrets(app, NEW, 'email')
    const asked = { secret, reader: salma.reader, password: '', from: FROM }
    expect(await atEveryStatement(env.DB, (broken) => confirmEmail(contextOn(app, broken), asked))).toBe(8)
  })
})

describe('a link about an email', () => {
  it.each(['x', 'A'.repeat(43), '%00', '%E0%A4%A', 'A'.repeat(500), '%D9%86'])('never was: %s', async (secret) => {
    for (const place of ['confirm', 'undo']) {
      expect((await salma.get(`/email/${place}/${secret}`)).status).toBe(410)
      const pressed = await salma.post(`/email/${place}/${secret}`)
      expect(pressed.status).toBe(410)
      expect(pressed.text).toContain(ar.security.email.ended)
    }
  })

  it('opens no other door', async () => {
    await changeEmail(app, salma)
    const [undo] = await mailedSecrets(app, OLD, 'undo')
    for (const door of ['/verify/', '/reset/', '/email/confirm/', '/newsletters/confirm/', '/keep/']) {
      const answer = await app.client().post(`${door}${undo}`, { password: PASSWORD })
      expect([404, 410], door).toContain(answer.status)
    }
    expect((await app.client().get(`/email/undo/${undo}`)).status).toBe(200)
  })
})
