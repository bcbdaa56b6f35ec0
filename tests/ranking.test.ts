import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addArticle, addSource, addTopic, signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'

const words = ar.reading.ranking

let app: TestApp
let reader: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app)
  const [economy, sport] = [await addTopic('economy', 'اقتصاد'), await addTopic('sport', 'رياضة')]
  const oasis = await addSource({ title: 'الواحة' })
  await reader.post('/following', { kind: 'topic', ref: String(economy), want: 'follow' })
  await reader.post('/following', { kind: 'topic', ref: String(sport), want: 'less' })
  await reader.post('/following', { kind: 'source', ref: String(oasis), want: 'mute' })
  await reader.post('/following/keywords', { keyword: 'المياه' })
})

/** What stands under each of the list's words. */
function known(html: string): Record<string, string[]> {
  const [, list = ''] = /<dl class="ranking">(.*?)<\/dl>/s.exec(html) ?? []
  const parts = list.split('<dt>').slice(1)
  return Object.fromEntries(
    parts.map((part) => [
      part.slice(0, part.indexOf('<')),
      [...part.matchAll(/<bdi>([^<]*)<\/bdi>/g)].map(([, name = '']) => name),
    ]),
  )
}

describe('what the ranking knows of a reader', () => {
  it('is shown whole: what they follow, want less of and mute', async () => {
    const { text } = await reader.get('/settings/reading')
    expect(known(text)).toEqual({
      [words.followed]: ['اقتصاد', 'المياه'],
      [words.less]: ['رياضة'],
      [words.muted]: ['الواحة'],
    })
    expect(text).toContain(words.saved)
    expect(text).toContain('href="/following"')
  })

  it('stands under the names that the site has by now, also over a card', async () => {
    await addArticle({ topics: [1] })
    await env.DB.batch([
      env.DB.prepare(`UPDATE topics SET name = 'مال وأعمال' WHERE id = 1`),
      env.DB.prepare(`UPDATE sources SET title = 'واحة الأخبار'`),
    ])
    expect(known((await reader.get('/settings/reading')).text)).toMatchObject({
      [words.followed]: ['المياه', 'مال وأعمال'],
      [words.muted]: ['واحة الأخبار'],
    })
    for (const path of ['/for-you', '/for-you?order=latest']) {
      expect((await reader.get(path)).text).toContain(ar.issues.why.topic('مال وأعمال'))
    }
  })

  it('is found from the top of its page, and from what is followed', async () => {
    const { text } = await reader.get('/settings/reading')
    const [link, place] = [text.indexOf('href="#ranking"'), text.indexOf('id="ranking"')]
    expect(link).toBeGreaterThan(0)
    expect(link).toBeLessThan(text.indexOf('<form class="form"'))
    expect(place).toBeGreaterThan(link)
    expect((await reader.get('/following')).text).toContain('href="/settings/reading#ranking"')
  })

  it('is nothing of somebody who has said nothing, and there is nothing to wipe', async () => {
    const other = await signedInClient(app)
    const { text } = await other.get('/settings/reading')
    expect(known(text)).toEqual({})
    expect(text).toContain(words.nothing)
    expect(text).not.toContain('/settings/reading/wiped')
  })

  it('is wiped by one button, and nobody else’s with it', async () => {
    const other = await signedInClient(app)
    await other.post('/following/keywords', { keyword: 'المياه' })
    const answer = await reader.post('/settings/reading/wiped', {}, { follow: true })
    expect(answer.path).toBe('/settings/reading?done=wiped')
    expect(answer.text).toContain(words.wipe.done)
    expect(answer.text).toContain(words.nothing)
    const { follows } = await dumpTables(env.DB)
    expect(follows).toMatchObject([{ reader_id: other.reader.id, label: 'المياه' }])
    expect((await reader.post('/settings/reading/wiped')).status).toBe(303)
  })

  it('lets go of the keywords too', async () => {
    await app.work()
    expect((await dumpTables(env.DB)).keywords).toHaveLength(1)
    await reader.post('/settings/reading/wiped')
    await app.work()
    expect((await dumpTables(env.DB)).keywords).toEqual([])
  })
})
