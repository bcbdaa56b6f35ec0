import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom/worker'
import { countWords, type Direction, directionOf, languageOf, plainLine } from './arabic.ts'
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

/** The article of a page, or why it holds none. `url` is where the page was found in the end. */
export function readPage(html: string, url: string): PageText | { fault: PageFault } {
  const page = shrink(html, url)
  if (!page) return { fault: 'too_large' }
  const { facts } = page
  const { article, text: shown } = readable(page.html, facts)
  const title = plainLine(article?.title || facts.title)
  const kept = cut(trimmed(sanitize(article?.content ?? '', facts.base), title))
  const text = textOf(kept.html)
  const words = countWords(text)
  const fault = interstitial({ ...facts, text: shown, words })
  if (fault) return { fault }
  const said = `${title}\n${text}`
  const language = languageOf({ declared: [facts.lang, facts.meta.get('og:locale')], text: said })
  const byline = plainLine(article?.byline ?? '', 100)
  const sourceName = plainLine(article?.siteName ?? '', 100) || hostName(url)
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
export function canonicalUrl(canonical: string | null, url: string): string {
  const said = canonical && URL.canParse(canonical, url) ? fetchable(new URL(canonical, url).href) : null
  const fits = said && sameSite(said, url) && new URL(said).pathname !== '/'
  return withoutTracking(new URL(fits ? said : url)).href
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
