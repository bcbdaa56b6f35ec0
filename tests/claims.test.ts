import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { suppressionHash } from '../src/core/suppression.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import * as newsletters from '../src/store/newsletters.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { changeEmail, emailPath, NEW, OLD } from './helpers/emails.ts'
import { addNewsletters, confirmPath, EMAIL, mailToken, subscribed, subscriptionsNow } from './helpers/newsletters.ts'

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning', 'weekly')
})

/** Whose each subscriber is, by email. */
async function owners() {
  const { subscribers = [] } = await dumpTables(env.DB)
  return Object.fromEntries(subscribers.map((row) => [row.email, row.reader_id]))
}

async function shut(email: string, reason: 'hard' | 'complained' | 'opted_out') {
  const hash = suppressionHash(app.config, email)
  await env.DB.prepare('INSERT INTO suppressions (hash, reason, at) VALUES (?, ?, 0)').bind(hash, reason).run()
}

const suppressed = async () => (await dumpTables(env.DB)).suppressions ?? []

describe('an account', () => {
  it('has the subscriptions that its email had before there was one', async () => {
    await subscribed(app, 'morning', OLD)
    const salma = await signedInClient(app, { email: OLD })
    await newsletters.claim(open(env.DB), { readerId: salma.reader.id, email: OLD })
    expect(await owners()).toEqual({ [OLD]: salma.reader.id })
    expect((await salma.get('/settings/newsletters')).text).toContain('aria-checked="true"')
  })

  it('has what is confirmed by its email without its reader signed in', async () => {
    const salma = await signedInClient(app, { email: OLD })
    await subscribed(app, 'morning', OLD)
    expect(await owners()).toEqual({ [OLD]: salma.reader.id })
  })

  it('claims them by itself when its email changes, and lets go of those of the email it left', async () => {
    const salma = await signedInClient(app, { email: OLD })
    await salma.post('/newsletters/morning/subscribe', { wanted: '1' })
    await subscribed(app, 'weekly', NEW)
    await changeEmail(app, salma)
    await app.work()
    expect(await owners()).toEqual({ [OLD]: null, [NEW]: salma.reader.id })
    await app.client().post(await emailPath(app, 'undo', OLD))
    await app.work()
    expect(await owners()).toEqual({ [OLD]: salma.reader.id, [NEW]: null })
    expect((await subscriptionsNow()).states).toEqual(['active', 'active'])
  })

  it('claims the same however often it is asked', async () => {
    await subscribed(app, 'morning', OLD)
    await twentyTimes(() => newsletters.claim(open(env.DB), { readerId: 7, email: OLD }))
    expect(await owners()).toEqual({ [OLD]: 7 })
  })
})

describe('an email that mail came back from, or that complained,', () => {
  it.each(['hard', 'complained'] as const)('is asked to confirm anew where its reader presses: %s', async (reason) => {
    const salma = await signedInClient(app, { email: EMAIL })
    await shut(EMAIL, reason)
    const pressed = await salma.post('/newsletters/morning/subscribe', { wanted: '1' })
    expect(pressed.text).toContain(ar.newsletters.asked.title)
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0] })
    await app.client().post(await confirmPath(app))
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0] })
    expect(await owners()).toEqual({ [EMAIL]: salma.reader.id })
    expect(await suppressed()).toEqual([])
  })

  it('is asked the same by the switches of a signed link', async () => {
    const manage = await subscribed(app, 'morning')
    await shut(EMAIL, 'complained')
    const pressed = await app.client().post(manage, { newsletter: 'weekly', wanted: '1' })
    expect(pressed.text).toContain(ar.newsletters.asked.title)
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0] })
    expect(await suppressed()).toHaveLength(1)
  })

  it('is told so beside its switches, and opened again by one press and its confirmation', async () => {
    const manage = await subscribed(app, 'morning')
    expect((await app.client().get(manage)).text).not.toContain(ar.newsletters.manage.shut)
    await shut(EMAIL, 'hard')
    const salma = await signedInClient(app, { email: EMAIL })
    for (const page of [await app.client().get(manage), await salma.get('/settings/newsletters')]) {
      expect(page.text).toContain(ar.newsletters.manage.shut)
    }
    await app.client().post(manage, { newsletter: 'morning', wanted: '1' })
    await app.client().post(await confirmPath(app))
    expect(await suppressed()).toEqual([])
    expect((await app.client().get(manage)).text).not.toContain(ar.newsletters.manage.shut)
  })

  it('is mailed once where all were wanted, and has all with one press after that', async () => {
    const manage = await subscribed(app, 'morning')
    await app.client().post(manage, { none: '1' })
    await shut(EMAIL, 'complained')
    const before = app.mails.length
    await app.client().post(manage, { all: '1' })
    await app.work()
    expect(app.mails).toHaveLength(before + 1)
    await app.client().post(await confirmPath(app))
    await app.client().post(manage, { all: '1' })
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 1] })
  })
})

it('whoever had ended all and whose account is gone may subscribe again with one press', async () => {
  const salma = await signedInClient(app, { email: EMAIL })
  await shut(EMAIL, 'opted_out')
  await salma.post('/newsletters/morning/subscribe', { wanted: '1' })
  expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0] })
  expect(await suppressed()).toEqual([])
})

describe('a link in a mail', () => {
  it('opens the preferences after the signing key was rotated', async () => {
    await subscribed(app, 'morning')
    const token = await mailToken(app, 'manage')
    const [old] = app.config.signingKeys
    const SIGNING_KEYS = `new:${'n'.repeat(43)},${old.id}:${old.key}`
    const rotated = createTestApp({ bindings: { SIGNING_KEYS } })
    expect((await rotated.client().get(`/newsletters/manage/${token}`)).text).toContain(EMAIL)
    const forgotten = createTestApp({ bindings: { SIGNING_KEYS: `new:${'n'.repeat(43)}` } })
    expect((await forgotten.client().get(`/newsletters/manage/${token}`)).status).toBe(404)
  })

  it('is of one purpose', async () => {
    await subscribed(app, 'morning')
    expect((await app.client().get(`/newsletters/manage/${await mailToken(app, 'unsubscribe')}`)).status).toBe(404)
    expect((await app.client().get(`/u/${await mailToken(app, 'manage')}`)).status).toBe(404)
  })
})
