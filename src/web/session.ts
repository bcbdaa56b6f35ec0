import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import { AppError } from '../core/errors.ts'
import { intentQuery } from '../core/intent.ts'
import { randomSecret, sha256 } from '../core/secrets.ts'
import type { AppEnv } from '../env.ts'
import * as readers from '../store/readers.ts'
import type { SignedIn } from '../store/sessions.ts'
import * as sessions from '../store/sessions.ts'
import { deviceOf } from './from.ts'
import { setPrefs } from './prefs.ts'
import { leave } from './respond.tsx'

/** What lucia carries for us of a session. `publicId` names it among a reader's devices and grants nothing. */
type SessionFacts = { publicId: string; lastSeenAt: number }

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionFacts, SignedIn>
    DatabaseUserAttributes: SignedIn
    DatabaseSessionAttributes: SessionFacts
    UserId: number
  }
}

const COOKIE = '__Host-session'
/** Tells the page's script that asking for the reader's state is worth a request; grants nothing. */
const MARKER = '__Host-reader'
/** How lucia makes ids: 25 random bytes in base32. Anything else needs no look-up. */
const SHAPE = /^[a-z2-7]{40}$/
const DAYS = 30
/** How often at most a session's row remembers that it was used (seconds): reading stays reading. */
const SEEN_EVERY = 3600

/** Lets a reader through; anybody else is sent to sign in, and back where a visitor is led there. */
export const requireReader = createMiddleware<AppEnv>(async (c, next) => {
  const back = c.req.path === '/for-you' ? intentQuery({ kind: 'page', page: 'for-you' }) : ''
  if (!(await optionalReader(c))) return leave(c, `/login${back}`)
  await next()
})

/** Lets an editor through; any other reader is told that the page is not theirs. */
export const requireEditor = createMiddleware<AppEnv>(async (c, next) => {
  const reader = await optionalReader(c)
  if (!reader) return leave(c, '/login')
  if (reader.role !== 'editor') throw new AppError('forbidden')
  await next()
})

/** The reader of a private page. On an open route ask `optionalReader`. */
export function signedIn(c: Context<AppEnv>): SignedIn {
  const { reader } = c.var
  if (!reader) throw new Error(`${c.req.path} asked for its reader, but requireReader has not run`)
  return reader
}

/** The public id of the session a private page was asked for in. */
export function sessionOf(c: Context<AppEnv>): string {
  signedIn(c)
  return c.var.sessionId ?? ''
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
  c.set('sessionId', session.publicId)
  remember(c, session)
  return user
}

/** What no page waits for. */
function remember(c: Context<AppEnv>, { id, lastSeenAt }: { id: string; lastSeenAt: number }): void {
  const now = c.var.now()
  const before = now - SEEN_EVERY
  if (lastSeenAt > before) return
  c.var.later(sessions.touch(c.var.db, sha256(id), { before, now }))
}

/**
 * Signs this browser in under a new id; the session it had before ends (ASVS 7.2.4). It learns how they like to read,
 * and they find the event among their account's. `stored` is the password that was right: where a reset was faster,
 * the cookie opens nothing.
 */
export async function startSession(c: Context<AppEnv>, readerId: number, stored?: string): Promise<void> {
  const event = { readerId, kind: 'signed_in', at: c.var.now(), ...deviceOf(c) } as const
  await begin(c, readerId, { event, stored })
  const prefs = await readers.prefsOf(c.var.db, readerId)
  if (prefs) setPrefs(c, prefs)
}

/** The same reader under a new id, after the account's password changed: to `stored`, as above. */
export async function renewSession(c: Context<AppEnv>, stored: string): Promise<void> {
  await begin(c, signedIn(c).id, { stored })
}

async function begin(c: Context<AppEnv>, readerId: number, beginning: sessions.Beginning): Promise<void> {
  const before = sessionId(c)
  if (before) await luciaFor(c).invalidateSession(before)
  const session = await luciaFor(c, beginning).createSession(readerId, {
    lastSeenAt: c.var.now(),
    publicId: randomSecret(16),
  })
  setCookies(c, session.id)
}

/** Signs this browser out and has it forget what it kept of us; `prefs` is no secret and stays (ASVS 14.3.1). */
export async function endSession(c: Context<AppEnv>): Promise<void> {
  const id = sessionId(c)
  const event = { readerId: signedIn(c).id, kind: 'signed_out', at: c.var.now(), ...deviceOf(c) } as const
  if (id) await sessions.signOut(c.var.db, sha256(id), event)
  forgetSession(c)
  c.header('Clear-Site-Data', '"cache", "storage"')
}

/** For an answer after which this browser's session is known to be over. */
export function forgetSession(c: Context<AppEnv>): void {
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

function luciaFor(c: Context<AppEnv>, beginning?: sessions.Beginning) {
  return new Lucia(adapterFor(c, beginning), {
    sessionExpiresIn: new TimeSpan(DAYS, 'd'),
    getUserAttributes: (reader) => reader,
    getSessionAttributes: (facts) => facts,
  })
}

/**
 * What lucia asks of a database. It knows the id as the cookie holds it; the table knows only its hash, so a stolen
 * table signs nobody in. Lucia also reads the machine's clock, and this is where its dates become ours and back.
 */
function adapterFor(c: Context<AppEnv>, beginning?: sessions.Beginning): Adapter {
  const { db } = c.var
  const now = c.var.now()
  const toDate = (at: number) => new Date(Date.now() + (at - now) * 1000)
  const toSeconds = (date: Date) => now + Math.round((date.getTime() - Date.now()) / 1000)
  return {
    async getSessionAndUser(id) {
      const found = await sessions.find(db, sha256(id), now)
      if (!found) return [null, null]
      const { reader, expiresAt, publicId, lastSeenAt } = found
      return [
        { id, userId: reader.id, expiresAt: toDate(expiresAt), attributes: { publicId, lastSeenAt } },
        { id: reader.id, attributes: reader },
      ]
    },
    setSession: ({ id, userId, expiresAt, attributes }) =>
      sessions.insert(
        db,
        {
          idHash: sha256(id),
          publicId: attributes.publicId,
          readerId: userId,
          createdAt: now,
          expiresAt: toSeconds(expiresAt),
          ...deviceOf(c),
        },
        beginning,
      ),
    updateSessionExpiration: (id, expiresAt) => sessions.extend(db, sha256(id), toSeconds(expiresAt)),
    deleteSession: (id) => sessions.remove(db, sha256(id)),
    deleteUserSessions: (readerId) => sessions.removeAll(db, readerId),
    // A session's id cannot be had back from its hash, and ended sessions are the sweep's work.
    getUserSessions: async () => [],
    deleteExpiredSessions: async () => {},
  }
}
