import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { keywordOf, leadOf } from '../src/core/keyword.ts'
import { START } from './helpers/app.ts'
import { editorClient } from './helpers/desk.ts'
import { rss } from './helpers/documents.ts'
import { createFeedApp } from './helpers/feeds.ts'
import { item, read } from './helpers/items.ts'

const HOUR = 3600

describe('words that somebody waits for', () => {
  const words = 'ضريبة الشركات'
  const keyword = keywordOf(words)
  if (typeof keyword === 'string') throw new Error(keyword)
  const { ref, stems } = keyword
  const kept = [leadOf(stems), JSON.stringify(stems)]

  /** A topic with that rule, that keyword, and a source of one item, read. */
  async function withWords(title: string, description = '') {
    const app = createFeedApp()
    await env.DB.batch([
      env.DB.prepare(`INSERT INTO topics (slug, name, position) VALUES ('economy', 'اقتصاد', 1)`),
      env.DB.prepare('INSERT INTO topic_rules (topic_id, words, stem, stems) VALUES (1, ?, ?, ?)').bind(words, ...kept),
      env.DB.prepare('INSERT INTO keywords (ref, stem, stems, created_at) VALUES (?, ?, ?, 1)').bind(ref, ...kept),
    ])
    await app.answer('/feed', { body: rss(item({ title, description })) })
    await app.addSource('/feed')
    await app.work()
    const readAgain = async (next: string) => {
      await app.answer('/feed', { body: rss(item({ title: next })) })
      app.clock.advance(6 * HOUR)
      await app.work()
    }
    const found = async () => [await app.rows('article_topics'), await app.rows('article_keywords')]
    return { ...app, readAgain, found }
  }

  const place = { article_id: 1, sorted_at: START, rank: START }
  const both = [[{ topic_id: 1, ...place }], [{ keyword_id: 1, ...place }]]

  test.each([
    ['ضرائب جديدة على الشركات الكبرى', ''],
    ['الحكومة تعلن قرارها', 'مشروع لضريبةٍ تدفعها كل شركة'],
  ])('are found in any form in the title and the excerpt: %s', async (title, description) => {
    const { found } = await withWords(title, description)
    expect(await found()).toEqual(both)
  })

  test('are not there where one of them is missing', async () => {
    const { found } = await withWords('شركات كثيرة في معرض واحد')
    expect(await found()).toEqual([[], []])
  })

  test('come and go with what an edited item says', async () => {
    const { found, readAgain } = await withWords('الشركات تدفع ضريبة جديدة')
    await readAgain('الحكومة تعلن قرارها')
    expect(await found()).toEqual([[], []])
    await readAgain('الشركات تدفع ضريبة أخرى')
    expect(await found()).toEqual(both)
  })

  test('are looked for in the title that an editor gave it', async () => {
    const { found, readAgain } = await withWords('الحكومة تعلن قرارها')
    await env.DB.prepare(`UPDATE articles SET held = 'title', title = 'ضريبة على الشركات'`).run()
    await readAgain('الحكومة تعدّل قرارها')
    expect(await found()).toEqual(both)
  })

  test('lead to no article that an editor hid', async () => {
    const { found, readAgain } = await withWords('الحكومة تعلن قرارها')
    await env.DB.prepare('UPDATE articles SET hidden_at = 1').run()
    await readAgain('الشركات تدفع ضريبة جديدة')
    expect(await found()).toEqual([[], []])
  })
})

describe('what an editor holds of an article', () => {
  const picture = (name: string) => `<media:content url="https://news.example/${name}.jpg" medium="image"/>`

  test.each([
    ['title', { title: 'عنوان المحرر', picture: 'https://news.example/b.jpg' }, 0],
    ['picture', { title: 'عنوان جديد', picture: 'https://news.example/editor.jpg' }, 0],
    ['title,topics,picture', { title: 'عنوان المحرر', picture: 'https://news.example/editor.jpg' }, 1],
  ])('stays when its source changes it: %s', async (held, kept, topics) => {
    const { readAgain, rows } = await read(rss(item({ title: 'عنوان قديم' }) + picture('a')))
    await env.DB.batch([
      env.DB.prepare(
        `UPDATE articles SET held = ?, title = 'عنوان المحرر', picture = 'https://news.example/editor.jpg'`,
      ).bind(held),
      env.DB.prepare('INSERT INTO article_topics (topic_id, article_id, sorted_at) VALUES (7, 1, 1)'),
    ])
    await readAgain(rss(item({ title: 'عنوان جديد', description: 'نص جديد' }) + picture('b')))
    expect(await rows('articles')).toMatchObject([{ ...kept, excerpt: 'نص جديد', held }])
    expect(await rows('article_topics')).toHaveLength(topics)
  })
})

test('an editor whose form is older than the source’s new title is told, and holds nothing by that', async () => {
  const app = await read(rss(item({ title: 'عنوان قديم' })))
  const editor = await editorClient(app)
  await app.readAgain(rss(item({ title: 'عنوان قديم', description: 'نص جديد' })))
  const fields = { title: 'عنوان قديم', picture: '', pictureAlt: 'نهر', version: '1' }
  expect((await editor.post('/desk/articles/1', fields)).status).toBe(303)
  await app.readAgain(rss(item({ title: 'عنوان جديد' })))
  const { status, text } = await editor.post('/desk/articles/1', { ...fields, version: '2' })
  expect([status, text.includes('<bdi>عنوان جديد</bdi>')]).toEqual([409, true])
  expect(await app.rows('articles')).toMatchObject([{ title: 'عنوان جديد', held: 'picture', version: 3 }])
})

test('a source knows how much it wrote in the last seven days', async () => {
  const { readAgain, rows, clock } = await read(rss(1, 2, 3))
  expect(await rows('sources')).toMatchObject([{ recent: 3 }])
  await env.DB.prepare('UPDATE articles SET hidden_at = 1 WHERE id = 1').run()
  await readAgain(rss(1, 2, 3, item({ guid: 'new', link: 'https://news.example/new' })))
  expect(await rows('sources')).toMatchObject([{ recent: 3 }])
  clock.advance(7 * 24 * HOUR)
  await readAgain(rss(1))
  expect(await rows('sources')).toMatchObject([{ recent: 0 }])
})
