import { Hono } from 'hono'
import type { AppEnv } from '../env.ts'

const DAY = 86_400

/** `/.well-known`: what password managers and finders of faults look for. */
export const wellKnownRoutes = new Hono<AppEnv>()

/** https://w3c.github.io/webappsec-change-password-url/ */
wellKnownRoutes.get('/change-password', (c) => c.redirect('/settings/security'))

/** RFC 9116. It must end within a year; made anew with each answer, it ends when the site does. */
wellKnownRoutes.get('/security.txt', (c) => {
  const { site, now } = c.var
  const expires = new Date((now() + 90 * DAY) * 1000).toISOString()
  const lines = [
    `Contact: mailto:${site.contactEmail}`,
    `Expires: ${expires}`,
    `Preferred-Languages: ${site.language}, en`,
    `Canonical: ${site.url}/.well-known/security.txt`,
  ]
  return c.text(`${lines.join('\n')}\n`, 200, { 'Cache-Control': `public, max-age=${DAY}` })
})
