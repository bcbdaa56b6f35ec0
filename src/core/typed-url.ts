import { plainLine } from './arabic.ts'
import type { FieldError } from './form.ts'
import { fetchable, LONGEST_URL, ownHosts, percentDecoded, withoutTracking } from './url.ts'

/** Marks that keyboards and share sheets put around a url and nobody sees. */
const INVISIBLE = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const WITH_SCHEME = /https?:\/\/[^\s<>"«»“”`|]+/i
/** `example.com/x` alone in its field, in letters of any script. */
const ALONE = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?$/u
/** Among other words only what cannot be a full stop without a space behind it: with `www.` or with a path. */
const AMONG_WORDS = /(?<![^\s(])(?:www\.(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/\S*)?|(?:[a-z0-9-]+\.)+[a-z]{2,}\/\S*)/i
/** What ends a sentence or closes a bracket is not part of the url before it. */
const NOT_ITS_END = /[^\p{L}\p{N}\p{M}/\-_=&#%@+~$)\]]+$/u
/** Longer than any url that is taken; the end of such a one is not looked for, which would take a moment for each sign. */
const TOO_LONG = 3_000

/**
 * The url in what somebody typed, pasted or shared: with words around it, or without its scheme. Null where there is
 * none. What it gives still has to pass `fetchable`.
 */
export function urlIn(text: string): string | null {
  const shown = text.replace(INVISIBLE, '').trim()
  const whole = WITH_SCHEME.exec(shown)?.[0]
  if (whole) return ended(whole)
  if (ALONE.test(shown)) return `https://${ended(shown)}`
  const among = AMONG_WORDS.exec(shown)?.[0]
  return among ? `https://${ended(among)}` : null
}

function ended(url: string): string {
  if (url.length > TOO_LONG) return url
  const kept = url.replace(NOT_ITS_END, '')
  const opens = { ')': '(', ']': '[' }[kept.at(-1) ?? '']
  return opens && !kept.includes(opens) ? ended(kept.slice(0, -1)) : kept
}

/** The host as a name for its site, until the page says a better one. */
export function hostName(url: string): string {
  return new URL(url).host.replace(/^www\./, '')
}

/** The last part of a url's path in readable letters. */
export function wordsOf(url: string): string {
  const last = new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? ''
  return plainLine(
    percentDecoded(last)
      .replace(/\.(html?|php|aspx?|jsp)$/i, '')
      .replace(/[-_+]+/g, ' '),
    200,
  )
}

/** What a page is called until it was read. */
export function bareTitle(url: string): string {
  return [hostName(url), wordsOf(url)].filter(Boolean).join(' · ')
}

/** What a typed url leads to: an article of this site, or a page elsewhere; or why it cannot be saved. */
export type Target = { articleId: number } | { url: string } | { error: FieldError }

export function targetOf(typed: string, siteUrl: string): Target {
  if (typed.trim() === '') return { error: 'urlRequired' }
  const url = urlIn(typed)
  if (!url || !URL.canParse(url)) return { error: 'urlMissing' }
  if (url.length > LONGEST_URL) return { error: 'urlTooLong' }
  const own = ownHosts(siteUrl)
  const { hostname, pathname } = new URL(url)
  if (own.includes(hostname)) {
    const id = /^\/articles\/([1-9][0-9]{0,14})\/?$/.exec(pathname)?.[1]
    return id ? { articleId: Number(id) } : { error: 'urlOwn' }
  }
  const allowed = fetchable(url, { own })
  return allowed ? { url: withoutTracking(new URL(allowed)).href } : { error: 'urlRefused' }
}

/** What a share sheet or a bookmarklet hands over, as a form shows it: phones put the url into whichever field. */
export function sharedUrl({ url, title, text }: Record<'url' | 'title' | 'text', string>): {
  url: string
  title: string
} {
  const found = [url, text, title].map(urlIn).find((one) => one !== null)
  return { url: found ?? (url || text), title: urlIn(title) ? '' : plainLine(title) }
}
