import { decodePage } from '../core/charset.ts'
import type { PageFault, PageText } from '../core/page.ts'
import { pictureType } from '../core/picture.ts'
import { sameSite } from '../core/url.ts'
import type { Fetched, Refusal } from '../ports/fetcher.ts'
import type { JobContext } from './context.ts'

/** What became of a page: its text, a link to what is no text, or why it has none. */
export type FetchedPage = { text: PageText } | { link: true } | { fault: PageFault; retryAfter: string | null }

const ACCEPT = 'text/html, application/xhtml+xml, */*;q=0.1'
const MAX_BYTES = 2_000_000
const TIMEOUT = 10_000

const HTML = /^\s*(text\/html|application\/xhtml\+xml)\b/i
/** Good for a browser, but nothing that a list could read out. */
const LINKED = /^\s*(application\/pdf|text\/plain|application\/epub\+zip|(image|audio|video)\/)/i
/** Types that servers send for want of a better one: the bytes say more. */
const UNKNOWN = /^\s*(application\/(octet-stream|x-download|force-download)|binary\/)/i

const STATUS_FAULTS: Record<number, PageFault> = { 401: 'sign_in', 402: 'sign_in', 407: 'sign_in', 451: 'legal' }

/** Pages that only lead on, one after another, before it is enough. */
const MOST_LEADS = 2

/** Faults of the outside world are results; it throws nothing of theirs. */
export async function fetchPage(context: JobContext, url: string, leads = 0): Promise<FetchedPage> {
  const fetched = await context.fetcher(url, {
    accept: ACCEPT,
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT,
    wants: (type) => !type || HTML.test(type) || UNKNOWN.test(type),
    reasons: true,
  })
  switch (fetched.result) {
    case 'ok':
      return readAnswer(context, fetched, { asked: url, leads })
    case 'gone':
      return failed('gone')
    case 'not_modified':
      return failed('refused')
    case 'busy':
      return failed((await wallIn(fetched.refusal, url)) ?? 'busy', fetched.retryAfter)
    case 'failed':
      return failed((await wallIn(fetched.refusal, url)) ?? fetched.error)
  }
}

type Answer = Extract<Fetched, { result: 'ok' }>

async function readAnswer(
  context: JobContext,
  { url, bytes, contentType }: Answer,
  { asked, leads }: { asked: string; leads: number },
): Promise<FetchedPage> {
  const type = contentType ?? ''
  if (LINKED.test(type) || isFile(bytes)) return { link: true }
  if (type && !HTML.test(type)) return failed('not_html')
  // Many sites send whoever asks for a page that is gone to their first one.
  if (atHome(url) && !atHome(asked) && sameSite(url, asked)) return failed('not_found')
  // Parser and sanitiser are loaded only by a run that has something to read.
  const { readPage } = await import('../core/extract.ts')
  const page = readPage(decodePage(bytes, contentType), url)
  if (!('fault' in page)) return { text: page }
  return page.next && leads < MOST_LEADS ? fetchPage(context, page.next, leads + 1) : failed(page.fault)
}

/** Why a refusal refuses, where it says so: a challenge or a sign-in wall comes with many a status. */
async function wallIn(refusal: Refusal | undefined, url: string): Promise<PageFault | null> {
  if (!refusal) return null
  const { status, headers, bytes } = refusal
  if (headers.get('cf-mitigated') === 'challenge') return 'challenge'
  if (STATUS_FAULTS[status]) return STATUS_FAULTS[status]
  if (status === 404 || !HTML.test(headers.get('Content-Type') ?? '')) return null
  const { readPage } = await import('../core/extract.ts')
  const page = readPage(decodePage(bytes, headers.get('Content-Type')), url)
  return 'fault' in page && ['challenge', 'sign_in'].includes(page.fault) ? page.fault : null
}

function failed(fault: PageFault, retryAfter: string | null = null): FetchedPage {
  return { fault, retryAfter }
}

function isFile(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 5)) === '%PDF-' || pictureType(bytes) !== null
}

function atHome(url: string): boolean {
  const { pathname, search } = new URL(url)
  return pathname === '/' && search === ''
}
