import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { START } from './helpers/app.ts'
import { atEveryStatement, dumpTables } from './helpers/d1.ts'
import { rss } from './helpers/documents.ts'
import { createFeedApp } from './helpers/feeds.ts'
import { item, read } from './helpers/items.ts'

const HOUR = 3600

describe('what a feed brings', () => {
  test('is an article with everything its page needs', async () => {
    const { rows } = await read(
      rss(
        item({
          link: 'https://news.example/1?utm_source=rss',
          description: '&lt;p onclick="x"&gt;نص الخبر &lt;a href="/more"&gt;كاملًا&lt;/a&gt;&lt;/p&gt;',
          pubDate: 'Tue, 24 Nov 2026 08:00:00 GMT',
        }),
      ),
    )
    expect(await rows('articles')).toMatchObject([
      {
        id: 1,
        url: 'https://news.example/1',
        url_key: 'news.example/1',
        url_rule: 1,
        title: 'خبر',
        source_id: 1,
        source_name: 'مصدر',
        excerpt: 'نص الخبر كاملًا',
        language: 'ar',
        direction: 'rtl',
        words: 3,
        published_at: START - HOUR,
        sorted_at: START - HOUR,
        rank: START - HOUR,
        story_id: 1,
      },
    ])
    const html = '<p>نص الخبر <a href="https://news.example/more" rel="noopener noreferrer nofollow ugc">كاملًا</a></p>'
    const text = { article_id: 1, html, sanitiser: 1, place: 'd1', truncated: 0, stored_at: START }
    expect(await rows('texts')).toEqual([text])
  })

  test('has higher ids the newer it is', async () => {
    const { rows } = await read(rss(3, 2, 1))
    expect((await rows('articles')).map((row) => row.url)).toEqual([1, 2, 3].map((n) => `https://news.example/${n}`))
  })

  test('is dated by its first sight where it has no date, and never in the future', async () => {
    const { rows } = await read(
      rss(item({}), item({ guid: 'g2', link: 'https://news.example/2', pubDate: 'Tue, 01 Dec 2026 00:00:00 GMT' })),
    )
    expect((await rows('articles')).map((row) => row.sorted_at)).toEqual([START, START])
  })

  test('is cut at 256 KB, and the text says so', async () => {
    const { rows } = await read(rss(item({ description: '&lt;p&gt;كلمة كلمة&lt;/p&gt;'.repeat(20_000) })))
    expect(await rows('texts')).toMatchObject([{ truncated: 1 }])
  })

  test('comes in many batches when there is much of it', async () => {
    const long = '&lt;p&gt;كلمة من كلمات الخبر&lt;/p&gt;'.repeat(500)
    const items = Array.from({ length: 120 }, (_, n) =>
      item({ guid: `g${n}`, link: `https://news.example/${n}`, description: long }),
    )
    const { rows } = await read(rss(...items))
    expect(await rows('articles')).toHaveLength(120)
    expect(await rows('texts')).toHaveLength(120)
  })
})

describe('an item seen again', () => {
  test('changes nothing but the checking times', async () => {
    const { readAgain } = await read(rss(1, 2, 3))
    const before = await dumpTables(env.DB)
    await readAgain(rss(1, 2, 3))
    const after = await dumpTables(env.DB)
    expect(after.sources).toEqual([
      { ...before.sources?.[0], checked_at: START + 6 * HOUR, succeeded_at: START + 6 * HOUR },
    ])
    expect(after.jobs).toMatchObject([{ kind: 'refresh', attempts: 0, lease_until: 0 }])
    const beside = { sources: [], jobs: [], hours: [], settings: [] }
    expect({ ...after, ...beside }).toEqual({ ...before, ...beside })
  })

  test('edited keeps its id and place and has its new text', async () => {
    const { readAgain, rows } = await read(rss(item({ description: 'قديم' }), 2))
    const [before] = await rows('articles')
    await readAgain(rss(item({ title: 'عنوان جديد', description: 'نص جديد' }), 2))
    const articles = await rows('articles')
    expect(articles).toHaveLength(2)
    expect(articles.find((row) => row.id === before?.id)).toEqual({
      ...before,
      title: expect.any(String),
      excerpt: expect.any(String),
      words: expect.any(Number),
      updated_at: expect.any(Number),
    })
    const edited = articles.find((row) => row.url_key === 'news.example/1')
    expect(edited).toMatchObject({ title: 'عنوان جديد', sorted_at: START, updated_at: START + 6 * HOUR })
    expect((await rows('texts')).find((row) => row.article_id === edited?.id)).toMatchObject({ html: 'نص جديد' })
  })

  test('under another url is the same article, which moves along', async () => {
    const { readAgain, rows } = await read(rss(item({})))
    await readAgain(rss(item({ link: 'https://news.example/moved' })))
    expect(await rows('articles')).toMatchObject([{ id: 1, url_key: 'news.example/moved' }])
    expect(await rows('entries')).toMatchObject([{ guid: 'g1', article_id: 1 }])
  })

  test('under another guid is the same article by its url', async () => {
    const { readAgain, rows } = await read(rss(item({})))
    await readAgain(rss(item({ guid: 'other', title: 'خبر محدّث' })))
    expect(await rows('articles')).toMatchObject([{ id: 1, title: 'خبر محدّث' }])
    expect((await rows('entries')).map((row) => row.article_id)).toEqual([1, 1])
  })

  test('twice in one feed is one article', async () => {
    const { rows } = await read(rss(item({}), item({ guid: 'g2', link: 'http://www.news.example/1/#top' })))
    expect(await rows('articles')).toHaveLength(1)
    expect(await rows('entries')).toHaveLength(2)
  })

  test('without guid and link is one article, whatever comes between', async () => {
    const nameless = '<title>بلا رابط</title><description>نص</description>'
    const { readAgain, rows } = await read(rss(nameless))
    await readAgain(rss(1, nameless))
    expect(await rows('articles')).toHaveLength(2)
    expect((await rows('articles'))[0]).toMatchObject({ title: 'بلا رابط', url: 'https://news.example/' })
  })
})

describe('two sources of one url', () => {
  test('are two entries of one article, and only its own source changes it', async () => {
    const { answer, addSource, clock, work, rows } = await read(rss(item({})))
    await answer('/other', { body: rss(item({ guid: 'x', title: 'عنوان آخر', description: 'نص آخر' }), 2) })
    await addSource('/other')
    await work()
    expect((await rows('articles')).map((row) => row.title)).toEqual(['خبر', 'خبر رقم 2'])
    const mentions = (await rows('entries')).filter((row) => row.article_id === 1)
    expect(mentions.map((row) => [row.source_id, row.guid])).toEqual([
      [1, 'g1'],
      [2, 'x'],
    ])
    await answer('/other', { body: rss(item({ guid: 'x', title: 'عنوان ثالث' }), 2) })
    clock.advance(6 * HOUR)
    await work()
    expect((await rows('articles'))[0]).toMatchObject({ title: 'خبر', source_name: 'مصدر' })
  })
})

describe('topics', () => {
  const categories = (...names: string[]) => names.map((name) => `<category>${name}</category>`).join('')

  async function withTopics() {
    const app = createFeedApp()
    await env.DB.batch([
      env.DB.prepare(`INSERT INTO topics (slug, name, position) VALUES ('world', 'عالم', 1), ('science', 'علوم', 2)`),
      env.DB.prepare(`INSERT INTO categories (name, topic_id) VALUES ('العلوم', 2), ('فضاء', 2)`),
    ])
    const topicsOf = async () => (await app.rows('article_topics')).map((row) => [row.topic_id, row.article_id])
    return { ...app, topicsOf }
  }

  test('come from the source and from the categories of the feed', async () => {
    const { answer, addSource, work, topicsOf, rows } = await withTopics()
    await answer('/feed', { body: rss(item({}) + categories('العُلوم', 'فضاء', 'غير معروف')) })
    await addSource('/feed', { topic: 'world' })
    await work()
    expect(await topicsOf()).toEqual([
      [1, 1],
      [2, 1],
    ])
    expect((await rows('article_topics'))[0]).toMatchObject({ sorted_at: START, rank: START })
  })

  test('follow an edited item', async () => {
    const { answer, addSource, clock, work, topicsOf } = await withTopics()
    await answer('/feed', { body: rss(item({}) + categories('فضاء')) }, { body: rss(item({})) })
    await addSource('/feed', { topic: 'world' })
    await work()
    clock.advance(6 * HOUR)
    await work()
    expect(await topicsOf()).toEqual([[1, 1]])
  })

  test('of an article that an editor hid stay away', async () => {
    const { answer, addSource, clock, work, topicsOf } = await withTopics()
    await answer('/feed', { body: rss(item({})) }, { body: rss(item({ title: 'خبر محدّث' })) })
    await addSource('/feed', { topic: 'world' })
    await work()
    await env.DB.batch([
      env.DB.prepare('UPDATE articles SET hidden_at = 1'),
      env.DB.prepare('DELETE FROM article_topics'),
    ])
    clock.advance(6 * HOUR)
    await work()
    expect(await topicsOf()).toEqual([])
  })
})

test('a batch that breaks leaves nothing behind', async () => {
  const { addSource, answer } = createFeedApp()
  await answer('/feed', { body: rss(1, 2) })
  await addSource('/feed')
  const feedUrl = (await env.DB.prepare('SELECT feed_url FROM sources').first<string>('feed_url')) ?? ''
  const { ingest } = await import('../src/jobs/ingest.ts')
  const { activeSource } = await import('../src/store/sources.ts')
  const { open } = await import('../src/store/db.ts')
  const source = await activeSource(open(env.DB), 1)
  if (!source) throw new Error('no source')
  const bytes = new Uint8Array(new TextEncoder().encode(rss(1, 2)))
  const fetched = {
    result: 'ok',
    url: feedUrl,
    bytes,
    contentType: null,
    etag: null,
    lastModified: null,
    movedTo: null,
  } as const
  const broken = await atEveryStatement(env.DB, (d1) => ingest(open(d1), source, fetched, START))
  expect(broken).toBeGreaterThan(3)
})
