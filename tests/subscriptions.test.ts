import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { confirm, setSubscription, WORDING } from '../src/actions/newsletters.ts'
import { readToken } from '../src/core/signed-links.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { atEveryStatement, dumpTables, hooked, twentyTimes } from './helpers/d1.ts'
import { mailedSecrets } from './helpers/links.ts'
import { addNewsletters, confirmPath, EMAIL, mailToken, subscribed, subscriptionsNow } from './helpers/newsletters.ts'

const DAY = 86_400

let app: TestApp

beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning', 'weekly')
})

const ask = (slug = 'morning') => app.client().post(`/newsletters/${slug}/subscribe`, { email: EMAIL })

describe('a confirmation', () => {
  it('subscribes when its button is pressed, and opens the preferences', async () => {
    await ask()
    app.clock.advance(600)
    const browser = app.client()
    const page = await browser.get(await confirmPath(app))
    expect(page.text).toContain(ar.newsletters.confirm.button)
    expect(page.text).toContain(EMAIL)
    const pressed = await browser.post(page.path, {}, { follow: true })
    expect(pressed.path).toMatch(/^\/newsletters\/manage\/.+\?done=confirmed$/)
    expect(pressed.text).toContain(ar.newsletters.manage.notices.confirmed)
    expect(pressed.text).toMatch(/data-newsletter="morning".*?aria-checked="true"/s)
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0], emails: [EMAIL], states: ['active'] })
  })

  it('records what was agreed to: the words, the form, when it was asked and when confirmed', async () => {
    await ask()
    app.clock.advance(600)
    await app.client().post(await confirmPath(app))
    const form = { wording: WORDING, form: '/newsletters/morning/subscribe', newsletter_id: 1 }
    expect((await subscriptionsNow()).consents).toMatchObject([
      { act: 'asked', acted_at: START, ...form },
      { act: 'confirmed', acted_at: START + 600, ...form },
    ])
  })

  it('changes nothing while it is only opened', async () => {
    await ask()
    const before = await dumpTables(env.DB)
    for (let n = 0; n < 3; n++) expect((await app.client().get(await confirmPath(app))).status).toBe(200)
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it('is looked up in the primary, which knows it before any replica does', async () => {
    await ask()
    const constraints: unknown[] = []
    const d1 = hooked(env.DB, { withSession: (constraint) => void constraints.push(constraint) })
    await createTestApp({ d1 })
      .client()
      .get(await confirmPath(app))
    expect(constraints.at(-1)).toBe('first-primary')
  })

  it('works for seven days', async () => {
    await ask()
    const path = await confirmPath(app)
    app.clock.advance(7 * DAY)
    for (const answer of [await app.client().get(path), await app.client().post(path)]) {
      expect(answer.status).toBe(410)
      expect(answer.text).toContain(ar.errors.pages.expired.title)
    }
    expect(await subscriptionsNow()).toMatchObject({ emails: [], states: [] })
  })

  it('works once', async () => {
    await ask()
    const path = await confirmPath(app)
    expect((await app.client().post(path)).status).toBe(303)
    expect((await app.client().post(path)).status).toBe(410)
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0], acts: ['asked', 'confirmed'] })
  })

  it('pressed twenty times at once subscribes once', async () => {
    await ask()
    const [secret = ''] = await mailedSecrets(app, EMAIL, 'optin')
    const outcomes = await twentyTimes(() => confirm(app.context(), secret).catch((error: Error) => error.message))
    expect(outcomes.some((outcome) => typeof outcome === 'object')).toBe(true)
    expect(outcomes.filter((outcome) => typeof outcome === 'string' && outcome !== 'expired')).toEqual([])
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0], states: ['active'], acts: ['asked', 'confirmed'] })
  })

  it('leaves nothing half done when it breaks, and can be pressed again', async () => {
    await ask()
    const [secret = ''] = await mailedSecrets(app, EMAIL, 'optin')
    const pressed = (d1: D1Database) => confirm(createTestApp({ d1 }).context(), secret)
    let batches = 0
    const dies = hooked(env.DB, {
      batch: (statements, raw) => (++batches === 2 ? [raw.prepare(`SELECT json('{')`)] : statements),
    })
    await expect(pressed(dies)).rejects.toThrow()
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0], acts: ['asked', 'confirmed'] })
    await pressed(env.DB)
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0], acts: ['asked', 'confirmed'] })

    await ask('weekly')
    const [weekly = ''] = await mailedSecrets(app, EMAIL, 'optin')
    expect(await atEveryStatement(env.DB, (d1) => confirm(createTestApp({ d1 }).context(), weekly))).toBe(10)
  })

  it('of another purpose, of nobody or malformed is not one', async () => {
    await app.client().post('/register', { email: EMAIL, password: 'كلمة-مرور-طويلة', intent: 'newsletter:morning' })
    const [signUp = ''] = await mailedSecrets(app, EMAIL, 'signup')
    for (const token of [signUp, 'A'.repeat(43), 'x', encodeURIComponent('‮رابط')]) {
      expect((await app.client().get(`/newsletters/confirm/${token}`)).status).toBe(410)
      expect((await app.client().post(`/newsletters/confirm/${token}`)).status).toBe(410)
    }
    expect(await subscriptionsNow()).toMatchObject({ emails: [] })
  })

  it('of a newsletter does not open an account', async () => {
    await ask()
    const [optIn = ''] = await mailedSecrets(app, EMAIL, 'optin')
    expect((await app.client().post(`/verify/${optIn}`)).status).toBe(410)
    expect((await dumpTables(env.DB)).readers).toEqual([])
  })
})

describe('the preferences', () => {
  it('switch every newsletter both ways without an account', async () => {
    const manage = await subscribed(app, 'morning')
    const browser = app.client()
    const on = await browser.post(manage, { newsletter: 'weekly', wanted: '1' }, { follow: true })
    expect(on.text).toContain(ar.newsletters.manage.notices.saved)
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 1], states: ['active', 'active'] })
    const off = await browser.post(manage, { newsletter: 'morning', wanted: '0' }, { htmx: true })
    expect(off.text).toMatch(/^<form[^>]*data-newsletter="morning".*aria-checked="false"/)
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 1] })
  })

  it('end everything with one button, and a second press changes nothing', async () => {
    const manage = await subscribed(app, 'morning')
    await app.client().post(manage, { newsletter: 'weekly', wanted: '1' })
    const none = await app.client().post(manage, { none: '1' }, { follow: true })
    expect(none.text).toContain(ar.newsletters.manage.notices.none)
    const after = await subscriptionsNow()
    expect(after).toMatchObject({ counts: [0, 0], states: ['ended', 'ended'] })
    await app.client().post(manage, { none: '1' })
    expect(await subscriptionsNow()).toEqual(after)
  })

  it('begin everything with one button, once', async () => {
    const manage = await subscribed(app, 'morning')
    const all = await app.client().post(manage, { all: '1' }, { follow: true })
    expect(all.text).toContain(ar.newsletters.manage.notices.all)
    const after = await subscriptionsNow()
    expect(after).toMatchObject({ counts: [1, 1], states: ['active', 'active'] })
    const again = await app.client().post(manage, { all: '1' }, { follow: true })
    expect(again.text).not.toContain('name="all"')
    expect(await subscriptionsNow()).toEqual(after)
  })

  it('say when each newsletter comes', async () => {
    const manage = await subscribed(app, 'morning')
    expect((await app.client().get(manage)).text.match(/كل يوم، ٧:٠٠\u00a0ص/g)).toHaveLength(2)
  })

  it('change nothing while they are only opened', async () => {
    const manage = await subscribed(app, 'morning')
    const before = await dumpTables(env.DB)
    const page = await app.client().get(manage)
    expect(page.headers.get('Cache-Control')).toBe('private, no-store')
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  it.each<Record<string, string | string[]>>([
    { newsletter: 'morning' },
    { newsletter: 'MORNING', wanted: '1' },
    { newsletter: ['morning', 'weekly'], wanted: '1' },
    { newsletter: 'morning', wanted: 'true' },
    {},
  ])('refuse what no form of ours sends: %j', async (fields) => {
    const manage = await subscribed(app, 'morning')
    expect((await app.client().post(manage, fields)).status).toBe(422)
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0] })
  })

  it('know no newsletter that does not exist', async () => {
    const manage = await subscribed(app, 'morning')
    expect((await app.client().post(manage, { newsletter: 'unknown', wanted: '1' })).status).toBe(404)
  })

  it('switched twenty times at once, or broken at any statement, stay whole', async () => {
    await subscribed(app, 'morning')
    const link = readToken(app.config.signingKeys, 'manage', await mailToken(app, 'manage'))
    if (!link) throw new Error('the token does not verify')
    await twentyTimes((n) =>
      setSubscription(app.context(), link, { slug: 'weekly', wanted: n % 2 === 0 }, { form: '/x', ip: '127.0.0.1' }),
    )
    const { counts, states, acts } = await subscriptionsNow()
    expect(counts).toEqual([1, states[1] === 'active' ? 1 : 0])
    expect(acts.filter((act) => act === 'confirmed').length - acts.filter((act) => act === 'ended').length).toBe(
      (counts[0] as number) + (counts[1] as number),
    )
    for (const set of ['none', 'all', { slug: 'morning', wanted: true }, { slug: 'morning', wanted: false }] as const) {
      await atEveryStatement(env.DB, (d1) =>
        setSubscription(createTestApp({ d1 }).context(), link, set, { form: '/x', ip: '127.0.0.1' }),
      )
    }
  })
})

it('other words of consent are another version', () => {
  const versions: Record<string, string> = {
    '2026-11': 'الاشتراك موافقة على وصول النشرة بالبريد، ويمكن إلغاؤه بنقرة واحدة من كل رسالة.',
  }
  expect(ar.newsletters.consent).toBe(versions[WORDING])
})
