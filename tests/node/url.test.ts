import { describe, expect, test } from 'vitest'
import { fetchable, guardAt, guardOf, ownHosts, urlKey, withoutTracking } from '../../src/core/url.ts'
import { corpusJson, hasCorpus } from '../helpers/corpus.ts'

describe('what may be fetched', () => {
  test.each([
    ['https://news.example/path?q=1#part', 'https://news.example/path?q=1'],
    ['HTTP://News.Example:80/', 'http://news.example/'],
    ['https://news.example:80/a', 'https://news.example:80/a'],
    ['https://news.example./a', 'https://news.example/a'],
    ['https://science.raff.invalid/science.xml', 'https://science.raff.invalid/science.xml'],
    ['https://الأخبار.example/مقال', 'https://xn--igbhbd3au2k.example/%D9%85%D9%82%D8%A7%D9%84'],
  ])('%s is %s', (url, normal) => {
    expect(fetchable(url)).toBe(normal)
  })

  test.each([
    ['another scheme', 'ftp://news.example/'],
    ['data', 'data:text/html,x'],
    ['script', 'javascript:alert(1)'],
    ['file', 'file:///etc/passwd'],
    ['user and password', 'https://a:b@news.example/'],
    ['user alone', 'https://a@news.example/'],
    ['another port', 'https://news.example:8443/'],
    ['localhost', 'http://localhost/'],
    ['localhost with a dot', 'http://localhost./'],
    ['a name under localhost', 'http://db.localhost/'],
    ['.local', 'http://printer.local/'],
    ['.internal', 'http://metadata.google.internal/'],
    ['.internal with dots', 'http://metadata.google.internal../'],
    ['reverse lookup', 'http://1.0.0.127.in-addr.arpa/'],
    ['onion', 'http://abc.onion/'],
    ['a single label', 'http://intranet/'],
    ['hexadecimal ip', 'http://0x7f.1/'],
    ['octal ip', 'http://017700000001/'],
    ['decimal ip', 'http://2130706433/'],
    ['short ip', 'http://127.1/'],
    ['ip in other digits', 'http://①②⑦.⓪.⓪.①/'],
    ['ip with a dot', 'http://127.0.0.1./'],
    ['mapped ip', 'http://[::ffff:7f00:1]/'],
    ['no url', 'news.example/feed'],
    ['nothing', ''],
    ['too long', `https://news.example/${'a'.repeat(2048)}`],
    ['too long once encoded', `https://news.example/${'م'.repeat(400)}`],
  ])('not %s', (_, url) => {
    expect(fetchable(url)).toBeNull()
  })

  test('not our own host names', () => {
    const own = ownHosts('https://www.raff.example')
    expect(own).toEqual(ownHosts('https://raff.example'))
    expect(fetchable('https://raff.example/feed.xml', { own })).toBeNull()
    expect(fetchable('https://RAFF.example./feed.xml', { own })).toBeNull()
    expect(fetchable('https://news.example/', { own })).toBe('https://news.example/')
  })

  test('this machine is named only to a site on it, and only where something was found on it', () => {
    const feed = 'http://localhost:4100/feed.xml'
    for (const guard of [guardOf, guardAt]) {
      expect(fetchable(feed, guard('http://localhost:8787'))).toBe(feed)
      expect(fetchable(feed, guard('https://raff.example'))).toBeNull()
    }
    expect(fetchable('https://raff.example/', guardOf('https://raff.example'))).toBeNull()
  })

  test('this machine only where that is switched on, and no other private host', () => {
    expect(fetchable('http://127.0.0.1:4100/feed.xml', { loopback: true })).toBe('http://127.0.0.1:4100/feed.xml')
    expect(fetchable('http://10.0.0.1/', { loopback: true })).toBeNull()
    expect(fetchable('http://a:b@127.0.0.1:4100/', { loopback: true })).toBeNull()
  })

  test.skipIf(!hasCorpus)('no ip at all, private or public', () => {
    const hosts = corpusJson<Record<string, string[]>>('attacks/private-addresses.json')
    const all = [...(hosts.refused ?? []), ...(hosts.allowed ?? []), ...(hosts.notAddresses ?? [])]
    expect(all.length).toBeGreaterThan(40)
    for (const host of all)
      expect([host, fetchable(`http://${host.includes(':') ? `[${host}]` : host}/`)]).toEqual([host, null])
  })
})

describe('what makes two urls one article', () => {
  test.each([
    ['scheme', 'http://news.example/a', 'https://news.example/a'],
    ['www and case of the host', 'https://WWW.News.example/a', 'https://news.example/a'],
    ['trailing slash', 'https://news.example/a/', 'https://news.example/a'],
    ['fragment', 'https://news.example/a#comments', 'https://news.example/a'],
    ['tracking', 'https://news.example/a?utm_source=rss&UTM_Medium=x&fbclid=1&id=7', 'https://news.example/a?id=7'],
    ['order of parameters', 'https://news.example/?b=2&a=1', 'https://news.example/?a=1&b=2'],
    ['percent encoding', 'https://news.example/%D9%85%D9%82%D8%A7%D9%84', 'https://news.example/مقال'],
    ['case of percent encoding', 'https://news.example/%d9%85', 'https://news.example/%D9%85'],
    ['composed letters', 'https://news.example/\u0627\u0653', 'https://news.example/\u0622'],
    ['an empty query', 'https://news.example/a?', 'https://news.example/a'],
    ['plus for space', 'https://news.example/?q=a+b', 'https://news.example/?q=a%20b'],
  ])('not %s', (_, one, other) => {
    expect(urlKey(one)).toBe(urlKey(other))
  })

  test.each([
    ['path', 'https://news.example/a', 'https://news.example/b'],
    ['case of the path', 'https://news.example/A', 'https://news.example/a'],
    ['parameter', 'https://news.example/?id=1', 'https://news.example/?id=2'],
    ['port', 'https://news.example:8080/a', 'https://news.example/a'],
    ['host', 'https://m.news.example/a', 'https://news.example/a'],
  ])('but %s', (_, one, other) => {
    expect(urlKey(one)).not.toBe(urlKey(other))
  })

  test('a broken percent sequence is kept as it is', () => {
    expect(urlKey('https://news.example/%D9%zz%ff?q=%e0%a4')).toBe('news.example/%D9%zz%FF?q=%E0%A4')
  })
})

test('tracking parameters go, the rest is not re-encoded', () => {
  const clean = (url: string) => withoutTracking(new URL(url)).href
  expect(clean('https://news.example/a?x=%D9%85+b&utm_campaign=1&y=,;')).toBe('https://news.example/a?x=%D9%85+b&y=,;')
  expect(clean('https://news.example/a?utm_campaign=1')).toBe('https://news.example/a')
})
