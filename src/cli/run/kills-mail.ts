import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { bundle } from './bundle.ts'
import { working } from './kill-work.ts'
import { AFTER_LEASE, randomFrom, setClock } from './kills.ts'
import { ledgerOf, mailVars, seedIssue, type Transport } from './mail-site.ts'
import { freePort, root, until } from './process.ts'
import { startSink } from './sinks.ts'
import { startSite } from './site.ts'
import { type Copy, copiesOf } from './taken-mail.ts'
import { freshKeys } from './vars.ts'

/** What the readers have at the end, counted from the files of who took the mail over. */
export type MailOutcome = {
  subscribers: number
  /** Deliveries that each kill left as `sending`. */
  inFlight: number[]
  /** Neither taken over nor reported as uncertain. */
  lost: number
  /** Taken over once more than once. */
  repeated: number
  /** Reported by the ledger. */
  uncertain: number
  /** Messages for nobody or somebody else, with another's link or another Message-ID, and numbers that disagree. */
  wrong: number
}

type Options = { transport: Transport; kills: number; subscribers: number; seed: number; script: string }

/** Milliseconds from a message in a file to its answer: a kill in between finds it on the way. */
const DELAY = { smtp: 60, resend: 150 }
const PER_CALL = { smtp: 1, resend: 100 }

/** In `dist/run`, and this process's own: two that run at once in one tree do not meet. */
const NAME = `kill-mail-${process.pid}`

export function bundleMailSite(): Promise<string> {
  return bundle('tests/bench/mail-worker.ts', `dist/run/${NAME}/bundle`)
}

/** Removes the bundle and everything that was sent with it. */
export function clearMailSite(): void {
  rmSync(resolve(root, 'dist/run', NAME), { recursive: true, force: true, maxRetries: 5 })
}

/**
 * Sends an issue and kills the whole process group after as many calls as the seed says, starts it again on the same
 * folder with its leases run out, and so on; then lets it come to its end.
 */
export async function killWhileSending({ transport, kills, subscribers, seed, script }: Options): Promise<MailOutcome> {
  const random = randomFrom(seed)
  const name = `${NAME}/${transport}`
  const folder = resolve(root, 'dist/run', name, 'taken')
  const settings = { folder, delay: DELAY[transport], ...(transport === 'resend' && { closes: 10 }) }
  const sink = await startSink<Copy>(`${transport}-sink`, settings)
  const keys = freshKeys()
  const options = {
    name,
    script,
    port: await freePort(),
    keys,
    vars: mailVars(transport, sink.port),
  }
  let site = await startSite({ ...options, fresh: true })
  try {
    await seedIssue(site, subscribers)
    const inFlight: number[] = []
    let left = subscribers
    let stuck = false
    let before = 0
    for (let n = 1; n <= kills; n += 1) {
      const jobs = working(site)
      const calls = left / PER_CALL[transport]
      // A call that a kill has cut twice goes through, or one message would get all kills.
      const more = (stuck ? 2 : 1) + Math.floor((random() * 1.6 * calls) / (kills - n + 2))
      const wanted = sink.asked() + Math.min(more, Math.ceil(calls))
      await until(`${more} calls`, async () => sink.asked() >= wanted, 120, 1)
      await new Promise((done) => setTimeout(done, random() * DELAY[transport] * 0.6))
      await site.kill()
      await jobs
      site = await startSite(options)
      const { states, issue } = await ledgerOf(site)
      const doubtful = (states.sending ?? 0) + issue.uncertain
      // Over SMTP those of earlier kills stand there still.
      inFlight.push(transport === 'smtp' ? doubtful - before : doubtful)
      before = doubtful
      // What is under way over SMTP is not asked for again: it will be uncertain.
      const open = subscribers - issue.sent - issue.uncertain - (transport === 'smtp' ? (states.sending ?? 0) : 0)
      stuck = open === left
      left = open
      await setClock(site, n * AFTER_LEASE)
    }
    await sentToTheEnd(site, kills * AFTER_LEASE)
    const ledger = await ledgerOf(site)
    return { inFlight, ...count(sink.taken(), ledger, { transport, subscribers, keys: keys.SIGNING_KEYS }) }
  } finally {
    sink.end()
    await site.stop()
  }
}

/** The clock moves on only when nothing moves: a lease must not end under a run that is alive. */
async function sentToTheEnd(site: Parameters<typeof ledgerOf>[0], from: number): Promise<void> {
  let ahead = from
  let before = ''
  const over = async () => {
    await site.tick()
    const { issue, states } = await ledgerOf(site)
    const stands = JSON.stringify([issue, states])
    if (stands === before) {
      ahead += AFTER_LEASE
      await setClock(site, ahead)
    }
    before = stands
    return issue.state === 'sent'
  }
  await until('the issue is sent', over, 300, 700)
}

type Known = { transport: Transport; subscribers: number; keys: string }

function count(
  taken: Copy[],
  { issue, uncertain, states }: Awaited<ReturnType<typeof ledgerOf>>,
  { transport, subscribers, keys }: Known,
): Omit<MailOutcome, 'inFlight'> {
  const copies = copiesOf(taken, transport, keys)
  const byReader = Map.groupBy(copies, ({ reader }) => reader)
  const everybody = Array.from({ length: subscribers }, (_, i) => i + 1)
  const open = new Set(uncertain)
  const strangers = copies.filter(({ reader, link }) => reader === null || reader > subscribers || link !== reader)
  const renamed = [...byReader.values()].filter((own) => new Set(own.map(({ messageId }) => messageId)).size > 1)
  const alike = new Set(copies.map(({ messageId }) => messageId)).size !== byReader.size ? 1 : 0
  const counted = [issue.audience - subscribers, issue.sent - (states.sent ?? 0), issue.uncertain - uncertain.length]
  return {
    subscribers,
    lost: everybody.filter((reader) => !byReader.has(reader) && !open.has(reader)).length,
    repeated: copies.length - byReader.size,
    uncertain: uncertain.length,
    wrong: strangers.length + renamed.length + alike + counted.reduce((sum, off) => sum + Math.abs(off), 0),
  }
}
