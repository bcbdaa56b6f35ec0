import { atOnce, costOf } from '../core/rate.ts'
import type { Bulk } from '../ports/mailer.ts'
import { type Chunk, claim, settle } from '../store/chunks.ts'
import { batch } from '../store/db.ts'
import type { Issue } from '../store/issues.ts'
import { giveBack, reserve, take } from '../store/rates.ts'
import type { JobContext } from './context.ts'

const CHUNK = 100
/** Deliveries whose domain has its turn so soon (milliseconds) go at once: a run cannot come more often. */
const SOON = 3000

/** The next chunk as far as the rates let it go; a number: not before that. Null: nobody is due. */
export async function nextChunk(context: JobContext, issue: Issue, bulk: Bulk): Promise<Chunk | number | null> {
  const { db, config, now } = context
  const rate = config.bulk?.rate
  const most = bulk.remembersKeys ? Math.min(bulk.most, CHUNK) : CHUNK
  const limit = rate ? atOnce(rate, most) : most
  if (rate) {
    const waits = await take(db, 'transport', costOf(limit, rate), now() * 1000)
    if (waits !== null) return Math.ceil(waits / 1000)
  }
  const claimed = await claim(db, issue, { transport: bulk.name, limit, now: now() })
  const chunk = claimed && (await spread(context, issue, claimed))
  const unused = limit - (chunk?.members.length ?? 0)
  if (rate && unused > 0) await giveBack(db, 'transport', costOf(unused, rate))
  return chunk
}

/** One large domain holds up nobody else: of its members only those go now whose turn it is, the others are put off. */
async function spread({ db, config, now }: JobContext, issue: Issue, chunk: Chunk): Promise<Chunk> {
  const rate = config.bulk?.domainRate
  // Who was put off before has had a turn kept.
  const fresh = chunk.members.filter(({ dueAt }) => dueAt === 0)
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
