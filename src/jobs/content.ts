import { type Choice, chosenOf, withoutMuted } from '../core/chosen.ts'
import type { ChunkContent, IssueContent, IssueItem } from '../core/issue.ts'
import { ranked } from '../core/ranking.ts'
import { spanOf } from '../core/rhythm.ts'
import { onceEach } from '../core/same-story.ts'
import type { Member } from '../store/deliveries.ts'
import { type Candidate, followed } from '../store/digest.ts'
import type { Issue } from '../store/issues.ts'
import type { Newsletter } from '../store/newsletters.ts'
import { followsOf, type Recipient, recipients } from '../store/personal.ts'
import { waiting } from '../store/reminders.ts'
import type { JobContext } from './context.ts'

/** How far back an issue looks for somebody who had one before, however long ago that was. */
const LONGEST = 14 * 86_400

/**
 * What these members are sent where it is made for each of them; null where it is the same for all. Who has nothing
 * to be told is not in it.
 */
export async function contentFor(
  context: JobContext,
  issue: Issue,
  newsletter: Newsletter,
  members: Member[],
): Promise<ChunkContent | null> {
  if (issue.kind === 'digest' || issue.kind === 'written') return null
  const ids = members.map(({ subscriberId }) => subscriberId)
  const people = await recipients(context.db, newsletter.id, ids)
  return issue.kind === 'list' ? reminders(context, people) : personal(context, issue, newsletter, people)
}

async function reminders({ shelf }: JobContext, people: Recipient[]): Promise<ChunkContent> {
  const lists = await waiting(shelf, readerIds(people))
  const told = people.flatMap(({ subscriberId, readerId }) => {
    const list = readerId === null ? undefined : lists.get(readerId)
    return list ? [{ subscriberId, set: { kind: 'list', ...list } as const }] : []
  })
  return {
    sets: told.map(({ set }) => set),
    of: Object.fromEntries(told.map(({ subscriberId }, index) => [subscriberId, index])),
  }
}

/** Readers who chose the same and were sent the same so far get the same, composed once. */
async function personal(
  context: JobContext,
  issue: Issue,
  newsletter: Newsletter,
  people: Recipient[],
): Promise<ChunkContent> {
  const follows = await followsOf(context.shelf, readerIds(people))
  const choicesOf = ({ readerId }: Recipient) => follows.get(readerId ?? 0) ?? []
  const groups = Map.groupBy(people, (one) => JSON.stringify([one.consideredTo, keysOf(choicesOf(one))]))
  const content: ChunkContent = { sets: [], of: {} }
  for (const [first, ...others] of groups.values()) {
    if (!first) continue
    const set = await compose(context, issue, newsletter, choicesOf(first), first.consideredTo)
    if (!set) continue
    for (const { subscriberId } of [first, ...others]) content.of[subscriberId] = content.sets.length
    content.sets.push(set)
  }
  return content
}

/** At most two of one source: a digest of one voice is a feed. */
const PER_SOURCE = 2

async function compose(
  { db }: JobContext,
  issue: Issue,
  newsletter: Newsletter,
  choices: Choice[],
  after: number,
): Promise<IssueContent | null> {
  const now = issue.sendsAt ?? issue.createdAt
  const since = now - (after === 0 ? spanOf(newsletter) : LONGEST)
  const wanted = choices.filter(({ muted }) => !muted)
  const of = (kind: Choice['kind']) => wanted.filter((one) => one.kind === kind).map(({ ref }) => Number(ref))
  const keywords = wanted.some(({ kind }) => kind === 'keyword')
  const from = { topicIds: of('topic'), sourceIds: of('source'), latest: keywords || wanted.length === 0 }
  const found = (await followed(db, from, { after, since, now })).filter(
    ({ articleId }) => articleId <= issue.consideredTo,
  )
  const chosen = wanted.length > 0
  const best = chosen ? chosenOf(found, choices) : withoutMuted(ranked(found), choices)
  const items = onceEach(best, PER_SOURCE).slice(0, newsletter.items).map(toItem)
  return items.length < newsletter.minItems ? null : { kind: 'personal', items, chosen }
}

function toItem({
  sourceId: _source,
  sortedAt: _at,
  picked: _picked,
  topicIds: _topics,
  ...item
}: Candidate): IssueItem {
  return item
}

function readerIds(people: Recipient[]): number[] {
  return people.flatMap(({ readerId }) => readerId ?? [])
}

function keysOf(choices: Choice[]): string[] {
  return choices.map(({ kind, ref, muted }) => `${kind} ${ref} ${muted}`).sort()
}
