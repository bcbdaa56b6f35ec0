import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addSource, signedInClient } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { addNewsletters, confirmPath, EMAIL, subscribed, subscriptionsNow } from './helpers/newsletters.ts'

const SUBSCRIBE = '/newsletters/morning/subscribe'

let app: TestApp

beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning', 'weekly')
})

describe('a newsletter that has ended', () => {
  const ended = () => env.DB.prepare(`UPDATE newsletters SET state = 'ended' WHERE slug = 'morning'`).run()

  it('is offered to nobody and keeps its page', async () => {
    await ended()
    expect((await app.client().get('/newsletters')).text).not.toContain('نشرة 1')
    const { status, text } = await app.client().get('/newsletters/morning')
    expect(status).toBe(200)
    expect(text).toContain(ar.newsletters.ended)
    expect(text).not.toContain('action="/newsletters/morning/subscribe"')
  })

  it('takes no new subscription: neither a reader’s, a visitor’s, nor one that was asked for before', async () => {
    const reader = await signedInClient(app)
    await app.client().post(SUBSCRIBE, { email: EMAIL })
    const confirmation = await confirmPath(app)
    app.clock.advance(1)
    const manage = await subscribed(app, 'weekly')
    await ended()
    expect((await reader.post(SUBSCRIBE, { wanted: '1' })).status).toBe(404)
    expect((await app.client().post(SUBSCRIBE, { email: EMAIL })).status).toBe(404)
    expect((await app.client().post(manage, { newsletter: 'morning', wanted: '1' })).status).toBe(404)
    expect((await app.client().post(confirmation)).status).toBe(404)
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 1] })
  })

  it('is promised to nobody who came to sign in for it', async () => {
    const page = async () => (await app.client().get('/login?intent=newsletter:morning')).text
    expect(await page()).toContain('نشرة 1')
    await ended()
    expect(await page()).not.toContain('نشرة 1')
  })

  it('can still be ended by whoever has it', async () => {
    const reader = await signedInClient(app)
    await reader.post(SUBSCRIBE, { wanted: '1' })
    await ended()
    expect((await reader.get('/settings/newsletters')).text).toContain('data-newsletter="morning"')
    await reader.post(SUBSCRIBE, { wanted: '0' })
    expect((await reader.get('/settings/newsletters')).text).not.toContain('data-newsletter="morning"')
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0], states: ['ended'] })
  })
})

describe('the newsletter of what lies on a list', () => {
  beforeEach(() => env.DB.prepare(`UPDATE newsletters SET kind = 'list' WHERE slug = 'morning'`).run())

  it('leads a visitor to an account, with script or without, and mails nothing', async () => {
    for (const htmx of [true, false]) {
      const { status, text } = await app.client().post(SUBSCRIBE, { email: EMAIL }, { htmx })
      expect(status).toBe(422)
      expect(text).toContain(ar.newsletters.needsAccount.list.line)
      expect(text).toContain('href="/register?intent=newsletter:morning"')
    }
    expect((await dumpTables(env.DB)).tokens).toEqual([])
  })

  it('shows no sample: each reader’s is another', async () => {
    await env.DB.prepare(`UPDATE newsletters SET state = 'ended' WHERE slug = 'weekly'`).run()
    await addArticle({ title: 'عودة النهر' })
    for (const path of ['/newsletters', '/newsletters/morning']) {
      const { text } = await app.client().get(path)
      expect(text).not.toContain('عودة النهر')
      expect(text).not.toContain('sample')
    }
  })

  it('is one press for a reader, and not among the switches of whoever has no account', async () => {
    const manage = await subscribed(app, 'weekly')
    expect((await app.client().get(manage)).text).not.toContain('data-newsletter="morning"')
    expect((await app.client().post(manage, { newsletter: 'morning', wanted: '1' })).status).toBe(404)
    await (await signedInClient(app)).post(SUBSCRIBE, { wanted: '1' })
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 1] })
  })
})

it('the newsletter of what a reader follows takes an email alone', async () => {
  await env.DB.prepare(`UPDATE newsletters SET kind = 'personal' WHERE slug = 'morning'`).run()
  await subscribed(app, 'morning')
  expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0] })
})

it('a newsletter that draws from sources shows what it would hold of them alone', async () => {
  const sourceId = await addSource()
  await addArticle({ title: 'من المصدر', sourceId, sortedAt: START - 60 })
  await addArticle({ title: 'من غيره' })
  await env.DB.prepare('UPDATE newsletters SET source_ids = ?').bind(`${sourceId}`).run()
  for (const path of ['/newsletters', '/newsletters/morning']) {
    const { text } = await app.client().get(path)
    expect(text).toContain('من المصدر')
    expect(text).not.toContain('من غيره')
  }
})
