import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { OWN_FEED } from '../src/core/own.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addSource } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'

const words = ar.deskSources

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
let path: string
beforeEach(async () => {
  app = createTestApp()
  editor = await editorClient(app)
  path = `/desk/sources/${await addSource({ feedUrl: OWN_FEED, title: 'الموقع' })}`
})

describe('the site’s own source', () => {
  it('is offered nothing that is done with feeds', async () => {
    const { status, text } = await editor.get(path)
    expect([status, text.includes(words.ownLine)]).toEqual([200, true])
    await addSource({ error: 'gone', succeededAt: START, checkedAt: START })
    const list = (await editor.get('/desk/sources')).text
    expect(`${text}${list}`).not.toContain(`"${path}/`)
    expect([words.own, words.never, words.healths.new].map((said) => list.includes(said))).toEqual([true, false, false])
  })

  it.each([
    [
      'changed',
      '',
      { feedUrl: 'https://example.com/feed', title: 'غيره', language: 'ar', display: 'full', version: '1' },
    ],
    ['tested', '/tested', {}],
    ['fetched', '/fetched', {}],
    ['paused', '/paused', { wanted: '1' }],
    ['removed', '/removed', { fate: 'deleted' }],
  ])('is not %s by who posts it all the same, and they are told', async (_, of, fields: Record<string, string>) => {
    const before = await dumpTables(env.DB)
    const { text } = await editor.post(`${path}${of}`, fields, { follow: true })
    expect(text).toContain(words.notices.own)
    expect(await dumpTables(env.DB)).toEqual(before)
  })
})
