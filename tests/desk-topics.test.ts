import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic, signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient, lastEdit, NEWSLETTER, save } from './helpers/desk.ts'

const words = ar.deskTopics
const WATER = { name: 'المياه', slug: 'water', categories: 'أنهار\r\nسدود' }

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  editor = await editorClient(app)
})

const tables = () => dumpTables(env.DB)
const topicsNow = async () => (await tables()).topics ?? []
const names = async () => {
  const topics = await topicsNow()
  return topics.toSorted((a, b) => Number(a.position) - Number(b.position)).map(({ slug }) => slug)
}

describe('a topic', () => {
  it('is made at the desk and has its page, its place and its categories at once', async () => {
    await addTopic('economy')
    const { to } = await editor.post('/desk/topics', WATER)
    expect(to).toBe('/desk/topics/2?done=saved')
    expect((await app.client().get('/topics/water')).text).toContain('<h1>المياه</h1>')
    expect(await names()).toEqual(['economy', 'water'])
    expect((await tables()).categories).toEqual([
      { name: 'انهار', topic_id: 2 },
      { name: 'سدود', topic_id: 2 },
    ])
    expect(await lastEdit()).toMatchObject({ noun: 'topic', action: 'added', by: editor.reader.id })
  })

  it.each([
    ['a name that is missing', { name: ' ' }, ar.fields.required],
    ['a slug of Arabic', { slug: 'مياه' }, ar.fields.slugMalformed],
    ['a slug that is another page', { slug: 'feed' }, ar.fields.slugTaken],
    ['a slug of another topic', { slug: 'economy' }, ar.fields.slugTaken],
    ['a category of another topic', { categories: 'مال' }, ar.fields.categoryTaken],
  ])('is not made with %s: the form says why and keeps what was typed', async (_, wrong, why) => {
    const economy = await addTopic('economy', 'الاقتصاد')
    await env.DB.prepare(`INSERT INTO categories VALUES ('مال', ?)`).bind(economy).run()
    const { status, text } = await editor.post('/desk/topics', { ...WATER, ...wrong })
    expect([status, text.includes(why), text.includes('name="name"')]).toEqual([422, true, true])
    expect(await names()).toEqual(['economy'])
  })

  it('that is the fifty-first is refused with the limit', async () => {
    for (let n = 0; n < 50; n += 1) await addTopic(`topic-${n}`)
    for (const slug of ['water', 'topic-1']) {
      expect((await editor.post('/desk/topics', { ...WATER, slug })).text).toContain(ar.fields.topicsFull)
    }
    expect([(await topicsNow()).length, (await tables()).categories]).toEqual([50, []])
  })

  it('has another slug, and newsletters that draw from it go on drawing', async () => {
    await editor.post('/desk/topics', WATER)
    await editor.post('/desk/newsletters', { ...NEWSLETTER, 'topic:water': '1' })
    await save(editor, '/desk/topics/1', { ...WATER, slug: 'rivers', categories: 'سدود' })
    await app.work()
    const { newsletters, categories } = await tables()
    expect(newsletters?.[0]).toMatchObject({ topic_slugs: 'rivers', version: 2 })
    expect(categories).toEqual([{ name: 'سدود', topic_id: 1 }])
    expect([(await editor.get('/topics/water')).status, (await editor.get('/topics/rivers')).status]).toEqual([
      404, 200,
    ])
    expect(await lastEdit()).toMatchObject({
      action: 'changed',
      before: JSON.stringify({ slug: 'water', categories: 'انهار · سدود' }),
      after: JSON.stringify({ slug: 'rivers', categories: 'سدود' }),
    })
  })

  it('has a third slug before newsletters heard of the second, and they go on drawing', async () => {
    await editor.post('/desk/topics', WATER)
    await editor.post('/desk/newsletters', { ...NEWSLETTER, 'topic:water': '1' })
    for (const slug of ['river', 'rivers']) await save(editor, '/desk/topics/1', { ...WATER, slug })
    await app.work()
    expect((await tables()).newsletters).toMatchObject([{ topic_slugs: 'rivers' }])
  })

  it('is saved by a button pressed twice, and nobody is told of another editor', async () => {
    await editor.post('/desk/topics', WATER)
    const twice = { ...WATER, name: ' الماء  العذب', categories: 'سدود\nأنهار', version: '1' }
    const answers = [await editor.post('/desk/topics/1', twice), await editor.post('/desk/topics/1', twice)]
    expect(answers.map(({ to }) => to)).toEqual(Array(2).fill('/desk/topics/1?done=saved'))
  })

  it('is changed by two at once: the second is shown what the first saved, and nothing is lost', async () => {
    await editor.post('/desk/topics', WATER)
    await save(editor, '/desk/topics/1', { ...WATER, name: 'الماء' })
    const second = await editor.post('/desk/topics/1', { ...WATER, slug: 'rivers', categories: '', version: '1' })
    expect([second.status, second.text.includes(ar.desk.overtaken)]).toEqual([409, true])
    expect(second.text).toContain('value="rivers"')
    expect(second.text).toContain('<bdi>الماء</bdi>')
    expect(await tables()).toMatchObject({ topics: [{ name: 'الماء', slug: 'water', version: 2 }] })
    expect((await tables()).categories).toHaveLength(2)
  })
})

describe('the order of topics', () => {
  beforeEach(async () => {
    for (const slug of ['one', 'two', 'three']) await addTopic(slug)
  })

  it('is changed by one place, and pressing twice moves no further', async () => {
    for (let press = 0; press < 2; press += 1) await editor.post('/desk/topics/3/position', { wanted: '1' })
    expect(await names()).toEqual(['one', 'three', 'two'])
    expect(await lastEdit()).toMatchObject({ action: 'moved', before: '{"position":3}', after: '{"position":2}' })
    await editor.post('/desk/topics/3/position', { wanted: '1' })
    expect(((await tables()).edits ?? []).filter(({ action }) => action === 'moved')).toHaveLength(1)
  })

  it('is that of the site', async () => {
    await editor.post('/desk/topics/3/position', { wanted: '0' })
    const { text } = await app.client().get('/')
    expect([...text.matchAll(/href="\/topics\/(\w+)"/g)].map(([, slug]) => slug)).toEqual(['three', 'one', 'two'])
  })
})

describe('a topic that goes', () => {
  let water: number
  let economy: number
  beforeEach(async () => {
    economy = await addTopic('economy', 'الاقتصاد')
    await editor.post('/desk/topics', WATER)
    water = 2
    await addSource({ topicId: water })
    await editor.post(`/desk/topics/${water}/rules`, { words: 'نهر' })
    await addArticle({ topics: [water] })
    await addArticle({ topics: [water, economy] })
  })

  it('asks where its articles go, and names the newsletters that draw from it', async () => {
    await editor.post('/desk/newsletters', { ...NEWSLETTER, 'topic:water': '1' })
    const { text } = await editor.get(`/desk/topics/${water}`)
    expect(text).toContain(words.removal.to('الاقتصاد'))
    expect(text).toContain(`<a href="/desk/newsletters/1"><bdi>${NEWSLETTER.name}</bdi></a>`)
  })

  it('hands its articles, sources, categories and rules to another', async () => {
    const { to } = await editor.post(`/desk/topics/${water}/removed`, { into: String(economy) })
    expect(to).toBe('/desk/topics?done=removed')
    await app.work()
    const { topics, categories, topic_rules, article_topics, sources } = await tables()
    expect(topics).toMatchObject([{ id: economy }])
    expect(categories?.map(({ topic_id }) => topic_id)).toEqual([economy, economy])
    expect(topic_rules).toMatchObject([{ topic_id: economy }])
    expect(article_topics?.map(({ topic_id }) => topic_id)).toEqual([economy, economy])
    expect(sources?.filter(({ topic_id }) => topic_id === economy)).toMatchObject([{ version: 2 }])
    expect(await lastEdit()).toMatchObject({ action: 'removed', after: JSON.stringify({ topic: 'الاقتصاد' }) })
  })

  it('leaves its articles without it, and pressing twice is harmless', async () => {
    for (let press = 0; press < 2; press += 1) {
      expect((await editor.post(`/desk/topics/${water}/removed`, { into: '' })).to).toBe('/desk/topics?done=removed')
    }
    await app.work()
    const { topics, categories, topic_rules, article_topics, articles } = await tables()
    expect([topics, categories, topic_rules]).toMatchObject([[{ id: economy }], [], []])
    expect(article_topics).toMatchObject([{ topic_id: economy }])
    expect(articles).toHaveLength(2)
    expect((await app.client().get('/topics/water')).status).toBe(404)
  })

  it.each([
    ['another', 'economy', [1, 1]],
    ['none', '', [1]],
  ])('hands what is hidden to %s, too: shown again it is there', async (_, into, topics) => {
    for (const id of [1, 2]) await editor.post(`/desk/articles/${id}/hidden`, { wanted: '1' })
    await editor.post(`/desk/topics/${water}/removed`, { into: into && String(economy) })
    await app.work()
    for (const id of [1, 2]) await editor.post(`/desk/articles/${id}/hidden`, { wanted: '0' })
    expect((await tables()).article_topics?.map(({ topic_id }) => topic_id)).toEqual(topics)
  })

  it('hands over more articles than one step takes', async () => {
    await env.DB.batch([
      env.DB.prepare(`WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 2300)
        INSERT INTO article_topics (topic_id, article_id, sorted_at, rank) SELECT ?, i, ?, ? FROM n`).bind(
        water,
        START,
        START,
      ),
    ])
    await editor.post(`/desk/topics/${water}/removed`, { into: String(economy) })
    await app.work()
    await app.work()
    const { article_topics, jobs } = await tables()
    expect(article_topics?.filter(({ topic_id }) => topic_id === economy)).toHaveLength(2203)
    expect(jobs?.filter(({ kind }) => kind === 'topic')).toEqual([])
  })
})

describe('the screens of topics', () => {
  it('list them in order with what is in each', async () => {
    const water = await addTopic('water', 'المياه')
    await addArticles(3, { topics: [water] })
    await addArticle({ topics: [water], sortedAt: START - 8 * 86_400 })
    const { text } = await editor.get('/desk/topics')
    expect(text).toContain(`data-label="${words.columns.recent}">٣<`)
  })

  it('are no reader’s', async () => {
    await addTopic('water')
    const reader = await signedInClient(app)
    expect((await reader.get('/desk/topics')).status).toBe(403)
    expect((await reader.post('/desk/topics', WATER)).status).toBe(403)
    expect((await editor.get('/desk/topics/99')).status).toBe(404)
  })
})
