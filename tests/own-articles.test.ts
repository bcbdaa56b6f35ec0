import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { dumpTables } from './helpers/d1.ts'
import { DRAFT, draftAtDesk, DRAFT_PATH as PATH, save, topicsNow } from './helpers/desk.ts'

let app: TestApp
let editor: Awaited<ReturnType<typeof draftAtDesk>>
beforeEach(async () => {
  app = createTestApp()
  editor = await draftAtDesk(app)
  await editor.post(`${PATH}/schedule`, { now: '1' })
})

const visitor = (path: string) => app.client().get(path)

describe('an article of the site’s own, among the articles', () => {
  it('stays hidden where an editor hid it, also when its text is changed', async () => {
    await editor.post('/desk/articles/1/hidden', { wanted: '1' })
    await save(editor, PATH, { ...DRAFT, title: 'عنوان أدقّ' })
    expect((await visitor('/articles/1')).status).toBe(404)
    expect(await topicsNow()).toEqual([])
  })

  it('comes back with the topics that its draft got meanwhile', async () => {
    await editor.post('/desk/articles/1/hidden', { wanted: '1' })
    const { 'topic:1': _, ...others } = DRAFT
    await save(editor, PATH, { ...others, 'topic:2': '1' })
    await editor.post('/desk/articles/1/hidden', { wanted: '0' })
    expect(await topicsNow()).toEqual([2])
  })

  it('is shown by its draft alone once it was withdrawn', async () => {
    await editor.post('/desk/articles/1/hidden', { wanted: '1' })
    const undo = { edit: /name="edit" value="(\d+)"/.exec((await editor.get('/desk/articles/1')).text)?.[1] ?? '' }
    await editor.post(`${PATH}/withdrawn`)
    expect((await editor.get('/desk/articles/1')).text).not.toContain('action="/desk/articles/1/')
    for (const [what, fields] of [
      ['hidden', { wanted: '0' }],
      ['undone', undo],
    ] as const) {
      expect((await editor.post(`/desk/articles/1/${what}`, fields)).status).toBe(409)
    }
    expect((await visitor('/articles/1')).status).toBe(404)
  })

  it('is not shown by whoever opened it before it was withdrawn', async () => {
    await editor.post('/desk/articles/1/hidden', { wanted: '1' })
    const before = (await dumpTables(env.DB)).articles?.[0]
    await editor.post(`${PATH}/withdrawn`)
    const after = (await dumpTables(env.DB)).articles?.[0]
    expect(after?.version).not.toBe(before?.version)
    expect(after?.hidden_at).toBe(before?.hidden_at)
  })

  it('is edited in its draft, which its screen leads to', async () => {
    const { text } = await editor.get('/desk/articles/1')
    expect([text.includes(`href="${PATH}"`), text.includes('name="title"')]).toEqual([true, false])
    await editor.post('/desk/articles/1/picked', { wanted: '1' })
    expect((await visitor('/')).text).toMatch(/class="headline[^"]*"[\s\S]*?\/articles\/1"/)
  })
})
