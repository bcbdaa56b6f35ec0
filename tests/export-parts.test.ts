import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RaffItem } from '../src/core/export/raff.ts'
import { messages } from '../src/i18n/messages.ts'
import { open } from '../src/store/db.ts'
import * as exports from '../src/store/exports.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, hooked, twentyTimes } from './helpers/d1.ts'
import { addMany, exported, exportObjects, exportRows } from './helpers/exports.ts'

const words = messages('ar', 'arab').exports

let app: TestApp
let reader: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app)
})

const WEEK = 7 * 86_400

async function titlesOf(): Promise<string[]> {
  const { items } = JSON.parse((await exported(app, reader, { format: 'json' })).text)
  return (items as RaffItem[]).map(({ title }) => title)
}

describe('a file of a long list', () => {
  it('is written in parts and comes as one, with its length and its name', { timeout: 30_000 }, async () => {
    await addMany(reader.reader.id, 1_500)
    const { text, bytes, headers } = await exported(app, reader, { format: 'json' })
    expect((JSON.parse(text).items as RaffItem[]).map(({ title }) => title)).toEqual(titles(1_500))
    expect(headers.get('Content-Length')).toBe(String(bytes.length))
    expect(headers.get('Content-Type')).toBe('application/json')
    expect(headers.get('Content-Disposition')).toBe(
      `attachment; filename="raff-2026-11-24.json"; filename*=UTF-8''raff-2026-11-24.json`,
    )
    const [row] = await exportRows()
    expect(row).toMatchObject({ state: 'done', items: 1_500, bytes: bytes.length })
    expect(await exportObjects()).toHaveLength(Number(row?.parts))
    expect(row?.parts).toBeGreaterThan(2)
  })
})

describe('a run that dies', () => {
  it('while it writes a part begins it again: nothing is lost or doubled', { timeout: 30_000 }, async () => {
    await addMany(reader.reader.id, 1_500)
    let puts = 0
    const FILES = files(async () => {
      puts += 1
      if ([2, 3, 5].includes(puts)) throw new Error('the store is away')
    })
    app = createTestApp({ bindings: { FILES } })
    expect(await titlesOf()).toEqual(titles(1_500))
    expect(puts).toBeGreaterThan(5)
  })

  it('after it wrote a part, before it said so, writes the same part again', { timeout: 30_000 }, async () => {
    await addMany(reader.reader.id, 1_500)
    let deaths = 3
    const d1 = hooked(env.DB, {
      prepare: (query) => {
        if (query.includes('UPDATE exports SET cursor') && deaths-- > 0) throw new Error('killed')
      },
    })
    app = createTestApp({ d1 })
    expect(await titlesOf()).toEqual(titles(1_500))
    expect(deaths).toBeLessThan(0)
    expect(await exportObjects()).toHaveLength(Number((await exportRows())[0]?.parts))
  })

  it('eight times is given up, and the page says so', async () => {
    await addMany(reader.reader.id, 1)
    const FILES = files(() => Promise.reject(new Error('the store is away')))
    app = createTestApp({ bindings: { FILES } })
    await reader.post('/list/exports', { format: 'json' })
    for (let run = 1; run <= 8; run++) {
      await app.work()
      app.clock.advance(6 * 3600)
    }
    expect(await exportRows()).toMatchObject([{ state: 'failed', fault: 'lost', parts: 0 }])
    expect((await reader.get('/list/exports')).text).toContain(words.faults.lost)
    expect((await reader.get('/list/exports/1/file')).status).toBe(404)
  })

  it('when its account is gone leaves nothing behind', async () => {
    await addMany(reader.reader.id, 1)
    const FILES = files(undefined, () => env.DB.exec('DELETE FROM exports'))
    app = createTestApp({ bindings: { FILES } })
    await reader.post('/list/exports', { format: 'json' })
    await app.work()
    expect([await exportObjects(), (await dumpTables(env.DB)).jobs]).toEqual([[], []])
  })
})

describe('asking for a file', () => {
  const wanted = { format: 'json', selection: {} } as const

  it('is one step: all of it or nothing', async () => {
    const step = (d1: D1Database) => exports.ask(open(d1), reader.reader.id, wanted, START)
    expect(await atEveryStatement(env.DB, step)).toBeGreaterThan(5)
    expect(await exportRows()).toMatchObject([{ id: 1, state: 'running' }])
  })

  it('twenty times at once makes three, each with a number and a job of its own', async () => {
    const asked = await twentyTimes(() => exports.ask(open(env.DB), reader.reader.id, wanted, START))
    expect(asked.filter((id) => id !== null).sort()).toEqual([1, 2, 3])
    expect((await dumpTables(env.DB)).jobs?.map(({ key }) => key).sort()).toEqual(
      [1, 2, 3].map((id) => `${reader.reader.id}:${id}`),
    )
  })
})

describe('a file that is done', () => {
  it('can be had for seven days, then its parts and its row are gone', async () => {
    await addMany(reader.reader.id, 1)
    const { status } = await exported(app, reader, { format: 'json' })
    const page = await reader.get('/list/exports')
    expect([status, page.text.includes('/list/exports/1/file')]).toEqual([200, true])
    app.clock.advance(WEEK - 1)
    expect((await reader.get('/list/exports/1/file')).status).toBe(200)
    app.clock.advance(1)
    expect((await reader.get('/list/exports/1/file')).status).toBe(404)
    await app.work()
    expect([await exportObjects(), await exportRows(), (await dumpTables(env.DB)).jobs]).toEqual([[], [], []])
  })

  it('makes room for newer ones: twenty are kept', { timeout: 30_000 }, async () => {
    await addMany(reader.reader.id, 1)
    for (let n = 1; n <= 22; n++) await exported(app, reader, { format: 'html' })
    await app.work()
    expect((await exportRows()).map(({ id }) => id)).toEqual(expect.arrayContaining([3, 22]))
    expect([(await exportRows()).length, (await exportObjects()).length]).toEqual([20, 20])
  })
})

function titles(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `مقال ${i + 1}`)
}

/** FILES with something that happens before and after each object is written. */
function files(before?: () => Promise<unknown>, after?: () => Promise<unknown>): R2Bucket {
  const { FILES } = env
  const put = async (...given: Parameters<R2Bucket['put']>) => {
    await before?.()
    const object = await FILES.put(...given)
    await after?.()
    return object
  }
  return { put, get: FILES.get.bind(FILES), list: FILES.list.bind(FILES), delete: FILES.delete.bind(FILES) } as R2Bucket
}
