import { type Choice, chosenOf, unchosen } from '../core/chosen.ts'
import { isFollowed } from '../core/follow.ts'
import { FIRST_LOOK, type IssueContent } from '../core/issue.ts'
import { contentOf } from '../core/issue-content.ts'
import { onceEach } from '../core/same-story.ts'
import type { Db } from '../store/db.ts'
import type { Member } from '../store/deliveries.ts'
import { type Candidate, followed, newestId, toItem, type Window } from '../store/digest.ts'
import { naming } from '../store/followable.ts'
import { followsByReader } from '../store/follows.ts'
import type { Issue } from '../store/issues.ts'
import type { Newsletter } from '../store/newsletters.ts'
import { type Recipient, recipientOf, recipients } from '../store/personal.ts'
import { waiting } from '../store/reminders.ts'
import { alertsFor } from './alert-content.ts'
import { type Made, packed, readerIds } from './chunk-content.ts'
import type { ActionContext } from './context.ts'

type Context = Pick<ActionContext, 'db' | 'shelf'>

/** How far back an issue looks for somebody who had one before, however long ago that was. */
const LONGEST = 14 * 86_400

/** What members are sent where it is made for each of them; null where it is the same for all. */
export async function contentFor(
  context: Context,
  issue: Issue,
  newsletter: Newsletter,
  members: Member[],
): Promise<Made | null> {
  if (issue.kind === 'digest' || issue.kind === 'written') return null
  const ids = members.map(({ subscriberId }) => subscriberId)
  return made(context, issue, newsletter, await recipients(context.db, newsletter.id, ids))
}

/**
 * What one account gets of an issue that goes out now, subscribed or not, and about what it got of one that began: what
 * an editor looks at. Null: nothing.
 */
export async function contentForReader(
  context: Pick<ActionContext, 'db' | 'shelf' | 'config' | 'now'>,
  issue: Issue,
  newsletter: Newsletter,
  readerId: number,
): Promise<IssueContent | null> {
  const { db, config, now } = context
  const same = await contentOf(issue, config.site.url)
  if (same) return same
  const recipient = await recipientOf(db, newsletter.id, readerId)
  const { content } =
    issue.number === null
      ? await made(context, { ...issue, sendsAt: now(), consideredTo: await newestId(db) }, newsletter, [recipient])
      : // Who was sent it has considered its articles since.
        await made(context, issue, newsletter, [{ ...recipient, consideredTo: 0 }])
  return content.sets[0] ?? null
}

function made(context: Context, issue: Issue, newsletter: Newsletter, people: Recipient[]): Promise<Made> {
  if (issue.kind === 'list') return reminders(context, people)
  if (issue.kind === 'alerts') return alertsFor(context, issue, people)
  return personal(context, issue, newsletter, people)
}

async function reminders({ shelf }: Context, people: Recipient[]): Promise<Made> {
  const lists = await waiting(shelf, readerIds(people))
  const told = people.flatMap(({ subscriberId, readerId }) => {
    const list = readerId === null ? undefined : lists.get(readerId)
    return list ? [{ subscriberId, set: { kind: 'list', ...list } as const }] : []
  })
  const of = Object.fromEntries(told.map(({ subscriberId }, index) => [subscriberId, index]))
  return { content: { sets: told.map(({ set }) => set), of }, later: new Set() }
}

/** Whoever chose the same and was sent the same so far. */
type Group = { members: Recipient[]; choices: Choice[] } & Pick<Window, 'after' | 'since'>

/** Each group's articles are chosen once, of those that were read for all of them. */
async function personal(
  { db, shelf }: Context,
  issue: Issue,
  newsletter: Newsletter,
  people: Recipient[],
): Promise<Made> {
  const follows = await followsByReader(shelf, readerIds(people))
  const named = await naming(db, [...follows.values()].flat())
  const groups = groupsOf(people, new Map([...follows].map(([id, said]) => [id, said.map(named)])), issue)
  const articles = await articlesFor(db, issue, groups)
  return packed(groups, (group) => compose(articles, newsletter, group))
}

function groupsOf(people: Recipient[], follows: Map<number, Choice[]>, issue: Issue): Group[] {
  const choicesOf = ({ readerId }: Recipient) => follows.get(readerId ?? 0) ?? []
  const alike = Map.groupBy(people, (one) => JSON.stringify([one.consideredTo, keysOf(choicesOf(one))]))
  return [...alike.values()].flatMap((members) => {
    const [first] = members
    if (!first) return []
    const after = first.consideredTo
    const since = nowOf(issue) - (after === 0 ? FIRST_LOOK : LONGEST)
    return [{ members, choices: choicesOf(first), after, since }]
  })
}

/** One statement, whatever the number of groups. */
async function articlesFor(db: Db, issue: Issue, groups: Group[]): Promise<Candidate[]> {
  if (groups.length === 0) return []
  const wanted = groups.flatMap(({ choices }) => choices.filter(isFollowed))
  const of = (kind: Choice['kind']) => [...new Set(wanted.filter((one) => one.kind === kind).map(({ ref }) => ref))]
  const from = {
    topicIds: of('topic').map(Number),
    sourceIds: of('source').map(Number),
    keywordRefs: of('keyword'),
    latest: groups.some((group) => !hasChosen(group)),
  }
  const window = {
    after: Math.min(...groups.map(({ after }) => after)),
    since: Math.min(...groups.map(({ since }) => since)),
    now: nowOf(issue),
  }
  const found = await followed(db, from, window)
  // What came since the issue began is for the next one: members of a later chunk are told no more than the first.
  return found.filter(({ articleId }) => articleId <= issue.consideredTo)
}

function compose(articles: Candidate[], newsletter: Newsletter, group: Group): IssueContent | null {
  const { choices, after, since } = group
  const found = articles.filter(({ articleId, sortedAt }) => articleId > after && sortedAt >= since)
  const chosen = hasChosen(group)
  const best = chosen ? chosenOf(found, choices) : unchosen(found, choices)
  const items = onceEach(best).slice(0, newsletter.items).map(toItem)
  return items.length < Math.max(newsletter.minItems, 1) ? null : { kind: 'personal', items, chosen }
}

function hasChosen({ choices }: Group): boolean {
  return choices.some(isFollowed)
}

/** The moment an issue looks from: the same for all its chunks. */
function nowOf({ sendsAt, createdAt }: Issue): number {
  return sendsAt ?? createdAt
}

/** The labels too: nobody is told a reason in another's words. */
function keysOf(choices: Choice[]): string[] {
  return choices
    .map(({ kind, ref, followed, muted, less, label }) => [kind, ref, followed, muted, less, label].join(' '))
    .sort()
}
