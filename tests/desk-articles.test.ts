import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticles, signedInClient } from './helpers/builders.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { actionsNow, articleAtDesk, editsNow, save, topicsNow } from './helpers/desk.ts'

const words = ar.deskArticles

type Desk = Awaited<ReturnType<typeof articleAtDesk>>
let app: TestApp
let editor: Desk['editor']
let id: number
let path: string
let edit: Desk['edit']
beforeEach(async () => {
  app = createTestApp()
  ;({ editor, id, path, edit } = await articleAtDesk(app))
})

const tables = () => dumpTables(env.DB)
const articleNow = async () => (await tables()).articles?.find((row) => row.id === id)
const undo = async () => {
  const [, last = ''] = /name="edit" value="(\d+)"/.exec((await editor.get(path)).text) ?? []
  return editor.post(`${path}/undone`, { edit: last })
}
const page = (at: string) => app.client().get(at)

describe('an article', () => {
  it('gets another title, other topics and no picture, and the source’s next version leaves them', async () => {
    const { to } = await save(editor, path, { title: 'نهر قديم', picture: '', pictureAlt: '', 'topic:2': '1' })
    expect(to).toBe(`${path}?done=saved`)
    expect(await articleNow()).toMatchObject({
      title: 'نهر قديم',
      picture: null,
      held: 'title,topics,picture',
      version: 2,
    })
    expect(await topicsNow()).toEqual([2])
    expect((await page('/topics/economy')).text).toContain('نهر قديم')
    expect((await editsNow())[0]).toMatchObject({
      editor_id: editor.reader.id,
      ref: id,
      label: 'نهر قديم',
      action: 'changed',
      before: expect.stringContaining('المياه'),
      after: expect.stringContaining('الاقتصاد'),
    })
  })

  it('holds only what was changed', async () => {
    await edit({ pictureAlt: 'النهر عند الفجر' })
    expect(await articleNow()).toMatchObject({ held: 'picture', picture_alt: 'النهر عند الفجر' })
    await edit({ pictureAlt: 'النهر عند الفجر', title: 'نهر' })
    expect(await articleNow()).toMatchObject({ held: 'title,picture' })
  })

  it.each([
    ['no title', { title: ' ' }, ar.fields.required],
    ['a picture that is no url', { picture: 'صورة' }, ar.fields.pictureRefused],
    ['a picture inside our network', { picture: 'http://127.0.0.1/a.png' }, ar.fields.pictureRefused],
  ])('is not saved with %s', async (_, fields, why) => {
    const before = await tables()
    const { status, text } = await edit(fields)
    expect([status, text.includes(why)]).toEqual([422, true])
    expect(await tables()).toEqual(before)
  })

  it('is changed by two at once: the second is shown what the first saved, and nothing is lost', async () => {
    await edit({ title: 'الأول' })
    const second = await editor.post(path, {
      title: 'الثاني',
      picture: '',
      pictureAlt: '',
      'topic:2': '1',
      version: '1',
    })
    expect([second.status, second.text.includes(ar.desk.overtaken)]).toEqual([409, true])
    expect(second.text).toContain('value="الثاني"')
    expect(second.text).toContain('<bdi>الأول</bdi>')
    expect([await topicsNow(), (await articleNow())?.title]).toEqual([[1], 'الأول'])
  })

  it('of twenty who save at once one is saved, and its lists are that one’s', async () => {
    const answers = await twentyTimes((n) =>
      editor.post(path, {
        title: `عنوان ${n}`,
        picture: '',
        pictureAlt: '',
        [`topic:${1 + (n % 2)}`]: '1',
        version: '1',
      }),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array(19).fill(409)])
    const row = await articleNow()
    const n = Number(String(row?.title).split(' ')[1])
    expect([row?.version, await topicsNow(), await actionsNow()]).toEqual([2, [1 + (n % 2)], ['changed']])
  })

  it('that gets another title is in the lists of the keywords it holds by then', async () => {
    await env.DB.prepare(`INSERT INTO keywords (ref, stem, stems, created_at) VALUES ('سد', 'سد', '["سد"]', 0)`).run()
    await edit({ title: 'سد جديد' })
    expect((await tables()).article_keywords).toMatchObject([{ article_id: id, sorted_at: START - 60 }])
    await edit({ title: 'نهر' })
    expect((await tables()).article_keywords).toEqual([])
  })
})

describe('the last change of an article', () => {
  it('is taken back, with what was held of it, and that too', async () => {
    const before = await articleNow()
    await save(editor, path, { title: 'خطأ', picture: '', pictureAlt: '', 'topic:2': '1' })
    expect((await undo()).to).toBe(`${path}?done=undone`)
    expect(await articleNow()).toEqual({ ...before, version: 3 })
    expect(await topicsNow()).toEqual([1])
    await undo()
    expect([(await articleNow())?.title, await topicsNow()]).toEqual(['خطأ', [2]])
    expect(await actionsNow()).toEqual(['changed', 'undone', 'undone'])
  })

  it.each([
    ['hidden', { hidden_at: null }],
    ['picked', { picked_at: null }],
  ])('is taken back where it was %s', async (what, stands) => {
    await editor.post(`${path}/${what}`, { wanted: '1' })
    await undo()
    expect([await articleNow(), await topicsNow()]).toMatchObject([stands, [1]])
  })

  it('is not taken back once somebody changed something after it', async () => {
    await edit({ title: 'الأول' })
    await edit({ title: 'الثاني' })
    const { to } = await editor.post(`${path}/undone`, { edit: '1' })
    expect([to, (await articleNow())?.title]).toEqual([`${path}?done=late`, 'الثاني'])
    expect((await editor.get(to ?? '')).text).toContain(words.notices.late)
  })
})

describe('the screens of articles', () => {
  it('find an article by the site’s search, and say so where there is none', async () => {
    await edit({ pictureAlt: 'النهر' })
    await app.work()
    expect((await editor.get('/desk/articles?q=أنهار')).text).toContain(`href="${path}"`)
    expect((await editor.get('/desk/articles?q=بحر')).text).toContain('بحر')
  })

  it('lead from page to page, each article once', async () => {
    await addArticles(60)
    const first = await editor.get('/desk/articles')
    const [, next = ''] = /href="(\/desk\/articles\?before=[^"]+)"/.exec(first.text) ?? []
    const second = await editor.get(next)
    const ids = [first, second].flatMap(({ text }) =>
      [...text.matchAll(/href="\/desk\/articles\/(\d+)"/g)].map(([, one]) => one),
    )
    expect([ids.length, new Set(ids).size]).toEqual([61, 61])
  })

  it('are no reader’s', async () => {
    const reader = await signedInClient(app)
    expect((await reader.get('/desk/articles')).status).toBe(403)
    expect((await reader.post(`${path}/hidden`, { wanted: '1' })).status).toBe(403)
    expect((await editor.get('/desk/articles/999')).status).toBe(404)
    expect((await editor.post('/desk/articles/999/hidden', { wanted: '1' })).status).toBe(404)
  })
})
