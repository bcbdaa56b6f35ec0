import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { METHOD_NAME_ALL } from 'hono/router'
import { TrieRouter } from 'hono/router/trie-router'
import { LONGEST_QUERY } from '../core/query.ts'
import type { AppEnv } from '../env.ts'
import { requireEditor, requireReader } from './session.ts'

/**
 * The three kinds of page, and a fourth for machines:
 * `public` the same bytes for everybody, cacheable; `open` nobody need be signed in, never cached;
 * `bare` a token or a signature is the right and cookies are not read; `private` everything else.
 */
export type Kind = 'public' | 'open' | 'bare' | 'private'
export type KindOf = (method: string, path: string) => Kind

/** Makes the look-up from the lists in `app.ts`: exact patterns such as `POST /newsletters/:slug/subscribe`. */
export function kinds(lists: Record<Exclude<Kind, 'private'>, readonly string[]>): KindOf {
  const router = new TrieRouter<Kind>()
  for (const kind of ['public', 'open', 'bare'] as const) {
    for (const route of lists[kind]) {
      const [method = '', path = ''] = route.split(' ')
      router.add(method, path, kind)
    }
  }
  return (method, path) => router.match(method === 'HEAD' ? 'GET' : method, path)[0][0]?.[0] ?? 'private'
}

/**
 * Lets a request through to its kind of page. What is on no list is private, so a forgotten entry fails closed;
 * a path that no route answers goes on to the 404 page.
 */
export const access = createMiddleware<AppEnv>(async (c, next) => {
  if (c.var.kind === 'public') {
    const clean = withoutUnknown(new URL(c.req.url))
    return clean === null ? next() : c.redirect(clean, 301)
  }
  const exists = matchedRoutes(c).some((route) => route.method !== METHOD_NAME_ALL)
  if (c.var.kind === 'private' && exists) return (DESK.test(c.req.path) ? requireEditor : requireReader)(c, next)
  return next()
})

/** The editor's pages. */
const DESK = /^\/desk(\/|$)/

/** Public pages know these parameters, once each and well formed: anything else would be one more cache key. */
const KNOWN: Record<string, RegExp> = { before: /^\d{1,12}\.\d{1,15}$/ }
const OF_SEARCH: Record<string, RegExp> = { ...KNOWN, q: new RegExp(`^(?=.*\\S).{1,${LONGEST_QUERY}}$`, 'su') }

/** The path without unknown, repeated or malformed parameters; null: it is clean already. */
function withoutUnknown(url: URL): string | null {
  const known = url.pathname === '/search' ? OF_SEARCH : KNOWN
  const kept = new URLSearchParams()
  for (const [name, value] of url.searchParams) {
    if (known[name]?.test(value) && !kept.has(name)) kept.append(name, value)
  }
  const search = kept.size ? `?${kept}` : ''
  return search === url.search ? null : url.pathname + search
}
