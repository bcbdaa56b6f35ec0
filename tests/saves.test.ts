import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { rankOf } from '../src/core/rank.ts'
import { open } from '../src/store/db.ts'
import * as keywords from '../src/store/keywords.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addTopic, signedInClient } from './helpers/builders.ts'
import { recorded } from './helpers/plans.ts'

let app: TestApp
let reader: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app)
})

const site = open(recorded(env.DB))

describe('what many save', () => {
  const rankOfRow = (id: number) => env.DB.prepare('SELECT saves, rank FROM articles WHERE id = ?').bind(id).first()

  it('rises after ten minutes, by one job, wherever its rank is kept', async () => {
    const id = await addArticle({ topics: [await addTopic('economy')] })
    await keywords.add(site, 'عنو', START)
    await keywords.hold(site, 'عنو', [id])
    const before = await rankOfRow(id)
    for (const other of [reader, await signedInClient(app), await signedInClient(app)]) {
      await other.post('/list', { article_id: String(id) })
      app.clock.advance(60)
    }
    await reader.post('/list', { article_id: String(id) })
    const jobs = env.DB.prepare(`SELECT key, due_at FROM jobs WHERE kind = 'saves'`)
    expect((await jobs.all()).results).toEqual([{ key: String(id), due_at: START + 600 }])
    await app.work()
    expect(await rankOfRow(id)).toEqual(before)
    app.clock.set(START + 600)
    await app.work()
    const rank = rankOf({ sortedAt: START - 60, saves: 3 })
    expect(await rankOfRow(id)).toEqual({ saves: 3, rank })
    for (const table of ['article_topics', 'article_keywords']) {
      expect(await env.DB.prepare(`SELECT rank FROM ${table} WHERE article_id = ?`).bind(id).first('rank')).toBe(rank)
    }
    expect((await jobs.all()).results).toEqual([])
  })

  it('never falls, and a removal takes nothing back', async () => {
    const id = await addArticle({ saves: 50 })
    const before = await rankOfRow(id)
    await reader.post('/list', { article_id: String(id) })
    await reader.post(`/list/articles/${id}/removed`, { wanted: '1' })
    app.clock.advance(600)
    await app.work()
    expect(await rankOfRow(id)).toEqual(before)
  })
})
