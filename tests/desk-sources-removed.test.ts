import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { addTopic, signedInClient } from './helpers/builders.ts'
import { failAfter } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'
import { rss } from './helpers/documents.ts'
import { createFeedApp } from './helpers/feeds.ts'

const PATH = '/desk/sources/1'
const FEED = 'https://news.example/feed'

type App = ReturnType<typeof createFeedApp>
let app: App
let editor: Awaited<ReturnType<typeof editorClient>>
let reader: Awaited<ReturnType<typeof signedInClient>>

/** Two sources: the first brings 1 to 5, the second mentions 5 as well and brings 6. A reader has saved 2. */
beforeEach(async () => {
  app = createFeedApp()
  await app.answer('/news.example/feed', { body: rss(1, 2, 3, 4, 5) })
  await app.answer('/other.example/feed', { body: rss(5, 6) })
  await app.addSource('', { feedUrl: FEED, title: 'الواحة' })
  await app.work()
  await app.addSource('', { feedUrl: 'https://other.example/feed', title: 'النخلة' })
  await app.work()
  editor = await editorClient(app)
  reader = await signedInClient(app)
  await reader.post('/list', { article_id: String(await idOf('خبر رقم 2')) })
})

async function idOf(title: string): Promise<number> {
  const row = (await app.rows('articles')).find((article) => article.title === title)
  return Number(row?.id)
}

const titles = async (where: string) => {
  const { results } = await env.DB.prepare(`SELECT title FROM articles WHERE ${where} ORDER BY title`).all<{
    title: string
  }>()
  return results.map(({ title }) => title.replace('خبر رقم ', ''))
}
const search = async () => (await app.client().get(`/search?${new URLSearchParams({ q: 'خبر' })}`)).text

/** Removes the first source, and works off what follows from that. */
async function remove(fate: string) {
  const answer = await editor.post(`${PATH}/removed`, { fate })
  for (let run = 0; run < 4; run += 1) {
    await app.work()
    app.clock.advance(61)
  }
  return answer
}

describe('removing a source', () => {
  it('asks what becomes of its articles, and says how many there are and how often they were saved', async () => {
    await env.DB.prepare('UPDATE articles SET saves = 2 WHERE title = ?').bind('خبر رقم 2').run()
    const { text } = await editor.get(`${PATH}/removed`)
    expect(text).toContain('في الموقع ٥ مقالات من هذا المصدر.')
    expect(text).toContain('حُفظت مرتين في قوائم القرّاء، وتبقى فيها.')
    for (const { name } of Object.values(ar.deskSources.removing.fates)) expect(text).toContain(name)
  })

  it('leaves its articles where they are, if they are to stay', async () => {
    expect((await remove('stay')).to).toBe(`${PATH}?done=removed`)
    expect(await titles('hidden_at IS NULL')).toEqual(['1', '2', '3', '4', '5', '6'])
    const { text } = await app.client().get('/sources')
    expect([text.includes('الواحة'), text.includes('النخلة')]).toEqual([false, true])
    expect((await app.client().get('/sources/1')).text).toContain(ar.sources.removed)
    app.clock.advance(86_400)
    await app.work()
    expect(await app.asked('/news.example/feed')).toHaveLength(1)
    expect(await app.rows('edits')).toMatchObject([{ action: 'removed', label: 'الواحة', after: '{"fate":"stay"}' }])
  })

  it('hides them: in no list, no topic, no search', async () => {
    await remove('hidden')
    expect(await titles('hidden_at IS NULL')).toEqual(['6'])
    expect(await search()).not.toContain('خبر رقم 1')
    expect((await app.client().get(`/articles/${await idOf('خبر رقم 1')}`)).status).toBe(404)
    expect((await app.client().get('/sources/1')).status).toBe(404)
    expect(await app.rows('texts')).toHaveLength(6)
  })

  it('gives one that an editor shows again its topics, and the name that its source has by then', async () => {
    const [water, economy] = [await addTopic('water'), await addTopic('economy')]
    const id = await idOf('خبر رقم 1')
    await env.DB.prepare('INSERT INTO article_topics (topic_id, article_id, sorted_at) VALUES (?2, ?3, 0), (?1, ?3, 0)')
      .bind(water, economy, id)
      .run()
    await remove('hidden')
    expect(await app.rows('article_topics')).toEqual([])
    await env.DB.prepare(`UPDATE sources SET title = 'واحة اليوم' WHERE id = 1`).run()
    const { text } = await editor.get('/desk/articles?show=hidden')
    expect([...text.matchAll(/href="\/desk\/articles\/(\d+)"/g)]).toHaveLength(5)
    await editor.post(`/desk/articles/${id}/hidden`, { wanted: '0' })
    expect((await app.rows('article_topics')).map((row) => row.topic_id)).toEqual([water, economy])
    const [shown] = (await app.rows('articles')).filter((row) => row.id === id)
    expect(shown).toMatchObject({ hidden_at: null, held: '', source_name: 'واحة اليوم' })
  })

  it('deletes them with all that hangs on them, but for what readers saved', async () => {
    const [kept, gone] = [await idOf('خبر رقم 2'), await idOf('خبر رقم 1')]
    await env.DB.prepare(`UPDATE texts SET place = 'r2', html = '' WHERE article_id = ?`).bind(gone).run()
    await app.bindings.FILES.put(`texts/${gone}`, '<p>نص قديم</p>')
    await remove('deleted')
    expect(await titles('true')).toEqual(['2', '6'])
    expect((await app.rows('texts')).map((row) => row.article_id)).toEqual([kept, await idOf('خبر رقم 6')])
    expect(await app.bindings.FILES.get(`texts/${gone}`)).toBeNull()
    expect((await app.rows('entries')).map((row) => [row.source_id, row.guid])).toEqual([[2, 'g6']])
    expect((await app.rows('jobs')).filter(({ kind }) => kind === 'remove' || kind === 'index')).toEqual([])
    expect(await search()).not.toContain('خبر رقم 1')
    const { text } = await reader.get('/list/1')
    expect(text).toContain('نص الخبر رقم 2')
  })

  it('gives what another source brings as well to that source', async () => {
    await remove('deleted')
    app.clock.advance(6 * 3600)
    await app.answer('/other.example/feed', { body: rss(5, 6, 7) })
    await app.work()
    expect(await titles('hidden_at IS NULL AND source_id = 2')).toEqual(['5', '6', '7'])
  })

  it('ends the same wherever it is cut off', async () => {
    await editor.post(`${PATH}/removed`, { fate: 'deleted' })
    for (let k = 0; k < 60; k += 1) {
      const broken = failAfter(env.DB, k % 9)
      app.bindings.DB = broken
      await app.work().catch(() => null)
      app.bindings.DB = env.DB
      app.clock.advance(400)
    }
    await env.DB.prepare('UPDATE jobs SET due_at = 0, dead_at = NULL, attempts = 0, lease_until = 0').run()
    await app.work()
    expect(await titles('source_id = 1')).toEqual(['2'])
    expect((await app.rows('entries')).filter((row) => row.source_id === 1)).toEqual([])
    expect((await app.rows('jobs')).filter(({ kind }) => kind === 'remove')).toEqual([])
  })

  it('stops where an editor takes the source up again', async () => {
    await editor.post(`${PATH}/removed`, { fate: 'deleted' })
    await app.work()
    expect(await titles('hidden_at IS NOT NULL')).toHaveLength(5)
    await editor.post(`${PATH}/paused`, { wanted: '0' })
    app.clock.advance(61)
    await app.work()
    expect(await titles('true')).toHaveLength(6)
  })

  it('waits for a run that is on its way', async () => {
    await env.DB.prepare(`UPDATE jobs SET lease_until = ? WHERE kind = 'refresh' AND key = '1'`)
      .bind(app.clock.now() + 30)
      .run()
    await editor.post(`${PATH}/removed`, { fate: 'hidden' })
    await app.work()
    expect(await titles('hidden_at IS NOT NULL')).toEqual([])
    app.clock.advance(61)
    await app.work()
    expect(await titles('hidden_at IS NOT NULL')).toHaveLength(5)
  })
})
