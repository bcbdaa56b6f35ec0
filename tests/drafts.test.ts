import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { actionsNow, DRAFT, draftAtDesk, DRAFT_PATH as PATH, save } from './helpers/desk.ts'

let app: TestApp
let editor: Awaited<ReturnType<typeof draftAtDesk>>
beforeEach(async () => {
  app = createTestApp()
  editor = await draftAtDesk(app)
})

const tables = () => dumpTables(env.DB)
const draftNow = async () => (await tables()).drafts?.[0]
const visitor = (path: string) => app.client().get(path)
const publish = () => editor.post(`${PATH}/schedule`, { now: '1' })
/** The clock of the site is three hours ahead of the tests'. */
const schedule = (date: string, time: string) => editor.post(`${PATH}/schedule`, { date, time })

describe('a draft', () => {
  it('is seen by nobody, and looks at the desk as it will be read', async () => {
    const { text } = await editor.get(PATH)
    expect(text).toContain('<strong>كلمة مهمة</strong>')
    expect((await visitor('/')).text).not.toContain(DRAFT.title)
    expect(await tables()).toMatchObject({ articles: [], drafts: [{ state: 'draft', topic_ids: '1', version: 1 }] })
    expect(await actionsNow()).toEqual(['added'])
  })

  it.each([
    ['no title', { title: '' }, ar.fields.required],
    ['no text', { markdown: ' ' }, ar.fields.textRequired],
    ['a text that says nothing', { markdown: '<script>alert(1)</script>' }, ar.fields.textRequired],
    ['a picture that is no url', { picture: 'صورة' }, ar.fields.pictureRefused],
  ])('is not kept with %s: the form says so and loses nothing', async (_, wrong, why) => {
    const before = await tables()
    for (const answer of [
      await editor.post('/desk/articles/drafts', { ...DRAFT, ...wrong }),
      await editor.post(PATH, { ...DRAFT, ...wrong, version: '1' }),
    ]) {
      expect([answer.status, answer.text.includes(why), answer.text.includes(DRAFT.byline)]).toEqual([422, true, true])
    }
    expect(await tables()).toEqual(before)
  })

  it('is previewed as typed without being kept', async () => {
    const before = await tables()
    for (const path of ['/desk/articles/drafts/preview', `${PATH}/preview`]) {
      const { status, text } = await editor.post(path, { ...DRAFT, markdown: 'كلمة _أخرى_', version: '1' })
      expect([status, text.includes('<em>أخرى</em>'), text.includes('كلمة _أخرى_')]).toEqual([200, true, true])
    }
    expect(await tables()).toEqual(before)
  })

  it('runs no script of whoever wrote it', async () => {
    await save(editor, PATH, { ...DRAFT, markdown: 'نص <img src=x onerror=alert(1)> <script>alert(2)</script>' })
    await publish()
    for (const text of [(await editor.get(PATH)).text, (await visitor('/articles/1')).text]) {
      expect(text).not.toMatch(/<img[^>]*onerror/)
      expect(text).not.toMatch(/<script>alert/)
    }
  })

  it('is changed by two at once: the second is shown what the first saved, and nothing is lost', async () => {
    await save(editor, PATH, { ...DRAFT, title: 'الأول' })
    const second = await editor.post(PATH, { ...DRAFT, markdown: 'نص الثاني', version: '1' })
    expect([second.status, second.text.includes(ar.desk.overtaken)]).toEqual([409, true])
    expect(second.text).toContain('نص الثاني')
    expect(second.text).toContain('<bdi>الأول</bdi>')
    expect(await draftNow()).toMatchObject({ title: 'الأول', markdown: DRAFT.markdown, version: 2 })
  })

  it('that never came out is deleted, once', async () => {
    expect((await editor.post(`${PATH}/removed`)).to).toBe('/desk/articles/drafts?done=removed')
    expect([await draftNow(), (await editor.post(`${PATH}/removed`)).status]).toEqual([undefined, 404])
    expect(await actionsNow()).toEqual(['added', 'removed'])
  })
})

describe('an article of the site’s own', () => {
  it('comes out whole: its page, its lists, its feeds and the search have it', async () => {
    expect((await publish()).to).toBe(`${PATH}?done=published`)
    await app.work()
    const { text, status } = await visitor('/articles/1')
    expect(status).toBe(200)
    expect(text).toContain('<strong>كلمة مهمة</strong>')
    expect(text).toContain(`rel="canonical" href="${app.config.site.url}/articles/1"`)
    expect(text).not.toContain('noindex')
    expect(text).not.toContain(`${ar.articles.original}:`)
    for (const path of ['/', '/topics/water', '/feed.xml', '/sitemaps/1', '/sources/1', '/search?q=كلمات']) {
      expect((await visitor(path)).text, path).toContain('/articles/1')
    }
    expect((await visitor('/feed.xml')).text).not.toContain('own:')
    expect(await tables()).toMatchObject({
      articles: [
        { url: `${app.config.site.url}/articles/1`, url_key: 'own:1', sorted_at: START, story_id: 1, words: 6 },
      ],
      drafts: [{ state: 'published', article_id: 1 }],
      sources: [{ feed_url: 'own:', title: app.config.site.name, display: 'full' }],
    })
  })

  it('comes out once, however often that is pressed', async () => {
    const answers = await twentyTimes(() => publish())
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(303))
    expect((await tables()).articles).toHaveLength(1)
    expect(await actionsNow()).toEqual(['added', 'published'])
  })

  it('comes out as a whole or not at all', async () => {
    const broken = await atEveryStatement(env.DB, async (d1) => {
      const { status } = await withDatabase(d1).post(`${PATH}/schedule`, { now: '1' })
      if (status >= 400) throw new Error(String(status))
    })
    expect(broken).toBeGreaterThan(5)
  })

  /** The editor's browser, before an app with another database. */
  function withDatabase(d1: D1Database) {
    const client = createTestApp({ d1 }).client()
    for (const [name, value] of editor.cookies) client.cookies.set(name, value)
    return client
  }

  it('is changed after it came out, and keeps its place', async () => {
    await publish()
    app.clock.advance(7200)
    await save(editor, PATH, { ...DRAFT, title: 'عنوان أدقّ', markdown: 'نص جديد', 'topic:2': '1' })
    const { text } = await visitor('/articles/1')
    expect([text.includes('عنوان أدقّ'), text.includes('نص جديد')]).toEqual([true, true])
    const { articles, article_topics } = await tables()
    expect(articles).toMatchObject([{ sorted_at: START, updated_at: START + 7200 }])
    expect(article_topics?.map(({ topic_id }) => topic_id)).toEqual([1, 2])
  })

  it('is taken back, and comes out again under its url', async () => {
    await publish()
    for (let press = 0; press < 2; press += 1) await editor.post(`${PATH}/withdrawn`)
    await app.work()
    expect((await visitor('/articles/1')).status).toBe(404)
    expect((await visitor('/')).text).not.toContain(DRAFT.title)
    expect(await tables()).toMatchObject({ drafts: [{ state: 'draft', article_id: 1 }], article_topics: [] })
    await editor.post(`${PATH}/removed`)
    await publish()
    expect((await visitor('/articles/1')).status).toBe(200)
    expect((await tables()).article_topics).toHaveLength(1)
    expect(await actionsNow()).toEqual(['added', 'published', 'withdrawn', 'published'])
  })
})

describe('an article with a date', () => {
  it('comes out at that moment by the site’s clock, in the name of whom it was scheduled by', async () => {
    expect((await schedule('2026-11-24', '13:00')).to).toBe(`${PATH}?done=scheduled`)
    expect(await draftNow()).toMatchObject({ state: 'scheduled', publishes_at: START + 3600 })
    app.clock.advance(3599)
    await app.work()
    expect((await tables()).articles).toEqual([])
    app.clock.advance(1)
    await app.work()
    expect(await tables()).toMatchObject({
      articles: [{ sorted_at: START + 3600 }],
      drafts: [{ state: 'published', publishes_at: null }],
    })
    const [last] = ((await tables()).edits ?? []).filter(({ action }) => action === 'published')
    expect(last?.editor_id).toBe(editor.reader.id)
  })

  it('comes out later where it was put off, and not at all where that was called off', async () => {
    await schedule('2026-11-24', '13:00')
    await schedule('2026-11-24', '15:00')
    app.clock.advance(3600)
    await app.work()
    expect(await draftNow()).toMatchObject({ state: 'scheduled' })
    for (let press = 0; press < 2; press += 1) await editor.post(`${PATH}/unscheduled`)
    app.clock.advance(86_400)
    await app.work()
    expect(await tables()).toMatchObject({ articles: [], drafts: [{ state: 'draft', publishes_at: null }], jobs: [] })
    expect(await actionsNow()).toEqual(['added', 'scheduled', 'scheduled', 'changed'])
  })

  it.each([
    ['one that is past', '2026-11-24', '11:59', ar.fields.datePast],
    ['a day that is none', '2026-02-30', '12:00', ar.fields.dateMalformed],
    ['an hour that is none', '2026-11-25', '25:00', ar.fields.timeMalformed],
  ])('is refused %s', async (_, date, time, why) => {
    const { status, text } = await schedule(date, time)
    expect([status, text.includes(why), (await draftNow())?.state]).toEqual([422, true, 'draft'])
  })
})

describe('the screens of own articles', () => {
  it('list them with where each stands', async () => {
    const { text } = await editor.get('/desk/articles/drafts')
    expect([text.includes(`href="${PATH}"`), text.includes(ar.deskDrafts.states.draft)]).toEqual([true, true])
  })

  it('are no reader’s', async () => {
    const reader = await signedInClient(app)
    for (const path of ['/desk/articles/new', '/desk/articles/drafts', PATH]) {
      expect((await reader.get(path)).status).toBe(403)
    }
    expect((await reader.post(`${PATH}/schedule`, { now: '1' })).status).toBe(403)
    expect((await editor.get('/desk/articles/drafts/9')).status).toBe(404)
  })
})
