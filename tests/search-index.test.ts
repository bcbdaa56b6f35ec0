import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { batch, open } from '../src/store/db.ts'
import { wishArticles, wishForgotten, wishIndex } from '../src/store/index-wishes.ts'
import { createTestApp, START } from './helpers/app.ts'
import { addArticle, addArticles, addReader, signedInClient } from './helpers/builders.ts'
import { foundArticles, foundSaved, indexAll } from './helpers/search.ts'
import { addSaved, addTags } from './helpers/shelf.ts'

const db = open(env.DB)

async function jobsLeft(): Promise<number> {
  const { results } = await env.DB.prepare(`SELECT id FROM jobs WHERE kind = 'index'`).all()
  return results.length
}

describe('the index of articles', () => {
  it('knows a title, an excerpt and the beginning of a text, whatever form a word has', async () => {
    const app = createTestApp()
    const filler = `<p>${'حشو '.repeat(2_000)}</p>`
    const id = await addArticle({
      title: 'الحكومة تعرض الموازنة',
      excerpt: 'جلسة في البرلمان',
      html: `<p>تفاصيل الضرائب</p>${filler}<p>الزيتون في الخاتمة</p>`,
    })
    await indexAll(app)

    for (const query of ['حكومة', 'موازنة', 'البرلمان', 'ضريبة']) expect(await foundArticles(query)).toEqual([id])
    expect(await foundArticles('زيتون')).toEqual([])
    expect(await jobsLeft()).toBe(0)
  })

  it('follows a change and a take-down', async () => {
    const app = createTestApp()
    const id = await addArticle({ title: 'قمة المناخ' })
    await indexAll(app)

    const change = (set: string) => [
      sql`UPDATE articles SET ${sql.raw(set)} WHERE id = ${id}`,
      wishArticles(sql`SELECT ${id}`, START),
    ]
    await batch(db, change(`title = 'قمة المياه'`))
    await app.work()
    expect([await foundArticles('مناخ'), await foundArticles('مياه')]).toEqual([[], [id]])

    await batch(db, change('hidden_at = 1'))
    await app.work()
    expect(await foundArticles('مياه')).toEqual([])
  })

  it('takes hundreds of changes in a few statements', async () => {
    const app = createTestApp()
    const ids = await addArticles(250, { title: 'نبأ من الميناء' })
    await batch(db, [wishArticles(sql`SELECT id FROM articles`, START)])
    await app.work()

    expect(await foundArticles('موانئ')).toEqual(ids.toSorted((a, b) => b - a))
    expect(await jobsLeft()).toBe(0)
  })
})

describe('the index of a list', () => {
  it('knows what a reader added: note, tags, highlights', async () => {
    const app = createTestApp()
    const { id: reader } = await addReader()
    await addSaved(reader, 1, { title: 'خريطة الطريق', note: 'للرجوع إليها في البحث' })
    await addTags(reader, { 'تاريخ المدن': [1] })
    await env.DB.prepare(
      `INSERT INTO highlights (reader_id, id, saved_id, quote, note, created_at) VALUES (?, 1, 1, 'سطر عن القوافل', 'مهم', 0)`,
    )
      .bind(reader)
      .run()
    await indexAll(app, reader)

    for (const query of ['طريق', 'الرجوع', 'مدينة', 'tag:"تاريخ المدن"', 'وسم:«تاريخ المدن»', 'قافلة -سفينة', 'مهم']) {
      expect(await foundSaved(reader, query), query).toEqual(query.startsWith('قافلة') ? [] : [1])
    }
    expect(await foundSaved(reader, 'القوافل')).toEqual([1])
    expect(await foundSaved(reader, 'خريطة -القوافل')).toEqual([])
  })

  it('reads the saved page itself, or the article that was saved', async () => {
    const app = createTestApp()
    const { id: reader } = await addReader()
    const articleId = await addArticle({ html: '<p>نص عن الزيتون</p>' })
    await addSaved(reader, 1, { articleId })
    await addSaved(reader, 2, { page: 'ready' })
    await env.DB.prepare(
      `INSERT INTO saved_texts (reader_id, id, html, sanitiser, stored_at) VALUES (?, 2, '<p>نص عن الرمان</p>', 1, 0)`,
    )
      .bind(reader)
      .run()
    await indexAll(app, reader)

    expect(await foundSaved(reader, 'زيتون')).toEqual([1])
    expect(await foundSaved(reader, 'رمان')).toEqual([2])
  })

  it('holds nothing that was removed, and has it back after an undo', async () => {
    const app = createTestApp()
    const client = await signedInClient(app)
    const { id: reader } = client.reader
    await addSaved(reader, 1, { title: 'رحلة إلى القمر' })
    await indexAll(app, reader)
    expect(await foundSaved(reader, 'القمر')).toEqual([1])

    await client.post('/list/1/removed', { wanted: '1' })
    await app.work()
    expect(await foundSaved(reader, 'القمر')).toEqual([])

    await client.post('/list/1/removed', { wanted: '0', undo: '1' })
    await app.work()
    expect(await foundSaved(reader, 'القمر')).toEqual([1])
  })

  it('never gives one reader the rows of another', async () => {
    const app = createTestApp()
    const [one, other] = [await addReader(), await addReader()]
    await addSaved(one.id, 1, { title: 'سر صغير', sourceName: 'الواحة' })
    await addSaved(other.id, 7, { title: 'سر كبير', sourceName: 'الواحة' })
    await indexAll(app, one.id)
    await indexAll(app, other.id)

    expect(await foundSaved(one.id, 'سر')).toEqual([1])
    expect(await foundSaved(other.id, 'سر')).toEqual([7])
    for (const trick of [
      `r${other.id}`,
      `" OR filter:"r${other.id}`,
      `سر) OR ({filter} : "r${other.id}"`,
      'source:الواحة',
    ]) {
      expect(await foundSaved(one.id, trick)).not.toContain(7)
    }
  })

  it('forgets a reader who left', async () => {
    const app = createTestApp()
    const { id: reader } = await addReader()
    await addSaved(reader, 1, { title: 'آخر سطر' })
    await indexAll(app, reader)
    await batch(db, [sql`DELETE FROM saved WHERE reader_id = ${reader}`, wishForgotten(reader, START)])
    await app.work()

    expect(await foundSaved(reader, 'سطر')).toEqual([])
    const { results } = await env.SEARCH_DB.prepare('SELECT rowid FROM saved_doc_ids').all()
    expect(results).toEqual([])
  })
})

it('a crash between a change and the index is made good at the next run', async () => {
  const app = createTestApp()
  const { id: reader } = await addReader()
  await addSaved(reader, 1, { title: 'قبل الانقطاع' })
  const broken = {
    ...env.SEARCH_DB,
    prepare: () => {
      throw new Error('the index is away')
    },
  }
  const crashing = createTestApp({ bindings: { SEARCH_DB: broken as unknown as D1Database } })
  await batch(db, [wishIndex(reader, sql`id = 1`, START)])
  await crashing.work()
  expect(await foundSaved(reader, 'انقطاع')).toEqual([])

  app.clock.advance(600)
  await app.work()
  expect(await foundSaved(reader, 'انقطاع')).toEqual([1])
  expect(await jobsLeft()).toBe(0)
})
