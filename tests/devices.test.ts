import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { dumpTables, hooked } from './helpers/d1.ts'
import { DESK, PHONE } from './helpers/events.ts'

const FIREFOX = ar.security.agent.on('Firefox', 'Android')
const CHROME = ar.security.agent.on('Chrome', 'Windows')
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

describe('the list of devices', () => {
  it('says what each is, since when, and which one this is', async () => {
    await signIn(app.client(), PHONE)
    app.clock.advance(DAY)
    await signIn(browser, DESK)
    const { text } = await browser.get('/settings/security')
    expect(text).toContain(FIREFOX)
    expect(text).toContain(CHROME)
    expect(text).toContain(ar.security.devices.this)
    expect(text.match(/<strong>هذا الجهاز/g)).toHaveLength(1)
    expect(text.indexOf(CHROME)).toBeLessThan(text.indexOf(FIREFOX))
    expect(text).not.toContain('Mozilla')
    const { sessions } = await dumpTables(env.DB)
    expect(sessions?.map(({ agent }) => agent).sort()).toEqual(['chrome.windows', 'firefox.android'])
  })

  it('leaves out sessions that ended', async () => {
    await signIn(app.client(), PHONE)
    app.clock.advance(31 * DAY)
    await signIn(browser, DESK)
    expect(devices((await browser.get('/settings/security')).text)).toHaveLength(0)
  })

  it('ends one: its browser is signed out, all others stay', async () => {
    const [phone, tablet] = [app.client(), app.client()]
    for (const client of [phone, tablet, browser]) await signIn(client)
    const [, last] = devices((await browser.get('/settings/security')).text)
    const ended = await browser.post(`/settings/security/devices/${last}`)
    expect(ended).toMatchObject({ status: 303, to: '/settings/security?done=ended' })
    expect((await browser.get(String(ended.to))).text).toContain(ar.security.devices.ended)
    const left = await Promise.all([phone, tablet, browser].map((client) => client.get('/settings/security')))
    expect(left.map(({ status }) => status).sort()).toEqual([200, 200, 303])
    expect(left[2]?.status).toBe(200)
    expect((await browser.post(`/settings/security/devices/${last}`)).status).toBe(404)
  })

  it('ends all others', async () => {
    const phone = app.client()
    for (const client of [phone, browser]) await signIn(client)
    const ended = await browser.post('/settings/security/devices/others', {}, { htmx: true })
    expect(ended).toMatchObject({ status: 200, to: '/settings/security?done=others' })
    expect((await phone.get('/settings/security')).to).toBe('/login')
    const { text } = await browser.get(String(ended.to))
    expect(text).toContain(ar.security.devices.othersEnded)
    expect(text).toContain(ar.security.devices.none)
  })

  it('of a stranger does not exist', async () => {
    await signIn()
    const stranger = await signedInClient(app)
    const { sessions } = await dumpTables(env.DB)
    for (const { public_id: id } of sessions ?? []) {
      const own = String(id) === `public-${stranger.reader.id}`
      if (!own) expect((await stranger.post(`/settings/security/devices/${id}`)).status).toBe(404)
    }
    for (const id of ['x', '%00', 'A'.repeat(500)]) {
      expect((await stranger.post(`/settings/security/devices/${id}`)).status).toBe(404)
    }
    expect((await dumpTables(env.DB)).sessions).toHaveLength(2)
    expect((await browser.get('/settings/security')).status).toBe(200)
  })

  it('shows no id that would open a session', async () => {
    await signIn(app.client())
    await signIn()
    const thief = app.client()
    for (const id of devices((await browser.get('/settings/security')).text)) {
      thief.cookies.set('__Host-session', id)
      expect((await thief.get('/settings/security')).to).toBe('/login')
    }
  })

  it('knows when each was last used, and is written at most once an hour', async () => {
    await signIn()
    const writes: string[] = []
    const watched = createTestApp({
      d1: hooked(env.DB, { prepare: (query) => void (/^UPDATE sessions/.test(query) && writes.push(query)) }),
    })
    const same = watched.client()
    for (const [name, value] of browser.cookies) same.cookies.set(name, value)
    for (const minutes of [0, 30, 59, 60, 61, 119, 120]) {
      watched.clock.set(START + minutes * 60)
      await same.get('/settings/account')
    }
    expect(writes).toHaveLength(2)
    expect((await dumpTables(env.DB)).sessions).toMatchObject([{ last_seen_at: START + 2 * HOUR }])
  })
})

function signIn(client = browser, agent = '') {
  return client.post('/login', { email: EMAIL, password: PASSWORD }, { headers: { 'User-Agent': agent } })
}

/** The ids of the other devices, as their buttons post them. */
function devices(text: string): string[] {
  return [...text.matchAll(/action="\/settings\/security\/devices\/([\w-]+)"/g)]
    .map(([, id = '']) => id)
    .filter((id) => id !== 'others')
}
