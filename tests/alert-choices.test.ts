import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { signedToken } from '../src/core/signed-links.ts'
import { suppressionHash } from '../src/core/suppression.ts'
import { ar } from '../src/i18n/ar.ts'
import { addAlerts, HOURLY, keyword } from './helpers/alerts.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { EMAIL, subscriptionsNow } from './helpers/newsletters.ts'

let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>
const ref = keyword('المياه').ref

beforeEach(async () => {
  app = createTestApp()
  await addAlerts(app)
  browser = await signedInClient(app)
  await browser.post('/following/keywords', { keyword: 'المياه' })
})

const turn = (wanted: '0' | '1', options = {}) => browser.post('/following/alerts/keywords', { ref, wanted }, options)
const choose = (alerts: string, options = {}) => browser.post('/following/alerts', { alerts }, options)
const pressed = (text: string) => /value="(\w+)" aria-pressed="true"/.exec(text)?.[1]
const alertsOf = async () => (await dumpTables(env.DB)).follows?.map(({ alerts }) => alerts)

describe('the switch of a keyword', () => {
  it('chooses the rarest rhythm where none was chosen, and keeps the form of that consent', async () => {
    expect(pressed((await browser.get('/following')).text)).toBe('none')
    expect(await turn('1')).toMatchObject({ status: 303, to: '/following?alerts=onDaily' })
    const { text } = await browser.get('/following')
    expect(pressed(text)).toBe('daily')
    expect(text).toContain(`aria-checked="true" aria-label="${ar.alerts.of('المياه')}"`)
    const { consents, counts } = await subscriptionsNow()
    expect(counts).toEqual([0, 1])
    expect(consents).toMatchObject([{ act: 'confirmed', form: '/following/alerts/keywords' }])
  })

  it('leaves a rhythm that was chosen, and asks nothing of it when it is turned off', async () => {
    await choose('hourly')
    await turn('1')
    expect(await alertsOf()).toEqual([1])
    await turn('0')
    expect(await alertsOf()).toEqual([0])
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0] })
  })

  it('shows under htmx what is so now, and the choice that it made', async () => {
    const { status, text } = await turn('1', { htmx: true })
    expect(status).toBe(200)
    expect(text).toContain('hx-target="#alert-choice"')
    expect(pressed(text)).toBe('daily')
  })

  it('says on the page after a plain form what was done, the choice that it made with it', async () => {
    const said = async (wanted: '0' | '1') => (await browser.get((await turn(wanted)).to ?? '')).text
    expect(await said('1')).toContain(`<p class="notice">${ar.alerts.done.onDaily}</p>`)
    expect(await said('1')).toContain(`<p class="notice">${ar.alerts.done.on}</p>`)
    expect(await said('0')).toContain(`<p class="notice">${ar.alerts.done.off}</p>`)
    expect((await browser.get('/following?alerts=yes')).text).not.toContain('<p class="notice">')
  })

  it('goes with the keyword when that is unfollowed', async () => {
    await turn('1')
    const fields = { kind: 'keyword', ref, keyword: 'المياه', want: 'unfollow' }
    const { text } = await browser.post('/following', fields, { htmx: true })
    expect(text).toContain(`data-alert="${ref}" hidden`)
    expect((await dumpTables(env.DB)).follows).toEqual([])
  })

  it('is not there for a keyword that the reader does not follow, nor for another reader', async () => {
    const other = await signedInClient(app)
    const fields = { ref, wanted: '1' }
    expect((await other.post('/following/alerts/keywords', fields)).status).toBe(404)
    expect((await other.post('/following/alerts/keywords', { ...fields, wanted: '0' })).status).toBe(404)
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0] })
  })
})

describe('the choice of a rhythm', () => {
  it('is one press each way, with script or without', async () => {
    expect(await choose('hourly')).toMatchObject({ status: 303, to: '/following?alerts=hourly' })
    expect(pressed((await choose('daily', { htmx: true })).text)).toBe('daily')
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 1] })
    expect(pressed((await choose('none', { htmx: true })).text)).toBe('none')
    expect(pressed((await choose('none', { htmx: true })).text)).toBe('none')
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0] })
  })

  it('is said on the page that it was made on', async () => {
    const referer = `${app.config.site.url}/settings/newsletters`
    const { to } = await choose('hourly', { headers: { Referer: referer } })
    expect(to).toBe('/settings/newsletters?alerts=hourly')
    expect((await browser.get(to ?? '')).text).toContain(`<p class="notice">${ar.alerts.done.hourly}</p>`)
    expect((await choose('none', { htmx: true })).text).toContain(ar.alerts.done.none)
  })

  it('is confirmed by mail first where mail to the reader came back', async () => {
    const hash = suppressionHash(app.config, browser.reader.email)
    await env.DB.prepare(`INSERT INTO suppressions (hash, reason, at) VALUES (?, 'hard', ?)`).bind(hash, START).run()
    const { status, text } = await choose('hourly')
    expect(status).toBe(200)
    expect(text).toContain(ar.newsletters.asked.valid)
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0] })
  })

  it.each(['weekly', ''])('refuses what is no choice: %o', async (wrong) => {
    expect((await choose(wrong)).status).toBe(422)
  })

  it('is not offered where the newsletter has ended', async () => {
    await env.DB.prepare(`UPDATE newsletters SET state = 'ended' WHERE id = ?`).bind(HOURLY).run()
    expect((await browser.get('/following')).text).not.toContain('value="hourly"')
    expect((await choose('hourly')).status).toBe(404)
  })

  it('stands among the settings, and behind the link of a mail of an account', async () => {
    await choose('hourly')
    expect(pressed((await browser.get('/settings/newsletters')).text)).toBe('hourly')
    const [subscriber] = (await dumpTables(env.DB)).subscribers ?? []
    const token = signedToken(app.config.signingKeys, 'manage', { ref: String(subscriber?.ref), newsletterId: HOURLY })
    const manage = `/newsletters/manage/${token}`
    const visitor = app.client()
    expect(pressed((await visitor.get(manage)).text)).toBe('hourly')
    expect(pressed((await visitor.post(manage, { alerts: 'daily' }, { htmx: true })).text)).toBe('daily')
    await visitor.post(manage, { all: '1' })
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 1] })
    await visitor.post(manage, { none: '1' })
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0] })
  })
})

describe('a visitor', () => {
  it('is not offered alerts, and led to an account by a link to them', async () => {
    expect((await app.client().get('/newsletters')).text).not.toContain('alerts-hourly')
    const { status, text } = await app.client().post('/newsletters/alerts-hourly/subscribe', { email: EMAIL })
    expect(status).toBe(422)
    expect(text).toContain(ar.newsletters.needsAccount.alerts.line)
  })
})

describe('an editor', () => {
  it('pauses alerts and gives them a sender, and is shown nothing that does not fit', async () => {
    const editor = await signedInClient(app, { role: 'editor' })
    const path = `/desk/newsletters/${HOURLY}`
    const { text } = await editor.get(path)
    for (const field of ['name="topic:', 'name="day:', 'name="time"', 'type="number"', '<select id="rhythm"']) {
      expect(text).not.toContain(field)
    }
    const hidden = { kind: 'alerts', rhythm: 'hourly', items: '10', minItems: '3', version: '1' }
    const rest = { slug: 'alerts-hourly', name: 'تنبيهات', description: 'كل ساعة', zone: 'Asia/Riyadh' }
    const set = { ...hidden, ...rest, state: 'paused', senderName: 'الراصد', senderEmail: '', whenUncertain: 'skip' }
    expect(await editor.post(path, set)).toMatchObject({ status: 303 })
    const [row] = (await dumpTables(env.DB)).newsletters ?? []
    expect(row).toMatchObject({ state: 'paused', sender_name: 'الراصد', rhythm: 'hourly', sends_at_minute: null })
    expect((await editor.post(path, { ...set, version: '2', rhythm: 'weekly' })).status).toBe(422)
    expect((await editor.post('/desk/newsletters', { ...set, slug: 'other' })).status).toBe(422)
  })
})
