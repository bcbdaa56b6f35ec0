import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { PREFS_COOKIE, writePrefs } from '../src/core/prefs.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, signedInClient } from './helpers/builders.ts'
import { type Call, recording } from './helpers/calls.ts'
import type { Client } from './helpers/client.ts'

let app: TestApp
let browser: Client

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
})

type Wanted = { reader: string; most: number; articles: { id: number; version: string }[] }

async function wanted(client = browser): Promise<Wanted> {
  const answer = await client.get('/list/offline')
  expect(answer.status).toBe(200)
  return JSON.parse(answer.text)
}

async function save(count: number): Promise<void> {
  for (const id of await addArticles(count, { html: '<p>نص</p>' })) {
    app.clock.advance(1)
    await browser.post('/list', { article_id: String(id) })
  }
}

describe('what a browser is to keep', () => {
  it('is the newest of the list, as many as its reader chose', async () => {
    await save(23)
    await browser.post('/list/20/archived', { wanted: '1' })
    await browser.post('/list/19/removed', { wanted: '1' })
    expect(await wanted()).toMatchObject({ most: 50 })
    expect((await wanted()).articles).toHaveLength(21)
    browser.cookies.set(PREFS_COOKIE, writePrefs({ offline: '20' }))
    const { most, articles } = await wanted()
    expect(most).toBe(20)
    expect(articles.map(({ id }) => id)).toEqual([
      23, 22, 21, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2,
    ])
    browser.cookies.set(PREFS_COOKIE, writePrefs({ offline: '0' }))
    expect(await wanted()).toMatchObject({ most: 0, articles: [] })
  })

  it.each<[string, string, Record<string, string>]>([
    ['a favourite', '/list/1/favourite', { wanted: '1' }],
    ['a tag', '/list/1/tags', { tags: 'سفر' }],
    ['a note', '/list/1/note', { note: 'للعودة إليه' }],
    ['a place', '/list/1/progress', { percent: '30', anchor: '', at: String(START) }],
    ['a direction', '/list/1/direction', { wanted: 'ltr' }],
    ['a highlight', '/list/1/highlights', { quote: 'نص', prefix: '', suffix: '', position: '0' }],
  ])('has another version after %s, and no other article has', async (_, path, fields) => {
    await save(2)
    const [second, first] = (await wanted()).articles
    expect((await wanted()).articles).toEqual([second, first])
    expect((await browser.post(path, fields)).status).toBeLessThan(400)
    const [after, changed] = (await wanted()).articles
    expect(after).toEqual(second)
    expect(changed?.version).not.toBe(first?.version)
  })

  it('is each reader’s own, and names its reader by the same mark in every session', async () => {
    await save(1)
    const other = await signedInClient(app)
    expect(await wanted(other)).toMatchObject({ articles: [] })
    const [mine, theirs] = [(await wanted()).reader, (await wanted(other)).reader]
    expect(mine).toMatch(/^[\w-]{22}$/)
    expect(theirs).not.toBe(mine)
    expect((await wanted()).reader).toBe(mine)
    expect(await app.client().get('/list/offline')).toMatchObject({ status: 303, to: '/login' })
  })

  it('costs the session and one statement, and reads as much in a list of fifty thousand', async () => {
    const calls: Call[] = []
    app = createTestApp({ d1: recording(env.DB, calls) })
    const reader = await signedInClient(app)
    const read: number[] = []
    for (const saved of [100, 50_000]) {
      await env.DB.prepare(
        `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, language, direction, saved_at)
          SELECT ?1, value, 'a.example/' || value, 1, 'https://a.example/' || value, 'عنوان', 'ar', 'rtl', ?2 + value
          FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?3) SELECT value FROM n)
          WHERE true ON CONFLICT DO NOTHING`,
      )
        .bind(reader.reader.id, START, saved)
        .run()
      calls.length = 0
      expect((await wanted(reader)).articles).toHaveLength(50)
      const sent = calls.splice(0)
      expect(sent.map((call) => call.length)).toEqual([1, 1])
      const { sql, params } = sent[1]?.[0] ?? { sql: '', params: [] }
      const { meta } = await env.DB.prepare(sql)
        .bind(...params)
        .run()
      read.push(meta.rows_read)
    }
    expect(read[1]).toBe(read[0])
    expect(read[0]).toBeLessThan(200)
  })
})

describe('a change that waited', () => {
  let id: string
  beforeEach(async () => {
    id = String(await addArticle())
  })
  const send = (client: Client, reader: string) =>
    client.post('/list', { article_id: id }, { headers: { 'Raff-Reader': reader } })

  it('is done for the reader who made it, and sent twice it is one', async () => {
    const { reader } = await wanted()
    for (let i = 0; i < 2; i++) expect((await send(browser, reader)).status).toBe(303)
    expect((await wanted()).articles).toHaveLength(1)
  })

  it('is not done for whoever is signed in by now, nor for nobody', async () => {
    const { reader } = await wanted()
    const other = await signedInClient(app)
    for (const client of [other, app.client()]) expect((await send(client, reader)).status).toBe(403)
    expect((await wanted(other)).articles).toEqual([])
    expect((await send(browser, '')).status).toBe(403)
  })
})

describe('the worker', () => {
  it('is a script for the whole site, asked for anew each time', async () => {
    const { status, headers, text } = await app.client().get('/sw.js')
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe('text/javascript; charset=UTF-8')
    expect(headers.get('Cache-Control')).toBe('no-cache')
    expect(text).toContain('/list/offline')
    expect(text).not.toMatch(/\p{Script=Arabic}/u)
  })

  it('finds on the offline page what it answers with', async () => {
    const { text } = await app.client().get('/offline')
    for (const what of ['saved', 'archived', 'restored', 'favourite', 'unfavourite', 'removed', 'undone']) {
      expect(text).toContain(`<template data-answer="${what}">`)
    }
  })
})
