import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { importSources } from '../src/actions/sources.ts'
import { START } from './helpers/app.ts'
import { type Call, recording } from './helpers/calls.ts'
import { dumpTables } from './helpers/d1.ts'
import { createFeedApp } from './helpers/feeds.ts'

const HOUR = 3600

describe('an OPML file', () => {
  const opml = (...outlines: string[]) => `<opml version="2.0"><body>${outlines.join('')}</body></opml>`
  const outline = (url: string, attributes = '') => `<outline text="مصدر" xmlUrl="${url}" ${attributes}/>`

  test('adds sources with their jobs, and says what was known and what refused', async () => {
    const app = createFeedApp()
    await env.DB.exec(`INSERT INTO topics (slug, name, position) VALUES ('science', 'x', 1)`)
    const file = opml(
      outline('https://one.example/feed', 'topic="science" display="full" htmlUrl="https://one.example/"'),
      outline('https://two.example/feed', 'topic="nowhere"'),
      outline('https://two.example/feed#again'),
      outline('http://127.0.0.1/feed'),
      outline('https://raff.example/feed.xml'),
    )
    expect(await importSources(app.context(), file)).toEqual({
      added: 2,
      known: 0,
      refused: [
        { feedUrl: 'http://127.0.0.1/feed', reason: 'forbidden_url' },
        { feedUrl: 'https://raff.example/feed.xml', reason: 'forbidden_url' },
      ],
    })
    expect(await app.rows('sources')).toMatchObject([
      { feed_url: 'https://one.example/feed', topic_id: 1, display: 'full', language: 'ar', created_at: START },
      { feed_url: 'https://two.example/feed', topic_id: null, display: 'excerpt' },
    ])
    expect(await app.rows('jobs')).toMatchObject([
      { kind: 'refresh', key: '1', due_at: START },
      { kind: 'refresh', key: '2', due_at: START },
    ])
  })

  test('taken in twice changes nothing', async () => {
    const app = createFeedApp()
    const file = opml(outline('https://one.example/feed'))
    await importSources(app.context(), file)
    const before = await dumpTables(env.DB)
    app.clock.advance(HOUR)
    const renamed = file.replace('مصدر', 'اسم آخر')
    expect(await importSources(app.context(), renamed)).toEqual({ added: 0, known: 1, refused: [] })
    expect(await dumpTables(env.DB)).toEqual(before)
  })

  test('taken in again gives a source its job back that was given up', async () => {
    const app = createFeedApp()
    const file = opml(outline('https://one.example/feed'))
    await importSources(app.context(), file)
    await env.DB.exec('UPDATE jobs SET attempts = 8, dead_at = 1')
    app.clock.advance(HOUR)
    await importSources(app.context(), file)
    expect(await app.rows('jobs')).toMatchObject([{ key: '1', attempts: 0, dead_at: null }])
  })

  test('looks each job up by its key, however many there are', async () => {
    const calls: Call[] = []
    const app = createFeedApp({ d1: recording(env.DB, calls) })
    await importSources(app.context(), opml(outline('https://one.example/feed')))
    const { sql = '', params = [] } = calls.flat().find(({ sql }) => sql.includes('INTO jobs')) ?? {}
    const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...params)
      .all<{ detail: string }>()
    expect(plan.results.map(({ detail }) => detail)).toContain(
      'SEARCH jobs USING INDEX jobs_kind_key (kind=? AND key=?)',
    )
  })

  test('that is none is refused', async () => {
    const app = createFeedApp()
    await expect(importSources(app.context(), 'x')).rejects.toMatchObject({ code: 'invalid' })
    expect(await app.rows('sources')).toEqual([])
  })
})
