import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient, NEWSLETTER, save } from './helpers/desk.ts'

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  editor = await editorClient(app)
  await editor.post('/desk/newsletters', NEWSLETTER)
})

const newsletterNow = async () => (await dumpTables(env.DB)).newsletters?.[0]
const issueNow = async () => (await dumpTables(env.DB)).issues?.[0]
/** What a page says to have been saved instead. */
const standing = (html: string) =>
  [...html.matchAll(/class="stands"[^>]*>[^<]*<bdi>([^<]*)<\/bdi>/g)].map(([, value]) => value)

describe('of two editors of one newsletter', () => {
  const PATH = '/desk/newsletters/1'
  const first = { ...NEWSLETTER, name: 'نشرة العصر', rhythm: 'weekdays', 'day:0': '1' }
  const second = { ...NEWSLETTER, intro: 'مقدمة طويلة', version: '1' }

  it('the second is shown what the first saved, beside all that they typed, and changes nothing', async () => {
    await save(editor, PATH, first)
    const before = await newsletterNow()
    const { status, text } = await editor.post(PATH, second)
    expect(status).toBe(409)
    expect(text).toContain(ar.desk.overtaken)
    expect(text).toContain('مقدمة طويلة')
    expect(standing(text)).toEqual([
      first.name,
      ar.desk.fields.rhythms.weekdays,
      ar.desk.ticked.on,
      ar.desk.standsEmpty,
    ])
    expect(await newsletterNow()).toEqual(before)
  })

  it('the second saves over it once they have seen it', async () => {
    await save(editor, PATH, first)
    const [, version = ''] = /name="version" value="(\d+)"/.exec((await editor.post(PATH, second)).text) ?? []
    expect((await editor.post(PATH, { ...second, version })).to).toBe(`${PATH}?done=saved`)
    expect(await newsletterNow()).toMatchObject({ name: NEWSLETTER.name, intro: second.intro, rhythm: 'daily' })
  })

  it('who typed the same, or pressed twice, has nothing to be told', async () => {
    for (let press = 0; press < 2; press += 1) {
      expect((await editor.post(PATH, second)).to).toBe(`${PATH}?done=saved`)
    }
    expect(await newsletterNow()).toMatchObject({ intro: second.intro, version: 2 })
  })

  it('one saves and nineteen are told, at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => editor.post(PATH, { ...second, name: `نشرة ${n}` })),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array(19).fill(409)])
  })

  it('who is told of a field that is wrong is still told of the other afterwards', async () => {
    const wrong = await editor.post(PATH, { ...second, items: '99' })
    expect([wrong.status, wrong.text.includes('name="version" value="1"')]).toEqual([422, true])
  })
})

describe('of two editors of one draft', () => {
  const PATH = '/desk/issues/1'
  const second = { title: 'عنوان ثانٍ', intro: '', markdown: 'نص\r\nالثاني', version: '1' }
  beforeEach(async () => {
    await editor.post('/desk/newsletters/1/written', { title: 'كلمة', markdown: 'نص' })
  })

  it('the second is shown what the first saved, beside all that they typed, and changes nothing', async () => {
    await save(editor, PATH, { title: 'عنوان أول', intro: '', markdown: 'نص\r\nالثاني' })
    const { status, text } = await editor.post(PATH, second)
    expect([status, standing(text)]).toEqual([409, ['عنوان أول']])
    expect(text).toContain('value="عنوان ثانٍ"')
    expect(await issueNow()).toMatchObject({ title: 'عنوان أول', version: 2 })
  })

  it('who comes when it is a draft no more keeps what they typed, and is told why', async () => {
    await editor.post(`${PATH}/schedule`, { now: '1' })
    const { status, text } = await editor.post(PATH, second)
    expect([status, text.includes(ar.desk.issues.noDraft), text.includes(second.title)]).toEqual([409, true, true])
    expect(await issueNow()).toMatchObject({ title: 'كلمة', state: 'scheduled', sends_at: START })
  })
})
