import { beforeEach, describe, expect, it } from 'vitest'
import type { RaffItem } from '../src/core/export/raff.ts'
import { isolate } from '../src/i18n/format.ts'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, signedInClient } from './helpers/builders.ts'
import { addMany, addRich, exported, exportRows, made } from './helpers/exports.ts'
import { addSaved, addTags } from './helpers/shelf.ts'

const words = messages('ar', 'arab').exports

let app: TestApp
let reader: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app)
})

async function fileOf(format: string): Promise<string> {
  const { bytes } = await exported(app, reader, { format, state: 'all' })
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

async function itemsOf(fields: Record<string, string | string[]>): Promise<RaffItem[]> {
  return JSON.parse((await exported(app, reader, { format: 'json', ...fields })).text).items
}

describe('the file of all that a list holds', () => {
  it('has every row with all that hangs on it', async () => {
    await addRich(reader.reader.id, 1)
    expect(await itemsOf({})).toEqual([
      {
        url: 'https://news.example/saved/1',
        otherKeys: ['news.example/other/1'],
        title: 'حين عاد النهر, "الأول"',
        byline: 'سلمى',
        sourceName: 'الواحة',
        picture: 'https://news.example/p.jpg',
        language: 'ar',
        direction: 'rtl',
        ownDirection: 'ltr',
        words: 540,
        excerpt: 'عاد النهر.',
        savedAt: '2026-11-24T09:00:00.000Z',
        archivedAt: '2026-11-24T09:01:00.000Z',
        favouriteAt: '2026-11-24T09:01:01.000Z',
        progress: 40,
        progressAt: '2026-11-24T09:01:02.000Z',
        progressAnchor: 'عند الضفة',
        note: '=1+1',
        tags: ['أنهار, وبحار', 'كتب'],
        highlights: [
          {
            quote: 'النهر',
            prefix: 'عاد',
            suffix: '.',
            position: 3,
            note: 'هنا',
            createdAt: '2026-11-24T09:00:09.000Z',
          },
        ],
        page: 'ready',
        pageFault: null,
        pageAt: '2026-11-24T09:00:05.000Z',
        text: { html: '<p>عاد النهر.</p>', truncated: false, own: true, pasted: false },
      },
    ])
  })

  it('has the text of an article that the site has', async () => {
    const articleId = await addArticle({ html: '<p>نص المقال.</p>' })
    await addSaved(reader.reader.id, 1, { articleId })
    const [item] = await itemsOf({})
    expect(item?.text).toEqual({ html: '<p>نص المقال.</p>', truncated: false, own: false, pasted: false })
  })

  it('leaves behind what was removed, and what is somebody else’s', async () => {
    await addSaved(reader.reader.id, 1, { title: 'باقٍ' })
    await addSaved(reader.reader.id, 2, { title: 'أُزيل', removedAt: START })
    await addSaved((await signedInClient(app)).reader.id, 1, { title: 'لغيره' })
    expect((await itemsOf({})).map(({ title }) => title)).toEqual(['باقٍ'])
  })

  it('holds what was chosen: rows, a state, a tag', async () => {
    const { id } = reader.reader
    await addSaved(id, 1)
    await addSaved(id, 2, { archivedAt: START })
    await addSaved(id, 3, { favouriteAt: START })
    await addTags(id, { كتب: [1, 2] })
    const urls = async (fields: Record<string, string | string[]>) =>
      (await itemsOf(fields)).map(({ url }) => Number(url.split('/').at(-1)))
    expect(await urls({ ids: ['3', '1'] })).toEqual([1, 3])
    expect(await urls({ ids: '2' })).toEqual([2])
    expect(await urls({ state: 'unread' })).toEqual([1, 3])
    expect(await urls({ state: 'archived' })).toEqual([2])
    expect(await urls({ state: 'favourite' })).toEqual([3])
    expect(await urls({ state: 'unread', tag: 'كتب' })).toEqual([1])
    expect((await reader.get('/list/exports')).text).toContain(words.tagged(words.states.unread, isolate('كتب')))
  })
})

describe('a list as a table', () => {
  it('opens in Arabic, on lines of its own, and runs no formula', async () => {
    await addRich(reader.reader.id, 1)
    const [head, row, end] = (await fileOf('csv')).split('\r\n')
    expect(head).toBe(
      '\ufeffurl,title,byline,source,language,words,saved_at,archived_at,favourite_at,progress,tags,note,excerpt',
    )
    expect(row).toBe(
      [
        'https://news.example/saved/1,"حين عاد النهر, ""الأول""",سلمى,الواحة,ar,540,2026-11-24T09:00:00.000Z',
        '2026-11-24T09:01:00.000Z,2026-11-24T09:01:01.000Z,40,"[""أنهار, وبحار"",""كتب""]",\'=1+1,عاد النهر.',
      ].join(','),
    )
    expect(end).toBe('')
  })
})

describe('a list as bookmarks', () => {
  it('has dates, tags, read state and notes as linkding reads them', async () => {
    await addRich(reader.reader.id, 1)
    await addSaved(reader.reader.id, 2, { title: 'a < b', url: 'https://news.example/?a=1&b=2' })
    expect(await fileOf('html')).toContain(
      [
        '<DL><p>',
        `<DT><A HREF="https://news.example/saved/1" ADD_DATE="${START}" PRIVATE="1" TAGS="أنهار وبحار,كتب,linkding:bookmarks.archived">حين عاد النهر, &quot;الأول&quot;</A>`,
        '<DD>=1+1',
        `<DT><A HREF="https://news.example/?a=1&amp;b=2" ADD_DATE="${START}" PRIVATE="1" TOREAD="1" TAGS="">a &lt; b</A>`,
        '</DL><p>',
      ].join('\n'),
    )
  })
})

describe('what is asked for', () => {
  it('in a plain form comes to its page, which says what is in the making', async () => {
    await addMany(reader.reader.id, 2)
    await reader.post('/list/exports', { format: 'csv', state: 'all' })
    expect(app.pokes).toEqual(['INGEST'])
    const waiting = await reader.get('/list/exports')
    expect(waiting.text).toContain(words.running)
    expect(waiting.text).toContain('hx-trigger="every 2s"')
    await made(app)
    const { text } = await reader.get('/list/exports')
    expect(text).toContain(words.items(2, '٢'))
    expect(text).not.toContain('hx-trigger="every 2s"')
  })

  it('is refused in words where nothing matches, or enough is on its way', async () => {
    const ask = (fields: Record<string, string | string[]>) => reader.post('/list/exports', fields)
    const none = await ask({ format: 'json', state: 'archived' })
    expect([none.status, none.text.includes(words.refused.empty)]).toEqual([422, true])
    await addMany(reader.reader.id, 1)
    const asked = await Promise.all(Array.from({ length: 6 }, () => ask({ format: 'json' })))
    expect(asked.map(({ status }) => status).sort()).toEqual([303, 303, 303, 422, 422, 422])
    expect(asked.find(({ status }) => status === 422)?.text).toContain(words.refused.tooMany)
  })

  it('is no request of ours with another format or an id that is none', async () => {
    for (const fields of [{ format: 'pdf' }, { format: 'json', ids: '0' }, { format: 'json', state: 'gone' }, {}]) {
      expect((await reader.post('/list/exports', fields as Record<string, string>)).status).toBe(422)
    }
    expect(await exportRows()).toEqual([])
  })
})
