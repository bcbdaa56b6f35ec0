import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { fragment, render, type Words } from '../../views/words.tsx'
import { picturePath } from '../core/picture.ts'
import type { AppEnv } from '../env.ts'
import { formatFor } from '../i18n/format.ts'
import { messages } from '../i18n/messages.ts'
import { prefsOf } from './prefs.ts'

/** A whole page: the answer to a GET and to a form that was filled in badly (422). */
export function page(c: Context<AppEnv>, view: Child, status: ContentfulStatusCode = 200): Response {
  return c.html(render(wordsFor(c), view), status)
}

/** A part of a page, under a route of its own (`/me/state`). */
export function part(c: Context<AppEnv>, view: Child): Response {
  return c.html(fragment(wordsFor(c), view))
}

/** After a change that stays on the page: htmx gets what to show, a plain form goes `to` a page. */
export function done(c: Context<AppEnv>, { show, to }: { show: Child; to: string }): Response {
  return isHtmx(c) ? part(c, show) : c.redirect(to, 303)
}

/** After a change that ends on another page. htmx would swap a redirect's page into the button, so it is told to go. */
export function leave(c: Context<AppEnv>, to: string): Response {
  return isHtmx(c) ? c.body(null, 200, { 'HX-Redirect': to }) : c.redirect(to, 303)
}

/** A form filled in badly: htmx swaps the form alone, everybody else gets the page around it. Status 422. */
export function retry(c: Context<AppEnv>, { form, page: whole }: { form: Child; page: Child }): Response {
  return either(c, { show: form, page: whole }, 422)
}

/** A form that ends with words alone, and no page of its own to go to: htmx shows them in its place. */
export function say(c: Context<AppEnv>, words: { show: Child; page: Child }): Response {
  return either(c, words, 200)
}

function either(c: Context<AppEnv>, { show, page: whole }: { show: Child; page: Child }, status: 200 | 422): Response {
  return c.html(isHtmx(c) ? fragment(wordsFor(c), show) : render(wordsFor(c), whole), status)
}

/**
 * Where a plain form came from: the path of a same-origin Referer where that is a private page, so that archiving on
 * the third page of the list stays there; else the fallback.
 */
export function back(c: Context<AppEnv>, fallback: string): string {
  const referer = c.req.header('Referer')
  if (!referer || !URL.canParse(referer)) return fallback
  const url = new URL(referer)
  const ours = url.origin === c.var.site.url && c.var.kindOf('GET', url.pathname) === 'private'
  return ours ? url.pathname + url.search : fallback
}

export function wordsFor(c: Context<AppEnv>): Words {
  const { config, site, reader } = c.var
  const prefs = reader ? prefsOf(c) : {}
  return {
    m: messages(site.language, prefs.digits ?? site.digits),
    f: formatFor(site, prefs),
    site,
    path: c.req.path,
    picture: (url) => picturePath(url, config.signingKeys[0]),
    ...(reader && { reader, prefs }),
  }
}

function isHtmx(c: Context<AppEnv>): boolean {
  return c.req.header('HX-Request') === 'true'
}
