import { env } from 'cloudflare:workers'
import { type DefaultTreeAdapterMap, parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { createTestApp } from './helpers/app.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
import type { Answer } from './helpers/client.ts'
import { hooked } from './helpers/d1.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { allRoutes } from './helpers/routes.ts'

const PAGE =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "frame-src 'self'; " +
  "worker-src 'self'; manifest-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

/** What is wrong with an answer, whatever it is. */
function faults({ status, headers, text }: Answer): string[] {
  const wanted: Record<string, string> = {
    'Content-Security-Policy': PAGE,
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
  }
  const type = headers.get('Content-Type')
  return [
    ...Object.entries(wanted).flatMap(([name, value]) =>
      headers.get(name) === value ? [] : [`${name}: ${headers.get(name)}`],
    ),
    ...(headers.has('Cache-Control') ? [] : ['may be kept, for all it says']),
    ...(headers.has('X-Powered-By') || headers.has('Server') ? ['says what it is made with'] : []),
    ...(headers.has('Access-Control-Allow-Origin') ? ['lets other sites read it'] : []),
    ...(text && !/charset=utf-8|^application\/(zip|json|manifest)/i.test(type ?? '') ? [`type ${type}`] : []),
    ...(type?.startsWith('text/html') ? inline(text) : []),
    ...(status === 500 ? ['fails'] : []),
  ]
}

/**
 * What of a page the browser would have to refuse: script and style that are not files of ours. The bookmarklet is
 * there to be dragged away: the CSP keeps it from running on a page of ours.
 */
function inline(html: string): string[] {
  const found: string[] = []
  const visit = (node: DefaultTreeAdapterMap['node']) => {
    if ('tagName' in node) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]))
      const data = attributes.type === 'application/ld+json'
      if (node.tagName === 'style' || (node.tagName === 'script' && !attributes.src && !data)) found.push(node.tagName)
      for (const [name, value] of Object.entries(attributes)) {
        if (/^on|^style$|^hx-on/.test(name)) found.push(`${node.tagName} ${name}`)
        if (name === 'href' && 'data-bookmarklet' in attributes) continue
        if (/^(src|href|action|formaction)$/.test(name) && /^\s*(javascript|data|vbscript):/i.test(value))
          found.push(value)
      }
    }
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parse(html))
  return found
}

const routes = allRoutes().map((route) => [`${route.method} ${route.name}`, route] as const)

describe('every route', () => {
  it.each(routes)('%s answers with the headers of all, and nothing inline', async (_, { method, path }) => {
    await addNewsletters('morning')
    const app = createTestApp()
    const reader = await signedInClient(app)
    await reader.post('/list', { article_id: String(await addArticle({ html: '<p>نص</p>' })) })
    for (const client of [reader, app.client()]) {
      for (const sent of [{}, { htmx: true }]) {
        const answer = await (method === 'GET' ? client.get(path, sent) : client.post(path, { wanted: '1' }, sent))
        expect(faults(answer), `${answer.status}`).toEqual([])
      }
    }
  })
})

describe('what is no page of its own', () => {
  const broken = hooked(env.DB, {
    batch: () => {
      throw new Error('the disk is full')
    },
  })
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    createTestApp().client().post(path, fields, { headers })

  it.each<[string, number, () => Promise<Answer>]>([
    ['a page that is not there', 404, () => createTestApp().client().get('/nowhere')],
    ['a url with a parameter too many', 301, () => createTestApp().client().get('/?utm_source=x')],
    ['a request from another site', 403, () => post('/login', {}, { 'Sec-Fetch-Site': 'cross-site' })],
    ['a bad form', 422, () => post('/login', {})],
    ['a body too large', 413, () => post('/login', { email: 'x'.repeat(70_000) })],
    ['a malformed body', 422, () => post('/login', {}, { 'Content-Type': 'multipart/form-data; boundary=x' })],
    [
      'a link that ended',
      410,
      () =>
        createTestApp()
          .client()
          .get(`/verify/${'x'.repeat(43)}`),
    ],
    [
      'a malformed cookie',
      200,
      () =>
        createTestApp()
          .client()
          .get('/login', { headers: { Cookie: '=;%;__Host-session=%' } }),
    ],
  ])('%s has them too', async (_, status, ask) => {
    const answer = await ask()
    expect([answer.status, faults(answer)]).toEqual([status, []])
  })

  it('a fault of ours has them too', async () => {
    const answer = await createTestApp({ d1: broken }).client().get('/')
    expect([answer.status, faults(answer)]).toEqual([500, ['fails']])
  })

  it('a page that the browser has already has them too', async () => {
    const client = createTestApp().client()
    const first = await client.get('/about')
    const again = await client.get('/about', { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } })
    expect([again.status, faults(again)]).toEqual([304, []])
  })
})

it('a page with something inline is seen', () => {
  expect(inline('<p onclick="x" style="y"><script>1</script><a href=" javascript:1">')).toHaveLength(4)
})
