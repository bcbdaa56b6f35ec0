/** Seconds after which the trigger that comes every minute is missed. */
const CRON_LATE = 600
/** Seconds after which a due job that somebody waits for is late. What takes long by its nature has no such limit. */
const JOB_LATE = 1800
/** What D1 holds at most (bytes), and the share of it from which on somebody should look. */
export const LARGEST_DATABASE = 10e9
const FULL = 0.8
/** Days of the past that are drawn and added up. */
export const DAYS_SHOWN = 14

/** What a look at the service needs first: when the cron last ran, and since when the oldest job is due. */
export type Pulse = { cronAt: number | null; oldestDue: number | null }

export type Checks = { database: boolean; cron: boolean; jobs: boolean; search: boolean }

/** For machines. `pulse` is null where the database did not answer. */
export function checksOf(pulse: Pulse | null, search: boolean, now: number): Checks {
  return {
    database: pulse !== null,
    cron: pulse !== null && !isCronLate(pulse, now),
    jobs: pulse !== null && !isJobLate(pulse, now),
    search,
  }
}

/** What is wrong, in the order in which it is told: what stops everything comes first. */
export type Problem =
  | { kind: 'cron'; at: number | null }
  | { kind: 'jobs'; since: number }
  | { kind: 'search' }
  | { kind: 'given_up'; count: number }
  | { kind: 'mail'; count: number }
  | { kind: 'sources'; count: number }
  | { kind: 'size'; bytes: number }

type Facts = {
  pulse: Pulse
  search: boolean
  givenUp: number
  /** Issues that stopped by themselves. */
  stopped: number
  failingSources: number
  /** Of the larger database. */
  bytes: number
}

export function problemsOf(facts: Facts, now: number): Problem[] {
  const { pulse, search, givenUp, stopped, failingSources, bytes } = facts
  const found: (Problem | false)[] = [
    isCronLate(pulse, now) && { kind: 'cron', at: pulse.cronAt },
    isJobLate(pulse, now) && { kind: 'jobs', since: pulse.oldestDue ?? now },
    !search && { kind: 'search' },
    givenUp > 0 && { kind: 'given_up', count: givenUp },
    stopped > 0 && { kind: 'mail', count: stopped },
    failingSources > 0 && { kind: 'sources', count: failingSources },
    bytes > LARGEST_DATABASE * FULL && { kind: 'size', bytes },
  ]
  return found.filter((problem) => problem !== false)
}

function isCronLate({ cronAt }: Pulse, now: number): boolean {
  return cronAt === null || now - cronAt > CRON_LATE
}

function isJobLate({ oldestDue }: Pulse, now: number): boolean {
  return oldestDue !== null && now - oldestDue > JOB_LATE
}
