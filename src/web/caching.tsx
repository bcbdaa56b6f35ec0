import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Child } from 'hono/jsx'
import assets from '../../dist/assets.json'
import { render } from '../../views/words.tsx'
import type { AppEnv } from '../env.ts'
import { wordsFor } from './respond.tsx'

/** Outermost: nothing may be kept by anybody unless a public page says otherwise. */
export const noStoreByDefault = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'private, no-store')
})

export type Freshness = {
  /** Ids of what the page shows, such as `article-17`: what an edit or a take-down purges. ASCII only. */
  tags: string[]
  /** Everything the page shows that can change; its digest is the ETag, so that no edit goes unnoticed. */
  version: unknown
}

/** A page that is the same bytes for everybody at every minute: cacheable, with an ETag, 304 when it is known. */
export function publicPage(c: Context<AppEnv>, freshness: Freshness, view: Child): Response | Promise<Response> {
  return publicBody(c, freshness, 'text/html; charset=UTF-8', () => render(wordsFor(c), view))
}

/**
 * The same for what is no page (feeds, sitemaps). The body is made only where it is needed.
 * @throws Error when the request's cookies were looked at, or one is to be set: such an answer belongs to one reader.
 */
export async function publicBody(
  c: Context<AppEnv>,
  { tags, version }: Freshness,
  type: string,
  body: () => string | Promise<string>,
): Promise<Response> {
  if (c.var.personal) throw new Error(`${c.req.path} is public, but a cookie was read or set`)
  const etag = `"${assets.build}-${await digest(JSON.stringify([c.var.site, version]))}"`
  const headers = {
    'Content-Type': type,
    'Cache-Control': 'public, no-cache',
    // Never s-maxage or must-revalidate: they switch stale serving off (platform: Workers Cache).
    'Cloudflare-CDN-Cache-Control': 'max-age=60, stale-while-revalidate=600, stale-if-error=86400',
    'Cache-Tag': ['all', ...tags].join(','),
    ETag: etag,
  }
  if (known(c.req.header('If-None-Match'), etag)) return c.body(null, 304, headers)
  return c.body(await remembered(`${c.req.path}${new URL(c.req.url).search} ${etag}`, body), 200, headers)
}

/** Bodies made lately in this isolate, by the path and the ETag that decide their bytes: rendering is half a page's cost. */
const bodies = new Map<string, string>()
const MOST_BODIES = 50

async function remembered(key: string, make: () => string | Promise<string>): Promise<string> {
  const known = bodies.get(key)
  if (known !== undefined) return known
  const body = await make()
  bodies.set(key, body)
  const [oldest] = bodies.keys()
  if (bodies.size > MOST_BODIES && oldest !== undefined) bodies.delete(oldest)
  return body
}

/** Cache tags of the rows a page shows, such as `article-17`. */
export function tagsOf(kind: string, rows: { id: number }[]): string[] {
  return rows.map(({ id }) => `${kind}-${id}`)
}

function known(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false
}

/** Tells versions apart: 96 bits, since it also decides which kept body is sent. */
async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(hash).toString('base64url').slice(0, 16)
}
