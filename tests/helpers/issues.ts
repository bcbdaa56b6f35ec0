import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { randomSecret } from '../../src/core/secrets.ts'
import { suppressionHash } from '../../src/core/suppression.ts'
import { open } from '../../src/store/db.ts'
import * as issues from '../../src/store/issues.ts'
import { subscribers, subscriptions } from '../../src/store/schema/mail.ts'
import { START, type TestApp } from './app.ts'
import { dumpTables } from './d1.ts'

/** Subscribers of a newsletter, `reader-1@example.com` and so on; gives their emails. */
export async function addSubscribers(
  app: TestApp,
  count: number,
  { newsletterId = 1, domain = 'example.com' } = {},
): Promise<string[]> {
  const emails = Array.from({ length: count }, (_, n) => `reader-${n + 1}@${domain}`)
  const db = drizzle(env.DB)
  for (const email of emails) {
    const suppression = suppressionHash(app.config, email)
    const row = { ref: randomSecret(16), email, suppression, createdAt: START }
    const [added] = await db.insert(subscribers).values(row).returning({ id: subscribers.id })
    await db
      .insert(subscriptions)
      .values({ newsletterId, subscriberId: added?.id ?? 0, state: 'active', changedAt: START })
  }
  return emails
}

/** An issue that an editor wrote, on its way now. */
export async function addIssue(app: TestApp, set: Partial<issues.Draft> = {}): Promise<number> {
  const db = open(env.DB)
  const draft: issues.Draft = {
    newsletterId: 1,
    kind: 'written',
    title: 'العدد الأول',
    intro: '',
    markdown: 'نص **مهم**',
    items: [],
    consideredTo: 0,
    slotAt: null,
    ...set,
  }
  const id = await issues.create(db, draft, 'draft', app.clock.now())
  if (id === null) throw new Error('there is such an issue')
  await issues.schedule(db, id, app.clock.now(), app.clock.now())
  return id
}

/** How many deliveries are in each state, beside the issue's own numbers: both must say the same. */
export async function ledger() {
  const { deliveries = [], issues: [issue] = [] } = await dumpTables(env.DB)
  const states: Record<string, number> = {}
  for (const { state } of deliveries) states[String(state)] = (states[String(state)] ?? 0) + 1
  const { sent, failed, uncertain, dropped } = issue ?? {}
  const counted = Object.entries({ sent, failed, uncertain, dropped }).filter(([, n]) => n !== 0)
  const told = Object.fromEntries(counted)
  const ended = Object.fromEntries(
    Object.entries(states).filter(([state]) => state in { sent, failed, uncertain, dropped }),
  )
  if (JSON.stringify(sorted(told)) !== JSON.stringify(sorted(ended))) {
    throw new Error(`the issue tells ${JSON.stringify(told)} of ${JSON.stringify(states)}`)
  }
  if (issue?.frozen_at !== null && issue?.audience !== deliveries.length) throw new Error('the audience is miscounted')
  return { states, issue, deliveries }
}

function sorted(record: Record<string, unknown>) {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** So many issues go out, one after another. */
export async function sendIssues(app: TestApp, count = 1): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await addIssue(app)
    await app.work()
  }
}
