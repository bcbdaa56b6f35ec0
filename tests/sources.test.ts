import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { START } from './helpers/app.ts'
import { hooked } from './helpers/d1.ts'
import { rss } from './helpers/documents.ts'
import { type Answer, createFeedApp } from './helpers/feeds.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR

/** A source whose feed answers so, one after another, read once. */
async function source(...answers: Answer[]) {
  const app = createFeedApp()
  await app.answer('/feed', ...answers)
  await app.addSource('/feed')
  await app.work()
  const row = async () => (await app.rows('sources'))[0]
  const dueIn = async () => {
    const [job] = await app.rows('jobs')
    return job ? Number(job.due_at) - app.clock.now() : null
  }
  /** Lets the job come due, and runs it. */
  const next = async () => {
    app.clock.advance((await dueIn()) ?? 0)
    await app.work()
  }
  return { ...app, row, dueIn, next }
}

describe('a source that answers', () => {
  test('is asked again with what it said of its version, and a 304 costs two statements', async () => {
    const { next, asked, row, clock, rows } = await source({
      body: rss(1),
      etag: '"v1"',
      headers: { 'Last-Modified': 'Tue, 24 Nov 2026 08:00:00 GMT' },
    })
    await next()
    const [, second] = await asked()
    expect(second?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Tue, 24 Nov 2026 08:00:00 GMT',
    })
    expect(await row()).toMatchObject({ etag: '"v1"', checked_at: clock.now(), succeeded_at: clock.now(), error: null })
    expect(await rows('articles')).toHaveLength(1)

    let statements = 0
    const counted = hooked(env.DB, { prepare: () => void statements++ })
    const app = createFeedApp({ d1: counted })
    app.clock.set(clock.now() + 6 * HOUR)
    await app.work()
    // Two claims (the second finds nothing), two of the finish, two of ours, three of what the run writes down.
    expect(statements).toBe(9)
  })

  test.each([
    ['every minute', MINUTE, 15 * MINUTE],
    ['every hour', HOUR, 27 * MINUTE],
    ['once a week', 7 * DAY, 6 * HOUR],
  ])('and publishes %s is read again by that pace', async (_, gap, wait) => {
    const items = Array.from({ length: 10 }, (_, n) => {
      const date = new Date((START + HOUR - n * gap) * 1000).toUTCString()
      return `<title>خبر</title><link>https://news.example/${n}</link><pubDate>${date}</pubDate>`
    })
    const { next, dueIn } = await source({ body: rss(...items) })
    await next()
    expect(await dueIn()).toBeGreaterThanOrEqual(wait)
    expect(await dueIn()).toBeLessThanOrEqual(wait * 1.2)
  })

  test('that asks for more time gets it', async () => {
    const { dueIn } = await source({ body: rss(1).replace('<channel>', '<channel><ttl>240</ttl>') })
    expect(await dueIn()).toBeGreaterThanOrEqual(4 * HOUR)
  })

  test('gives its own words where nobody gave others', async () => {
    const app = createFeedApp()
    await app.answer('/feed', { body: rss(1) })
    await app.addSource('/feed', { title: '', siteUrl: null })
    await app.work()
    expect(await app.rows('sources')).toMatchObject([{ title: 'الخلاصة', site_url: 'https://news.example/' }])
    expect(await app.rows('articles')).toMatchObject([{ source_name: 'الخلاصة' }])
  })

  test('in windows-1256 without saying so is read', async () => {
    const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0))
    const word = [0xce, 0xc8, 0xd1]
    const head = '<rss version="2.0"><channel><item><link>https://news.example/1</link><title>'
    const { rows } = await source({ bytes: [...ascii(head), ...word, ...ascii('</title></item></channel></rss>')] })
    expect(await rows('articles')).toMatchObject([{ title: 'خبر', direction: 'rtl' }])
  })
})

describe('a source that answers badly', () => {
  test.each<[string, Answer, string]>([
    ['is a page', { body: '<!doctype html><title>x</title>' }, 'not_feed'],
    ['is broken', { body: '<rss version="2.0"><channel><item><title>x' }, 'broken_feed'],
    ['has no items', { body: rss() }, 'empty_feed'],
    ['is not there', { status: 404 }, 'not_found'],
    ['is not for us', { status: 403 }, 'refused'],
    ['fails', { status: 500 }, 'server_error'],
    ['has no end', { endless: true }, 'too_large'],
    ['leads to a private ip', { status: 302, headers: { Location: 'http://10.0.0.1/' } }, 'forbidden_url'],
  ])('that %s has the error on it, its job goes on', async (_, answer, error) => {
    const { row, rows, dueIn } = await source(answer)
    expect(await row()).toMatchObject({ error, error_streak: 1, succeeded_at: null, state: 'active' })
    expect(await rows('jobs')).toMatchObject([{ kind: 'refresh', dead_at: null, error: null, attempts: 0 }])
    expect(await dueIn()).toBeGreaterThanOrEqual(15 * MINUTE)
  })

  test('is asked later and later, once a day at last, and never given up', async () => {
    const { next, dueIn, row, rows } = await source({ status: 500 })
    const waits: number[] = []
    for (let n = 0; n < 12; n++) {
      waits.push((await dueIn()) ?? 0)
      await next()
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits.at(-1)).toBeLessThanOrEqual(DAY * 1.1)
    expect(await row()).toMatchObject({ error_streak: 13, state: 'active' })
    expect(await rows('jobs')).toMatchObject([{ dead_at: null }])
  })

  test('once well again has no error any more', async () => {
    const { next, row } = await source({ status: 500 }, { body: rss(1) })
    await next()
    expect(await row()).toMatchObject({ error: null, error_detail: null, error_streak: 0 })
  })

  test('in part gives its whole items, with the error beside them', async () => {
    const { row, rows } = await source({ body: rss(1, 2, '<title>x</item><item>') })
    expect(await row()).toMatchObject({ error: 'damaged', error_streak: 0, succeeded_at: START })
    expect(await rows('articles')).toHaveLength(2)
  })

  test('in part is asked for whole again, whatever it said of its version', async () => {
    const broken = { body: rss(1, '<title>x</item><item>'), etag: '"1"' }
    const { next, row, asked } = await source(broken, broken, { body: rss(1, 2), etag: '"1"' })
    await next()
    expect(await row()).toMatchObject({ error: 'damaged' })
    await next()
    expect(await row()).toMatchObject({ error: null, etag: '"1"' })
    expect((await asked()).map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, undefined])
  })

  test('does not stop the others', async () => {
    const app = createFeedApp()
    await app.answer('/bad', { body: 'نعتذر' })
    await app.answer('/good', { body: rss(1) })
    await app.addSource('/bad')
    await app.addSource('/good')
    await app.work()
    expect((await app.rows('sources')).map((row) => row.error)).toEqual(['not_feed', null])
    expect(await app.rows('articles')).toHaveLength(1)
  })
})

describe('a source that says', () => {
  test('410 is switched off and asked no more', async () => {
    const { row, rows, clock, work, asked } = await source({ status: 410 })
    expect(await row()).toMatchObject({ state: 'gone', error: 'gone' })
    expect(await rows('jobs')).toEqual([])
    clock.advance(30 * DAY)
    await work()
    expect(await asked()).toHaveLength(1)
  })

  test.each([
    ['429 with seconds', { 'Retry-After': String(2 * HOUR) }, 2 * HOUR],
    ['429 with a date', { 'Retry-After': new Date((START + 3 * HOUR) * 1000).toUTCString() }, 3 * HOUR],
    ['429 with a slip of a year', { 'Retry-After': String(365 * DAY) }, 7 * DAY],
    ['429 with nothing', {}, 15 * MINUTE],
  ])('%s is asked then, not before', async (_, headers, wait) => {
    const { dueIn, row, clock, work, asked } = await source({ status: 429, headers })
    expect(await dueIn()).toBe(wait)
    expect(await row()).toMatchObject({ error: 'busy' })
    clock.advance(wait - 1)
    await work()
    expect(await asked()).toHaveLength(1)
    clock.advance(1)
    await work()
    expect(await asked()).toHaveLength(2)
  })
})

describe('a feed that moved', () => {
  const moved = async () => {
    const app = await source({ status: 301, headers: { Location: 'new' } })
    return app
  }

  test('is asked at its new url after three runs on which that was a feed', async () => {
    const { answer, next, asked, row } = await moved()
    await answer('/new', { body: rss(1) })
    expect(await row()).toMatchObject({ error: 'not_found', moved_url: null, moved_runs: 0 })
    for (const runs of [1, 2, 3]) {
      await next()
      expect(await row()).toMatchObject({ moved_runs: runs })
    }
    const before = (await asked('/feed')).length
    await next()
    expect(await asked('/feed')).toHaveLength(before)
    expect(await asked('/new')).toHaveLength(5)
  })

  test('to a page that is no feed is not followed for good', async () => {
    const { answer, next, row } = await moved()
    await answer('/new', { body: '<html>parking</html>' })
    for (const _ of [1, 2, 3, 4]) await next()
    expect(await row()).toMatchObject({ moved_url: null, moved_runs: 0, error: 'not_feed' })
  })

  test('is asked at its old url again once a week while the new one fails, and comes home', async () => {
    const { answer, next, asked, row, clock } = await moved()
    await answer('/new', { body: rss(1) })
    for (const _ of [1, 2, 3]) await next()
    await answer('/new', { body: '<html>parking</html>' })
    await answer('/feed', { status: 503 })
    const before = (await asked('/feed')).length
    const began = clock.now()
    while (clock.now() - began < 15 * DAY) await next()
    expect((await asked('/feed')).length - before).toBe(2)
    await answer('/feed', { body: rss(1, 2) })
    while ((await row())?.error !== null && clock.now() - began < 30 * DAY) await next()
    expect(await row()).toMatchObject({ error: null, moved_url: null, moved_runs: 0 })
  })
})

test('one source is never fetched twice at once', async () => {
  const app = createFeedApp()
  await app.answer('/feed', { body: rss(1) })
  await app.addSource('/feed')
  await Promise.all(Array.from({ length: 8 }, () => app.work()))
  expect(await app.asked('/feed')).toHaveLength(1)
})

test('a source that an editor paused is not fetched, and has no job', async () => {
  const app = createFeedApp()
  await app.addSource('/feed')
  await env.DB.exec(`UPDATE sources SET state = 'paused'`)
  await app.work()
  expect(await app.asked()).toEqual([])
  expect(await app.rows('jobs')).toEqual([])
})
