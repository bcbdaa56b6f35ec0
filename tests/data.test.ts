import { env } from 'cloudflare:workers'
import { unzipSync } from 'fflate'
import { parse } from 'parse5'
import { describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, PASSWORD, signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { fillEverything, personalTables } from './helpers/everything.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { counting } from './helpers/statements.ts'

const m = messages('ar', 'arab')
type Archive = Record<string, Record<string, unknown>[]>

async function archiveOf(client: Awaited<ReturnType<typeof signedInClient>>) {
  const { bytes, headers } = await client.post('/settings/data/archive', { password: PASSWORD })
  const files = unzipSync(bytes)
  const text = (name: string) => new TextDecoder().decode(files[name])
  return {
    headers,
    names: Object.keys(files),
    json: JSON.parse(text('raff.json')) as Archive,
    html: text('index.html'),
  }
}

async function addSaved(readerId: number, count: number): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, language, direction, excerpt, saved_at)
      SELECT ?1, value, 'k' || value, 1, 'https://news.example/' || value, 'مقال رقم ' || value, 'ar', 'rtl', ?3, ?4
      FROM json_each(?2)`,
  )
    .bind(readerId, JSON.stringify(Array.from({ length: count }, (_, i) => i + 1)), 'نبذة '.repeat(40), START)
    .run()
}

describe('the archive of an account', () => {
  it('is one zip with everything as JSON and a page to read', async () => {
    const client = await signedInClient(createTestApp(), { name: 'سلمى' })
    const articleId = await addArticle({ title: 'حين عاد النهر' })
    await client.post('/list', { article_id: String(articleId) })
    const { headers, names, json, html } = await archiveOf(client)
    expect(headers.get('Content-Type')).toBe('application/zip')
    expect(headers.get('Content-Disposition')).toBe('attachment; filename="raff-2026-11-24.zip"')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(names).toEqual(['raff.json', 'index.html'])
    expect(json.saved).toMatchObject([{ id: 1, title: 'حين عاد النهر', savedAt: '2026-11-24T09:00:00.000Z' }])
    expect(json.readers).toMatchObject([{ email: client.reader.email, name: 'سلمى' }])
    expect(html).toContain('حين عاد النهر')
    expect(html).toContain('سلمى')
    expect(html).toContain(m.security.events.kinds.exported)
    expect(html).toMatch(/^<!doctype html>\n<html lang="ar" dir="rtl">/)
  })

  it('holds something of every table that knows the reader, and nothing of anybody else', async () => {
    await addNewsletters('morning')
    const client = await signedInClient(createTestApp())
    const other = await signedInClient(createTestApp())
    await fillEverything(client.reader)
    await fillEverything(other.reader)
    const tables = await personalTables()
    expect(tables.length).toBeGreaterThan(12)
    const dump = await dumpTables(env.DB)
    expect(
      tables.filter((table) => !dump[table]?.length),
      'tables the test did not fill',
    ).toEqual([])
    const { json } = await archiveOf(client)
    expect(tables.filter((table) => !json[table]?.length)).toEqual([])
    const { id } = other.reader
    const strangers = Object.values(json).flatMap((rows) =>
      Array.isArray(rows) ? rows.filter((row) => row.readerId === id || JSON.stringify(row).includes(` ${id}"`)) : [],
    )
    expect(strangers).toEqual([])
  })

  it('holds no secret: nothing that is stored in place of one', async () => {
    const client = await signedInClient(createTestApp())
    await fillEverything(client.reader)
    const { json, html } = await archiveOf(client)
    const { credentials = [], sessions = [], tokens = [], totp = [], challenges = [] } = await dumpTables(env.DB)
    const recovery = (await dumpTables(env.DB)).recovery_codes ?? []
    const stored = [
      ...credentials.map(({ secret }) => secret),
      ...sessions.map(({ id_hash }) => id_hash),
      ...tokens.flatMap(({ hash, nonce, password, browser_hash }) => [hash, nonce, password, browser_hash]),
      ...totp.map(({ sealed }) => sealed),
      ...recovery.map(({ hash }) => hash),
      ...challenges.flatMap(({ hash, sealed }) => [hash, sealed]),
    ]
    expect(stored.length).toBeGreaterThan(10)
    const text = JSON.stringify(json) + html
    expect(stored.filter((secret) => secret !== null && text.includes(String(secret)))).toEqual([])
  })

  it('asks for the password, and says where it is wrong', async () => {
    const client = await signedInClient(createTestApp())
    for (const [password, error] of [
      ['', m.fields.passwordRequired],
      ['not it', m.fields.passwordIncorrect],
    ] as const) {
      const { status, text } = await client.post('/settings/data/archive', { password })
      expect(status).toBe(422)
      expect(text).toContain(error)
    }
    expect(await events()).toEqual([])
  })

  it('leaves an event in the account’s log', async () => {
    await archiveOf(await signedInClient(createTestApp()))
    expect(await events()).toEqual(['exported'])
  })

  it('says of an account that has saved nothing that it has not', async () => {
    const { html } = await archiveOf(await signedInClient(createTestApp()))
    expect(html).toContain(ar.data.archive.noSaved)
  })

  it('is a page without script, whatever the titles are', async () => {
    const client = await signedInClient(createTestApp(), { name: '</dd><script>alert(1)</script>' })
    await client.post('/list', {
      article_id: String(await addArticle({ title: '</a></ol><script>alert(1)</script>' })),
    })
    const { html } = await archiveOf(client)
    expect(JSON.stringify(parse(html), (key, value) => (key === 'parentNode' ? undefined : value))).not.toContain(
      '"tagName":"script"',
    )
  })
})

describe('an account of 20,000 articles', () => {
  const MANY = 20_000

  it('has them all in the archive', { timeout: 60_000 }, async () => {
    const client = await signedInClient(createTestApp())
    await addSaved(client.reader.id, MANY)
    const { json, html } = await archiveOf(client)
    expect(json.saved).toHaveLength(MANY)
    expect(json.saved?.at(-1)).toMatchObject({ id: MANY, title: `مقال رقم ${MANY}` })
    expect(html.split('<a href')).toHaveLength(MANY + 1)
  })

  it('is read while it is sent: what nobody takes is never fetched', { timeout: 60_000 }, async () => {
    const counter = counting(env.DB)
    const app: TestApp = createTestApp({ d1: counter.d1 })
    const { cookies, reader } = await signedInClient(app)
    await addSaved(reader.id, MANY)
    const sent = await counter.during(async () => {
      const response = await app.fetch('/settings/data/archive', {
        method: 'POST',
        headers: {
          Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          'Sec-Fetch-Site': 'same-origin',
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ password: PASSWORD }).toString(),
      })
      const body = response.body?.getReader()
      await body?.read()
      await body?.cancel()
    })
    // A few to know the reader, then a page or two of the forty that there are in each file.
    expect(sent).toBeLessThan(25)
  })
})

async function events() {
  return (await dumpTables(env.DB)).security_events?.map(({ kind }) => kind)
}
