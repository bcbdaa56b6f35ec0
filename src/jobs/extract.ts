import type { PageFault } from '../core/page.ts'
import { retryAt } from '../core/source.ts'
import { urlKey } from '../core/url.ts'
import { copyByKey } from '../store/articles.ts'
import type { Job } from '../store/jobs.ts'
import { setText } from '../store/page-text.ts'
import {
  holdHost,
  keepFailing,
  keepTurn,
  setFault,
  setLink,
  takeTurn,
  type WaitingPage,
  waitingPage,
} from '../store/pages.ts'
import type { JobContext, Outcome } from './context.ts'
import { extractArticle } from './extract-article.ts'
import { type FetchedPage, fetchPage } from './fetch-page.ts'

/** Seconds between the turns of two pages of one host, whoever saved them. */
const GAP = 2
/** A turn that is missed by more is missed: runs that come late would ask a host for all they missed at once. */
const LATE = 2 * GAP
/** Faults that may be gone in a while; all others are told at once. */
const PASSING: readonly PageFault[] = ['busy', 'server_error', 'timeout', 'unreachable']
/** A fault that is still there after this long is told: the fourth try, after 5, 25 and 125 minutes. */
const PATIENCE = 2 * 3600
const FIRST_PAUSE = 5 * 60
/** A page that made its runs die this often is too much for us. */
const MOST_RUNS = 3

/**
 * Fetches and reads one page; the job's key is `READER:ID` for a saved one, `article:ID` for the site's. Whatever the
 * page answers is a result that stands in its row; only a fault of ours fails the job. Other pages of its host wait
 * until it is their turn.
 */
export async function extract(context: JobContext, job: Job): Promise<Outcome> {
  const [whose = '', which] = job.key.split(':')
  if (whose === 'article') return extractArticle(context, Number(which), job.attempts)
  return extractSaved(context, job, { readerId: Number(whose), id: Number(which) })
}

async function extractSaved(context: JobContext, job: Job, row: Row): Promise<Outcome> {
  const { shelf, now } = context
  const { readerId, id } = row
  const waits = await waitingPage(shelf, readerId, id)
  if (!waits) return undefined
  if (job.attempts > MOST_RUNS) {
    await setFault(shelf, readerId, id, 'too_large', now())
    return undefined
  }
  const turn = await turnOf(context, waits, row)
  if (turn > now()) return { again: turn }
  return keep(context, { row, waits }, await fetchPage(context, waits.url))
}

type Row = { readerId: number; id: number }

/** Writes down what became of the page, and says when it is tried again, if it is. */
async function keep(
  { db, shelf, now }: JobContext,
  { row, waits }: { row: Row; waits: WaitingPage },
  page: FetchedPage,
): Promise<Outcome> {
  const { readerId, id } = row
  if ('text' in page) {
    const article = await copyByKey(db, urlKey(page.text.url))
    const found = { url: waits.url, page: page.text, articleId: article?.articleId ?? null }
    await setText(shelf, { ...row, ...found }, now())
    return undefined
  }
  if ('link' in page) {
    await setLink(shelf, readerId, id, now())
    return undefined
  }
  const again = nextTry(page, waits, now())
  if (again === null) await setFault(shelf, readerId, id, page.fault, now())
  else await keepFailing(shelf, readerId, id, { fault: page.fault, since: waits.failing?.since ?? now() })
  return again === null ? undefined : { again }
}

/** When its host may be asked for this page: a moment that it is given, and comes back at. */
async function turnOf(
  { db, shelf, now }: JobContext,
  { url, turnAt, failing }: WaitingPage,
  { readerId, id }: Row,
): Promise<number> {
  const { host } = new URL(url)
  // What failed comes back after minutes, which is pause enough.
  if (failing || (turnAt !== null && turnAt <= now() && turnAt > now() - LATE)) {
    await holdHost(db, host, now() + GAP)
    return now()
  }
  if (turnAt !== null && turnAt > now()) return turnAt
  const turn = await takeTurn(db, host, now(), GAP)
  if (turn > now()) await keepTurn(shelf, readerId, id, turn)
  return turn
}

type Failed = { fault: PageFault; retryAfter: string | null }

/** The pauses grow with the time for which it has failed; null once that is too long, or trying again is no use. */
function nextTry({ fault, retryAfter }: Failed, { failing }: WaitingPage, now: number): number | null {
  const since = now - (failing?.since ?? now)
  if (!PASSING.includes(fault) || since >= PATIENCE) return null
  const pause = now + Math.max(4 * since, FIRST_PAUSE)
  return fault === 'busy' ? Math.max(pause, retryAt(retryAfter, now)) : pause
}
