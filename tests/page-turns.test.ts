import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FetchFailure } from '../src/core/source.ts'
import type { Fetched } from '../src/ports/fetcher.ts'
import { batch, open, type Row } from '../src/store/db.ts'
import { wishPages } from '../src/store/pages.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { pageOf } from './helpers/pages.ts'
import { recorded } from './helpers/plans.ts'

type Asked = { url: string; at: number }

let app: TestApp
let asked: Asked[]
let answer: () => Fetched | Promise<Fetched>
let browser: Awaited<ReturnType<typeof signedInClient>>

beforeAll(() => import('../src/core/extract.ts'))
beforeEach(async () => {
  asked = []
  answer = () => ok(pageOf())
  app = createTestApp({
    fetcher: () => async (url) => {
      asked.push({ url, at: app.clock.now() - START })
      return answer()
    },
  })
  browser = await signedInClient(app)
})

function ok(body: string): Fetched {
  const bytes = new Uint8Array(new TextEncoder().encode(body))
  const none = { etag: null, lastModified: null, movedTo: null }
  return { result: 'ok', url: asked.at(-1)?.url ?? '', bytes, contentType: 'text/html', ...none }
}

/** Rows as an import leaves them: their pages wait, nobody is in a hurry. */
async function imported(...urls: string[]): Promise<void> {
  for (const [i, url] of urls.entries()) {
    await env.DB.prepare(
      `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, language, direction, saved_at, page)
        VALUES (?1, ?2, ?3, 1, ?3, ?3, 'und', 'ltr', ?4, 'waiting')`,
    )
      .bind(browser.reader.id, 100 + i, url, START)
      .run()
  }
  await batch(open(recorded(env.DB)), [wishPages(browser.reader.id, sql`id >= 100`, sql`${START}`)])
}

const rows = async () => (await env.DB.prepare('SELECT * FROM saved ORDER BY id').all<Row>()).results

async function workFor(seconds: number): Promise<void> {
  for (let n = 0; n <= seconds; n += 1) {
    await app.work()
    app.clock.advance(1)
  }
}

describe('pages of one host', () => {
  const urls = Array.from({ length: 6 }, (_, i) => `https://news.example/${i}`)

  it('are asked for one after another, two seconds apart, each once', async () => {
    await imported(...urls)
    await workFor(12)
    expect(asked.map(({ at }) => at)).toEqual([0, 2, 4, 6, 8, 10])
    expect(new Set(asked.map(({ url }) => url)).size).toBe(6)
  })

  it('keep their distance after a standstill, too: what missed its turn is given another', async () => {
    await imported(...urls)
    await app.work()
    app.clock.advance(3600)
    await workFor(12)
    expect(asked.map(({ at }) => at)).toEqual([0, 3600, 3602, 3604, 3606, 3608])
  })

  it('are gone on with in seconds as long as there are any', async () => {
    await imported(...urls.slice(0, 2))
    await app.work()
    expect(app.pokes).toEqual(['INGEST'])
    app.clock.advance(2)
    await app.work()
    await app.work()
    expect(app.pokes).toEqual(['INGEST'])
  })

  it('do not keep those of another one waiting', async () => {
    await imported(...urls, 'https://other.example/a')
    await app.work()
    expect(asked.map(({ url }) => new URL(url).host).sort()).toEqual(['news.example', 'other.example'])
  })

  it('let go first the one that somebody has just saved', async () => {
    await imported(...urls)
    await app.work()
    await browser.post('/list', { url: 'https://news.example/now' })
    await app.work()
    expect(asked.map(({ url }) => url)).toEqual([expect.anything(), 'https://news.example/now'])
  })

  it('share the pause between readers', async () => {
    const other = await signedInClient(app)
    await other.post('/list', { url: 'https://news.example/theirs' })
    await app.work()
    await imported(urls[0] ?? '')
    await workFor(3)
    expect(asked).toEqual([
      { url: 'https://news.example/theirs', at: 0 },
      { url: urls[0], at: 2 },
    ])
  })
})

describe('a page that cannot be had now', () => {
  it.each(['timeout', 'unreachable', 'server_error'] satisfies FetchFailure[])(
    'for %s is asked for later, and says so in its row',
    async (error) => {
      answer = () => ({ result: 'failed', error, detail: '' })
      await browser.post('/list', { url: 'https://news.example/a' })
      await app.work()
      expect(await rows()).toMatchObject([{ page: 'waiting', page_fault: error, page_at: START }])
      const { results } = await env.DB.prepare(`SELECT due_at FROM jobs WHERE kind = 'extract'`).all()
      expect(results).toEqual([{ due_at: START + 300 }])
    },
  )

  it('because its runs die is given up after the third', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
    answer = () => Promise.reject(new Error('out of memory'))
    await browser.post('/list', { url: 'https://news.example/a' })
    for (let n = 0; n < 6; n += 1) {
      await app.work()
      app.clock.advance(3600)
    }
    expect(asked).toHaveLength(3)
    expect(await rows()).toMatchObject([{ page: 'failed', page_fault: 'too_large' }])
  })
})

describe('a row that is gone', () => {
  it('asks for nothing', async () => {
    await browser.post('/list', { url: 'https://news.example/a' })
    await env.DB.prepare('DELETE FROM saved').run()
    await app.work()
    expect(asked).toEqual([])
  })

  it('when its page comes is left alone', async () => {
    await browser.post('/list', { url: 'https://news.example/a' })
    answer = async () => {
      await env.DB.prepare('DELETE FROM saved').run()
      return ok(pageOf())
    }
    await app.work()
    const { results } = await env.DB.prepare('SELECT * FROM saved_texts').all()
    expect([await rows(), results]).toEqual([[], []])
  })
})
