import { AppError } from '../core/errors.ts'
import type { IssueItem } from '../core/issue.ts'
import { ranked } from '../core/ranking.ts'
import { spanOf } from '../core/rhythm.ts'
import { onceEach } from '../core/same-story.ts'
import { batch } from '../store/db.ts'
import { candidates } from '../store/digest.ts'
import * as issues from '../store/issues.ts'
import { wish } from '../store/jobs.ts'
import type { Newsletter } from '../store/newsletters.ts'
import type { ActionContext } from './context.ts'

/** The subject of an issue, of its newsletter's name and its first article's title: words are not for an action. */
export type TitleOf = (newsletter: string, lead: string | null) => string

/** How far back the articles of an issue lie, however long ago the last one was. */
const LONGEST = 30 * 86_400
const PER_SOURCE = 2

/**
 * A draft of the articles since the last issue: ranked, one story once, two of a source at most. Gives its id, or null
 * where there is nothing to make it of. What is made for each reader gets its articles when it is sent.
 */
export async function composeIssue(
  { db, now }: ActionContext,
  newsletter: Newsletter,
  titleOf: TitleOf,
): Promise<number | null> {
  const { items, consideredTo } = await itemsOf(db, newsletter, now())
  if (newsletter.kind === 'digest' && items.length === 0) return null
  const draft = { ...draftOf(newsletter, items, titleOf), consideredTo, slotAt: null }
  return issues.create(db, draft, 'draft', now())
}

/**
 * The issue of a date of the rhythm, on its way at once, or left out where there are fewer articles than the newsletter
 * wants; those are in the next one. Repeated it is the same issue.
 */
export async function issueOfSlot(
  { db, now }: ActionContext,
  newsletter: Newsletter,
  slotAt: number,
  titleOf: TitleOf,
): Promise<void> {
  const { items, consideredTo } = await itemsOf(db, newsletter, now())
  const enough = newsletter.kind !== 'digest' || items.length >= Math.max(newsletter.minItems, 1)
  const draft = { ...draftOf(newsletter, items, titleOf), consideredTo, slotAt }
  await issues.create(db, draft, enough ? 'draft' : 'skipped', now())
  const issue = await issues.ofSlot(db, newsletter.id, slotAt)
  if (issue?.state === 'draft') await issues.schedule(db, issue.id, now(), now())
}

/** An issue that an editor writes. */
export async function writeIssue(
  { db, now }: ActionContext,
  newsletter: Newsletter,
  { title, markdown }: { title: string; markdown: string },
): Promise<number> {
  const { id: newsletterId, intro } = newsletter
  const written = {
    newsletterId,
    kind: 'written',
    title,
    intro,
    markdown,
    items: [],
    consideredTo: 0,
    slotAt: null,
  } as const
  const id = await issues.create(db, { ...written, items: [] }, 'draft', now())
  if (id === null) throw new AppError('conflict')
  return id
}

/** At the moment asked for, or now; a moment that has passed is now. */
export async function scheduleIssue({ db, now }: ActionContext, id: number, at: number | null): Promise<void> {
  await issues.schedule(db, id, Math.max(at ?? 0, now()), now())
}

/** One message to an editor, as the issue stands now; it counts nowhere. Each press sends one. */
export async function testIssue({ db, now }: ActionContext, id: number, to: string): Promise<void> {
  const { updatedAt } = await issues.find(db, id)
  const key = `issue-test:${id}:${updatedAt}:${now()}:${to}`
  await batch(db, [wish({ kind: 'mail', key, dueAt: now(), payload: { issue: id, to } })])
}

async function itemsOf(
  db: ActionContext['db'],
  newsletter: Newsletter,
  now: number,
): Promise<{ items: IssueItem[]; consideredTo: number }> {
  if (newsletter.kind !== 'digest') return { items: [], consideredTo: 0 }
  const { consideredTo: after, topicSlugs, sourceIds } = newsletter
  const from = { topicSlugs: listed(topicSlugs), sourceIds: listed(sourceIds).map(Number) }
  const found = await candidates(db, from, { after, since: now - (after === 0 ? spanOf(newsletter) : LONGEST), now })
  const items = onceEach(ranked(found), PER_SOURCE)
    .slice(0, newsletter.items)
    .map(({ sourceId: _source, sortedAt: _at, picked: _picked, topicIds: _topics, ...item }) => item)
  return { items, consideredTo: Math.max(after, ...found.map(({ articleId }) => articleId)) }
}

function draftOf({ id, kind, name, intro }: Newsletter, items: IssueItem[], titleOf: TitleOf) {
  return { newsletterId: id, kind, title: titleOf(name, items[0]?.title ?? null), intro, markdown: '', items }
}

function listed(text: string): string[] {
  return text.split(',').filter(Boolean)
}
