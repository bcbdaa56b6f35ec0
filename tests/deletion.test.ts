import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { TIME_TO_REGRET } from '../src/core/limits.ts'
import { suppressionHash } from '../src/core/suppression.ts'
import { messages } from '../src/i18n/messages.ts'
import { foldersOf } from '../src/store/files.ts'
import { createTestApp, START } from './helpers/app.ts'
import { bucketWith, keysIn } from './helpers/bucket.ts'
import { addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { fillEverything, personalTables } from './helpers/everything.ts'
import { mailedSecrets } from './helpers/links.ts'
import { addNewsletters } from './helpers/newsletters.ts'

const m = messages('ar', 'arab')
const DAY = 86_400
const password = PASSWORD

async function setUp(options: Parameters<typeof createTestApp>[0] = {}) {
  const app = createTestApp(options)
  const client = await signedInClient(app)
  const ask = () => client.post('/settings/data/deletion', { wanted: '1', password }, { follow: true })
  return { app, client, ask }
}

const kinds = async () => (await dumpTables(env.DB)).security_events?.map(({ kind }) => kind).sort()
const jobs = async () => (await dumpTables(env.DB)).jobs?.map(({ kind }) => kind).sort()
const left = async () => (await dumpTables(env.DB)).readers?.map(({ id }) => id)

describe('a reader who wants the account deleted', () => {
  it('is told what goes, gives the password, and has seven days', async () => {
    const { client, ask } = await setUp()
    const { text } = await client.get('/settings/data')
    for (const what of m.data.deletion.goes) expect(text).toContain(what)
    const asked = await ask()
    expect(asked.path).toBe('/settings/data')
    expect(asked.text).toContain(m.data.pending.before)
    expect(asked.text).toContain('١ ديسمبر ٢٠٢٦')
    expect(asked.text).not.toContain('deletion-password')
    expect(await kinds()).toEqual(['deletion_asked'])
  })

  it.each([
    ['', m.fields.passwordRequired],
    ['not it', m.fields.passwordIncorrect],
  ])('with the password %j changes nothing', async (given, error) => {
    const { client } = await setUp()
    const { status, text } = await client.post('/settings/data/deletion', { wanted: '1', password: given })
    expect(status).toBe(422)
    expect(text).toContain(error)
    expect(await jobs()).toEqual([])
  })

  it('stays signed in, sees it on every page of the settings, and keeps the account with one press', async () => {
    const { app, client, ask } = await setUp()
    await ask()
    app.clock.advance(6 * DAY)
    for (const page of ['account', 'reading', 'newsletters', 'data']) {
      expect((await client.get(`/settings/${page}`)).text, page).toContain(m.data.pending.before)
    }
    const kept = await client.post('/settings/data/deletion', { wanted: '0' }, { follow: true })
    expect(kept.text).toContain(m.data.pending.kept)
    expect(kept.text).not.toContain(m.data.pending.before)
    app.clock.advance(2 * DAY)
    await app.work()
    expect(await left()).toEqual([client.reader.id])
    expect(await kinds()).toEqual(['deletion_asked', 'deletion_cancelled'])
  })

  it('may sign in meanwhile', async () => {
    const { app, client, ask } = await setUp()
    await ask()
    const other = app.client()
    expect((await other.post('/login', { email: client.reader.email, password })).status).toBe(303)
    expect((await other.get('/settings/account')).text).toContain(m.data.pending.button)
  })
})

describe('the mail about it', () => {
  async function mailed() {
    const { app, client, ask } = await setUp()
    await ask()
    await app.work()
    const [secret] = await mailedSecrets(app, client.reader.email, 'keep')
    return { app, client, path: `/keep/${secret}` }
  }

  it('names the day and keeps the account without a sign-in, by a press and not by a look', async () => {
    const { app, client, path } = await mailed()
    const [mail] = app.mails
    expect(mail?.to).toBe(client.reader.email)
    expect(mail?.text).toContain('١ ديسمبر ٢٠٢٦')
    expect(mail?.text).toContain(`https://raff.example${path}`)
    const stranger = app.client()
    expect((await stranger.get(path)).text).toContain(m.data.keep.button)
    expect(await kinds()).toEqual(['deletion_asked'])
    expect((await stranger.post(path)).text).toContain(m.data.keep.done)
    expect(stranger.cookies.has('__Host-session')).toBe(false)
    app.clock.advance(8 * DAY)
    await app.work()
    expect(await left()).toEqual([client.reader.id])
  })

  it('has a link that works once, for the seven days, and for nothing else', async () => {
    const { app, path } = await mailed()
    await app.client().post(path)
    expect((await app.client().post(path)).status).toBe(410)
    const again = await mailed()
    again.app.clock.advance(7 * DAY)
    expect((await again.app.client().get(again.path)).status).toBe(410)
    const secret = again.path.split('/').at(-1) ?? ''
    for (const path of [`/verify/${secret}`, `/reset/${secret}`, `/newsletters/confirm/${secret}`]) {
      expect((await again.app.client().get(path)).status, path).toBe(410)
    }
    for (const bad of ['x', 'x'.repeat(43), `${secret}x`, '%00', secret.toUpperCase()]) {
      expect((await again.app.client().post(`/keep/${bad}`)).status, bad).toBe(410)
    }
  })
})

describe('after seven days', () => {
  it('nothing is left of the account in any table, and all of everybody else', async () => {
    await addNewsletters('morning')
    const { app, client, ask } = await setUp()
    const other = await addReader()
    await fillEverything(client.reader)
    await fillEverything(other)
    await ask()
    await app.work()
    app.clock.advance(TIME_TO_REGRET)
    await app.work()
    const dump = await dumpTables(env.DB)
    const tables = await personalTables()
    const holds = (id: number) =>
      Object.fromEntries(tables.map((table) => [table, dump[table]?.some((row) => isOf(table, row, id))]))
    expect(holds(client.reader.id)).toEqual(Object.fromEntries(tables.map((table) => [table, false])))
    expect(holds(other.id)).toEqual(Object.fromEntries(tables.map((table) => [table, true])))
    expect(JSON.stringify(dump)).not.toContain(client.reader.email)
    expect(await jobs()).toEqual([])
  })

  it('no file of theirs is left, however many there are, and all of everybody else’s', async () => {
    const list = (options?: R2ListOptions) => env.FILES.list({ ...options, limit: 2 })
    const { app, client, ask } = await setUp({ bindings: { FILES: bucketWith({ list }) } })
    const { id } = client.reader
    const other = id + 10
    const of = (readerId: number) =>
      foldersOf(readerId).flatMap((folder) => [1, 2, 3, 4, 5].map((n) => `${folder}${n}`))
    for (const key of [...of(id), ...of(other), 'texts/1']) await env.FILES.put(key, 'نص')
    await ask()
    app.clock.advance(TIME_TO_REGRET)
    await app.work()
    expect(await keysIn()).toEqual([...of(other), 'texts/1'].sort())
  })

  it('no session is left, and the password opens nothing', async () => {
    const { app, client, ask } = await setUp()
    await ask()
    app.clock.advance(TIME_TO_REGRET)
    await app.work()
    expect((await client.get('/list')).to).toBe('/login')
    expect((await app.client().post('/login', { email: client.reader.email, password })).status).toBe(422)
  })

  it('whoever signs in while it goes gets no further, and leaves nothing behind', async () => {
    const { app, client } = await setUp()
    const browser = app.client()
    await env.DB.prepare('UPDATE readers SET deletes_at = 0').run()
    await browser.post('/login', { email: client.reader.email, password })
    expect((await browser.get('/list')).to).toBe('/login')
    expect((await client.get('/list')).to).toBe('/login')
  })

  it('a newsletter has a subscriber less, and who had opted out is remembered as a hash alone', async () => {
    await addNewsletters('morning', 'evening')
    const { app, client, ask } = await setUp()
    await client.post('/newsletters/morning/subscribe', { wanted: '1' })
    await client.post('/newsletters/evening/subscribe', { wanted: '1' })
    await client.post('/newsletters/evening/subscribe', { wanted: '0' })
    await ask()
    app.clock.advance(TIME_TO_REGRET)
    await app.work()
    const { newsletters = [], subscriptions, suppressions } = await dumpTables(env.DB)
    expect(newsletters.map(({ subscribers }) => subscribers)).toEqual([0, 0])
    expect(subscriptions).toEqual([])
    const hash = suppressionHash(app.config, client.reader.email)
    expect(suppressions).toEqual([{ hash, reason: 'opted_out', at: START + TIME_TO_REGRET }])
  })

  it('who never opted out is on no list, and who asks for a newsletter again is off it', async () => {
    await addNewsletters('morning')
    const { app, client, ask } = await setUp()
    await client.post('/newsletters/morning/subscribe', { wanted: '1' })
    await ask()
    app.clock.advance(TIME_TO_REGRET)
    await app.work()
    expect((await dumpTables(env.DB)).suppressions).toEqual([])
    const hash = suppressionHash(app.config, 'back@example.com')
    await env.DB.prepare(`INSERT INTO suppressions VALUES (?, 'opted_out', 1)`).bind(hash).run()
    const back = await signedInClient(app, { email: 'back@example.com' })
    await back.post('/newsletters/morning/subscribe', { wanted: '1' })
    expect((await dumpTables(env.DB)).suppressions).toEqual([])
  })

  it('a newsletter that its email has is gone, whichever account had claimed it', async () => {
    await addNewsletters('morning')
    const { app, client, ask } = await setUp()
    await client.post('/newsletters/morning/subscribe', { wanted: '1' })
    // An account that left this email before, and whose claim of the new one never ran.
    await env.DB.prepare('UPDATE subscribers SET reader_id = 99').run()
    await ask()
    app.clock.advance(TIME_TO_REGRET)
    await app.work()
    expect(await dumpTables(env.DB)).toMatchObject({ newsletters: [{ subscribers: 0 }], subscribers: [] })
  })

  it('an account of any size goes, in chunks', async () => {
    const { app, client, ask } = await setUp()
    await env.DB.prepare(
      `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, language, direction, saved_at)
        SELECT ?1, value, value, 1, '', '', 'ar', 'rtl', 1 FROM json_each(?2)`,
    )
      .bind(client.reader.id, JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i + 1)))
      .run()
    await ask()
    app.clock.advance(TIME_TO_REGRET)
    await app.work()
    expect((await dumpTables(env.DB)).saved).toEqual([])
    expect(await left()).toEqual([])
  })

  it('asked again after a change of mind, the seven days begin anew', async () => {
    const { app, client, ask } = await setUp()
    await ask()
    app.clock.advance(3 * DAY)
    await client.post('/settings/data/deletion', { wanted: '0' })
    await ask()
    app.clock.advance(5 * DAY)
    await app.work()
    expect(await left()).toEqual([client.reader.id])
    app.clock.advance(2 * DAY)
    await app.work()
    expect(await left()).toEqual([])
  })
})

function isOf(table: string, row: Record<string, unknown>, readerId: number): boolean {
  if (table === 'readers') return row.id === readerId
  return row.reader_id === readerId || row.subscriber_id === readerId
}
