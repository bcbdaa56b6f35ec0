import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from '../env.ts'

const COOKIE = '__Host-signup'
/** As long as the mailed link is good for. */
const DAY = 86_400

/** The secret that tells the browser that asked for an account from others that open its link. */
export function browserOf(c: Context<AppEnv>): string | undefined {
  c.set('personal', true)
  const secret = getCookie(c, COOKIE)
  return secret && /^[\w-]{43}$/.test(secret) ? secret : undefined
}

export function rememberBrowser(c: Context<AppEnv>, secret: string): void {
  c.set('personal', true)
  setCookie(c, COOKIE, secret, { path: '/', secure: true, httpOnly: true, sameSite: 'Lax', maxAge: DAY })
}

export function forgetBrowser(c: Context<AppEnv>): void {
  c.set('personal', true)
  deleteCookie(c, COOKIE, { path: '/', secure: true })
}
