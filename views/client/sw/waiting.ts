import { READER_HEADER } from '../../../src/core/offline.ts'
import { answerPart } from './assets.ts'
import { type Change, changes, dropChange, keepChange, recall } from './memory.ts'
import { keptPage, type Place, pagesAreOld } from './pages.ts'

// Changes of the list that were made without a connection: in order, each sent once its reader is reached again.

/** Wanted values, never toggles: sent twice they are one, and the last one stands for those before it. */
const ROW = /^\/list\/([1-9]\d*)\/(archived|finished|favourite|removed|progress)$/
const ARTICLE = /^\/list\/articles\/([1-9]\d*)\/removed$/

const DAYS_30 = 30 * 86_400_000
/** For one answer, in milliseconds. */
const PATIENCE = 20_000

export function mayWait(path: string): boolean {
  return path === '/list' || ROW.test(path) || ARTICLE.test(path)
}

/** Keeps a change until it can be sent, and gives what its form is answered with; null where nobody is known here. */
export async function wait(request: Request, from: string): Promise<Response | null> {
  const reader = await recall('reader')
  if (reader === undefined) return null
  const { pathname: path } = new URL(request.url)
  const type = request.headers.get('Content-Type') ?? ''
  const body = await request.clone().text()
  const form = await request.formData()
  const field = (name: string) => String(form.get(name) ?? '')
  const slot = path === '/list' ? `${path} ${field('article_id') || field('url')}` : path
  const undo = field('undo') === '1' && (await takenBack(path, slot))
  const what = undo ? 'undone' : whatIs(path, field('wanted'))
  if (!undo) {
    await takeBack(slot)
    await keepChange({ reader, slot, path, type, body, what, label: await labelOf(path, field('url')), at: Date.now() })
  }
  if (request.mode === 'navigate') return Response.redirect(wayOn(path, from), 303)
  if (!what) return new Response(null, { status: 204 })
  return said(what, undoOf(path, field('article_id'), field('wanted')))
}

/** Where the text of a page was left, as long as the site was not told. */
export async function placeLeft(name: string): Promise<Place | undefined> {
  const change = (await changes()).find(({ path }) => path === `${name}/progress`)
  const fields = new URLSearchParams(change?.body)
  return change && { percent: fields.get('percent') ?? '', anchor: fields.get('anchor') ?? '' }
}

/** A change that was sent at once: what waits for the same is of the past. */
export async function overtake(path: string): Promise<void> {
  if (path !== '/list') await takenBack(path, path)
}

/** Takes a change back that was not sent yet. A save from a card is undone by the route of its article. */
async function takenBack(path: string, slot: string): Promise<boolean> {
  const article = ARTICLE.exec(path)?.[1]
  return (await takeBack(slot)) || (article !== undefined && (await takeBack(`/list ${article}`)))
}

async function takeBack(slot: string): Promise<boolean> {
  const before = (await changes()).filter((change) => change.slot === slot && change.refused === undefined)
  for (const { key } of before) await dropChange(key)
  return before.length > 0
}

function whatIs(path: string, wanted: string): string | undefined {
  if (path === '/list') return 'saved'
  const state = ROW.exec(path)?.[2] ?? 'removed'
  if (state === 'progress') return undefined
  if (state === 'favourite') return wanted === '1' ? 'favourite' : 'unfavourite'
  if (wanted !== '1') return 'restored'
  return state === 'finished' ? 'archived' : state
}

/** A url as it was given, or the title of the row's own page where that is kept. */
async function labelOf(path: string, url: string): Promise<string> {
  const id = ROW.exec(path)?.[1]
  if (!id) return url
  const page = await (await keptPage(`/list/${id}`))?.text()
  const title = /<h1[^>]*>(.*?)<\/h1>/s.exec(page ?? '')?.[1] ?? ''
  return title.replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => SIGNS[name] ?? '')
}

const SIGNS: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The page that the form stood on, if it is one of the list's and still there. */
function wayOn(path: string, from: string): string {
  const { pathname } = new URL(from || '/', location.origin)
  const gone = path.endsWith('/removed') && pathname !== '/list'
  return pathname.startsWith('/list/') && pathname !== '/list/new' && !gone ? pathname : '/list'
}

type Undo = { path: string; wanted: string } | null

function undoOf(path: string, articleId: string, wanted: string): Undo {
  if (path !== '/list') return { path, wanted: wanted === '1' ? '0' : '1' }
  return /^\d+$/.test(articleId) ? { path: `/list/articles/${articleId}/removed`, wanted: '1' } : null
}

async function said(what: string, undo: Undo): Promise<Response> {
  const part = await answerPart(what)
  const html = undo
    ? part.replaceAll('{path}', undo.path).replaceAll('{wanted}', undo.wanted)
    : part.replace(/<form.*<\/form>/s, '')
  return new Response(html, { headers: { 'Content-Type': 'text/html; charset=UTF-8' } })
}

/** What became of what waited. `left`: whether something waits still. */
export type Outcome = { sent: number; refused: number; left: boolean }

/** Sends everything that waits, in order; what is refused stays to be seen, what cannot be sent now waits on. */
export function sendAll(): Promise<Outcome> {
  return navigator.locks.request('changes', async () => {
    const outcome: Outcome = { sent: 0, refused: 0, left: false }
    for (const change of await inTime()) {
      const { result, reason } = await send(change)
      if (result === 'later') return { ...outcome, left: true }
      // Who was told of nothing that waits is told of no refusal either.
      if (result === 'sent' || !change.what) await dropChange(change.key)
      else await keepChange({ ...change, refused: reason })
      outcome[result] += 1
    }
    if (outcome.sent > 0) await pagesAreOld()
    return outcome
  })
}

/** What waits and was not refused. After 30 days nobody means it any more. */
async function inTime(): Promise<Change[]> {
  const all = await changes()
  for (const { key } of all.filter(({ at }) => at < Date.now() - DAYS_30)) await dropChange(key)
  return all.filter(({ at, refused }) => at >= Date.now() - DAYS_30 && refused === undefined)
}

type Sent = { result: 'sent' | 'later'; reason?: undefined } | { result: 'refused'; reason: string }

/** Later: no connection, too many at once, nobody or somebody else signed in (403). */
async function send({ reader, path, type, body }: Change): Promise<Sent> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': type, [READER_HEADER]: reader },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null)
  if (!response || response.status === 403 || response.status === 429 || response.status > 500) {
    return { result: 'later' }
  }
  if (response.ok || response.type === 'opaqueredirect') return { result: 'sent' }
  return { result: 'refused', reason: reasonOf(await response.text()) ?? String(response.status) }
}

/** What is wrong with a field of the form, or what the page of the error is called. */
function reasonOf(html: string): string | undefined {
  const [, wrong] = /<p class="wrong"[^>]*>([^<]*)/.exec(html) ?? []
  const [, title] = /<h1[^>]*>([^<]*)/.exec(html) ?? []
  return wrong ?? title
}
