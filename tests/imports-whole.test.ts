import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { receive, workOff } from '../src/actions/imports.ts'
import { open } from '../src/store/db.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { bucketWith, keysIn } from './helpers/bucket.ts'
import { signedInClient } from './helpers/builders.ts'
import { atEveryStatement, hooked, twentyTimes } from './helpers/d1.ts'
import { allOf, pocketFile } from './helpers/moving.ts'

// What becomes of an import when its Worker dies, and when two of them have it: it is whole, and nothing is doubled.
// And a file of our own: nothing is missing.

let app: TestApp
let readerId: number

beforeEach(async () => {
  app = createTestApp()
  readerId = (await signedInClient(app)).reader.id
})

async function received(file: string): Promise<number> {
  const body = new Blob([file])
  return (await receive(app.context(), { readerId, name: '', bytes: body.size, body })) ?? 0
}

async function toTheEnd(id: number): Promise<void> {
  while ((await workOff(app.context(), readerId, id)).left);
}

const sums = () =>
  allOf(`SELECT (SELECT sum(1) FROM saved) AS rows_there, (SELECT unread + archived FROM counters) AS counted,
    (SELECT sum(added) FROM imports) AS added, (SELECT sum(known) FROM imports) AS known,
    (SELECT sum(1) FROM saved_tags) AS tagged, (SELECT sum(saved) FROM tags) AS tags_counted`)

const raff = (n: number) => {
  const highlight = { quote: 'نهر', prefix: '', suffix: '', position: 1, note: '', createdAt: '2020-01-01T00:00:00Z' }
  const text = { html: '<p>نص</p>', truncated: false, own: true, pasted: false, storedAt: null }
  const item = { url: `https://a.example/${n}`, tags: ['كتب'], otherKeys: [`a.example/o${n}`], highlights: [highlight] }
  return JSON.stringify({ ...item, title: `مقال ${n}`, text, page: 'ready', savedAt: '2020-01-01T00:00:00Z' })
}

it('a chunk is all there or not at all, whichever of its statements was the last', { timeout: 30_000 }, async () => {
  const id = await received(`{"format":"raff","version":1,"items":[${raff(1)},${raff(2)},{"url":"mailto:x"}]}`)
  await env.DB.prepare(`UPDATE imports SET format = 'raff'`).run()
  const broken = await atEveryStatement(env.DB, (d1) => workOff({ ...app.context(), shelf: open(d1) }, readerId, id))
  expect(broken).toBeGreaterThan(25)
  expect(await sums()).toEqual([{ rows_there: 2, counted: 2, added: 2, known: 0, tagged: 2, tags_counted: 2 }])
  expect(await allOf('SELECT sum(1) AS n FROM highlights')).toEqual([{ n: 2 }])
  expect(await allOf('SELECT sum(1) AS n FROM saved_texts')).toEqual([{ n: 2 }])
  expect(await allOf('SELECT sum(1) AS n FROM saved_urls')).toEqual([{ n: 2 }])
  expect(await allOf('SELECT row, fault FROM import_rows')).toEqual([{ row: 3, fault: 'not_a_link' }])
})

it('goes on behind the last chunk when it died after it', async () => {
  const id = await received(pocketFile(230))
  let chunks = 0
  const dying = hooked(env.DB, {
    batch: (statements, raw) => {
      if (statements.length < 10 || ++chunks < 2) return statements
      return statements.toSpliced(9, 0, raw.prepare(`SELECT json('{')`))
    },
  })
  await expect(workOff({ ...app.context(), shelf: open(dying) }, readerId, id)).rejects.toThrow('malformed JSON')
  expect(await sums()).toMatchObject([{ rows_there: 200, counted: 200, added: 200 }])
  await toTheEnd(id)
  expect(await sums()).toMatchObject([{ rows_there: 230, counted: 230, added: 230, known: 0 }])
})

it('is counted once when two runs have it at the same time', async () => {
  const id = await received(pocketFile(220))
  await Promise.allSettled([toTheEnd(id), toTheEnd(id)])
  await toTheEnd(id)
  expect(await sums()).toMatchObject([{ rows_there: 220, counted: 220, added: 220, known: 0 }])
  expect(await allOf('SELECT state, refused FROM imports')).toEqual([{ state: 'done', refused: 0 }])
})

it('the same file twenty times at once adds each article once', { timeout: 30_000 }, async () => {
  const ids = await Promise.all(Array.from({ length: 4 }, () => received(pocketFile(12))))
  await twentyTimes((n) => toTheEnd(ids[n % ids.length] ?? 0))
  expect(await sums()).toEqual([{ rows_there: 12, counted: 12, added: 12, known: 36, tagged: 12, tags_counted: 12 }])
})

it('brings from our own file what no other has: marks, positions, other urls', async () => {
  const mark = {
    quote: 'نهر',
    prefix: 'عاد ',
    suffix: ' آخر',
    position: 7,
    note: 'هنا',
    createdAt: '2020-01-02T00:00:00Z',
  }
  const text = { html: '<p>عاد نهر آخر</p>', truncated: true, own: true, pasted: true, storedAt: null }
  const read = { progress: 40, progressAt: '2020-01-03T00:00:00Z', progressAnchor: 'عاد', ownDirection: 'ltr' }
  const item = { url: 'https://a.example/r', title: 'نهر', otherKeys: ['a.example/old'], tags: ['ماء, وأرض'], ...read }
  const failed = {
    url: 'https://a.example/f',
    title: 'ف',
    page: 'failed',
    pageFault: 'gone',
    pageAt: '2020-01-04T00:00:00Z',
  }
  const items = [
    { ...item, highlights: [mark], text, page: 'ready', language: 'ar', direction: 'rtl', words: 3 },
    failed,
  ]
  const file = JSON.stringify({ format: 'raff', version: 1, site: 'https://x.example', items })
  for (const _ of [1, 2]) await toTheEnd(await received(file))
  expect(await sums()).toMatchObject([{ rows_there: 2, added: 2, known: 2 }])
  expect(await allOf('SELECT progress, progress_anchor, own_direction, words, page, page_fault FROM saved')).toEqual([
    { progress: 40, progress_anchor: 'عاد', own_direction: 'ltr', words: 3, page: 'ready', page_fault: null },
    { progress: 0, progress_anchor: '', own_direction: null, words: 0, page: 'failed', page_fault: 'gone' },
  ])
  expect(await allOf('SELECT quote, prefix, suffix, position, note, created_at FROM highlights')).toEqual([
    { ...mark, createdAt: undefined, created_at: 1_577_923_200 },
  ])
  expect(await allOf('SELECT html, truncated, pasted FROM saved_texts')).toEqual([
    { html: text.html, truncated: 1, pasted: 1 },
  ])
  expect(await allOf('SELECT url_key, saved_id FROM saved_urls')).toEqual([{ url_key: 'a.example/old', saved_id: 1 }])
  expect(await allOf('SELECT name FROM tags')).toEqual([{ name: 'ماء, وأرض' }])
  await toTheEnd(await received('https://a.example/old\n'))
  expect(await sums()).toMatchObject([{ rows_there: 2, known: 3 }])
})

it('goes on counting what finds no place, when nobody would read more of it', async () => {
  const id = await received(pocketFile(210))
  await env.DB.prepare('UPDATE counters SET archived = 50000').run()
  await env.DB.prepare('UPDATE imports SET refused = 9990').run()
  await toTheEnd(id)
  // The chunk that passes the most is the last one whose rows are told.
  expect(await allOf('SELECT added, known, refused FROM imports')).toEqual([{ added: 0, known: 0, refused: 10_200 }])
  expect(await allOf('SELECT sum(1) AS n FROM import_rows')).toEqual([{ n: 200 }])
})

it('fits what D1 takes, where each of its articles has a long url and many tags', async () => {
  const slug = encodeURI('مقال-طويل-العنوان-'.repeat(10))
  const tags = Array.from({ length: 60 }, (_, n) => `وسم${n}`)
  const items = Array.from({ length: 200 }, (_, n) => ({ url: `https://a.example/${slug}${n}`, title: '', tags }))
  const id = await received(JSON.stringify({ format: 'raff', version: 1, items }))
  let longest = 0
  const prepare: D1Database['prepare'] = (query) => {
    const statement = env.DB.prepare(query)
    const bind: D1PreparedStatement['bind'] = (...values) => {
      longest = Math.max(longest, ...values.map((value) => new TextEncoder().encode(String(value)).length))
      return statement.bind(...values)
    }
    return Object.assign(Object.create(statement), { bind })
  }
  await workOff({ ...app.context(), shelf: open(Object.assign(hooked(env.DB, {}), { prepare })) }, readerId, id)
  expect(await sums()).toMatchObject([{ rows_there: 200, tagged: 12_000, tags_counted: 12_000 }])
  // The local database takes more than one that is deployed.
  expect(longest).toBeGreaterThan(100_000)
  expect(longest).toBeLessThan(2_000_000)
})

it('leaves no file behind where its account is deleted while it comes in', async () => {
  const put: R2Bucket['put'] = async (...args: Parameters<R2Bucket['put']>) => {
    await env.DB.prepare('DELETE FROM imports').run()
    return env.FILES.put(...args) as never
  }
  const body = new Blob([pocketFile(2)])
  const context = { ...app.context(), files: bucketWith({ put }) }
  await receive(context, { readerId, name: '', bytes: body.size, body })
  expect(await keysIn()).toEqual([])
  expect(await allOf(`SELECT key FROM jobs WHERE kind = 'import'`)).toEqual([])
})
