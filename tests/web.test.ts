import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { sha256 } from '../src/core/secrets.ts'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp } from './helpers/app.ts'
import { hooked } from './helpers/d1.ts'

const m = messages('ar', 'arab')

describe('every answer', () => {
  test('may be kept by nobody unless its page is public', async () => {
    const client = createTestApp().client()
    for (const path of ['/login', '/list', '/nowhere', '/healthz']) {
      expect((await client.get(path)).headers.get('Cache-Control'), path).toBe('private, no-store')
    }
    const { headers } = await client.get('/about')
    expect(headers.get('Cache-Control')).toBe('public, no-cache')
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe(
      'max-age=60, stale-while-revalidate=600, stale-if-error=86400',
    )
  })

  test('has a request id of ours, whatever the client sent', async () => {
    const app = createTestApp({ d1: broken(env.DB) })
    const { text } = await app.client().get('/', { headers: { 'X-Request-Id': 'mine' } })
    expect(text).toContain(m.errors.requestId)
    expect(text).not.toContain('mine')
  })
})

describe('a page that does not exist', () => {
  test.each([
    '/nowhere',
    '/articles/0',
    '/articles/x',
    '/articles/1e3',
    '/topics/UPPER',
    '/list/x',
    '/desk/x',
    '/wp-login.php',
  ])('%s is a page of its own, not a way to sign in', async (path) => {
    const { status, text } = await createTestApp().client().get(path)
    expect(status).toBe(404)
    expect(text).toContain(m.errors.pages.not_found.title)
  })
})

describe('a request from another site', () => {
  const forms: [string, Record<string, string>][] = [
    ['from another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['from a sister site', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.raff.example' }],
    ['with our origin, but said to be from elsewhere', { 'Sec-Fetch-Site': 'cross-site' }],
    ['from an old browser on another site', { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' }],
    ['with no origin at all', { 'Sec-Fetch-Site': '', Origin: '' }],
  ]
  test.each(forms)('%s changes nothing', async (_, headers) => {
    const { status, text } = await createTestApp()
      .client()
      .post('/login', { email: 'a@b.example', password: 'x' }, { headers })
    expect(status).toBe(403)
    expect(text).toContain(m.errors.pages.cross_site.title)
  })

  test('is told apart from one the user started, and from one of ours in an old browser', async () => {
    const client = createTestApp().client()
    for (const headers of [{ 'Sec-Fetch-Site': 'none' }, { 'Sec-Fetch-Site': '' }] as Record<string, string>[]) {
      expect((await client.post('/login', {}, { headers })).status).toBe(422)
    }
  })
})

describe('the first gate', () => {
  const from = (ip: string) => ({ headers: { 'CF-Connecting-IP': ip } })

  test('counts a network and a route by themselves, what changes something alone, and no mail program', async () => {
    const keys: string[] = []
    const limit = async ({ key }: { key: string }) => ({ success: keys.push(key) > 0 })
    const client = createTestApp({ bindings: { GATE: { limit } } }).client()
    await client.get('/login', from('203.0.113.7'))
    await client.post('/u/token', {}, from('203.0.113.7'))
    await client.post('/login', {}, from('203.0.113.7'))
    await client.post('/list/7/archived', {}, from('203.0.113.8'))
    await client.post('/list/8/archived', {}, from('2001:db8::1'))
    expect(keys).toEqual([
      '203.0.113.0/24 /login',
      '203.0.113.0/24 /list/:id{[1-9][0-9]{0,14}}/archived',
      '2001:db8:0:0::/64 /list/:id{[1-9][0-9]{0,14}}/archived',
    ])
  })

  test('lets everybody through where it does not answer', async () => {
    const limit = () => Promise.reject(new Error('no limiter'))
    const client = createTestApp({ bindings: { GATE: { limit } } }).client()
    expect((await client.post('/login', {})).status).toBe(422)
  })

  test('sends away who comes too often, before anything is looked up', async () => {
    const app = createTestApp({ bindings: { GATE: { limit: async () => ({ success: false }) } }, d1: broken(env.DB) })
    const { status, headers } = await app.client().post('/login', { email: 'a@b.example', password: 'x' })
    expect(status).toBe(429)
    expect(headers.get('Retry-After')).toBe('60')
  })
})

describe('when something goes wrong', () => {
  test('a body over the limit is refused before it is read', async () => {
    const { status, text } = await createTestApp()
      .client()
      .post('/login', { email: 'x'.repeat(70_000) })
    expect(status).toBe(413)
    expect(text).toContain(m.errors.pages.too_large.title)
  })

  test('a fault of ours shows a page in Arabic and nothing of the fault', async () => {
    const { status, text, headers } = await createTestApp({ d1: broken(env.DB) })
      .client()
      .get('/')
    expect(status).toBe(500)
    expect(text).toContain(m.errors.pages.internal.title)
    expect(text).not.toContain('the disk is full')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
  })

  test('the log names the route and the fault, and holds neither a token nor its hash', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const token = 'A'.repeat(43)
    expect(
      (
        await createTestApp({ d1: silent(env.DB) })
          .client()
          .get(`/verify/${token}?x=secret`)
      ).status,
    ).toBe(500)
    const [line] = logged.mock.calls.map(([text]) => String(text))
    logged.mockRestore()
    expect(JSON.parse(line ?? '')).toMatchObject({ method: 'GET', route: '/verify/:token', error: 'the disk is full' })
    for (const secret of [token, sha256(token), 'x=secret']) expect(line).not.toContain(secret)
  })

  test.each([
    ['SITE_URL', 'https://raff.example/news'],
    ['SITE_URL', 'raff.example'],
    ['SITE_ZONE', 'Asia/Nowhere'],
    ['SIGNING_KEYS', 'k1:short'],
    ['COMMAND_KEY', ''],
  ])('a wrong %s stops the Worker with a sentence that names it', async (name, value) => {
    const create = () => createTestApp({ bindings: { [name]: value } })
    expect(create).toThrow(`Raff is not configured: ${name}`)
  })
})

test('a bookmark that no database gave is not passed on to it', async () => {
  const constraints: (string | undefined)[] = []
  const watched = hooked(env.DB, { withSession: (given) => void constraints.push(given) })
  const client = createTestApp({ d1: watched }).client()
  const good = '00000085-0000024c-00004c6d-8e61f1c1b6f3a4f5d0b3c1a2e4f56789'
  for (const bookmark of ['x'.repeat(5000), 'first-primary', good]) {
    await client.get('/login', { headers: { Cookie: `__Host-bm=${bookmark}` } })
  }
  expect(constraints).toEqual(['first-unconstrained', 'first-unconstrained', good])
})

/** A database whose statements, sent one by one, all fail. */
function silent(d1: D1Database): D1Database {
  const statement = { bind: () => statement, raw: () => Promise.reject(new Error('the disk is full')) }
  const session = { prepare: () => statement, getBookmark: () => null }
  return { ...d1, withSession: () => session } as unknown as D1Database
}

/** A database that answers no query. */
function broken(d1: D1Database): D1Database {
  return hooked(d1, {
    batch: () => {
      throw new Error('the disk is full')
    },
  })
}
