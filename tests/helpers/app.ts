import { createExecutionContext, createScheduledController, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { ActionContext } from '../../src/actions/context.ts'
import { type Bindings, configOf, type Ports } from '../../src/env.ts'
import { createWorker } from '../../src/index.ts'
import { type Bulk, guarded, type Mail } from '../../src/ports/mailer.ts'
import type { PasswordPort } from '../../src/ports/password.ts'
import { open } from '../../src/store/db.ts'
import { testBindings } from './bindings.ts'
import { createClient } from './client.ts'
import { recorded } from './plans.ts'

/** Where every test's clock begins: 2026-11-24 09:00 UTC, a Tuesday noon in Riyadh. */
export const START = Date.UTC(2026, 10, 24, 9) / 1000

type Options = {
  /** The database the app sees, such as `failAfter(env.DB, 2)`. */
  d1?: D1Database
  fetcher?: Ports['fetcher']
  bindings?: Partial<Bindings>
  /** Another way for issues than into `mails`. */
  bulk?: Partial<Bulk> | null
}

export type TestApp = ReturnType<typeof createTestApp>

/** The whole Worker on a real D1, around ports that a test holds in its hands. */
export function createTestApp({ d1 = env.DB, fetcher = noFetcher, bindings: set = {}, bulk = {} }: Options = {}) {
  const clock = createClock()
  const mails: Mail[] = []
  const pokes: ('MAIL' | 'INGEST')[] = []
  const bindings = {
    ...env,
    ...testBindings,
    // The real limiter counts in windows of the wall clock: a test would depend on when it runs.
    GATE: { limit: async () => ({ success: true }) },
    // The queues' consumer would be another Worker than this one; `work()` is what they come to.
    MAIL: { send: async () => void pokes.push('MAIL') },
    INGEST: { send: async () => void pokes.push('INGEST') },
    ...set,
    DB: recorded(d1),
  } as Bindings
  const ports: Ports = {
    now: clock.now,
    fetcher,
    mailer: () => ({ send: async (mail) => void mails.push(mail), bulk: bulk && bulkInto(mails, bulk) }),
    password: fastPassword,
  }
  const worker = createWorker(ports)
  const config = configOf(bindings)

  async function send(request: Request): Promise<Response> {
    const execution = createExecutionContext()
    const response = await worker.fetch(request, bindings, execution)
    await waitOnExecutionContext(execution)
    return response
  }

  return {
    clock,
    config,
    bindings,
    ports,
    /** Every message handed over, oldest first. */
    mails,
    /** What the queues were told, oldest first. */
    pokes,
    /** What actions are given, for tests that call one without a request. */
    context: (): ActionContext => {
      const db = open(bindings.DB)
      return { db, shelf: db, search: open(bindings.SEARCH_DB), files: bindings.FILES, config, now: clock.now }
    },
    /** A browser of its own, with its own cookies. */
    client: () => createClient(send, config.site.url),
    /** One request as it is, for what no browser sends. */
    fetch: (path: string, init: RequestInit) => send(new Request(new URL(path, config.site.url), init)),
    /** Runs the jobs that are due, as the cron does. */
    work: async () => {
      const execution = createExecutionContext()
      await worker.scheduled?.(createScheduledController(), bindings, execution)
      await waitOnExecutionContext(execution)
    },
  }
}

/** A provider that takes everything, a hundred messages a call. */
function bulkInto(mails: Mail[], other: Partial<Bulk>): Bulk {
  const hand: Bulk['hand'] = async (taken) => {
    mails.push(...taken)
    return taken.map(({ key }) => ({ kind: 'sent', id: key }))
  }
  return guarded({ name: 'test', most: 100, remembersKeys: true, hand, ...other })
}

function createClock() {
  let at = START
  return {
    now: () => at,
    set: (to: number) => {
      at = to
    },
    advance: (seconds: number) => {
      at += seconds
    },
  }
}

/** A test that fetches says from where. */
const noFetcher: Ports['fetcher'] = () => () => {
  throw new Error('this test has no fetcher: createTestApp({ fetcher })')
}

/** The real one takes 0.2 s of CPU a call on purpose; `tests/node/password.test.ts` proves it. */
export const fastPassword: PasswordPort = {
  hash: async (password) => `fast$${password}`,
  verify: async (stored, password) => stored === `fast$${password}`,
}
