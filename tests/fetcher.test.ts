import { describe, expect, inject, test } from 'vitest'
import { createFetcher, type FetchOptions } from '../src/ports/fetcher.ts'
import { rss } from './helpers/documents.ts'
import { type Answer, createFeedApp } from './helpers/feeds.ts'

const options: FetchOptions = { accept: 'application/rss+xml', maxBytes: 100_000, timeoutMs: 5000 }

function setUp() {
  const app = createFeedApp()
  const fetcher = createFetcher({ site: app.config.site, loopback: true })
  const get = async (answers: Answer[], changed: Partial<FetchOptions> = {}) => {
    await app.answer('/feed', ...answers)
    return fetcher(app.url('/feed'), { ...options, ...changed })
  }
  return { ...app, fetcher, get }
}

describe('an answer', () => {
  test('comes with its bytes, version and charset', async () => {
    const { get, url } = setUp()
    const headers = { 'Last-Modified': 'Tue, 24 Nov 2026 08:00:00 GMT', 'Content-Type': 'text/xml; charset=cp1256' }
    expect(await get([{ bytes: [60, 97, 62], etag: '"1"', headers }])).toEqual({
      result: 'ok',
      url: url('/feed'),
      bytes: new Uint8Array([60, 97, 62]),
      contentType: 'text/xml; charset=cp1256',
      etag: '"1"',
      lastModified: 'Tue, 24 Nov 2026 08:00:00 GMT',
      movedTo: null,
    })
  })

  test('is asked for politely: who we are, what we have, nothing else', async () => {
    const { get, asked } = setUp()
    await get([{ body: rss(1) }], { etag: '"1"', lastModified: 'Tue, 24 Nov 2026 08:00:00 GMT' })
    const [request] = await asked()
    expect(request?.headers).toMatchObject({
      accept: 'application/rss+xml',
      'user-agent': 'Raff/1.0 (news reader; +https://raff.example)',
      'if-none-match': '"1"',
      'if-modified-since': 'Tue, 24 Nov 2026 08:00:00 GMT',
    })
    expect(request?.headers.cookie).toBeUndefined()
  })

  test.each<[string, Answer, object]>([
    ['304', { status: 304 }, { result: 'not_modified' }],
    ['410', { status: 410 }, { result: 'gone' }],
    ['429', { status: 429, headers: { 'Retry-After': '120' } }, { result: 'busy', retryAfter: '120' }],
    ['429 without a word', { status: 429 }, { result: 'busy', retryAfter: null }],
    ['503 that names a time', { status: 503, headers: { 'Retry-After': '60' } }, { result: 'busy' }],
    ['503', { status: 503 }, { result: 'failed', error: 'server_error' }],
    ['404', { status: 404 }, { result: 'failed', error: 'not_found' }],
    ['403', { status: 403 }, { result: 'failed', error: 'refused' }],
    ['301 that leads nowhere', { status: 301 }, { result: 'failed', error: 'refused' }],
  ])('of %s is a result', async (_, answer, result) => {
    const { get } = setUp()
    expect(await get([answer])).toMatchObject(result)
  })

  test('that is too long is left at the limit', async () => {
    const { get } = setUp()
    expect(await get([{ body: 'x'.repeat(100_001) }])).toMatchObject({ result: 'failed', error: 'too_large' })
    expect(await get([{ body: 'x'.repeat(100_000) }])).toMatchObject({ result: 'ok' })
  })

  test('without end is left at the limit', async () => {
    const { get } = setUp()
    expect(await get([{ endless: true }])).toMatchObject({ result: 'failed', error: 'too_large' })
  })

  test('that never comes is not waited for', async () => {
    const { get } = setUp()
    expect(await get([{ stall: true }], { timeoutMs: 100 })).toMatchObject({ result: 'failed', error: 'timeout' })
  })

  test('that stops in the middle is not waited for', async () => {
    const { get } = setUp()
    const half = get([{ body: '<rss>', stall: true }], { timeoutMs: 200 })
    expect(await half).toMatchObject({ result: 'failed', error: 'timeout' })
  })

  test('of nobody is a result', async () => {
    const { fetcher } = setUp()
    expect(await fetcher('http://127.0.0.1:9/feed', options)).toMatchObject({ result: 'failed' })
  })
})

describe('a redirect', () => {
  const to = (location: string, status = 301): Answer => ({ status, headers: { Location: location } })

  test('is followed, and remembered as far as it is permanent', async () => {
    const { get, answer, url } = setUp()
    await answer('/b', to(url('/c'), 308))
    await answer('/c', to(url('/d'), 302))
    await answer('/d', { body: rss(1) })
    expect(await get([to(url('/b'))])).toMatchObject({ result: 'ok', url: url('/d'), movedTo: url('/c') })
  })

  test('after one that is not permanent is not remembered', async () => {
    const { get, answer, url } = setUp()
    await answer('/b', to(url('/c')))
    await answer('/c', { body: rss(1) })
    expect(await get([to(url('/b'), 307)])).toMatchObject({ result: 'ok', movedTo: null })
  })

  test('may be relative', async () => {
    const { get, answer, url } = setUp()
    await answer('/b', { body: rss(1) })
    expect(await get([to('b')])).toMatchObject({ result: 'ok', movedTo: url('/b') })
  })

  test('is followed five times, not six', async () => {
    const { get, answer, asked, url } = setUp()
    for (const n of [1, 2, 3, 4, 5]) await answer(`/${n}`, to(url(`/${n + 1}`)))
    await answer('/6', { body: rss(1) })
    expect(await get([to(url('/1'))])).toMatchObject({ result: 'failed', error: 'too_many_redirects' })
    expect(await asked()).toHaveLength(6)
  })

  test.each([
    'http://10.0.0.1/feed',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://2852039166/',
    'http://metadata.google.internal/',
    'http://user:pw@news.example/',
    'https://news.example:8443/',
    'file:///etc/passwd',
    'data:text/xml,<rss/>',
    'https://raff.example/feed.xml',
  ])('to %s is not followed, and nothing is sent there', async (location) => {
    const { get, asked } = setUp()
    expect(await get([to(location, 302)])).toMatchObject({ result: 'failed', error: 'forbidden_url' })
    expect(await asked()).toHaveLength(1)
  })
})

test.skipIf(!inject('hasCorpus'))('no ip is asked, neither at once nor by a redirect', async () => {
  const asked: string[] = []
  const fetcherTo = (location: string) =>
    createFetcher({
      site: { name: 'Raff', url: 'https://raff.example' },
      fetch: async (url) => {
        asked.push(url)
        return new Response(null, { status: 302, headers: { Location: location } })
      },
    })
  const hosts = Object.values(inject('hosts')).flat().filter(Boolean)
  expect(hosts.length).toBeGreaterThan(40)
  for (const host of hosts) {
    const url = `http://${host.includes(':') ? `[${host}]` : host}/`
    for (const asks of [url, 'http://news.example/feed']) {
      expect([asks, await fetcherTo(url)(asks, options)]).toMatchObject([asks, { error: 'forbidden_url' }])
    }
  }
  expect(new Set(asked)).toEqual(new Set(['http://news.example/feed']))
})

describe('without the switch for this machine', () => {
  test('no request is sent to it', async () => {
    const { answer, asked, url, config } = setUp()
    await answer('/feed', { body: rss(1) })
    const deployed = createFetcher({ site: config.site })
    expect(await deployed(url('/feed'), options)).toMatchObject({ result: 'failed', error: 'forbidden_url' })
    expect(await asked()).toEqual([])
  })

  test('an https url is not followed to http', async () => {
    const redirect = new Response(null, { status: 301, headers: { Location: 'http://news.example/feed' } })
    const sent: string[] = []
    const fetch = async (url: string) => {
      sent.push(url)
      return redirect
    }
    const fetcher = createFetcher({ site: setUp().config.site, fetch })
    expect(await fetcher('https://news.example/feed', options)).toMatchObject({ error: 'forbidden_url' })
    expect(sent).toEqual(['https://news.example/feed'])
  })

  test('a host that is answered here is not asked over the network', async () => {
    const fetcher = createFetcher({
      site: setUp().config.site,
      answer: (url) => (url.hostname === 'sample.raff.invalid' ? Promise.resolve(new Response('<rss/>')) : null),
    })
    expect(await fetcher('https://sample.raff.invalid/world.xml', options)).toMatchObject({ result: 'ok' })
  })
})
