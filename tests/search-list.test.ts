import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { isolate } from '../src/i18n/format.ts'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp, START } from './helpers/app.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
import { indexAll } from './helpers/search.ts'
import { addSaved, addTags } from './helpers/shelf.ts'
import { counting } from './helpers/statements.ts'

const m = messages('ar', 'arab')

type Row = Parameters<typeof addSaved>[2]

/** A reader with these rows, numbered from 1, in the index once it was asked to. */
async function shelf(rows: Row[], app = createTestApp()) {
  const client = await signedInClient(app)
  const { id: reader } = client.reader
  for (const [at, row] of rows.entries()) await addSaved(reader, at + 1, row)
  const search = (q: string, more: Record<string, string> = {}) =>
    client.get(`/list?${new URLSearchParams({ ...more, q })}`)
  return {
    app,
    client,
    reader,
    search,
    found: async (q: string, more: Record<string, string> = {}) => ids((await search(q, more)).text),
    index: () => indexAll(app, reader),
  }
}

function ids(html: string): number[] {
  return [...html.matchAll(/class="row-title"><a href="\/list\/(\d+)"/g)].map(([, id]) => Number(id))
}

describe('the search of a list', () => {
  it('finds unread and archived rows, the best first, and marks what was meant', async () => {
    const { search, index } = await shelf([
      { title: 'رحلة في المدن' },
      { title: 'خبر آخر' },
      { title: 'مدينة على البحر', archivedAt: START },
    ])
    await index()
    const { text } = await search('مدينة')
    expect(ids(text)).toEqual([3, 1])
    expect(text).toContain('رحلة في <mark>المدن</mark>')
  })

  it('shows of equal rows first what was saved last, in whatever order they came in', async () => {
    const ages = [3, 1, 2]
    const { found, index } = await shelf(ages.map((days) => ({ title: 'خبر', savedAt: START - days * 86_400 })))
    await index()
    expect(await found('خبر')).toEqual([2, 3, 1])
  })

  it('finds what its reader wrote, and shows it', async () => {
    const { reader, search, found, index } = await shelf([{ title: 'أول', note: 'مرجع لبحث الهجرة' }, { title: 'ثانٍ' }])
    await addTags(reader, { مناخ: [2] })
    await env.DB.prepare(
      `INSERT INTO highlights (reader_id, id, saved_id, quote, created_at) VALUES (?, 1, 2, 'سطر عن القوافل القديمة', 0)`,
    )
      .bind(reader)
      .run()
    await index()
    expect((await search('هجرة')).text).toContain('مرجع لبحث <mark>الهجرة</mark>')
    expect((await search('القوافل')).text).toContain('سطر عن <mark>القوافل</mark> القديمة')
    for (const q of ['المناخ', 'tag:مناخ', 'وسم:«مناخ»', 'سطر وسم:مناخ']) expect(await found(q), q).toEqual([2])
    expect(await found('tag:منا')).toEqual([])
  })

  it('finds what stands in the text of a page or an article', async () => {
    const articleId = await addArticle({ html: '<p>نص عن الزيتون</p>' })
    const { reader, search, found, index } = await shelf([{ articleId }, { page: 'ready' }])
    await env.DB.prepare(
      `INSERT INTO saved_texts (reader_id, id, html, sanitiser, stored_at) VALUES (?, 2, '<p>نص عن الرمان</p>', 1, 0)`,
    )
      .bind(reader)
      .run()
    await index()
    expect(await found('زيتون')).toEqual([1])
    expect((await search('رمان')).text).toContain('نص عن <mark>الرمان</mark>')
  })

  it('is narrowed by the filters of the list', async () => {
    const { reader, found, index } = await shelf([
      { title: 'خبر', sourceName: 'الواحة', words: 100 },
      { title: 'خبر', sourceName: 'الضحى', words: 9_000, language: 'en', savedAt: START - 40 * 86_400 },
      { title: 'خبر', sourceName: 'الضحى', archivedAt: START },
    ])
    await addTags(reader, { سفر: [1] })
    await index()
    expect((await found('خبر')).toSorted()).toEqual([1, 2, 3])
    expect(await found('خبر', { state: 'archived' })).toEqual([3])
    expect(await found('خبر', { tag: 'سفر' })).toEqual([1])
    expect((await found('خبر', { source: 'الضحى' })).toSorted()).toEqual([2, 3])
    expect(await found('خبر', { language: 'en' })).toEqual([2])
    expect(await found('خبر', { length: 'long' })).toEqual([2])
    expect((await found('خبر', { within: 'week' })).toSorted()).toEqual([1, 3])
    expect(await found('خبر مصدر:الضحى', { state: 'unread' })).toEqual([2])
    expect(await found('خبر -source:الضحى')).toEqual([1])
  })

  it('shows nobody the rows of another reader, whatever they type', async () => {
    const app = createTestApp()
    const other = await shelf([{ title: 'سر كبير', note: 'ملاحظة', sourceName: 'الواحة' }], app)
    const mine = await shelf([{ title: 'سر صغير' }], app)
    await other.index()
    await mine.index()
    const typed = [
      'سر',
      `r${other.reader}`,
      `سر" OR {filter} : "r${other.reader}`,
      'source:الواحة',
      'سر -صغير',
      'ملاحظة',
    ]
    for (const q of typed) expect((await mine.search(q)).text, q).not.toContain('كبير')
    expect(await mine.found('سر')).toEqual([1])
  })

  it('shows nothing that was removed, even before the index knows', async () => {
    const { client, found, index } = await shelf([{ title: 'خبر' }])
    await index()
    await client.post('/list/1/removed', { wanted: '1' })
    expect(await found('خبر')).toEqual([])
  })

  it('follows a save and its note', async () => {
    const { app, client, found } = await shelf([])
    const article = await addArticle({ title: 'قمر جديد' })
    await client.post('/list', { article_id: String(article) })
    await app.work()
    expect(await found('القمر')).toEqual([1])
  })

  it('shows each hit once, over all pages', async () => {
    const { client, index } = await shelf(Array.from({ length: 120 }, () => ({ title: 'خبر' })))
    await index()
    const seen: number[] = []
    let path: string | undefined = `/list?${new URLSearchParams({ q: 'خبر' })}`
    while (path) {
      const { text } = await client.get(path)
      seen.push(...ids(text))
      path = /class="older">.*?href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
  })

  it('takes as many statements for two hundred rows as for two', async () => {
    const counter = counting(env.DB)
    const app = createTestApp({ d1: counter.d1 })
    const few = await shelf([{ title: 'خبر' }, { title: 'خبر' }], app)
    const many = await shelf(
      Array.from({ length: 200 }, () => ({ title: 'خبر' })),
      app,
    )
    await few.index()
    await many.index()
    const statements = await counter.during(() => few.search('خبر'))
    expect(await counter.during(() => many.search('خبر'))).toBe(statements)
    expect(statements).toBeLessThan(10)
  })
})

describe('where a list holds nothing of what is searched for', () => {
  it('what was probably meant is offered, out of the reader’s own rows', async () => {
    const app = createTestApp()
    const other = await shelf([{ title: 'القاهرة' }], app)
    const mine = await shelf([{ title: 'القاهرات' }], app)
    await other.index()
    await mine.index()
    const { text } = await mine.search('القاهراف')
    expect(text).toContain(m.search.none(isolate('القاهراف')))
    expect(text).toContain(`<a href="/list?${new URLSearchParams({ q: 'القاهرات' })}">`)
    expect((await other.search('طقس')).text).not.toContain('class="suggestion"')
  })

  it('an empty field is the list itself', async () => {
    const { client } = await shelf([])
    expect((await client.get('/list?q=')).to).toBe('/list')
  })
})
