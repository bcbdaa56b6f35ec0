import { env } from 'cloudflare:workers'
import type { TestApp } from './app.ts'
import { dumpTables } from './d1.ts'
import { ledger } from './issues.ts'

/** What became of the one subscriber by what was heard of them. */
export async function heardNow(app: TestApp) {
  const { suppressions = [], subscriptions = [], subscribers = [], mail_events = [] } = await dumpTables(env.DB)
  return {
    suppressed: suppressions.map(({ reason }) => reason),
    states: subscriptions.map(({ state }) => state),
    paused: Number(subscribers[0]?.paused_until) > app.clock.now(),
    events: mail_events.length,
  }
}

/** What was heard of each delivery. */
export async function outcomes() {
  return (await ledger()).deliveries.map(({ outcome }) => outcome)
}
