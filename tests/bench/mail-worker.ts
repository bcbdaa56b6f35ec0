import { Hono } from 'hono'
import type { Bindings } from '../../src/env.ts'
import { createWorker } from '../../src/index.ts'
import { createFetcher } from '../../src/ports/fetcher.ts'
import { createMailer, type Mailer } from '../../src/ports/mailer.ts'
import { password } from '../../src/ports/password.ts'
import { open } from '../../src/store/db.ts'
import * as issues from '../../src/store/issues.ts'
import { type Call, recording } from '../helpers/calls.ts'

// The Worker as it is built for a deployment, with its real transports, and beside it what a proof of sending needs: an
// audience, the ledger as it stands, and a clock that can be moved. Where RESEND_URL is TAKES_ALL, nobody is called.

const TAKES_ALL = 'takes-all'
const AT_ONCE = 5_000

/** Seconds that its clock is ahead: what waits for a lease to end need not wait. */
let ahead = 0
const now = () => Math.floor(Date.now() / 1000) + ahead

/** What was sent to the database by jobs, in statements and in calls. */
const sent = { statements: 0, calls: 0 }

const takesAll: Mailer = {
  send: async () => {},
  bulk: {
    name: 'bench',
    most: 100,
    remembersKeys: true,
    hand: async (mails) => mails.map(({ key }) => ({ kind: 'sent', id: key })),
  },
}

const worker = createWorker({
  now,
  fetcher: ({ site }) => createFetcher({ site }),
  mailer: (bindings, config) => (bindings.RESEND_URL === TAKES_ALL ? takesAll : createMailer(bindings, config)),
  password,
})

const tools = new Hono<{ Bindings: Bindings }>()

/** Subscriber N is `reader-N@example.com`, and their `ref` ends in N. One issue is on its way to all of them. */
tools.post('/bench/seed', async (c) => {
  const { subscribers } = await c.req.json<{ subscribers: number }>()
  const d1 = c.env.DB
  await d1
    .prepare(
      `INSERT INTO newsletters (slug, name, description, rhythm, zone, position, subscribers, created_at)
        VALUES ('morning', 'نشرة الصباح', 'أهم ما جرى.', 'manual', 'Asia/Riyadh', 0, ?1, ?2)`,
    )
    .bind(subscribers, now())
    .run()
  for (let first = 1; first <= subscribers; first += AT_ONCE) {
    const ids = JSON.stringify(Array.from({ length: Math.min(AT_ONCE, subscribers - first + 1) }, (_, i) => first + i))
    await d1.batch([
      d1
        .prepare(
          `INSERT INTO subscribers (id, ref, email, created_at)
            SELECT value, substr('${'r'.repeat(22)}' || value, -22), 'reader-' || value || '@example.com', ?2 FROM json_each(?1)`,
        )
        .bind(ids, now()),
      d1
        .prepare(
          `INSERT INTO subscriptions (newsletter_id, subscriber_id, state, changed_at)
            SELECT 1, value, 'active', ?2 FROM json_each(?1)`,
        )
        .bind(ids, now()),
    ])
  }
  const draft = { kind: 'written', title: 'العدد الأول', intro: 'مقدمة قصيرة', markdown: TEXT, items: [] } as const
  const more = { newsletterId: 1, items: [...draft.items], consideredTo: 0, slotAt: null }
  const id = await issues.create(open(d1), { ...draft, ...more }, 'draft', now())
  await issues.schedule(open(d1), id ?? 0, now(), now())
  return c.json({ issue: id })
})

const TEXT = 'في هذا العدد **ثلاثة أخبار**، و[رابط](https://example.com/a).\n\n'.repeat(12)

tools.post('/bench/clock', async (c) => {
  ahead = (await c.req.json<{ ahead: number }>()).ahead
  return c.body(null, 204)
})

/** How the one issue stands: its state and numbers, the deliveries by state, and who is uncertain. */
tools.get('/bench/ledger', async (c) => {
  const [issue, states, uncertain] = await c.env.DB.batch<Record<string, unknown>>([
    c.env.DB.prepare('SELECT state, reason, error, frozen_at, audience, sent, failed, uncertain, dropped FROM issues'),
    c.env.DB.prepare('SELECT state, count(*) AS n FROM deliveries GROUP BY state'),
    c.env.DB.prepare("SELECT subscriber_id AS id FROM deliveries WHERE state = 'uncertain'"),
  ])
  return c.json({
    issue: issue?.results[0],
    states: Object.fromEntries((states?.results ?? []).map(({ state, n }) => [state, n])),
    uncertain: (uncertain?.results ?? []).map(({ id }) => id),
    now: now(),
    ...sent,
  })
})

export default {
  fetch: (request, bindings, context) =>
    new URL(request.url).pathname.startsWith('/bench/')
      ? tools.fetch(request, bindings, context)
      : worker.fetch(request, bindings, context),
  scheduled: (controller, bindings, context) =>
    counted(bindings, async (wrapped) => worker.scheduled?.(controller, wrapped, context)),
  queue: (batch, bindings, context) => counted(bindings, async (wrapped) => worker.queue?.(batch, wrapped, context)),
} satisfies ExportedHandler<Bindings>

async function counted(bindings: Bindings, work: (wrapped: Bindings) => Promise<unknown>): Promise<void> {
  const calls: Call[] = []
  await work({ ...bindings, DB: recording(bindings.DB, calls) })
  sent.calls += calls.length
  sent.statements += calls.reduce((sum, call) => sum + call.length, 0)
}
