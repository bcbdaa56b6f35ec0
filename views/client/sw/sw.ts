import { keepAssets, offlinePage } from './assets.ts'
import { changes, dropChange } from './memory.ts'
import * as pages from './pages.ts'
import { mayWait, type Outcome, overtake, placeLeft, sendAll, wait } from './waiting.ts'

// The browser's own worker for a signed-in reader: the newest articles of the list without a connection, and changes
// made without one sent later. Whatever is not of the list passes as if it were not here.
declare const self: ServiceWorkerGlobalScope

/** How long something waits for the site before it does without, in milliseconds. */
const PATIENCE = { page: 4_000, change: 10_000, signOut: 4_000 }

/** Not known to every browser, and to no library of types: https://wicg.github.io/background-sync/spec/ */
type WithSync = ServiceWorkerRegistration & { sync?: { register: (tag: string) => Promise<void> } }

self.addEventListener('install', (event) => event.waitUntil(keepAssets().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('sync', (event) => (event as ExtendableEvent).waitUntil(sendOrFail()))
self.addEventListener('message', (event) => event.waitUntil(reply(event)))
self.addEventListener('fetch', (event) => {
  const answer = answerTo(event)
  if (answer) event.respondWith(answer)
})

/** What pages ask (views/client/offline.ts), each with a port for the answer. */
const ASKED = {
  contact,
  waiting: changes,
  drop: dropChange,
  kept: pages.keptHere,
  clear: pages.clearPages,
}

async function reply({ data, ports: [port] }: ExtendableMessageEvent): Promise<void> {
  const { ask, about } = data as { ask: keyof typeof ASKED; about: number }
  port?.postMessage(await ASKED[ask](about))
}

function answerTo(event: FetchEvent): Promise<Response> | null {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== location.origin) return null
  if (request.method === 'POST') return change(event, url.pathname)
  if (request.method !== 'GET') return null
  if (/^\/[ai]\//.test(url.pathname)) return caches.match(request).then((found) => found ?? fetch(request))
  if (url.pathname === '/me/state') return fetch(request).catch(() => new Response(null, { status: 204 }))
  const name = pages.nameOf(url)
  if (name) return listPage(event, name)
  return request.mode === 'navigate' ? otherPage(event) : null
}

/** The site first; what is kept where it does not answer, or not soon. */
async function listPage(event: FetchEvent, name: string): Promise<Response> {
  const kept = await pages.keptPage(name)
  const answer = site(event.request)
  const response = await (kept ? Promise.race([answer, patience('page')]) : answer)
  if (!response) return kept ? pages.shown(kept, await placeLeft(name)) : without(event.request)
  // The list sends nobody elsewhere who is signed in.
  if (response.type === 'opaqueredirect') await pages.pagesAreOld()
  event.waitUntil(contact())
  return response
}

async function otherPage(event: FetchEvent): Promise<Response> {
  const response = await site(event.request)
  if (response) event.waitUntil(passing())
  return response ?? without(event.request)
}

/** On every page: whether there is still a reader here, and whether something of theirs waits. */
async function passing(): Promise<void> {
  if (await pages.signedOutHere()) await self.registration.unregister()
  else await send()
}

function without(request: Request): Promise<Response> | Response {
  return request.mode === 'navigate' ? offlinePage() : Response.error()
}

/** Null where it was not reached: no connection, or somebody in between who says so (502 and above). */
async function site(request: Request): Promise<Response | null> {
  const response = await fetch(request).catch(() => null)
  return response && response.status <= 500 ? response : null
}

function patience(what: keyof typeof PATIENCE): Promise<null> {
  return new Promise((done) => setTimeout(() => done(null), PATIENCE[what]))
}

function change(event: FetchEvent, path: string): Promise<Response> | null {
  if (path === '/logout') return signOut(event.request)
  if (/^\/(login|verify)(\/|$)/.test(path)) return signIn(event.request)
  if (mayWait(path)) return changeList(event, path)
  event.waitUntil(pages.pagesAreOld())
  return event.request.mode === 'navigate' ? otherPage(event) : null
}

async function changeList(event: FetchEvent, path: string): Promise<Response> {
  const { request } = event
  const spare = request.clone()
  const response = await Promise.race([site(request), patience('change')])
  if (response) {
    event.waitUntil(changed(path))
    return response
  }
  const answer = await wait(spare, request.referrer)
  if (!answer) return without(request)
  await tell(null)
  await (self.registration as WithSync).sync?.register('changes').catch(() => {})
  return answer
}

/** What was just saved is kept at once: it may be on the way out of the door. The rest has time until the next visit. */
async function changed(path: string): Promise<void> {
  await overtake(path)
  await pages.pagesAreOld()
  if (path === '/list') await contact()
}

/** Whoever comes in now may be somebody else: nothing of the one before is shown from here on. */
async function signIn(request: Request): Promise<Response> {
  await pages.forgetPages()
  return (await site(request)) ?? without(request)
}

/** What waits is sent while it can be; then nothing of this reader stays, whatever was under way meanwhile. */
async function signOut(request: Request): Promise<Response> {
  await Promise.race([send(), patience('signOut')])
  await pages.forgetPages()
  const response = await site(request)
  if (!response) return without(request)
  await pages.forgetReader()
  return response
}

async function contact(): Promise<void> {
  await send()
  await pages.keepPages()
}

async function send(): Promise<Outcome> {
  const outcome = await sendAll()
  if (outcome.sent + outcome.refused > 0) await tell(outcome)
  return outcome
}

/** Failing, it is tried again when the browser thinks that it will work. */
async function sendOrFail(): Promise<void> {
  if ((await send()).left) throw new Error('the site was not reached')
}

/** Has open pages show what waits now, and what came of what waited. */
async function tell(outcome: Outcome | null): Promise<void> {
  for (const client of await self.clients.matchAll({ type: 'window' })) client.postMessage({ outcome })
}
