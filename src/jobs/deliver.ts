import type { ChunkContent } from '../core/issue.ts'
import { atOnce, costOf } from '../core/rate.ts'
import type { Bulk, Receipt } from '../ports/mailer.ts'
import { batch, rows } from '../store/db.ts'
import {
  ATTEMPTS,
  begin,
  type Chunk,
  claim,
  close,
  giveUp,
  keep,
  type Member,
  nextDue,
  reclaim,
  release,
  repeatAt,
  type Settled,
  settle,
} from '../store/deliveries.ts'
import * as issues from '../store/issues.ts'
import { gotOn, type Job } from '../store/jobs.ts'
import type { Newsletter } from '../store/newsletters.ts'
import { giveBack, reserve, take } from '../store/rates.ts'
import { contentFor } from './content.ts'
import type { JobContext, Outcome } from './context.ts'
import { messagesFor } from './messages.ts'

type Way = { job: Job; issue: issues.Issue; newsletter: Newsletter; bulk: Bulk }

/** Calls of the transport in one run, and seconds of one: an invocation may send 1,000 statements, and others wait. */
const CALLS = 40
const SECONDS = 30
const CHUNK = 100
/** A transport remembers a key for 24 hours; an hour is left for clocks and for the call itself. */
const REMEMBERED = 23 * 3600
/** Deliveries whose domain has its turn so soon go at once: a run cannot come more often. */
const SOON = 3000

/** Hands over what is due of an issue, as much as one run may. Gives when it has to go on, or ends the issue. */
export async function deliver(context: JobContext, way: Way): Promise<Outcome> {
  const { db, now } = context
  const { issue, bulk, newsletter } = way
  const began = now()
  await batch(db, [release(issue.id, began)])
  for (let calls = 0; calls < CALLS && now() - began < SECONDS; ) {
    const chunk = (await repeated(context, way)) ?? (await claimed(context, way))
    if (typeof chunk === 'number') return { again: chunk }
    if (chunk === null) {
      await giveUp(db, issue.id, { again: newsletter.whenUncertain === 'resend', now: now() })
      const next = await nextDue(db, issue.id)
      if (next === null) return ended(context, issue)
      if (next > now()) return { again: next }
      // All that were claimed had opted out meanwhile, or somebody paused it.
      if ((await issues.find(db, issue.id)).state !== 'sending') return undefined
      continue
    }
    calls += Math.ceil(chunk.members.length / bulk.most)
    if (!(await handOver(context, way, chunk))) return undefined
  }
  return { again: now() }
}

async function ended({ db, now }: JobContext, issue: issues.Issue): Promise<Outcome> {
  await issues.finish(db, issue.id, now())
  return undefined
}

async function repeated({ db, now }: JobContext, { issue, bulk }: Way): Promise<Chunk | null> {
  if (!bulk.remembersKeys) return null
  return reclaim(db, issue.id, { transport: bulk.name, since: now() - REMEMBERED, now: now() })
}

/** The next chunk as far as the rates let it go; a number: not before that. */
async function claimed(context: JobContext, { issue, bulk }: Way): Promise<Chunk | number | null> {
  const { db, config, now } = context
  const rate = config.bulk?.rate
  const most = bulk.remembersKeys ? Math.min(bulk.most, CHUNK) : CHUNK
  const limit = rate ? atOnce(rate, most) : most
  if (rate) {
    const waits = await take(db, 'transport', costOf(limit, rate), now() * 1000)
    if (waits !== null) return Math.ceil(waits / 1000)
  }
  const chunk = await claim(db, issue, { transport: bulk.name, limit, now: now() })
  const unused = limit - (chunk?.members.length ?? 0)
  if (rate && unused > 0) await giveBack(db, 'transport', costOf(unused, rate))
  return chunk && spread(context, issue, chunk)
}

/** One large domain holds up nobody else: of its members only those go now whose turn it is, the others are put off. */
async function spread({ db, config, now }: JobContext, issue: issues.Issue, chunk: Chunk): Promise<Chunk> {
  const rate = config.bulk?.domainRate
  // Who was put off before has had a turn kept.
  const fresh = chunk.members.filter(({ attempts }) => attempts === 1)
  if (!rate || fresh.length === 0) return chunk
  const domains = Map.groupBy(fresh, ({ email }) => `domain:${email.slice(email.lastIndexOf('@') + 1)}`)
  const costs = new Map([...domains].map(([name, members]) => [name, costOf(members.length, rate)]))
  const turns = await reserve(db, costs, now() * 1000)
  const later = [...domains].flatMap(([name, members]) =>
    members.flatMap(({ subscriberId }, index) => {
      const turn = (turns.get(name) ?? 0) + costOf(index, rate)
      const dueAt = Math.ceil(turn / 1000)
      return turn > now() * 1000 + SOON ? [{ subscriberId, state: 'pending' as const, dueAt, error: null }] : []
    }),
  )
  if (later.length > 0) await batch(db, settle(issue, chunk, later, now()))
  const put = new Set(later.map(({ subscriberId }) => subscriberId))
  return { ...chunk, members: chunk.members.filter(({ subscriberId }) => !put.has(subscriberId)) }
}

/** Whether the issue goes on. */
async function handOver(context: JobContext, way: Way, chunk: Chunk): Promise<boolean> {
  const { db, now } = context
  const { job, issue, newsletter, bulk } = way
  const content = await contentOf(context, way, chunk)
  const members = chunk.members.filter(({ subscriberId }) => content === null || subscriberId in content.of)
  const mails = await messagesFor(context, issue, newsletter, members, content).catch((error: Error) => error)
  if (mails instanceof Error) {
    await putBack(context, issue, chunk, members)
    await issues.stop(db, issue.id, { reason: 'broken', error: mails.message }, now())
    return false
  }
  const mailOf = new Map(members.map(({ subscriberId }, index) => [subscriberId, mails[index]]))
  let open = members
  let settled: Settled[] = []
  while (open.length > 0) {
    const group = open.slice(0, bulk.most)
    open = open.slice(bulk.most)
    // What became of the group before is written with the beginning of this one.
    const got = settled.length > 0 ? [gotOn(job)] : []
    const steps = [...got, ...settle(issue, chunk, settled, now()), ...begin(issue.id, chunk, group, now())]
    const ours = new Set(rows(await batch(db, steps), steps.length - 1).map((row) => Number(row.subscriber_id)))
    const sending = group.filter(({ subscriberId }) => ours.has(subscriberId))
    const receipts = await bulk.hand(
      sending.flatMap(({ subscriberId }) => mailOf.get(subscriberId) ?? []),
      chunk.key,
    )
    settled = sending.flatMap((member, index) => settledOf(way, member, receipts[index], now()) ?? [])
    const broken = receipts.find((receipt) => receipt.kind === 'broken')
    const leaseEnds = chunk.leaseUntil - now() < SECONDS * 2
    if (broken || leaseEnds) {
      await batch(db, settle(issue, chunk, settled, now()))
      await putBack(context, issue, chunk, open)
      if (broken) await issues.stop(db, issue.id, { reason: 'refused', error: broken.error }, now())
      return !broken
    }
  }
  const again = now() + delayOf(chunk.members[0]?.attempts ?? 1)
  await batch(db, [gotOn(job), ...settle(issue, chunk, settled, now()), repeatAt(chunk, again), close(chunk)])
  return true
}

/** What the members are sent is decided once, and stored before the transport hears of it. */
async function contentOf(context: JobContext, { issue, newsletter }: Way, chunk: Chunk): Promise<ChunkContent | null> {
  if (chunk.content !== null) return JSON.parse(chunk.content) as ChunkContent
  const { db, now } = context
  const content = await contentFor(context, issue, newsletter, chunk.members)
  if (content === null) return null
  const nothing = chunk.members.filter(({ subscriberId }) => !(subscriberId in content.of))
  const dropped = nothing.map(({ subscriberId }) => ({ subscriberId, state: 'dropped' as const, error: 'nothing' }))
  await batch(db, [keep(chunk, JSON.stringify(content)), ...settle(issue, chunk, dropped, now())])
  return content
}

async function putBack({ db, now }: JobContext, issue: issues.Issue, chunk: Chunk, members: Member[]): Promise<void> {
  if (members.length === 0) return
  const back = members.map(({ subscriberId }) => ({
    subscriberId,
    state: 'pending' as const,
    dueAt: now(),
    error: null,
  }))
  await batch(db, settle(issue, chunk, back, now()))
}

/** Null: it stays as it is being sent, and the whole chunk will be repeated under its key. */
function settledOf(
  { bulk, newsletter }: Way,
  { subscriberId, attempts }: Member,
  receipt: Receipt = { kind: 'unknown', error: 'the transport gave no receipt' },
  now: number,
): Settled | null {
  if (receipt.kind === 'sent') return { subscriberId, state: 'sent', providerId: receipt.id }
  const { error } = receipt
  if (receipt.kind === 'refused') return { subscriberId, state: 'failed', error }
  if (receipt.kind === 'broken') return { subscriberId, state: 'pending', dueAt: now, error }
  if (receipt.kind === 'later') {
    if (attempts >= ATTEMPTS) return { subscriberId, state: 'failed', error }
    return { subscriberId, state: 'pending', dueAt: now + (receipt.after ?? delayOf(attempts)), error }
  }
  if (bulk.remembersKeys) return null
  const again = newsletter.whenUncertain === 'resend' && attempts === 1
  return again ? { subscriberId, state: 'pending', dueAt: now, error } : { subscriberId, state: 'uncertain', error }
}

/** Seconds, growing from one try to the next. */
function delayOf(attempts: number): number {
  return Math.min(60 * 2 ** (attempts - 1), 6 * 3600)
}
