import { build, dropOldAssets } from './assets.ts'
import { changes, dropChange, forget, forgetEverything, recall, remember } from './memory.ts'

declare const self: ServiceWorkerGlobalScope

// The newest articles of the list, the list itself and their pictures, in a cache named after their reader and the build.

/** What `GET /list/offline` says (src/routes/offline.tsx). */
type Wanted = { reader: string; most: number; articles: { id: number; version: string }[] }

/** How long kept pages are as good as new, in milliseconds. */
const FRESH = 120_000
const MOST_PICTURES = 20
const MOST_PICTURE_BYTES = 60 * 1024 * 1024
const AT_ONCE = 4
const OURS = 'list-'
const VERSION = 'Kept-Version'
const PICTURES = 'Kept-Pictures'
const BYTES = 'Kept-Bytes'

/** Grows when kept pages are forgotten: what was under way for them by then is kept for nobody. */
let forgotten = 0

/** The name under which a page of the list is kept; null for every other page. */
export function nameOf({ pathname, searchParams }: URL): string | null {
  if (/^\/list\/[1-9]\d*$/.test(pathname)) return pathname
  const others = [...searchParams.keys()].filter((name) => !['before', 'done', 'id'].includes(name))
  if (pathname !== '/list' || others.length > 0) return null
  const before = searchParams.get('before')
  return before ? `/list?before=${before}` : '/list'
}

export async function keptPage(name: string): Promise<Response | undefined> {
  return (await signedOutHere()) ? undefined : caches.match(name)
}

/** Where a text was left, as a page names it (views/saved.tsx). */
export type Place = { percent: string; anchor: string }

/** A kept page as it is shown: it says itself that it is one, and opens where it was left since it was kept. */
export async function shown(page: Response, left?: Place): Promise<Response> {
  const html = (await page.text()).replace('<html', '<html data-connection="none"')
  return new Response(left ? openedAt(html, left) : html, { headers: page.headers })
}

function openedAt(html: string, { percent, anchor }: Place): string {
  const escaped = anchor.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return html.replace(
    /data-percent="\d+" data-anchor="[^"]*"/,
    () => `data-percent="${percent}" data-anchor="${escaped}"`,
  )
}

/** Whether the marker of a session is gone from this browser; then everything of its reader's goes, too. */
export async function signedOutHere(): Promise<boolean> {
  // Not every browser lets a worker ask; there, the next answer of the site says it.
  if (!self.cookieStore || (await self.cookieStore.get('__Host-reader'))) return false
  await forgetPages()
  return true
}

/**
 * From here on nobody is known here. Changes that were made and not sent stay: they carry their reader's mark, and
 * wait for that reader to sign in again.
 */
export async function forgetPages(): Promise<void> {
  forgotten += 1
  await dropCaches()
  await forget('reader', 'freshAt', 'whole')
}

export async function forgetReader(): Promise<void> {
  await forgetPages()
  await forgetEverything()
}

/** For a reader who wants the room: as if the pages had just been compared, so that they do not come back at once. */
export async function clearPages(): Promise<void> {
  const reader = await recall('reader')
  await forgetPages()
  if (reader) await remember('reader', reader)
  await remember('freshAt', Date.now())
}

/** For what changed the list: the next visit compares again. */
export async function pagesAreOld(): Promise<void> {
  await forget('freshAt')
}

/**
 * Brings the kept pages up to date, unless that was done a moment ago or is being done. Where the connection or the
 * room ends on the way, what was kept by then stays, and the next time goes on.
 */
export async function keepPages(): Promise<void> {
  if (Date.now() - ((await recall('freshAt')) ?? 0) < FRESH) return
  await navigator.locks.request('pages', { ifAvailable: true }, async (lock) => {
    if (lock) await refresh().catch(() => undefined)
  })
}

async function refresh(): Promise<void> {
  const begun = forgotten
  const wanted = await wantedPages()
  if (!wanted) return
  if ((await recall('reader')) !== wanted.reader) await dropCaches()
  for (const { key, reader } of await changes()) if (reader !== wanted.reader) await dropChange(key)
  if (begun !== forgotten) return
  const name = `${OURS}${wanted.reader}-${build}`
  const cache = await caches.open(name)
  await remember('reader', wanted.reader)
  await remember('freshAt', Date.now())
  const whole = `${build} ${JSON.stringify(wanted)}`
  const allHere = async () => (await articlesIn(cache)) === wanted.articles.length
  if ((await recall('whole')) === whole && (await allHere())) return
  await keepAll(cache, wanted)
  await dropCaches(name)
  await dropOldAssets()
  if (await allHere()) await remember('whole', whole)
}

/** Null where nobody is signed in any more, or nobody answers as we know it. */
async function wantedPages(): Promise<Wanted | null> {
  const response = await fetch('/list/offline', { redirect: 'manual' })
  if (response.type === 'opaqueredirect') await forgetPages()
  return response.ok ? response.json() : null
}

async function dropCaches(but?: string): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== but)
  await Promise.all(names.map((name) => caches.delete(name)))
}

/** What changed is fetched, a few at once; what the reader's choice no longer names goes. */
async function keepAll(cache: Cache, { most, articles }: Wanted): Promise<void> {
  const room = { bytes: MOST_PICTURE_BYTES - (await bytesIn(cache)) }
  const lists = most > 0 ? await keepLists(cache, most, room) : []
  const queue = articles.values()
  const work = async () => {
    for (const { id, version } of queue) await keepArticle(cache, `/list/${id}`, version, room)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  await dropAllBut(cache, [...lists, ...articles.map(({ id }) => `/list/${id}`)])
}

type Room = { bytes: number }

/** The list from its first page on, as far as the kept articles go. */
async function keepLists(cache: Cache, most: number, room: Room): Promise<string[]> {
  const names: string[] = []
  let next: string | undefined = '/list'
  let rows = 0
  while (next && rows < most) {
    const html = await keepPage(cache, next, '', room)
    if (html === null) break
    names.push(next)
    rows += html.split('id="rows"')[1]?.match(/<article\b/g)?.length ?? most
    next = /href="(\/list\?before=[\d.]+)"/.exec(html)?.[1]
  }
  return names
}

async function keepArticle(cache: Cache, name: string, version: string, room: Room): Promise<void> {
  const page = await cache.match(name)
  if (page?.headers.get(VERSION) !== version) await keepPage(cache, name, version, room)
}

/** Gives the page's HTML; null where it did not come. */
async function keepPage(cache: Cache, name: string, version: string, room: Room): Promise<string | null> {
  const response = await fetch(name, { redirect: 'manual' })
  if (!response.ok) return null
  const html = await response.text()
  const pictures = [...new Set([...html.matchAll(/\ssrc="(\/i\/[\w.-]+)"/g)].map(([, path = '']) => path))]
  const first = pictures.slice(0, MOST_PICTURES)
  for (const picture of first) await keepPicture(cache, picture, room)
  await put(cache, name, new TextEncoder().encode(html), response.headers, {
    [VERSION]: version,
    [PICTURES]: first.join(),
  })
  return html
}

/** A picture that does not come, or for which there is no room, leaves its place empty. */
async function keepPicture(cache: Cache, path: string, room: Room): Promise<void> {
  if (room.bytes <= 0 || (await cache.match(path))) return
  const response = await fetch(path).catch(() => null)
  if (!response?.ok) return
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (bytes.length > room.bytes) return
  room.bytes -= bytes.length
  await put(cache, path, bytes, response.headers)
}

/** With the headers of the answer, its Content-Security-Policy among them. */
async function put(
  cache: Cache,
  name: string,
  body: Uint8Array<ArrayBuffer>,
  given: Headers,
  more = {},
): Promise<void> {
  const headers = new Headers(given)
  for (const [header, value] of Object.entries({ ...more, [BYTES]: String(body.length) }))
    headers.set(header, String(value))
  headers.delete('Content-Encoding')
  headers.delete('Content-Length')
  await cache.put(name, new Response(body, { headers }))
}

async function dropAllBut(cache: Cache, names: string[]): Promise<void> {
  const pages = await Promise.all(names.map((name) => cache.match(name)))
  const wanted = new Set([...names, ...pages.flatMap((page) => page?.headers.get(PICTURES)?.split(',') ?? [])])
  const old = (await cache.keys()).filter(({ url }) => !wanted.has(url.slice(location.origin.length)))
  await Promise.all(old.map((request) => cache.delete(request)))
}

/** How many articles are kept here, and the size of everything. */
export async function keptHere(): Promise<{ articles: number; bytes: number }> {
  const name = (await caches.keys()).find((name) => name.startsWith(OURS) && name.endsWith(build))
  if (!name) return { articles: 0, bytes: 0 }
  const cache = await caches.open(name)
  return { articles: await articlesIn(cache), bytes: await bytesIn(cache) }
}

async function articlesIn(cache: Cache): Promise<number> {
  return (await cache.keys()).filter(({ url }) => /\/list\/\d+$/.test(url)).length
}

async function bytesIn(cache: Cache): Promise<number> {
  const found = await Promise.all((await cache.keys()).map((request) => cache.match(request)))
  return found.reduce((sum, response) => sum + Number(response?.headers.get(BYTES) ?? 0), 0)
}
