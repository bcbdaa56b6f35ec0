import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { WAITS } from '../src/actions/attempts.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { mailedSecrets } from './helpers/links.ts'

const EMAIL = 'salma@example.com'
const FORM = { email: EMAIL, password: PASSWORD }
const QUARTER = 900
const DAY = 86_400

let app: TestApp

beforeEach(async () => {
  app = createTestApp()
  await addReader({ email: EMAIL })
})

describe('guessing the password of an account', () => {
  it('takes longer and longer, up to a quarter of an hour, whether there is such an account or not', async () => {
    for (const email of [EMAIL, 'nobody@example.com']) {
      app.clock.set(START)
      const waits: number[] = []
      for (let i = 0; i < 5; i += 1) expect((await guess(email)).status).toBe(422)
      while (waits.length < 9) {
        const { status, wait } = await guess(email)
        expect(status).toBe(429)
        waits.push(wait)
        app.clock.advance(wait)
        expect((await guess(email)).status).toBe(422)
      }
      expect(waits).toEqual([15, 30, 60, 120, 240, 480, QUARTER, QUARTER, QUARTER])
    }
    expect(WAITS.at(-1)).toBe(QUARTER)
  })

  it('never locks it for good: when the wait is over, the right password is', async () => {
    for (let i = 0; i < 40; i += 1) {
      await guess(EMAIL)
      app.clock.advance(QUARTER)
    }
    expect((await signIn()).status).toBe(303)
  })

  it('is not answered before the time, which the answer tells and which no further try puts off', async () => {
    await guessTimes(5)
    for (const wait of [15, 10, 5]) {
      const refused = await signIn()
      expect(refused.status).toBe(429)
      expect(refused.headers.get('Retry-After')).toBe(String(wait))
      expect(refused.text).toContain(ar.errors.pages.too_many.title)
      app.clock.advance(5)
    }
    expect((await signIn()).status).toBe(303)
  })

  it('tells the time in seconds or in minutes', async () => {
    await guessTimes(5)
    expect((await signIn()).text).toContain(ar.errors.retryInSeconds(15, '١٥'))
    for (const wait of [15, 30, 60]) {
      app.clock.advance(wait)
      await guess(EMAIL)
    }
    expect((await signIn()).text).toContain(ar.errors.retryInMinutes(2, '٢'))
  })

  it('is forgotten by the right password, and by a day without a try', async () => {
    await guessTimes(4)
    await signIn()
    await guessTimes(4)
    app.clock.advance(DAY)
    await guessTimes(4)
    expect((await signIn()).status).toBe(303)
  })

  it('from elsewhere does not keep its reader out at home', async () => {
    await signIn('203.0.113.7')
    for (let i = 0; i < 12; i += 1) {
      await guess(EMAIL, `198.51.${i}.1`)
      app.clock.advance(QUARTER)
    }
    await guess(EMAIL)
    expect((await signIn('198.51.100.9')).status).toBe(429)
    expect((await signIn('203.0.113.200')).status).toBe(303)
    expect((await signIn('198.51.100.9')).status).toBe(429)
  })

  it('at home counts for itself', async () => {
    await signIn('203.0.113.7')
    for (let i = 0; i < 5; i += 1) expect((await guess(EMAIL, '203.0.113.7')).status).toBe(422)
    expect((await guess(EMAIL, '203.0.113.7')).status).toBe(429)
    expect((await guess(EMAIL)).status).toBe(422)
  })

  it('does not keep a reader who is signed in from changing it', async () => {
    const reader = await signedInClient(app, { email: 'noor@example.com' })
    for (let i = 0; i < 6; i += 1) await guess('noor@example.com')
    expect((await guess('noor@example.com')).status).toBe(429)
    const change = { current: PASSWORD, password: 'a long new sentence' }
    expect((await reader.post('/settings/security/password', change)).status).toBe(303)
  })

  it('twenty times at once gets five answers', async () => {
    const answers = await twentyTimes(() => guess(EMAIL))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(5).fill(422), ...Array(15).fill(429)])
  })
})

describe('guessing from one network block', () => {
  const block = '2001:db8:1:2::1'

  it('ends after a hundred tries in a quarter of an hour, at whatever accounts', async () => {
    for (let i = 0; i < 100; i += 1) await guess(`r${i}@example.com`, block)
    const refused = await signIn('2001:db8:1:2:ffff::9')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Retry-After')).toBe(String(QUARTER))
    expect((await signIn('2001:db8:1:3::1')).status).toBe(303)
    app.clock.advance(QUARTER)
    expect((await signIn(block)).status).toBe(303)
  })

  it('past its limit no longer counts at any account', async () => {
    for (let i = 0; i < 100; i += 1) await guess(`r${i}@example.com`, block)
    for (let i = 0; i < 10; i += 1) await guess(EMAIL, block)
    expect((await signIn()).status).toBe(303)
  })
})

it('mails that strangers ask for do not keep a reader from a reset at home', async () => {
  await signIn('203.0.113.7')
  const ask = async (ip: string) => {
    await app.client().post('/reset', { email: EMAIL }, { headers: { 'CF-Connecting-IP': ip } })
    await app.work()
    return app.mails.length
  }
  for (let i = 0; i < 12; i += 1) {
    await ask(`198.51.${i}.1`)
    app.clock.advance(1200)
  }
  expect(await ask('198.51.100.9')).toBe(10)
  expect(await ask('203.0.113.200')).toBe(11)
})

it('the browser that confirms a new account is at home', async () => {
  const headers = { 'CF-Connecting-IP': '203.0.113.7' }
  const browser = app.client()
  await browser.post('/register', { email: 'noor@example.com', password: PASSWORD }, { headers })
  const [secret] = await mailedSecrets(app, 'noor@example.com', 'signup')
  await browser.post(`/verify/${secret}`, {}, { headers })
  for (let i = 0; i < 6; i += 1) await guess('noor@example.com')
  expect((await guess('noor@example.com')).status).toBe(429)
  expect((await guess('noor@example.com', '203.0.113.200')).status).toBe(422)
})

it('the counters hold neither email nor ip', async () => {
  await guess(EMAIL, '203.0.113.7')
  await signIn('203.0.113.7')
  const table = JSON.stringify((await dumpTables(env.DB)).attempts)
  expect(table).toContain('"count":2')
  expect(table).not.toMatch(/salma|203\.0\.113/)
})

async function guess(email: string, ip = '192.0.2.1'): Promise<{ status: number; wait: number }> {
  const headers = { 'CF-Connecting-IP': ip }
  const { status, headers: given } = await app.client().post('/login', { email, password: 'a guess' }, { headers })
  return { status, wait: Number(given.get('Retry-After')) }
}

async function guessTimes(times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) expect((await guess(EMAIL)).status).toBe(422)
}

function signIn(ip = '192.0.2.1') {
  return app.client().post('/login', FORM, { headers: { 'CF-Connecting-IP': ip } })
}

/** A Worker whose first gate lets `most` requests through for each key, and the keys it was asked for. */
function gated(most = Number.POSITIVE_INFINITY) {
  const keys: string[] = []
  const limit = async ({ key }: { key: string }) => {
    keys.push(key)
    return { success: keys.filter((other) => other === key).length <= most }
  }
  return { app: createTestApp({ bindings: { GATE: { limit } } }), keys }
}

describe('the first gate', () => {
  const from = (ip: string) => ({ headers: { 'CF-Connecting-IP': ip } })

  it('counts what is to change something by its route and network block', async () => {
    const { app, keys } = gated()
    const client = await signedInClient(app)
    await client.get('/list', from('203.0.113.7'))
    await client.post('/list/1/archived', { wanted: '1' }, from('203.0.113.7'))
    await client.post('/list/2/archived', { wanted: '1' }, from('203.0.113.200'))
    await client.post('/login', {}, from('203.0.113.7'))
    await client.post('/login', {}, from('2001:db8::1'))
    expect(keys).toHaveLength(4)
    expect(keys[0]).toBe(keys[1])
    expect(new Set(keys).size).toBe(3)
  })

  it('says when to come again, and lets other routes through', async () => {
    const { app } = gated(1)
    const client = app.client()
    await client.post('/login', {})
    const { status, headers, text } = await client.post('/login', {})
    expect([status, headers.get('Retry-After')]).toEqual([429, '60'])
    expect(text).toContain(ar.errors.pages.too_many.title)
    expect((await client.post('/register', {})).status).toBe(422)
  })
})
