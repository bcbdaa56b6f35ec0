import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { seed } from '../src/actions/seed.ts'
import { fold } from '../src/core/arabic.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addReader } from './helpers/builders.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'

const OPML = `<opml version="2.0"><body>
  <outline type="rss" text="الواحة" xmlUrl="https://oasis.example/feed.xml" topic="science" display="full"/>
  <outline type="rss" text="داخلي" xmlUrl="http://127.0.0.1/feed.xml"/>
</body></opml>`

let app: TestApp

beforeEach(() => {
  app = createTestApp()
})

function command(body: unknown, key = app.config.commandKey) {
  return app.fetch('/desk/commands', {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

describe('seeding', () => {
  it('writes the topics, what feeds call them, the newsletters and the sweep', async () => {
    const answer = await command({ command: 'seed' })
    expect(await answer.json()).toEqual({ topics: 8, newsletters: 9 })
    const { topics = [], categories = [], newsletters = [], jobs } = await dumpTables(env.DB)
    expect(topics.map(({ slug }) => slug)).toEqual(ar.starter.topics.map(({ slug }) => slug))
    expect(categories).toContainEqual({ name: fold('السياسة'), topic_id: 1 })
    expect(newsletters).toHaveLength(9)
    expect(newsletters).toContainEqual(
      expect.objectContaining({ slug: 'breaking', rhythm: 'manual', sends_at_minute: null, subscribers: 0 }),
    )
    expect(newsletters).toContainEqual(
      expect.objectContaining({ slug: 'morning', sends_at_minute: 420, zone: 'Asia/Riyadh' }),
    )
    const inOrder = jobs?.toSorted((a, b) => Number(a.id) - Number(b.id))
    expect(inOrder?.map(({ kind, key }) => [kind, key])).toEqual([
      ['sweep', 'all'],
      ['texts', 'all'],
      ['recount', 'all'],
      // All but the one that is sent by hand.
      ...newsletters.filter(({ rhythm }) => rhythm !== 'manual').map(({ id }) => ['rhythm', String(id)]),
    ])
  })

  it('again adds nothing, and leaves what an editor changed', async () => {
    await command({ command: 'seed' })
    await env.DB.prepare(`UPDATE topics SET name = 'شؤون' WHERE slug = 'politics'`).run()
    const { jobs: wished, ...before } = await dumpTables(env.DB)
    expect(await (await command({ command: 'seed' })).json()).toEqual({ topics: 0, newsletters: 0 })
    const { jobs, ...after } = await dumpTables(env.DB)
    expect(after).toEqual(before)
    expect(jobs).toHaveLength(wished?.length ?? 0)
  })

  it('twenty times at once seeds once', async () => {
    const added = await twentyTimes(() => seed(app.context(), ar.starter))
    expect(added.reduce((sum, { topics }) => sum + topics, 0)).toBe(8)
    expect((await dumpTables(env.DB)).newsletters).toHaveLength(9)
  })
})

describe('importing sources', () => {
  it('adds the feeds of an OPML file and says which were refused, and why', async () => {
    await command({ command: 'seed' })
    const answer = await command({ command: 'sources', opml: OPML })
    const refused = [{ feedUrl: 'http://127.0.0.1/feed.xml', reason: 'forbidden_url' }]
    expect(await answer.json()).toEqual({ added: 1, known: 0, refused })
    expect(await (await command({ command: 'sources', opml: OPML })).json()).toEqual({ added: 0, known: 1, refused })
    const { sources, jobs } = await dumpTables(env.DB)
    expect(sources).toMatchObject([{ feed_url: 'https://oasis.example/feed.xml', title: 'الواحة', display: 'full' }])
    expect(jobs).toContainEqual(expect.objectContaining({ kind: 'refresh', key: '1' }))
  })

  it('takes a list longer than any form, and refuses one without end', async () => {
    const feeds = Array.from(
      { length: 1500 },
      (_, n) => `<outline type="rss" text="${n}" xmlUrl="https://s${n}.example/"/>`,
    )
    const opml = `<opml version="2.0"><body>${feeds.join('')}</body></opml>`
    expect(opml.length).toBeGreaterThan(64 * 1024)
    expect(await (await command({ command: 'sources', opml })).json()).toMatchObject({ added: 1500 })
    expect((await command({ command: 'sources', opml: 'x'.repeat(2 * 1024 * 1024) })).status).toBe(413)
  })

  it.each(['', 'no xml', '<rss version="2.0"><channel/></rss>'])('refuses what is not OPML: %s', async (opml) => {
    expect((await command({ command: 'sources', opml })).status).toBe(422)
    expect((await dumpTables(env.DB)).sources).toEqual([])
  })
})

it('says how each source does, and why it does not', async () => {
  await command({ command: 'sources', opml: OPML })
  await env.DB.prepare(`UPDATE sources SET error = 'unreachable', error_detail = 'no route', error_streak = 2`).run()
  expect(await (await command({ command: 'source-states' })).json()).toMatchObject([
    {
      title: 'الواحة',
      state: 'active',
      succeededAt: null,
      error: 'unreachable',
      errorDetail: 'no route',
      errorStreak: 2,
    },
  ])
})

it('makes an account an editor’s, and a reader’s again', async () => {
  await addReader({ email: 'salma@example.com' })
  const said = async (email: string, wanted: boolean) => (await command({ command: 'editor', email, wanted })).json()
  expect(await said('SALMA@example.com', true)).toEqual({ role: 'editor', found: true, changed: true })
  expect(await said('salma@example.com', true)).toEqual({ role: 'editor', found: true, changed: false })
  expect((await dumpTables(env.DB)).readers).toMatchObject([{ role: 'editor' }])
  expect(await said('salma@example.com', false)).toEqual({ role: 'reader', found: true, changed: true })
  expect(await said('salma@example.com', false)).toEqual({ role: 'reader', found: true, changed: false })
  expect(await said('nobody@example.com', true)).toEqual({ role: 'editor', found: false, changed: false })
  expect((await command({ command: 'editor', email: 'no email', wanted: true })).status).toBe(422)
})

describe('a command', () => {
  it.each([
    ['another key', () => command({ command: 'seed' }, 'E'.repeat(43))],
    ['half the key', () => command({ command: 'seed' }, app.config.commandKey.slice(0, 20))],
    ['no key', () => app.fetch('/desk/commands', { method: 'POST', body: '{"command":"seed"}' })],
    [
      'the key as a cookie',
      () => app.fetch('/desk/commands', { method: 'POST', headers: { Cookie: `key=${app.config.commandKey}` } }),
    ],
  ])('with %s is refused and does nothing', async (_, send) => {
    const answer = await send()
    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect((await dumpTables(env.DB)).topics).toEqual([])
  })

  it.each(['', 'null', '[]', '{"command":"drop"}', '{"command":"sources"}', '{"command":"sources","opml":7}'])(
    'that does not exist is refused: %s',
    async (body) => {
      expect((await command(body)).status).toBe(422)
    },
  )

  it('is not a page', async () => {
    expect((await app.client().get('/desk/commands')).status).toBe(404)
  })
})
