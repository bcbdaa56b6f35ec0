import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../env.ts'
import { open } from '../store/db.ts'

const BOOKMARK = '__Host-bm'
/** workerd accepts and echoes any string as a bookmark, so its shape is checked here. */
const SHAPE = /^[0-9a-f]{8}(-[0-9a-f]{8}){2}-[0-9a-f]{32}$/
const SECONDS = 900

/**
 * Which replica a request may read. A public page: any, and no cookie is looked at. A reader's GET: one that has seen
 * their last change (`__Host-bm`). Everything that writes: the primary, and the answer remembers how far it got.
 */
export const database = createMiddleware<AppEnv>(async (c, next) => {
  const writes = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  const session = c.env.DB.withSession(writes ? 'first-primary' : constraintFor(c))
  const db = open(session)
  c.set('db', db)
  c.set('shelf', db)
  c.set('search', open(c.env.SEARCH_DB))
  c.set('files', c.env.FILES)
  await next()
  const bookmark = writes && c.var.kind !== 'bare' ? session.getBookmark() : null
  if (bookmark) {
    setCookie(c, BOOKMARK, bookmark, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: SECONDS })
  }
})

/** For a GET of what was written in another browser: a mailed link may be opened before the replicas know its row. */
export const fromPrimary = createMiddleware<AppEnv>(async (c, next) => {
  c.set('db', open(c.env.DB.withSession('first-primary')))
  await next()
})

function constraintFor(c: Context<AppEnv>): string {
  const given = c.var.kind === 'public' || c.var.kind === 'bare' ? undefined : getCookie(c, BOOKMARK)
  return given && SHAPE.test(given) ? given : 'first-unconstrained'
}
