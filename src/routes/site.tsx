import { type Context, Hono } from 'hono'
import { asset } from '../../views/asset.ts'
import { AboutPage, PrivacyPage, TermsPage } from '../../views/site.tsx'
import { checks } from '../actions/health.ts'
import type { AppEnv } from '../env.ts'
import { directionOf, messages } from '../i18n/messages.ts'
import { publicBody, publicPage } from '../web/caching.tsx'

export const siteRoutes = new Hono<AppEnv>()

siteRoutes.get('/about', (c) => publicPage(c, FIXED, <AboutPage />))
siteRoutes.get('/privacy', (c) => publicPage(c, FIXED, <PrivacyPage />))
siteRoutes.get('/terms', (c) => publicPage(c, FIXED, <TermsPage />))
siteRoutes.get('/robots.txt', (c) => publicBody(c, FIXED, 'text/plain; charset=UTF-8', () => robots(c)))
siteRoutes.get('/manifest.webmanifest', (c) => publicBody(c, FIXED, 'application/manifest+json', () => manifest(c)))

/** For whoever watches the service: whether it answers, and what of it does not (docs/running.md). */
siteRoutes.get('/healthz', async (c) => {
  const found = await checks(c.var)
  const ok = Object.values(found).every(Boolean)
  return c.json({ ok, checks: found }, ok ? 200 : 503)
})

/** They change with the build and the site's settings only, both of which are in every ETag. */
const FIXED = { tags: ['site'], version: null }

/** Pages that lead a robot nowhere; what it must not read is behind a session anyway. */
const NO_ROBOTS = [
  '/for-you',
  '/following',
  '/welcome',
  '/list',
  '/me/',
  '/settings',
  '/desk',
  '/login',
  '/register',
  '/verify/',
  '/newsletters/manage/',
]

function robots(c: Context<AppEnv>): string {
  const lines = NO_ROBOTS.map((path) => `Disallow: ${path}`)
  return `User-agent: *\n${lines.join('\n')}\n\nSitemap: ${c.var.site.url}/sitemap.xml\n`
}

function manifest(c: Context<AppEnv>): string {
  const { site } = c.var
  const icon = (src: string, sizes: string, purpose: string) => ({ src, sizes, purpose, type: 'image/png' })
  return JSON.stringify({
    id: '/',
    name: site.name,
    short_name: site.name,
    description: messages(site.language, site.digits).site.tagline,
    lang: site.language,
    dir: directionOf(site.language),
    start_url: '/',
    display: 'minimal-ui',
    // The page shows what was shared, and its button saves it.
    share_target: { action: '/list/new', method: 'GET', params: { title: 'title', text: 'text', url: 'url' } },
    background_color: '#fbf9f4',
    theme_color: '#fbf9f4',
    icons: [
      icon(asset('icon-192.png'), '192x192', 'any'),
      icon(asset('icon-512.png'), '512x512', 'any'),
      icon(asset('icon-maskable.png'), '512x512', 'maskable'),
    ],
  })
}
