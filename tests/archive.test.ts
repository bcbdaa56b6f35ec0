import { env } from 'cloudflare:workers'
import { parseRssFeed } from 'feedsmith'
import { beforeEach, expect, it } from 'vitest'
import type { IssueItem } from '../src/core/issue.ts'
import { ar } from '../src/i18n/ar.ts'
import { issueTitle } from '../src/i18n/issue-title.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'
import { addIssue, addSubscribers } from './helpers/issues.ts'
import { addNewsletters } from './helpers/newsletters.ts'

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning')
})

/** As if its sending had begun, with the number given. */
async function begun(number: number, set: Parameters<typeof addIssue>[1] = {}, state = 'sent'): Promise<number> {
  const id = await addIssue(app, { title: `عدد ${number}`, ...set })
  await env.DB.prepare('UPDATE issues SET state = ?, number = ? WHERE id = ?').bind(state, number, id).run()
  return id
}

function item(articleId: number, title: string): IssueItem {
  const words = { language: 'ar', direction: 'rtl' as const, words: 300, excerpt: `نبذة عن ${title}` }
  return { articleId, title, sourceName: 'الواحة', picture: null, pictureAlt: '', ...words }
}

const get = (path: string) => app.client().get(path)

it('an issue is read by everybody, with the one before and the one after', async () => {
  for (const number of [1, 2, 3]) await begun(number, { markdown: 'نص **مهم** <script>alert(1)</script>' })
  const { status, text, headers } = await get('/newsletters/morning/issues/2')
  expect(status).toBe(200)
  expect(text).toContain('<strong>مهم</strong>')
  expect(text).not.toContain('alert(1)')
  expect(text).toContain('href="/newsletters/morning/issues/1"')
  expect(text).toContain('href="/newsletters/morning/issues/3"')
  expect(text).toContain('<link rel="canonical" href="https://raff.example/newsletters/morning/issues/2"')
  expect(headers.get('Cache-Tag')).toContain('newsletter-1')
})

it('an issue of a newsletter that ended is read, and offers nothing', async () => {
  await begun(1, { markdown: 'نص' })
  const offers = async () =>
    (await get('/newsletters/morning/issues/1')).text.includes('/newsletters/morning/subscribe')
  expect(await offers()).toBe(true)
  await env.DB.prepare(`UPDATE newsletters SET state = 'ended'`).run()
  expect(await offers()).toBe(false)
})

it('only what has begun, and is the same for all, has a page, and the desk leads to no other', async () => {
  await begun(1, {}, 'sending')
  await begun(2, {}, 'paused')
  await begun(3, {}, 'cancelled')
  await begun(4, { kind: 'personal' })
  await begun(5, { kind: 'list' })
  await addIssue(app)
  const statuses: number[] = []
  for (const n of [1, 2, 3, 4, 5, 6]) statuses.push((await get(`/newsletters/morning/issues/${n}`)).status)
  expect(statuses).toEqual([200, 200, 404, 404, 404, 404])
  const editor = await editorClient(app)
  const leads = async (id: number) => (await editor.get(`/desk/issues/${id}`)).text.includes(ar.desk.issues.archive)
  for (const [index, status] of statuses.entries()) expect(await leads(index + 1)).toBe(status === 200)
  const { text } = await get('/newsletters/morning')
  expect([...text.matchAll(/issues\/(\d)/g)].map(([, n]) => n)).toEqual(['2', '1'])
})

it('an issue that was called off on its way has a page for those it reached, and is named nowhere', async () => {
  const id = await begun(1, {}, 'cancelled')
  await env.DB.prepare('UPDATE issues SET sent = 1 WHERE id = ?').bind(id).run()
  expect((await get('/newsletters/morning/issues/1')).status).toBe(200)
  for (const path of ['/newsletters/morning', '/newsletters/morning/feed.xml']) {
    expect((await get(path)).text).not.toContain('/issues/1')
  }
})

it('an article that was taken down is taken out of past issues and their feed', async () => {
  const [there, gone] = [await addArticle({ title: 'باق' }), await addArticle({ title: 'محجوب' })]
  await begun(1, { kind: 'digest', items: [item(there, 'باق'), item(gone, 'محجوب')] })
  await env.DB.prepare('UPDATE articles SET hidden_at = 1 WHERE id = ?').bind(gone).run()
  for (const path of ['/newsletters/morning/issues/1', '/newsletters/morning/feed.xml']) {
    const { text } = await get(path)
    expect(text).toContain(`/articles/${there}`)
    expect(text).not.toContain('محجوب')
  }
})

it('an article that was taken down before an issue goes out is not in its messages, nor in their subject', async () => {
  await addSubscribers(app, 1)
  const [there, gone] = [await addArticle({ title: 'باق' }), await addArticle({ title: 'محجوب' })]
  const title = issueTitle(app.config.site, START)('نشرة 1', 'محجوب')
  const id = await addIssue(app, { kind: 'digest', title, items: [item(gone, 'محجوب'), item(there, 'باق')] })
  const empty = await addIssue(app, { kind: 'digest', title, items: [item(gone, 'محجوب')] })
  await env.DB.prepare('UPDATE articles SET hidden_at = 1 WHERE id = ?').bind(gone).run()
  await app.work()
  expect(app.mails).toHaveLength(1)
  const [mail] = app.mails
  expect(mail?.subject).toContain('باق')
  expect(mail?.html).toContain(`/articles/${there}`)
  expect(JSON.stringify(mail)).not.toContain('محجوب')
  const states = (await dumpTables(env.DB)).issues?.map(({ id, state, reason }) => [id, state, reason])
  expect(states).toEqual([
    [id, 'sent', null],
    [empty, 'skipped', 'few'],
  ])
})

it('past issues come twenty a page', async () => {
  for (let number = 1; number <= 21; number += 1) await begun(number)
  const numbers = async (path: string) =>
    [...(await get(path)).text.matchAll(/issues\/(\d+)"/g)].map(([, n]) => Number(n))
  expect(await numbers('/newsletters/morning')).toEqual(Array.from({ length: 20 }, (_, i) => 21 - i))
  const [, older = ''] =
    /href="(\/newsletters\/morning\?before=[\d.]+)"/.exec((await get('/newsletters/morning')).text) ?? []
  expect(await numbers(older)).toEqual([1])
})

it('the feed holds whole issues under names that stay', async () => {
  await begun(1, { intro: 'مقدمة', markdown: '[رابط](/about)' })
  const { text, headers } = await get('/newsletters/morning/feed.xml')
  expect(headers.get('Content-Type')).toBe('application/rss+xml; charset=UTF-8')
  const [entry] = parseRssFeed(text).items ?? []
  expect(entry?.guid).toEqual({ value: 'https://raff.example/newsletters/morning/issues/1', isPermaLink: true })
  expect(entry?.content?.encoded).toMatch(/^<div dir="rtl" lang="ar"><p>مقدمة<\/p>/)
  expect(entry?.content?.encoded).toContain('href="https://raff.example/about"')
  expect((await get('/newsletters/morning')).text).toContain('href="/newsletters/morning/feed.xml"')
})

it('a newsletter that is made for each reader has no archive', async () => {
  await env.DB.prepare("UPDATE newsletters SET kind = 'personal'").run()
  expect((await get('/newsletters/morning/feed.xml')).status).toBe(404)
  expect((await get('/newsletters/morning')).text).not.toContain('id="past"')
})
