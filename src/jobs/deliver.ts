import { contentFor } from '../actions/content.ts'
import type { ChunkContent } from '../core/issue.ts'
import type { Bulk, Receipt } from '../ports/mailer.ts'
import {
  ATTEMPTS,
  begin,
  type Chunk,
  called,
  close,
  keep,
  reclaim,
  repeatAt,
  type Settled,
  settle,
} from '../store/chunks.ts'
import { batch, rows } from '../store/db.ts'
import { type Member, nextDue, recover } from '../store/deliveries.ts'
import * as issues from '../store/issues.ts'
import { gotOn, type Job } from '../store/jobs.ts'
import type { Newsletter } from '../store/newsletters.ts'
import type { JobContext, Outcome } from './context.ts'
import { messagesFor } from './messages.ts'
import { nextChunk } from './turns.ts'

type Way = { job: Job; issue: issues.Issue; newsletter: Newsletter; bulk: Bulk }

/**
 * Calls of the transport in one run, a claim counted as `CLAIM` of them, and seconds of one: of the 1,000 statements of
 * an invocation a run sends some 250, and others wait.
 */
const CALLS = 80
const CLAIM = 4
const SECONDS = 20
/** A transport remembers a key for 24 hours; an hour is left for clocks and for the call itself. */
const REMEMBERED = 23 * 3600
/** Less of a lease is too little for one more call: transports give up after less than a minute. */
const CALL_SECONDS = 60
/** Seconds that are left alone after a call of which nothing was taken. */
const REST = 60

/** Hands over what is due of an issue, as much as one run may. Gives when it has to go on, or ends the issue. */
export async function deliver(context: JobContext, way: Way): Promise<Outcome> {
  const { db, now } = context
  const { issue, bulk, newsletter } = way
  const began = now()
  for (let calls = 0; calls < CALLS && now() - began < SECONDS; calls += CLAIM) {
    // One moment for all: a lease that ends after the look for what can be repeated is not given up here.
    const at = now()
    const chunk = (await repeated(context, way, at)) ?? (await nextChunk(context, issue, bulk))
    if (typeof chunk === 'number') return { again: chunk }
    if (chunk === null) {
      await recover(db, issue.id, { again: newsletter.whenUncertain === 'resend', now: at })
      const next = await nextDue(db, issue.id)
      if (next === null) return ended(context, issue)
      if (next > now()) return { again: next }
      // All that were claimed had opted out meanwhile, or somebody paused it.
      if ((await issues.find(db, issue.id)).state !== 'sending') return undefined
      continue
    }
    calls += Math.ceil(chunk.members.length / bulk.most)
    const next = await handOver(context, way, chunk)
    if (next !== 'on') return next
  }
  return { again: now() }
}

async function ended({ db, now }: JobContext, issue: issues.Issue): Promise<Outcome> {
  await issues.finish(db, issue.id, now())
  return undefined
}

async function repeated({ db }: JobContext, { issue, bulk }: Way, at: number): Promise<Chunk | null> {
  if (!bulk.remembersKeys) return null
  return reclaim(db, issue.id, { transport: bulk.name, since: at - REMEMBERED, now: at })
}

/** 'on': the issue goes on now. Else when it does, or nothing where it was stopped. */
async function handOver(context: JobContext, way: Way, chunk: Chunk): Promise<'on' | Outcome> {
  const { db, now } = context
  const { job, issue, newsletter, bulk } = way
  const content = await contentOf(context, way, chunk)
  const members = chunk.members.filter(({ subscriberId }) => content === null || subscriberId in content.of)
  const mails = await messagesFor(context, issue, newsletter, members, content).catch((error: Error) => error)
  if (mails instanceof Error) {
    await batch(db, settle(issue, chunk, untouched(chunk, members, now()), now()))
    await issues.stop(db, issue.id, { reason: 'broken', error: mails.message }, now())
    return undefined
  }
  const mailOf = new Map(members.map(({ subscriberId }, index) => [subscriberId, mails[index]]))
  let handed = 0
  let settled: Settled[] = []
  let next: Next = 'on'
  while (handed < members.length && next === 'on' && chunk.leaseUntil - now() > CALL_SECONDS) {
    const group = members.slice(handed, handed + bulk.most)
    // What became of the group before is written with the beginning of this one.
    const steps = [
      ...(handed === 0 ? [called(chunk, now())] : []),
      ...(handed === bulk.most ? [gotOn(job)] : []),
      ...settle(issue, chunk, settled, now()),
      begin(issue.id, chunk, group, now()),
    ]
    const ours = new Set(rows(await batch(db, steps), steps.length - 1).map((row) => Number(row.subscriber_id)))
    const sending = group.filter(({ subscriberId }) => ours.has(subscriberId))
    const sent = sending.flatMap(({ subscriberId }) => mailOf.get(subscriberId) ?? [])
    const receipts = sent.length > 0 ? await bulk.hand(sent, chunk.key) : []
    settled = sending.flatMap((member, index) => settledOf(way, chunk, member, receipts[index], now()) ?? [])
    handed += bulk.most
    next = nextAfter(receipts, now())
  }
  const again = now() + delayOf(chunk.members[0]?.attempts ?? 0)
  await batch(db, [
    gotOn(job),
    ...settle(issue, chunk, [...settled, ...untouched(chunk, members.slice(handed), now())], now()),
    ...(bulk.remembersKeys && settled.length < members.length ? [repeatAt(chunk, again)] : []),
    ...(content === null ? [] : [close(chunk)]),
  ])
  if (next === 'on' || 'again' in next) return next
  await issues.stop(db, issue.id, { reason: 'refused', error: next.error }, now())
  return undefined
}

type Next = 'on' | { again: number } | { error: string }

/** A provider that will take nothing, or takes nothing now, is not asked again with the next messages. */
function nextAfter(receipts: Receipt[], now: number): Next {
  const broken = receipts.find((receipt) => receipt.kind === 'broken')
  if (broken) return { error: broken.error }
  const rests = receipts.flatMap((receipt) => {
    if (receipt.kind === 'later') return receipt.after ?? REST
    return receipt.kind === 'unknown' ? REST : []
  })
  return rests.length > 0 && rests.length === receipts.length ? { again: now + Math.max(...rests) } : 'on'
}

/** What the members are sent is decided once, and stored before the transport hears of it. */
async function contentOf(context: JobContext, { issue, newsletter }: Way, chunk: Chunk): Promise<ChunkContent | null> {
  if (chunk.content !== null) return JSON.parse(chunk.content) as ChunkContent
  const { db, now } = context
  const made = await contentFor(context, issue, newsletter, chunk.members)
  if (made === null) return null
  const { content, later } = made
  const without = chunk.members.flatMap(({ subscriberId }): Settled[] => {
    if (subscriberId in content.of) return []
    if (later.has(subscriberId)) return [{ subscriberId, state: 'pending', dueAt: now(), error: null }]
    return [{ subscriberId, state: 'dropped', error: 'nothing' }]
  })
  await batch(db, [keep(chunk, JSON.stringify(content)), ...settle(issue, chunk, without, now())])
  return content
}

/** Members of whom the transport did not hear. A chunk that is repeated stays whole: part of it may be sent already. */
function untouched(chunk: Chunk, members: Member[], dueAt: number): Settled[] {
  if (chunk.repeated) return []
  return members.map(({ subscriberId }) => ({ subscriberId, state: 'pending', dueAt, error: null }))
}

/**
 * Null: it stays as it is being sent, and the whole chunk is repeated under its key. So it is, too, where a repeated
 * call was put off or not let in: the first one may have been taken all the same.
 */
function settledOf(
  { bulk, newsletter }: Way,
  { repeated }: Chunk,
  { subscriberId, attempts }: Member,
  receipt: Receipt = { kind: 'unknown', error: 'the transport gave no receipt' },
  now: number,
): Settled | null {
  if (receipt.kind === 'sent') return { subscriberId, state: 'sent', providerId: receipt.id }
  const { error } = receipt
  if (receipt.kind === 'refused') return { subscriberId, state: 'failed', error }
  if (repeated || (receipt.kind === 'unknown' && bulk.remembersKeys)) return null
  if (receipt.kind === 'broken') return { subscriberId, state: 'pending', dueAt: now, error }
  if (receipt.kind === 'later') {
    if (attempts + 1 >= ATTEMPTS) return { subscriberId, state: 'failed', error }
    return { subscriberId, state: 'pending', dueAt: now + Math.max(receipt.after ?? 0, delayOf(attempts)), error }
  }
  const again = newsletter.whenUncertain === 'resend' && attempts === 0
  return again ? { subscriberId, state: 'pending', dueAt: now, error } : { subscriberId, state: 'uncertain', error }
}

/** Seconds, growing with the tries there were before. */
function delayOf(attempts: number): number {
  return Math.min(60 * 2 ** attempts, 6 * 3600)
}
