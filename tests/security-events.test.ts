import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables } from './helpers/d1.ts'
import { DESK, eventKinds, PHONE } from './helpers/events.ts'

const FIREFOX = ar.security.agent.on('Firefox', 'Android')
const EMAIL = 'salma@example.com'
const HOUR = 3600
const DAY = 24 * HOUR

let app: TestApp
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  browser = app.client()
  await addReader({ email: EMAIL })
})

describe('the log of events', () => {
  it('tells what was done to the account, from where, the newest first', async () => {
    await app.client().post('/login', { email: EMAIL, password: 'a guess' }, { headers: { 'User-Agent': PHONE } })
    app.clock.advance(60)
    await signIn(DESK)
    const { text } = await browser.get('/settings/security')
    const { kinds } = ar.security.events
    expect(text.indexOf(kinds.signed_in)).toBeLessThan(text.indexOf(kinds.sign_in_failed))
    expect(text.indexOf(kinds.signed_in)).toBeGreaterThan(0)
    expect(text).toContain(FIREFOX)
  })

  it('writes each sign-in, failure and sign-out once', async () => {
    await browser.post('/login', { email: EMAIL, password: 'a guess' })
    await signIn()
    await browser.post('/logout')
    await browser.post('/login', { email: 'nobody@example.com', password: 'a guess' })
    expect(await eventKinds()).toEqual(['sign_in_failed', 'signed_in', 'signed_out'])
  })

  it('shows the latest fifty', async () => {
    await signIn()
    for (let i = 0; i < 60; i += 1) await browser.post('/settings/security/devices/others')
    const { text } = await browser.get('/settings/security')
    expect(text.split(ar.security.events.kinds.sessions_ended)).toHaveLength(51)
  })

  it('is nobody else’s', async () => {
    await signIn()
    const stranger = await signedInClient(app)
    const { text } = await stranger.get('/settings/security')
    expect(text).toContain(ar.security.events.none)
    expect(text).not.toContain(ar.security.events.kinds.signed_in)
  })

  it.each([
    ['EG', 'EG', 'مصر'],
    ['XX', '', null],
    ['T1', '', null],
    ['<b>', '', null],
  ])('knows the country that the edge tells: %s', async (told, kept, named) => {
    const body = new URLSearchParams({ email: EMAIL, password: 'a guess' })
    await app.fetch('/login', {
      method: 'POST',
      body,
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      cf: { country: told },
    })
    expect((await dumpTables(env.DB)).security_events).toMatchObject([{ country: kept }])
    await signIn()
    const { text } = await browser.get('/settings/security')
    if (named) expect(text).toContain(named)
    else expect(text).not.toContain(told)
  })

  it('knows neither emails nor ips', async () => {
    const from = { headers: { 'CF-Connecting-IP': '203.0.113.7', 'User-Agent': DESK } }
    await browser.post('/login', { email: EMAIL, password: 'a guess' }, from)
    const { security_events: events } = await dumpTables(env.DB)
    expect(events).toMatchObject([{ agent: 'chrome.windows' }])
    expect(JSON.stringify(events)).not.toMatch(/@|203\.0/)
  })

  it('is kept for a year', async () => {
    await signIn()
    await env.DB.prepare(`INSERT INTO jobs (kind, key, due_at) VALUES ('sweep', 'all', ?)`).bind(START).run()
    app.clock.advance(365 * DAY)
    await app.work()
    expect(await eventKinds()).toEqual(['signed_in'])
    app.clock.advance(2 * HOUR)
    await app.work()
    expect(await eventKinds()).toEqual([])
  })
})

function signIn(agent = '') {
  return browser.post('/login', { email: EMAIL, password: PASSWORD }, { headers: { 'User-Agent': agent } })
}
