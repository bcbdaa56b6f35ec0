import type { Child } from 'hono/jsx'
import { isolate } from '../src/i18n/format.ts'
import { asset } from './asset.ts'
import { useWords } from './words.tsx'

export type HeadProps = {
  title: string
  description?: string
  robots?: 'noindex'
  /** A path of ours, or the url of the original. */
  canonical?: string
  /** A path of ours for the picture shown where the page is shared. */
  picture?: string
  kind?: 'website' | 'article'
  /** Text to read is set in another face, which is then the one to fetch early. */
  reading?: boolean
  head?: Child
}

/** Errors never replace a part of a page (me.ts tells them); a form filled in badly, 422, does. */
const HTMX = JSON.stringify({
  history: 'reload',
  includeIndicatorCSS: false,
  extensions: 'none',
  noSwap: [204, 304, '40x', '41x', 429, '5xx'],
})

export function Head({ title, description, robots, canonical, picture, kind, reading, head }: HeadProps) {
  const { m, site, path, reader } = useWords()
  const about = description || m.site.description
  const home = path === '/'
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <title>{home ? `${site.name} · ${title}` : `${isolated(title)} · ${site.name}`}</title>
      <link rel="stylesheet" href={asset('raff.css')} />
      <script async blocking="render" src={asset('prefs.js')} />
      <link
        rel="preload"
        href={asset(reading ? 'naskh-arabic-400.woff2' : 'vazirmatn-arabic.woff2')}
        as="font"
        type="font/woff2"
        crossorigin=""
      />
      <meta name="description" content={about} />
      {robots && <meta name="robots" content={robots} />}
      <link rel="canonical" href={absolute(site.url, canonical ?? path)} />
      <meta property="og:site_name" content={site.name} />
      <meta property="og:type" content={kind ?? 'website'} />
      <meta property="og:locale" content={`${site.language}_${site.region}`} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={about} />
      <meta property="og:url" content={absolute(site.url, path)} />
      <meta property="og:image" content={absolute(site.url, picture ?? asset('icon-512.png'))} />
      <meta name="twitter:card" content={picture ? 'summary_large_image' : 'summary'} />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#fbf9f4" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#141615" media="(prefers-color-scheme: dark)" />
      <link rel="icon" href={asset('favicon.svg')} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={asset('icon-180.png')} />
      <link
        rel="search"
        type="application/opensearchdescription+xml"
        title={m.search.engine(site.name)}
        href="/opensearch.xml"
      />
      <link rel="manifest" href="/manifest.webmanifest" />
      <link rel="alternate" type="application/rss+xml" title={site.name} href="/feed.xml" />
      <meta name="htmx-config" content={HTMX} />
      <script defer src={asset('htmx.js')} />
      <script defer src={asset('me.js')} />
      {reader && <script defer src={asset('offline.js')} />}
      {head}
    </head>
  )
}

/** A title with Latin in it would turn the whole line in a tab or a result, where no markup can keep it apart. */
function isolated(title: string): string {
  return /\p{Script=Latin}/u.test(title) ? isolate(title) : title
}

function absolute(origin: string, pathOrUrl: string): string {
  return pathOrUrl.startsWith('/') ? origin + pathOrUrl : pathOrUrl
}
