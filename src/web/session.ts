import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import { AppError } from '../core/errors.ts'
import { randomSecret, sha256 } from '../core/secrets.ts'
import type { AppEnv } from '../env.ts'
import * as readers from '../store/readers.ts'
import type { SignedIn } from '../store/sessions.ts'
import * as sessions from '../store/sessions.ts'
import { setPrefs } from './prefs.ts'
import { leave } from './respond.tsx'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, SignedIn>
    DatabaseUserAttributes: SignedIn
    UserId: number
  }
}

const COOKIE = '__Host-session'
/** Tells the page's script that asking for the reader's state is worth a request; grants nothing. */
const MARKER = '__Host-reader'
/** How lucia makes ids: 25 random bytes in base32. Anything else needs no look-up. */
const SHAPE = /^[a-z2-7]{40}$/
const DAYS = 30

/** Lets a reader through; anybody else is sent to sign in. */
export const requireReader = createMiddleware<AppEnv>(async (c, next) => {
  if (!(await optionalReader(c))) return leave(c, '/login')
  await next()
})

/** Stands after requireReader. */
export const requireEditor = createMiddleware<AppEnv>(async (c, next) => {
  if (signedIn(c).role !== 'editor') throw new AppError('forbidden')
  await next()
})

/** The reader of a private page. On an open route ask `optionalReader`. */
export function signedIn(c: Context<AppEnv>): SignedIn {
  const { reader } = c.var
  if (!reader) throw new Error(`${c.req.path} asked for its reader, but requireReader has not run`)
  return reader
}

/**
 * Who is signed in, if anybody: one statement, none without the cookie. The answer belongs to one reader from here on.
 * A session that ended takes its cookies along; one that passed half its life is extended.
 */
export async function optionalReader(c: Context<AppEnv>): Promise<SignedIn | null> {
  if (c.var.reader) return c.var.reader
  c.set('personal', true)
  const id = sessionId(c)
  const { user, session } = id ? await luciaFor(c).validateSession(id) : { user: null, session: null }
  if (!user) {
    if (hasCookies(c)) setCookies(c, null)
    return null
  }
  if (session.fresh) setCookies(c, session.id)
  c.set('reader', user)
  return user
}

/** Signs this browser in under a new id; the session it had before ends (ASVS 7.2.4). It learns how they like to read. */
export async function startSession(c: Context<AppEnv>, readerId: number): Promise<void> {
  const before = sessionId(c)
  if (before) await luciaFor(c).invalidateSession(before)
  const session = await luciaFor(c).createSession(readerId, {})
  setCookies(c, session.id)
  const prefs = await readers.prefsOf(c.var.db, readerId)
  if (prefs) setPrefs(c, prefs)
}

export async function endSession(c: Context<AppEnv>): Promise<void> {
  const id = sessionId(c)
  if (id) await luciaFor(c).invalidateSession(id)
  setCookies(c, null)
}

/** Not lucia's own reader: that one throws at any malformed cookie, which would lock the browser out for good. */
function sessionId(c: Context<AppEnv>): string | null {
  const id = getCookie(c, COOKIE)
  return id && SHAPE.test(id) ? id : null
}

function hasCookies(c: Context<AppEnv>): boolean {
  return [COOKIE, MARKER].some((name) => getCookie(c, name) !== undefined)
}

/** Both cookies together, always: set for a session's id, cleared for null. */
function setCookies(c: Context<AppEnv>, id: string | null): void {
  c.set('personal', true)
  const options = { path: '/', secure: true, sameSite: 'Lax', maxAge: id ? DAYS * 86_400 : 0 } as const
  setCookie(c, COOKIE, id ?? '', { ...options, httpOnly: true })
  setCookie(c, MARKER, id ? '1' : '', options)
}

function luciaFor(c: Context<AppEnv>) {
  return new Lucia(adapterFor(c), {
    sessionExpiresIn: new TimeSpan(DAYS, 'd'),
    getUserAttributes: (reader) => reader,
  })
}

/**
 * What lucia asks of a database. It knows the id as the cookie holds it; the table knows only its hash, so a stolen
 * table signs nobody in. Lucia also reads the machine's clock, and this is where its dates become ours and back.
 */
function adapterFor(c: Context<AppEnv>): Adapter {
  const { db } = c.var
  const now = c.var.now()
  const toDate = (at: number) => new Date(Date.now() + (at - now) * 1000)
  const toSeconds = (date: Date) => now + Math.round((date.getTime() - Date.now()) / 1000)
  return {
    async getSessionAndUser(id) {
      const found = await sessions.find(db, sha256(id), now)
      if (!found) return [null, null]
      const { reader, expiresAt } = found
      return [
        { id, userId: reader.id, expiresAt: toDate(expiresAt), attributes: {} },
        { id: reader.id, attributes: reader },
      ]
    },
    setSession: ({ id, userId, expiresAt }) =>
      sessions.insert(db, {
        idHash: sha256(id),
        publicId: randomSecret(16),
        readerId: userId,
        createdAt: now,
        expiresAt: toSeconds(expiresAt),
      }),
    updateSessionExpiration: (id, expiresAt) => sessions.extend(db, sha256(id), toSeconds(expiresAt)),
    deleteSession: (id) => sessions.remove(db, sha256(id)),
    deleteUserSessions: (readerId) => sessions.removeAll(db, readerId),
    // A session's id cannot be had back from its hash, and ended sessions are the sweep's work.
    getUserSessions: async () => [],
    deleteExpiredSessions: async () => {},
  }
}
