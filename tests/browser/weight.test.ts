import { gzipSync } from 'node:zlib'
import type { APIRequestContext } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const MOST = 40 * 1024

test('the heaviest article page stays within 40 KB of html, css and script, gzipped', async ({ request }) => {
  const pages = await articles(request)
  expect(pages.length).toBeGreaterThan(29)
  const weights = await Promise.all(pages.map((path) => weigh(request, path)))
  expect(Math.max(...weights)).toBeLessThanOrEqual(MOST)
  expect(Math.min(...weights)).toBeGreaterThan(10 * 1024)
})

test("nothing holds the paint but the reader's preferences, and one font is fetched ahead", async ({ request }) => {
  const [path = ''] = await articles(request)
  for (const page of ['/', path]) {
    const html = await (await request.get(page)).text()
    const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes = '']) => attributes)
    const running = scripts.filter((attributes) => !attributes.includes('application/ld+json'))
    expect(running.length).toBeGreaterThan(2)
    expect(running.filter((attributes) => !/\b(defer|async)\b/.test(attributes))).toEqual([])
    const blocking = running.filter((attributes) => attributes.includes('blocking='))
    expect(blocking).toEqual([expect.stringContaining('/a/prefs.')])
    expect(html.match(/rel="preload"[^>]*as="font"/g)).toHaveLength(1)
    expect(html.match(/rel="stylesheet"/g)).toHaveLength(1)
  }
})

/** Every article the sitemap names. */
async function articles(request: APIRequestContext): Promise<string[]> {
  const xml = await (await request.get('/sitemaps/1')).text()
  return [...xml.matchAll(/<loc>[^<]*(\/articles\/\d+)<\/loc>/g)].map(([, path = '']) => path)
}

/** The page and what it needs before it can be read and used, as it goes over the wire. */
async function weigh(request: APIRequestContext, path: string): Promise<number> {
  const html = await (await request.get(path)).text()
  const parts = [...html.matchAll(/(?:<script[^>]*src|<link[^>]*rel="stylesheet"[^>]*href)="([^"]+)"/g)]
  const files = await Promise.all(parts.map(async ([, file = '']) => (await request.get(file)).body()))
  return [Buffer.from(html), ...files].reduce((sum, body) => sum + gzipSync(body).length, 0)
}
