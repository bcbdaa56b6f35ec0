/** Why a url could not be fetched. */
const FETCH_FAILURES = [
  ...(['forbidden_url', 'too_many_redirects', 'timeout', 'too_large', 'unreachable'] as const),
  ...(['not_found', 'refused', 'server_error'] as const),
] as const

export type FetchFailure = (typeof FETCH_FAILURES)[number]

/** What stands on a source whose last run was not well; the words are in `i18n`. */
export const SOURCE_ERRORS = [
  ...FETCH_FAILURES,
  ...(['gone', 'busy', 'not_feed', 'broken_feed', 'empty_feed', 'damaged'] as const),
] as const

export type SourceError = (typeof SOURCE_ERRORS)[number]

/** How a source does, in the order in which the desk shows them: what needs somebody first. */
export const HEALTHS = ['failing', 'gone', 'damaged', 'new', 'well', 'paused', 'removed'] as const
export type Health = (typeof HEALTHS)[number]

/** Which sources the desk lists: of one health or of any, that are called so, and which page of those. */
export type SourcesFilter = { health: Health | null; q: string; page: number }

type Condition = {
  state: 'active' | 'paused' | 'gone' | 'removed'
  error: SourceError | null
  checkedAt: number | null
}

export function healthOf({ state, error, checkedAt }: Condition): Health {
  if (state !== 'active') return state
  if (error) return error === 'damaged' ? 'damaged' : 'failing'
  return checkedAt === null ? 'new' : 'well'
}

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR

const SHORTEST = 15 * MINUTE
const LONGEST = 6 * HOUR

type Pace = {
  sourceId: number
  now: number
  /** When the tenth newest article is dated; null: there are fewer. */
  tenthAt: number | null
  /** Minutes the feed asks us to wait. */
  ttl: number | null
}

/** When a source in good health is fetched again: twice as often as it publishes, within 15 minutes to 6 hours. */
export function nextRun({ sourceId, now, tenthAt, ttl }: Pace): number {
  const gap = tenthAt === null ? 2 * HOUR : (now - tenthAt) / 10
  const asked = (ttl ?? 0) * MINUTE
  return now + spread(clamp(Math.max(gap / 2, asked), SHORTEST, LONGEST), sourceId)
}

/** After the `streak`-th failure in a row: twice as late each time, at most a day. No source is ever given up. */
export function nextTry({ sourceId, now, streak }: { sourceId: number; now: number; streak: number }): number {
  return now + spread(Math.min(SHORTEST * 2 ** Math.min(streak - 1, 10), DAY), sourceId)
}

/**
 * When a busy server lets us come again, by its `Retry-After` (RFC 9110 10.2.3: seconds or a date): never before the
 * shortest pause, and a week at most, so that a slip of theirs does not end the source.
 */
export function retryAt(header: string | null, now: number): number {
  const value = header?.trim() ?? ''
  const seconds = /^\d+$/.test(value) ? Number(value) : Date.parse(value) / 1000 - now
  return now + clamp(Number.isFinite(seconds) ? Math.ceil(seconds) : 0, SHORTEST, 7 * DAY)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

/** Up to a tenth later, each source by its own share, so that they do not all come due in one minute. */
function spread(seconds: number, sourceId: number): number {
  return Math.round(seconds * (1 + ((sourceId * 7919) % 100) / 1000))
}
