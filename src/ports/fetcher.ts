import { joined } from '../core/bytes.ts'
import type { Site } from '../core/config.ts'
import type { FetchFailure } from '../core/source.ts'
import { fetchable, ownHosts } from '../core/url.ts'

export type FetchOptions = {
  etag?: string | null
  lastModified?: string | null
  accept: string
  /** Of the body as it is after decompression. */
  maxBytes: number
  /** For everything: redirects, headers and body. */
  timeoutMs: number
  /** Whether a body of this type is worth reading; one that is not comes without its bytes. */
  wants?: (contentType: string | null) => boolean
  /** Keeps what an answer says that is no success: it may be the reason. */
  reasons?: boolean
}

/** An answer that is no success, with its body as far as `maxBytes`. */
export type Refusal = { status: number; headers: Headers; bytes: Uint8Array<ArrayBuffer> }

/** Faults of the outside world are results; only a fault of ours is thrown. */
export type Fetched =
  | {
      result: 'ok'
      /** Where the body came from, after redirects. */
      url: string
      bytes: Uint8Array<ArrayBuffer>
      contentType: string | null
      etag: string | null
      lastModified: string | null
      movedTo: string | null
    }
  | { result: 'not_modified'; movedTo: string | null }
  | { result: 'gone' }
  | { result: 'busy'; retryAfter: string | null; refusal?: Refusal }
  | { result: 'failed'; error: FetchFailure; detail: string; refusal?: Refusal }

/** GET of a stranger's url. `movedTo` is where 301 and 308 led, as far as every hop was permanent. */
export type Fetcher = (url: string, options: FetchOptions) => Promise<Fetched>

type Settings = {
  site: Pick<Site, 'name' | 'url'>
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Lets tests and local runs reach this machine; no setting of a deployed Worker does. */
  loopback?: boolean
  /** Answers a host that is not in the network, such as the sample publication's in local runs. */
  answer?: (url: URL) => Promise<Response> | null
}

const MAX_HOPS = 5

export function createFetcher({
  site,
  fetch = globalThis.fetch.bind(globalThis),
  loopback,
  answer,
}: Settings): Fetcher {
  const guard = { own: ownHosts(site.url), loopback: loopback ?? false }

  return async (url, options) => {
    const signal = AbortSignal.timeout(options.timeoutMs)
    const headers = headersFor(site.url, options)
    let at = url
    let permanent = true
    let movedTo: string | null = null
    try {
      for (let hop = 0; hop <= MAX_HOPS; hop++) {
        const allowed = fetchable(at, guard)
        if (!allowed) return failed('forbidden_url', at)
        const response =
          (await answer?.(new URL(allowed))) ?? (await fetch(allowed, { headers, redirect: 'manual', signal }))
        const target = redirectTarget(response, allowed)
        if (!target) return await read(response, { url: allowed, movedTo }, options, signal)
        await response.body?.cancel()
        if (allowed.startsWith('https:') && target.startsWith('http:')) return failed('forbidden_url', target)
        permanent &&= response.status === 301 || response.status === 308
        if (permanent) movedTo = target
        at = target
      }
      return failed('too_many_redirects', at)
    } catch (error) {
      if (signal.aborted) return failed('timeout', at)
      return failed('unreachable', error instanceof Error ? error.message : String(error))
    }
  }
}

function headersFor(siteUrl: string, { accept, etag, lastModified }: FetchOptions): Headers {
  const headers = new Headers({ Accept: accept, 'User-Agent': `Raff/1.0 (news reader; +${siteUrl})` })
  if (etag) headers.set('If-None-Match', etag)
  if (lastModified) headers.set('If-Modified-Since', lastModified)
  return headers
}

function redirectTarget(response: Response, from: string): string | null {
  if (![301, 302, 303, 307, 308].includes(response.status)) return null
  const location = response.headers.get('Location')
  return location && URL.canParse(location, from) ? new URL(location, from).href : null
}

async function read(
  response: Response,
  at: { url: string; movedTo: string | null },
  { maxBytes, wants, reasons }: FetchOptions,
  signal: AbortSignal,
): Promise<Fetched> {
  const { status, headers } = response
  if (status === 200) {
    const wanted = !wants || wants(headers.get('Content-Type'))
    const bytes = await readCapped(response, maxBytes, signal, wanted)
    if (!bytes) return failed('too_large', `more than ${maxBytes} bytes`)
    return {
      ...at,
      result: 'ok',
      bytes,
      contentType: headers.get('Content-Type'),
      etag: headers.get('ETag'),
      lastModified: headers.get('Last-Modified'),
    }
  }
  const said = await readCapped(response, maxBytes, signal, reasons ?? false)
  const refusal = reasons ? { refusal: { status, headers, bytes: said ?? new Uint8Array() } } : {}
  if (status === 304) return { result: 'not_modified', movedTo: at.movedTo }
  if (status === 410) return { result: 'gone' }
  if (status === 429 || (status === 503 && headers.has('Retry-After'))) {
    return { result: 'busy', retryAfter: headers.get('Retry-After'), ...refusal }
  }
  if (status === 404) return { ...failed('not_found', String(status)), ...refusal }
  return { ...failed(status >= 500 ? 'server_error' : 'refused', String(status)), ...refusal }
}

/**
 * The body, or null when it is longer than `maxBytes`; counts what arrives and believes no Content-Length. One that is
 * not wanted is left unread.
 */
async function readCapped(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
  wanted = true,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!wanted) await response.body?.cancel()
  const reader = wanted ? response.body?.getReader() : undefined
  const chunks: Uint8Array[] = []
  let length = 0
  while (reader) {
    signal.throwIfAborted()
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > maxBytes) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
  return joined(chunks, length)
}

function failed(error: FetchFailure, detail: string): Fetched {
  return { result: 'failed', error, detail: detail.slice(0, 300) }
}
