import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'
import { addNewsletters } from './helpers/newsletters.ts'

const PAGE = '/desk/newsletters/1'
const MADE = [`${PAGE}/issues`, `${PAGE}/written`]
const LIST = new File(['email,consent_at,consent_form\na@example.com,2025-03-01,/old'], 'list.csv')
const { notices } = ar.desk.issues

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning')
  await addArticle({ sortedAt: START - 3600 })
  editor = await editorClient(app)
})

const offered = async () => {
  const { text } = await editor.get(PAGE)
  return MADE.filter((path) => text.includes(`"${path}"`))
}

describe.each([
  ['that has ended', `UPDATE newsletters SET state = 'ended'`, 'ended'],
  ['of alerts', `UPDATE newsletters SET kind = 'alerts'`, 'alerts'],
] as const)('a newsletter %s', (_, become, why) => {
  it('is offered no issue and no file, and makes none', async () => {
    expect(await offered()).toEqual(MADE)
    await env.DB.prepare(become).run()
    expect(await offered()).toEqual([])
    for (const path of MADE) {
      const { text } = await editor.post(path, { title: 'عدد', markdown: 'نص' }, { follow: true })
      expect(text).toContain(notices.unmade)
    }
    expect((await editor.get(`${PAGE}/written`, { follow: true })).text).toContain(notices.unmade)
    expect((await dumpTables(env.DB)).issues).toEqual([])
  })

  it('takes nobody in, and says why instead of the form', async () => {
    await env.DB.prepare(become).run()
    const { text } = await editor.get(`${PAGE}/subscribers`)
    expect([text.includes('type="file"'), text.includes(ar.subscribers.import.faults[why])]).toEqual([false, true])
    const { status } = await editor.upload(`${PAGE}/subscribers`, LIST)
    expect([status, (await dumpTables(env.DB)).subscribers]).toEqual([422, []])
  })
})
