import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom/worker'
import { countWords, type Direction, directionOf, fold, languageOf, plainLine } from './arabic.ts'
import { firstWords } from './article.ts'
import { interstitial } from './interstitial.ts'
import type { PageFault, PageText } from './page.ts'
import { cut, textOf } from './safe-html.ts'
import { sanitize } from './sanitize.ts'
import { type PageFacts, shrink } from './shrink.ts'
import { trimmed } from './trim.ts'
import { hostName } from './typed-url.ts'
import { fetchable, sameSite, withoutTracking } from './url.ts'

// Imported dynamically, from jobs and for pasted pages only: the libraries are too heavy for the path that serves pages.

/** Why a page holds no article; `next`: it only leads on to another. */
export type NoArticle = { fault: PageFault; next: string | null }

/** The article of a page, or why it holds none. `url` is where the page was found in the end. */
export function readPage(html: string, url: string): PageText | NoArticle {
  const page = shrink(html, url)
  if (!page) return { fault: 'too_large', next: null }
  const { facts } = page
  const { article, text: shown } = readable(page.html, facts)
  const sourceName = plainLine(article?.siteName ?? '', 100) || hostName(url)
  const title = withoutSite(wholeTitle(plainLine(article?.title ?? ''), plainLine(facts.title)), sourceName)
  const kept = cut(trimmed(sanitize(article?.content ?? '', facts.base), title))
  const text = textOf(kept.html)
  const words = countWords(text)
  const fault = interstitial({ ...facts, text: shown, words })
  if (fault) return { fault, next: refreshIn(facts) }
  const said = `${title}\n${text}`
  const language = languageOf({ declared: [facts.lang, facts.meta.get('og:locale')], text: said })
  const byline = plainLine(article?.byline ?? '', 100)
  return {
    url: canonicalUrl(facts.canonical, url),
    title,
    byline: byline === sourceName ? '' : byline,
    sourceName,
    picture: pictureOf(facts),
    language,
    direction: directionOf({ dir: directionIn(article?.dir) ?? facts.dir, language, text: said }),
    words,
    excerpt: firstWords(plainLine(article?.excerpt ?? '', 1_000) || text, 280),
    ...kept,
  }
}

type Article = ReturnType<Readability['parse']>

/** What Readability makes of it, and all its text. A page that the libraries choke on has no article. */
function readable(html: string, facts: PageFacts): { article: Article; text: string } {
  const head = `<base href="${attribute(facts.base)}"><title>${attribute(facts.title)}</title>`
  const { document } = parseHTML(`<!doctype html><html><head>${head}</head><body>${html}</body></html>`)
  const text = document.body.textContent ?? ''
  try {
    return { article: new Readability(document).parse(), text }
  } catch {
    return { article: null, text }
  }
}

/**
 * What a page says is its own url, where that is on its own site and not that site's home page (which careless pages
 * name); else where it was found. Without tracking parameters.
 */
function canonicalUrl(canonical: string | null, url: string): string {
  const said = canonical && URL.canParse(canonical, url) ? fetchable(new URL(canonical, url).href) : null
  const fits = said && sameSite(said, url) && new URL(said).pathname !== '/'
  const own = withoutTracking(new URL(fits ? said : url))
  // Pages that moved to https long ago still name their old url.
  if (url.startsWith('https:')) own.protocol = 'https:'
  return own.href
}

/** Where a page without a text sends its readers at once, as short links do: `<meta http-equiv="refresh">`. */
function refreshIn({ meta, base }: PageFacts): string | null {
  const said = meta.get('refresh')?.trim() ?? ''
  const [, target] = /^[0-5]?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(said) ?? []
  return target && URL.canParse(target.trim(), base) ? new URL(target.trim(), base).href : null
}

/** Readability takes what stands before a colon for the name of a section; in headlines it is who speaks. */
function wholeTitle(title: string, shown: string): string {
  const cut = shown.endsWith(title) && /: *$/.test(shown.slice(0, shown.length - title.length))
  return title === '' || cut ? shown : title
}

/** The site's name behind a title is made for search engines. */
function withoutSite(title: string, site: string): string {
  const ending = / [|–—·-] ([^|–—·]+)$/.exec(title)
  return ending && fold(ending[1] ?? '') === fold(site) ? title.slice(0, ending.index) : title
}

const PICTURES = ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src']

function pictureOf({ meta, base }: PageFacts): string | null {
  for (const name of PICTURES) {
    const url = meta.get(name)
    const found = url && URL.canParse(url, base) ? fetchable(new URL(url, base).href) : null
    if (found) return found
  }
  return null
}

function directionIn(dir: string | null | undefined): Direction | null {
  return dir === 'rtl' || dir === 'ltr' ? dir : null
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
