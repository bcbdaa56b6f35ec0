import type { PageFault } from '../core/page.ts'
import { retryAt } from '../core/source.ts'
import { setWholeText, type ThinArticle, thinArticle, tryTurn } from '../store/article-text.ts'
import type { JobContext, Outcome } from './context.ts'
import { fetchPage } from './fetch-page.ts'

/** Seconds between two pages of one host. */
const GAP = 2
/** Who finds the host taken comes again within so many seconds more, by their id: not all at once. */
const SPREAD = 30
/** Faults that may be gone in a while. */
const PASSING: readonly PageFault[] = ['busy', 'server_error', 'timeout', 'unreachable']
/** After that long the feed's text has to do. */
const PATIENCE = 2 * 3600
const FIRST_PAUSE = 5 * 60
/** A page that made its runs die this often is too much for us. */
const MOST_RUNS = 3

/**
 * Fetches the page of an article whose feed brings an excerpt only, and keeps its text where there is more of it. What
 * fails, fails softly: the feed's text stands.
 */
export async function extractArticle(context: JobContext, id: number, attempts: number): Promise<Outcome> {
  const { db, now } = context
  const article = await thinArticle(db, id)
  if (!article || attempts > MOST_RUNS) return undefined
  const turn = await tryTurn(db, new URL(article.url).host, now(), GAP)
  if (turn > now()) return { again: turn + (id % SPREAD) }
  const page = await fetchPage(context, article.url)
  if ('text' in page) {
    if (page.text.words > article.words) await setWholeText(db, id, { was: article, page: page.text }, now())
    return undefined
  }
  const again = 'fault' in page ? nextTry(page, article, now()) : null
  return again === null ? undefined : { again }
}

/** The pauses grow with the time since the feed brought it; null once that is too long, or trying again is no use. */
function nextTry(
  { fault, retryAfter }: { fault: PageFault; retryAfter: string | null },
  { storedAt }: ThinArticle,
  now: number,
): number | null {
  const since = now - storedAt
  if (!PASSING.includes(fault) || since >= PATIENCE) return null
  const pause = now + Math.max(4 * since, FIRST_PAUSE)
  return fault === 'busy' ? Math.max(pause, retryAt(retryAfter, now)) : pause
}
