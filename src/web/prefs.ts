import type { Context } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import { PREFS_COOKIE, type Prefs, readPrefs, writePrefs } from '../core/prefs.ts'
import type { AppEnv } from '../env.ts'

const YEAR = 31_536_000

/** How whoever sent this request likes to read. For private pages: a public one is the same for everybody. */
export function prefsOf(c: Context<AppEnv>): Prefs {
  c.set('personal', true)
  return readPrefs(c.req.header('Cookie') ?? '')
}

/** Readable, as scripts of public pages need it, and without secrets; nothing chosen is no cookie. */
export function setPrefs(c: Context<AppEnv>, prefs: Prefs): void {
  c.set('personal', true)
  const options = { path: '/', secure: true, sameSite: 'Lax' } as const
  const value = writePrefs(prefs)
  if (value) setCookie(c, PREFS_COOKIE, value, { ...options, maxAge: YEAR })
  else deleteCookie(c, PREFS_COOKIE, options)
}
