import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, PASSWORD, signedInClient } from './helpers/builders.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { allRoutes, type Route } from './helpers/routes.ts'

// Who may do what, for every route the app has. The list is the app's own: a new route is in here by itself, and where
// it names something of a reader's, this file must know how to make one, or it is red.

const m = messages('ar', 'arab')
const routes = allRoutes()
const named = ({ method, name }: Route) => `${method} ${name}`
const priv = routes.filter(({ kind }) => kind === 'private')
const changing = routes.filter(({ method, kind }) => method !== 'GET' && kind !== 'bare')

type Owner = Awaited<ReturnType<typeof signedInClient>>
type Own = { path: string; fields?: Record<string, string> }

const wanted = { wanted: '1' }

async function savedRow(owner: Owner): Promise<string> {
  const article = await addArticle({ title: 'سرّ القارئ الأول' })
  await owner.post('/list', { article_id: String(article) })
  return String(article)
}

async function highlight(owner: Owner, route: string): Promise<string> {
  await savedRow(owner)
  await owner.post('/list/1/highlights', mark)
  return `/list/highlights/1/${route}`
}

const mark = { quote: 'كلمات القارئ الأول', prefix: '', suffix: '', position: '0' }

/** The first of two. */
async function tag(owner: Owner): Promise<number> {
  await savedRow(owner)
  await owner.post('/list/1/tags', { tags: 'ماء، أرض' })
  return 1
}

async function file({ reader }: Owner): Promise<string> {
  await env.DB.prepare(
    `INSERT INTO exports (reader_id, id, format, state, created_at, finished_at) VALUES (?1, 1, 'csv', 'done', ?2, ?2)`,
  )
    .bind(reader.id, START)
    .run()
  return '/list/exports/1/file'
}

async function passkey({ reader }: Owner): Promise<string> {
  const id = 'p'.repeat(22)
  await env.DB.prepare(
    `INSERT INTO passkeys (id, reader_id, credential_id, public_key, user_handle, counter, name, created_at)
      VALUES (?, ?, 'credential', 'key', 'handle', 0, 'مفتاح القارئ الأول', ?)`,
  )
    .bind(id, reader.id, START)
    .run()
  return `/settings/security/passkeys/${id}`
}

async function device({ reader }: Owner): Promise<string> {
  await env.DB.prepare(
    `INSERT INTO sessions (id_hash, public_id, reader_id, created_at, expires_at) VALUES ('hash', 'tablet', ?1, ?2, ?3)`,
  )
    .bind(reader.id, START, START + 86_400)
    .run()
  return '/settings/security/devices/tablet'
}

async function importOf({ reader }: Owner): Promise<string> {
  await env.DB.prepare(
    `INSERT INTO imports (reader_id, id, name, bytes, state, created_at) VALUES (?, 1, 'ملف القارئ الأول', 9, 'done', ?)`,
  )
    .bind(reader.id, START)
    .run()
  return '/list/imports/1'
}

/** What makes each route with a parameter lead to something of its reader's. */
const OWNED: Record<string, (owner: Owner) => Promise<Own>> = {
  'GET /list/imports/:id': async (owner) => ({ path: await importOf(owner) }),
  'GET /list/imports/:id/rows.csv': async (owner) => ({ path: `${await importOf(owner)}/rows.csv` }),
  'GET /list/:id': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1' }
  },
  'POST /list/:id/page': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/page', fields: wanted }
  },
  'POST /list/:id/text': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/text', fields: { text: 'نص' } }
  },
  'POST /list/:id/archived': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/archived', fields: wanted }
  },
  'POST /list/:id/favourite': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/favourite', fields: wanted }
  },
  'POST /list/:id/tags': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/tags', fields: { tags: 'ماء' } }
  },
  'POST /list/:id/note': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/note', fields: { note: 'ملاحظة' } }
  },
  'GET /list/exports/:id/file': async (owner) => ({ path: await file(owner) }),
  'GET /list/tags/:id': async (owner) => ({ path: `/list/tags/${await tag(owner)}` }),
  'POST /list/tags/:id': async (owner) => ({ path: `/list/tags/${await tag(owner)}`, fields: { name: 'نهر' } }),
  'POST /list/tags/:id/merged': async (owner) => ({
    path: `/list/tags/${await tag(owner)}/merged`,
    fields: { into: '2' },
  }),
  'POST /list/tags/:id/removed': async (owner) => ({ path: `/list/tags/${await tag(owner)}/removed`, fields: wanted }),
  'POST /list/:id/removed': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/removed', fields: wanted }
  },
  'POST /list/:id/progress': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/progress', fields: { percent: '5', anchor: '', at: String(START) } }
  },
  'POST /list/:id/direction': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/direction', fields: { wanted: 'ltr' } }
  },
  'POST /list/:id/finished': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/finished', fields: wanted }
  },
  'POST /list/:id/highlights': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/highlights', fields: mark }
  },
  'POST /list/highlights/:id/note': async (owner) => ({ path: await highlight(owner, 'note'), fields: { note: 'ن' } }),
  'POST /list/highlights/:id/removed': async (owner) => ({ path: await highlight(owner, 'removed'), fields: wanted }),
  'POST /list/articles/:id/removed': async (owner) => ({
    path: `/list/articles/${await savedRow(owner)}/removed`,
    fields: wanted,
  }),
  'POST /settings/security/devices/:device': async (owner) => ({ path: await device(owner) }),
  'GET /settings/security/passkeys/:id': async (owner) => ({ path: await passkey(owner) }),
  'POST /settings/security/passkeys/:id': async (owner) => ({ path: await passkey(owner), fields: { name: 'ب' } }),
  'POST /settings/security/passkeys/:id/removed': async (owner) => ({
    path: `${await passkey(owner)}/removed`,
    fields: { password: PASSWORD },
  }),
}

describe('the table of routes', () => {
  it('is the whole app', () => {
    expect(routes.length).toBeGreaterThan(50)
    expect(priv.length).toBeGreaterThan(15)
    expect(changing.length).toBeGreaterThan(15)
  })

  it('holds no private route with a parameter of which this file could not make one', () => {
    const withId = priv.filter(({ name }) => name.includes(':')).map(named)
    expect(withId.filter((route) => !(route in OWNED))).toEqual([])
    expect(Object.keys(OWNED).filter((route) => !withId.includes(route))).toEqual([])
  })
})

describe('a visitor', () => {
  it.each(priv.map((route) => [named(route), route] as const))('of %s is sent to sign in', async (_, route) => {
    const client = createTestApp().client()
    const plain = await (route.method === 'GET' ? client.get(route.path) : client.post(route.path))
    expect([plain.status, plain.to, plain.text]).toEqual([303, '/login', ''])
    const sent = { htmx: true }
    const htmx = await (route.method === 'GET' ? client.get(route.path, sent) : client.post(route.path, {}, sent))
    expect([htmx.status, htmx.headers.get('HX-Redirect'), htmx.text]).toEqual([200, '/login', ''])
  })
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

  const pages = priv.filter(({ method, name }) => method === 'GET' && !name.includes(':'))

  it.each(pages.map((route) => [named(route), route.path]))('sees nothing of the first on %s', async (_, path) => {
    const app = createTestApp()
    const owner = await signedInClient(app, { name: 'القارئ الأول', email: 'first@example.com' })
    const other = await signedInClient(app)
    await highlight(owner, 'note')
    await passkey(owner)
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
