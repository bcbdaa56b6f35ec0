import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { undoEmail } from '../src/actions/emails.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { askEmail, changeEmail, contextOn, emailOf, emailPath, FROM, NEW, OLD } from './helpers/emails.ts'
import { eventKinds } from './helpers/events.ts'
import { mailedSecrets } from './helpers/links.ts'

const DAY = 86_400

let app: TestApp
let salma: Client & { reader: { id: number; email: string } }

beforeEach(async () => {
  app = createTestApp()
  salma = await signedInClient(app, { email: OLD })
})

describe('the undo', () => {
  it('gives the old email its account back, and shuts out whoever changed it', async () => {
    await changeEmail(app, salma)
    await env.DB.prepare(`INSERT INTO totp (reader_id, sealed, step, created_at) VALUES (?, 'sealed', 1, ?)`)
      .bind(salma.reader.id, app.clock.now())
      .run()
    const link = await emailPath(app, 'undo', OLD)
    const victim = app.client()
    expect((await victim.get(link)).text).toContain(OLD)
    const pressed = await victim.post(link)
    expect(pressed.text).toContain(ar.security.email.undone)
    expect(await emailOf(salma.reader.id)).toBe(OLD)
    expect((await salma.get('/settings/account')).to).toBe('/login')
    expect((await app.client().post('/login', { email: OLD, password: PASSWORD })).status).toBe(422)
    const { totp, sessions, security_events: events } = await dumpTables(env.DB)
    expect([totp, sessions]).toEqual([[], []])
    expect(events?.map(({ kind }) => kind)).toEqual(['email_changed', 'email_change_undone', 'sign_in_failed'])
    await app.work()
    const told = app.mails.find(({ subject }) => subject === ar.mail.notices.email_change_undone.subject)
    expect(told?.to).toBe(NEW)
    expect(told?.text).not.toContain('/reset')
    await victim.post('/reset', { email: OLD })
    const [secret] = await mailedSecrets(app, OLD, 'reset')
    await victim.post(`/reset/${secret}`, { password: 'a long new sentence' })
    expect((await victim.post('/login', { email: OLD, password: 'a long new sentence' })).status).toBe(303)
  })

  it('keeps the account whose end was asked for since the change', async () => {
    await changeEmail(app, salma)
    await salma.post('/settings/data/deletion', { wanted: '1', password: PASSWORD })
    await app.client().post(await emailPath(app, 'undo', OLD))
    const { readers, jobs, tokens } = await dumpTables(env.DB)
    expect(readers).toMatchObject([{ email: OLD, deletes_at: null }])
    expect(jobs?.filter(({ kind }) => kind === 'delete')).toEqual([])
    expect(tokens?.filter(({ purpose }) => purpose === 'keep')).toEqual([])
    expect(await eventKinds()).toContain('deletion_cancelled')
  })

  it('leaves a wish for its end from before the change as it is', async () => {
    await salma.post('/settings/data/deletion', { wanted: '1', password: PASSWORD })
    app.clock.advance(1)
    await changeEmail(app, salma)
    await app.client().post(await emailPath(app, 'undo', OLD))
    expect((await dumpTables(env.DB)).readers).toMatchObject([{ email: OLD, deletes_at: START + 7 * DAY }])
  })

  it('keeps the factors from before the change', async () => {
    await env.DB.prepare(`INSERT INTO totp (reader_id, sealed, step, created_at) VALUES (?, 'sealed', 1, ?)`)
      .bind(salma.reader.id, START - 1)
      .run()
    await changeEmail(app, salma)
    await app.client().post(await emailPath(app, 'undo', OLD))
    expect((await dumpTables(env.DB)).totp).toHaveLength(1)
  })

  it('works once and for seven days', async () => {
    await changeEmail(app, salma)
    const link = await emailPath(app, 'undo', OLD)
    app.clock.advance(7 * DAY - 1)
    expect((await app.client().get(link)).status).toBe(200)
    app.clock.advance(1)
    expect([(await app.client().get(link)).status, (await app.client().post(link)).status]).toEqual([410, 410])
    expect(await emailOf(salma.reader.id)).toBe(NEW)
    await salma.get('/settings/account')
    await changeEmail(app, salma, 'again@new.example')
    const second = await emailPath(app, 'undo', NEW)
    expect([(await app.client().post(second)).status, (await app.client().post(second)).status]).toEqual([200, 410])
  })

  it('reaches back for sure: there is no second change while it stands', async () => {
    await askEmail(salma, 'other@new.example')
    await changeEmail(app, salma)
    expect((await askEmail(salma, 'third@new.example')).text).toContain(ar.fields.emailChangedLately)
    expect(
      (await salma.post(await emailPath(app, 'email', 'other@new.example').catch(() => '/email/confirm/x'))).status,
    ).toBe(410)
    expect(await emailOf(salma.reader.id)).toBe(NEW)
  })

  it('holds the old email: nobody signs up with it or moves to it meanwhile', async () => {
    await changeEmail(app, salma)
    const guest = app.client()
    await guest.post('/register', { email: OLD, password: PASSWORD })
    await app.work()
    const mail = app.mails.at(-1)
    expect(mail).toMatchObject({ to: OLD, subject: ar.mail.held.subject('رَفّ') })
    const [signup] = await mailedSecrets(app, OLD, 'signup')
    expect((await guest.post(`/verify/${signup}`)).status).toBe(200)
    expect(guest.cookies.has('__Host-session')).toBe(false)
    const other = await signedInClient(app)
    await other.post('/settings/account/email', { email: OLD, password: PASSWORD })
    expect((await other.post(await emailPath(app, 'email', OLD))).status).toBe(410)
    expect((await app.client().post(await emailPath(app, 'undo', OLD))).status).toBe(200)
    expect(await emailOf(salma.reader.id)).toBe(OLD)
  })

  it('lets go of it after seven days', async () => {
    await changeEmail(app, salma)
    app.clock.advance(7 * DAY)
    const guest = app.client()
    await guest.post('/register', { email: OLD, password: PASSWORD })
    const [signup] = await mailedSecrets(app, OLD, 'signup')
    expect(await guest.post(`/verify/${signup}`)).toMatchObject({ status: 303, to: '/welcome' })
  })

  it('twenty times at once is once', async () => {
    await changeEmail(app, salma)
    const link = await emailPath(app, 'undo', OLD)
    const answers = await twentyTimes(() => app.client().post(link))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(410)])
    const { security_events: events } = await dumpTables(env.DB)
    expect(events?.filter(({ kind }) => kind === 'email_change_undone')).toHaveLength(1)
  })

  it('is whole or not at all, at every statement', async () => {
    await changeEmail(app, salma)
    const [secret = ''] = await mailedSecrets(app, OLD, 'undo')
    const breaks = await atEveryStatement(env.DB, (broken) => undoEmail(contextOn(app, broken), { secret, from: FROM }))
    expect(breaks).toBe(17)
  })
})
