import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { wishRebuild } from '../src/actions/rebuild.ts'
import { batch, open } from '../src/store/db.ts'
import { wishArticles, wishIndex } from '../src/store/index-wishes.ts'
import { claim, wish } from '../src/store/jobs.ts'
import { state } from '../src/store/rebuild.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addReader } from './helpers/builders.ts'
import { foundArticles, foundSaved, indexAll } from './helpers/search.ts'
import { addSaved } from './helpers/shelf.ts'

const db = open(env.DB)
const search = open(env.SEARCH_DB)

/** Runs what is due until the index is whole. */
async function rebuilt(app: TestApp): Promise<void> {
  for (let minutes = 0; minutes < 10; minutes += 1) {
    await app.work()
    if ((await state(search)).rebuild === null) return
    app.clock.advance(60)
  }
}

/** Only as far as the rebuild itself, without the index jobs it wished for. */
async function begun(app: TestApp): Promise<void> {
  await wishRebuild(app.context())
  const { rebuild } = await import('../src/jobs/rebuild.ts')
  const context = { ...app.context(), fetcher: () => Promise.reject(), mailer: { send: async () => {} } }
  const [job] = await claim(db, app.clock.now(), 1)
  if (!job) throw new Error('no rebuild is due')
  for (let step = 0; step < 4; step += 1) await rebuild(context as never, job)
}

async function live(): Promise<string | null> {
  return (await state(search)).live
}

describe('a rebuild', () => {
  it('fills the other side with all there is, and then turns to it', async () => {
    const app = createTestApp()
    const { id: reader } = await addReader()
    const [article] = await addArticles(3, { title: 'نبأ قديم' })
    await addSaved(reader, 1, { title: 'محفوظ قديم' })
    await addSaved(reader, 2, { title: 'محفوظ أزيل', removedAt: START })
    expect(await foundArticles('نبأ')).toEqual([])

    await wishRebuild(app.context())
    await rebuilt(app)
    expect(await live()).toBe('b')
    expect(await foundArticles('نبأ')).toHaveLength(3)
    expect(await foundArticles('نبأ')).toContain(article)
    expect(await foundSaved(reader, 'محفوظ')).toEqual([1])

    await wishRebuild(app.context())
    await rebuilt(app)
    expect(await live()).toBe('a')
    expect(await foundArticles('نبأ')).toHaveLength(3)
  })

  it('leaves search as it is until it is done, and loses no change that comes meanwhile', async () => {
    const app = createTestApp()
    const [kept = 0, changed = 0, hidden = 0] = [
      await addArticle({ title: 'باقٍ' }),
      await addArticle({ title: 'قبل' }),
      await addArticle({ title: 'زائل' }),
    ]
    await indexAll(app)
    await begun(app)
    expect(await foundArticles('باق')).toEqual([kept])
    expect(await live()).toBeNull()

    await batch(db, [
      sql`UPDATE articles SET title = 'بعد' WHERE id = ${changed}`,
      sql`UPDATE articles SET hidden_at = 1 WHERE id = ${hidden}`,
      wishArticles(sql`SELECT id FROM articles`, START),
    ])
    const late = await addArticle({ title: 'متأخر' })
    await batch(db, [wishArticles(sql`SELECT ${late}`, START)])
    app.clock.advance(600)
    await rebuilt(app)

    expect(await live()).toBe('b')
    expect([await foundArticles('باق'), await foundArticles('قبل'), await foundArticles('بعد')]).toEqual([
      [kept],
      [],
      [changed],
    ])
    expect([await foundArticles('زائل'), await foundArticles('متأخر')]).toEqual([[], [late]])
  })

  it('waits for rows it wished for, and turns when the last of them is in', async () => {
    const app = createTestApp()
    await addArticle({ title: 'خبر' })
    await batch(db, [wish({ kind: 'rebuild', key: 'all', dueAt: START })])
    await begun(app)
    expect((await state(search)).rebuild?.until).toBeGreaterThan(0)
    expect(await live()).toBeNull()
    app.clock.advance(600)
    await rebuilt(app)
    expect(await foundArticles('خبر')).toHaveLength(1)
  })

  it('comes by itself where a site is older than its search, once', async () => {
    const app = createTestApp()
    const id = await addArticle({ title: 'من قبل البحث' })
    await batch(db, [wish({ kind: 'sweep', key: 'hourly', dueAt: START })])
    await rebuilt(app)
    expect(await foundArticles('البحث')).toEqual([id])

    app.clock.advance(3_600)
    await app.work()
    const { results } = await env.DB.prepare(`SELECT id FROM jobs WHERE kind = 'rebuild'`).all()
    expect(results).toEqual([])
  })

  it('is a command of the desk, for whoever holds its key', async () => {
    const app = createTestApp()
    const ask = (key: string) =>
      app.fetch('/desk/commands', {
        method: 'POST',
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ command: 'search-rebuild' }),
      })
    expect((await ask('wrong')).status).toBe(401)
    expect(await (await ask(app.config.commandKey)).json()).toEqual({ rebuilding: true })
    await rebuilt(app)
    expect(await live()).toBe('b')
  })
})

it('an index job that cannot be done holds up none beside it', async () => {
  const app = createTestApp()
  const { id: reader } = await addReader()
  await addSaved(reader, 1, { title: 'سليم' })
  await addSaved(reader, 2, { title: 'معطوب', page: 'ready' })
  await env.DB.prepare(
    `INSERT INTO saved_texts (reader_id, id, html, sanitiser, stored_at, place) VALUES (?, 2, '', 1, 0, 'r2')`,
  )
    .bind(reader)
    .run()
  const FILES = { ...env.FILES, get: () => Promise.reject(new Error('the object is away')) }
  const broken = createTestApp({ bindings: { FILES: FILES as unknown as R2Bucket } })
  await batch(db, [wishIndex(reader, sql`true`, START)])
  for (let run = 0; run < 3; run += 1) {
    await broken.work()
    broken.clock.advance(400)
  }
  expect(await foundSaved(reader, 'سليم')).toEqual([1])
  app.clock.advance(7_200)
  await app.work()
  expect(await foundSaved(reader, 'معطوب')).toEqual([2])
})
