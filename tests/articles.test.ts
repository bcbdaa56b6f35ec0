import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { read } from '../src/store/articles.ts'
import { open } from '../src/store/db.ts'
import { home, sourcePage, sourcesPage, topicPage } from '../src/store/news.ts'
import { START } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic } from './helpers/builders.ts'
import { recorded } from './helpers/plans.ts'

const db = open(recorded(env.DB))
const notFound = expect.objectContaining({ code: 'not_found' })

describe('the front page', () => {
  it('shows the latest, and the newest four of each topic in the editor’s order', async () => {
    const [sport, science] = [await addTopic('sport'), await addTopic('science')]
    await addTopic('empty')
    const inSport = await addArticles(6, { topics: [sport] })
    const inScience = await addArticles(2, { topics: [science] })
    const news = await home(db, START, null)
    expect([news.lead, ...news.latest]).toHaveLength(8)
    expect(news.topics.map(({ slug }) => slug)).toEqual(['sport', 'science', 'empty'])
    const sections = news.sections.map(({ topic, articles }) => [topic.slug, articles.map(({ id }) => id)])
    expect(sections).toEqual([
      ['sport', inSport.slice(0, 4)],
      ['science', inScience],
    ])
  })

  it('leads with the newest picture among the newest', async () => {
    const [newest, second, third] = await addArticles(3)
    await addArticle({ picture: 'https://news.example/a.jpg', sortedAt: START - 90 })
    const pictured = (await home(db, START, null)).lead
    expect(pictured?.picture).toBe('https://news.example/a.jpg')
    expect((await home(db, START, null)).latest.map(({ id }) => id)).toEqual([newest, second, third])
  })

  it('hides what lies in the future and what was taken down', async () => {
    const topic = await addTopic('sport')
    await addArticle({ sortedAt: START + 60, topics: [topic] })
    await addArticle({ hiddenAt: START, topics: [topic] })
    expect(await home(db, START, null)).toMatchObject({ lead: null, latest: [], sections: [] })
  })

  it('goes back page by page and shows each article once', async () => {
    const ids = await addArticles(60)
    const first = await home(db, START, null)
    const second = await home(db, START, first.older)
    const third = await home(db, START, second.older)
    expect(second).toMatchObject({ lead: null, sections: [] })
    expect(third.older).toBeNull()
    const shown = [first.lead, ...[first, second, third].flatMap(({ latest }) => latest)].map((article) => article?.id)
    expect(shown).toEqual(ids)
  })

  it('orders articles of the same second by their id, across pages too', async () => {
    const sourceId = await addSource()
    const ids: number[] = []
    for (let i = 0; i < 27; i++) ids.unshift(await addArticle({ sourceId, sortedAt: START - 5 }))
    const first = await home(db, START, null)
    const second = await home(db, START, first.older)
    expect([first.lead, ...first.latest, ...second.latest].map((article) => article?.id)).toEqual(ids)
  })
})

describe('a topic and a source', () => {
  it('show their own articles, page by page', async () => {
    const [topic, sourceId] = [await addTopic('sport'), await addSource({ title: 'الواحة' })]
    await addArticles(3)
    const ids = await addArticles(30, { topics: [topic], sourceId })
    const first = await topicPage(db, 'sport', START, null)
    const second = await topicPage(db, 'sport', START, first.older)
    expect([...first.articles, ...second.articles].map(({ id }) => id)).toEqual(ids)
    const source = await sourcePage(db, sourceId, START, null)
    const older = await sourcePage(db, sourceId, START, source.older)
    expect(source.source.title).toBe('الواحة')
    expect([...source.articles, ...older.articles].map(({ id }) => id)).toEqual(ids)
  })

  it('do not exist under another name', async () => {
    await expect(topicPage(db, 'sport', START, null)).rejects.toEqual(notFound)
    await expect(sourcePage(db, 1, START, null)).rejects.toEqual(notFound)
    expect(await sourcesPage(db)).toEqual({ sources: [] })
  })
})

describe('an article', () => {
  it('comes with its text, its topics and what else is new in them', async () => {
    const [sport, science] = [await addTopic('sport'), await addTopic('science')]
    const others = await addArticles(3, { topics: [sport] })
    const id = await addArticle({ topics: [science, sport], html: '<p>نص</p>', truncated: true, sortedAt: START - 5 })
    const found = await read(db, env.FILES, id, START)
    expect(found.article).toMatchObject({ id, display: 'full', siteUrl: null })
    expect(found.text).toEqual({ html: '<p>نص</p>', truncated: true })
    expect(found.topics.map(({ slug }) => slug).sort()).toEqual(['science', 'sport'])
    expect(found.related.map((article) => article.id)).toEqual(others)
  })

  it('stands alone without text and topics', async () => {
    const id = await addArticle()
    expect(await read(db, env.FILES, id, START)).toMatchObject({ text: null, topics: [], related: [] })
  })

  it('does not exist once it is taken down', async () => {
    const id = await addArticle({ hiddenAt: START })
    await expect(read(db, env.FILES, id, START)).rejects.toEqual(notFound)
    await expect(read(db, env.FILES, id + 1, START)).rejects.toEqual(notFound)
  })
})
