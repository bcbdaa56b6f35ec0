import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { highlight, OWNED, type Owner, passkey, SHARED, wanted } from './helpers/owned.ts'
import { allRoutes, type Route } from './helpers/routes.ts'

// Who may do what, for every route the app has. The list is the app's own: a new route is in here by itself, and where
// it names something of a reader's, this file must know how to make one, or it is red.

const m = messages('ar', 'arab')
const routes = allRoutes()
const named = ({ method, name }: Route) => `${method} ${name}`
const desk = routes.filter(({ kind, path }) => kind === 'private' && path.startsWith('/desk'))
const priv = routes.filter((route) => route.kind === 'private' && !desk.includes(route))
const changing = routes.filter(({ method, kind }) => method !== 'GET' && kind !== 'bare')

describe('the table of routes', () => {
  it('is the whole app', () => {
    expect(routes.length).toBeGreaterThan(50)
    expect(priv.length).toBeGreaterThan(15)
    expect(changing.length).toBeGreaterThan(15)
  })

  it('holds no private route with a parameter of which this file could not make one', () => {
    const withId = priv.filter(({ name }) => name.includes(':')).map(named)
    const made = { ...OWNED, ...SHARED }
    expect(withId.filter((route) => !(route in made))).toEqual([])
    expect(Object.keys(made).filter((route) => !withId.includes(route))).toEqual([])
  })
})

describe('a visitor', () => {
  it.each([...priv, ...desk].map((route) => [named(route), route] as const))(
    'of %s is sent to sign in',
    async (_, route) => {
      const client = createTestApp().client()
      const login = route.path === '/for-you' ? '/login?intent=page:for-you' : '/login'
      const plain = await (route.method === 'GET' ? client.get(route.path) : client.post(route.path))
      expect([plain.status, plain.to, plain.text]).toEqual([303, login, ''])
      const sent = { htmx: true }
      const htmx = await (route.method === 'GET' ? client.get(route.path, sent) : client.post(route.path, {}, sent))
      expect([htmx.status, htmx.headers.get('HX-Redirect'), htmx.text]).toEqual([200, login, ''])
    },
  )
})

describe('a reader who is no editor', () => {
  it.each(desk.map((route) => [named(route), route] as const))(
    'is told that %s is not theirs',
    async (_, { method, path }) => {
      const client = await signedInClient(createTestApp())
      const answer = await (method === 'GET' ? client.get(path) : client.post(path))
      expect(answer.status).toBe(403)
      expect(answer.text).toContain(m.errors.pages.forbidden.title)
    },
  )
})

describe('another reader', () => {
  it.each(Object.entries(OWNED))('does not find what %s is about', async (route, make) => {
    const app = createTestApp()
    const [owner, other] = [await signedInClient(app), await signedInClient(app)]
    const { path, fields } = await make(owner)
    const ask = (client: Owner) => (route.startsWith('GET') ? client.get(path) : client.post(path, fields))
    const stranger = await ask(other)
    expect(stranger.status).toBe(404)
    expect(stranger.text).toContain(m.errors.pages.not_found.title)
    // The same is there for its owner, untouched by the stranger.
    expect([200, 204, 303]).toContain((await ask(owner)).status)
  })

  it.each(Object.entries(SHARED))('sees on %s nothing that the first has said of it', async (_, make) => {
    const app = createTestApp()
    const [owner, other] = [await signedInClient(app), await signedInClient(app)]
    const { path, said } = await make(owner)
    expect((await owner.get(path)).text).toContain(said)
    const seen = await other.get(path)
    expect(seen.status).toBe(200)
    expect(seen.text).not.toContain(said)
  })

  const pages = priv.filter(({ method, name }) => method === 'GET' && !name.includes(':'))

  it.each(pages.map((route) => [named(route), route.path]))('sees nothing of the first on %s', async (_, path) => {
    const app = createTestApp()
    const owner = await signedInClient(app, { name: 'القارئ الأول', email: 'first@example.com' })
    const other = await signedInClient(app)
    await highlight(owner, 'note')
    await passkey(owner)
    // News that everybody gets is no secret of theirs.
    await env.DB.prepare('UPDATE articles SET hidden_at = ?').bind(START).run()
    const { text } = await other.get(path, { follow: true })
    expect(text).not.toMatch(/القارئ الأول|first@example\.com/)
  })
})

describe('a request from elsewhere', () => {
  let owner: Owner
  let app: TestApp
  beforeEach(async () => {
    await addNewsletters('morning')
    app = createTestApp()
    owner = await signedInClient(app)
  })

  it.each(changing.map((route) => [named(route), route.path]))('to %s is refused, cookies or not', async (_, path) => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'https://sister.raff.example' },
      { 'Sec-Fetch-Site': '', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': '', Origin: 'null' },
      { 'Sec-Fetch-Site': '', Origin: '' },
    ] as Record<string, string>[]) {
      const { status, text } = await owner.post(path, wanted, { headers })
      expect([status, text.includes(m.errors.pages.cross_site.title)], JSON.stringify(headers)).toEqual([403, true])
    }
  })
})

describe('a method that a route does not know', () => {
  const paths = [...new Map(routes.map((route) => [route.name, route])).values()]

  it.each(paths.map(({ name, path }) => [name, path]))('%s is not there, or not allowed', async (name, path) => {
    const known = routes.filter((route) => route.name === name).map(({ method }) => method)
    const app = createTestApp()
    const { cookies } = await signedInClient(app)
    const Cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (known.includes(method)) continue
      const response = await app.fetch(path, { method, headers: { Cookie, 'Sec-Fetch-Site': 'same-origin' } })
      expect([404, 405], method).toContain(response.status)
      expect([...response.headers.keys()].filter((header) => header.startsWith('access-control-'))).toEqual([])
    }
  })
})
