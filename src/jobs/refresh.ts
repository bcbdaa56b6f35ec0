import { nextRun, nextTry, retryAt, type SourceError } from '../core/source.ts'
import type { Fetched } from '../ports/fetcher.ts'
import type { Job } from '../store/jobs.ts'
import { activeSource, type DueSource, failed, succeeded } from '../store/sources.ts'
import type { JobContext, Outcome } from './context.ts'

const ACCEPT = 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1'
const MAX_BYTES = 5_000_000
const TIMEOUT = 20_000

/** Runs on which a permanent redirect has to lead to a feed before we go there directly. */
const TRUSTED_RUNS = 3
const WEEK = 7 * 24 * 3600

type Moved = { url: string | null; runs: number; at: number | null }

/**
 * Fetches one source (the job's key) and takes in what is new. Whatever the source answers is a result that stands on
 * the source; only a fault of ours fails the job. The job's lease is what keeps a source from being fetched twice at
 * once. A source that is paused or gone has no job any more.
 */
export async function refresh(context: JobContext, job: Job): Promise<Outcome> {
  const source = await activeSource(context.db, Number(job.key))
  if (!source) return undefined
  const { fetched, moved } = await fetchSource(context, source)
  const now = context.now()
  const giveUp = async (error: SourceError, detail: string, again: number): Promise<Outcome> => {
    await failed(context.db, source, { at: now, error, detail, movedAt: moved.at })
    return error === 'gone' ? undefined : { again }
  }
  const later = nextTry({ sourceId: source.id, now, streak: source.errorStreak + 1 })

  switch (fetched.result) {
    case 'gone':
      return giveUp('gone', '', later)
    case 'busy':
      return giveUp('busy', fetched.retryAfter ?? '', retryAt(fetched.retryAfter, now))
    case 'failed':
      return giveUp(fetched.error, fetched.detail, later)
    case 'not_modified':
      await succeeded(context.db, source, { ...source, at: now, moved })
      return { again: nextRun({ sourceId: source.id, now, tenthAt: source.tenthAt, ttl: null }) }
    case 'ok': {
      // Parser and sanitiser are loaded only by a run that has something to read.
      const { ingest } = await import('./ingest.ts')
      const taken = await ingest(context.db, source, fetched, now)
      if (!taken.feed) return giveUp(taken.error, taken.detail, later)
      const { feed, error, detail } = taken
      // A damaged copy is asked for whole again: a 304 would leave it at that.
      const { etag, lastModified } = error ? { etag: null, lastModified: null } : fetched
      await succeeded(context.db, source, { at: now, etag, lastModified, moved, error, detail, words: feed })
      return { again: nextRun({ sourceId: source.id, now, tenthAt: source.tenthAt, ttl: feed.ttl }) }
    }
  }
}

/**
 * The answer, and what is to be remembered of permanent redirects. An expired domain redirects to a parking page, so
 * the old feed url stays, and while the new one fails the old one is tried again once a week.
 */
async function fetchSource(context: JobContext, source: DueSource): Promise<{ fetched: Fetched; moved: Moved }> {
  const now = context.now()
  const remembered: Moved = { url: source.movedUrl, runs: source.movedRuns, at: source.movedAt }
  const trusted = source.movedRuns >= TRUSTED_RUNS ? source.movedUrl : null
  const failing = source.errorStreak > 0 && now - (source.movedAt ?? 0) >= WEEK
  if (trusted && !failing) return { fetched: await get(context, trusted, source), moved: remembered }

  // What the new url said of its version means nothing at the old one.
  const fetched = await get(context, source.feedUrl, trusted ? { etag: null, lastModified: null } : source)
  if (!usable(fetched)) return { fetched, moved: { ...remembered, at: now } }
  if (!fetched.movedTo) return { fetched, moved: { url: null, runs: 0, at: null } }
  const runs = fetched.movedTo === source.movedUrl ? source.movedRuns + 1 : 1
  return { fetched, moved: { url: fetched.movedTo, runs, at: now } }
}

type Version = Pick<DueSource, 'etag' | 'lastModified'>

function get({ fetcher }: JobContext, url: string, { etag, lastModified }: Version): Promise<Fetched> {
  return fetcher(url, { etag, lastModified, accept: ACCEPT, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT })
}

function usable(fetched: Fetched): fetched is Extract<Fetched, { movedTo: string | null }> {
  return fetched.result === 'ok' || fetched.result === 'not_modified'
}
