import { changed } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import { FIRST_LOOK, type IssueItem, makes } from '../core/issue.ts'
import { listed } from '../core/newsletter-form.ts'
import { ranked } from '../core/ranking.ts'
import { onceEach } from '../core/same-story.ts'
import { batch } from '../store/db.ts'
import * as deliveries from '../store/deliveries.ts'
import { candidates, toItem } from '../store/digest.ts'
import * as issues from '../store/issues.ts'
import { wish } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import { contentForReader } from './content.ts'
import type { ActionContext } from './context.ts'

/** The subject of an issue (i18n/issue-title.ts), of its newsletter's name and its first article's title, if it has one. */
export type TitleOf = (newsletter: string, lead: string | null) => string

/** How far back the articles of a later issue lie, however long ago the last one was. */
const LONGEST = 30 * 86_400

/**
 * A draft of the articles since the last issue: ranked, one story once, two of a source at most. Gives its id, or null
 * where there is nothing to make it of, or none is made (core/issue.ts). What is made for each reader gets its articles
 * when it is sent.
 */
export async function composeIssue(
  { db, now, reader }: ActionContext,
  newsletter: newsletters.Newsletter,
  titleOf: TitleOf,
): Promise<number | null> {
  if (!makes(newsletter).composed) return null
  const { items, consideredTo } = await itemsOf(db, newsletter, now())
  if (newsletter.kind === 'digest' && items.length === 0) return null
  const draft = { ...draftOf(newsletter, items, titleOf), consideredTo, slotAt: null }
  return issues.create(db, draft, 'draft', now(), reader?.id)
}

/**
 * The issue of a date of the rhythm, on its way at once, or left out where there are fewer articles than the newsletter
 * wants; those are in the next one. Repeated it is the same issue.
 */
export async function issueOfSlot(
  { db, now }: ActionContext,
  newsletter: newsletters.Newsletter,
  slotAt: number,
  titleOf: TitleOf,
): Promise<void> {
  const { items, consideredTo } = await itemsOf(db, newsletter, now())
  const enough = newsletter.kind !== 'digest' || items.length >= Math.max(newsletter.minItems, 1)
  const draft = { ...draftOf(newsletter, items, titleOf), consideredTo, slotAt }
  await issues.create(db, draft, enough ? 'scheduled' : 'skipped', now())
}

/**
 * An issue that an editor writes.
 * @throws AppError('invalid') where a message of it would be empty, AppError('conflict') where none is made
 */
export async function writeIssue(
  { db, config, now, reader }: ActionContext,
  newsletter: newsletters.Newsletter,
  written: { title: string; markdown: string },
): Promise<number> {
  if (!makes(newsletter).written) throw new AppError('conflict')
  const { id: newsletterId, intro } = newsletter
  const title = titled(written.title)
  const markdown = await saying(config.site.url, written.markdown)
  const made = { items: [], consideredTo: 0, slotAt: null }
  const draft = { newsletterId, kind: 'written', title, intro, markdown, ...made } as const
  const id = await issues.create(db, draft, 'draft', now(), reader?.id)
  if (id === null) throw new AppError('conflict')
  return id
}

/** What an editor changes of a draft. `articles`: the ids of those that stay, in their order. */
export type Changed = { title: string; intro: string; markdown: string; articles: number[] }

/**
 * @param seen the version that the editor had before them
 * @throws AppError('invalid') where a message of it would be empty, AppError('conflict') where it was changed meanwhile
 */
export async function editIssue(
  { db, config, now, reader }: ActionContext,
  id: number,
  edited: Changed,
  seen: number,
): Promise<void> {
  const issue = await issues.find(db, id)
  const title = titled(edited.title)
  const markdown = issue.kind === 'written' ? await saying(config.site.url, edited.markdown) : ''
  const byId = new Map(issue.items.map((item) => [item.articleId, item]))
  const items = [...new Set(edited.articles)].flatMap((articleId) => byId.get(articleId) ?? [])
  if (issue.kind === 'digest' && items.length === 0) throw new AppError('invalid')
  const text = { title, intro: edited.intro.trim(), markdown, items }
  const edit = reader && { by: reader.id, ...changed(fieldsOf(issue), fieldsOf(text)) }
  await issues.edit(db, id, text, seen, now(), edit)
}

/** What the log keeps of a text: of what is long, how long it is. */
function fieldsOf({ title, intro, markdown, items }: Pick<issues.Issue, 'title' | 'intro' | 'markdown' | 'items'>) {
  return { title, intro, characters: markdown.length, articles: items.length }
}

/** At the moment asked for, or now; a moment that has passed is now. */
export async function scheduleIssue({ db, now, reader }: ActionContext, id: number, at: number | null): Promise<void> {
  await issues.schedule(db, id, Math.max(at ?? 0, now()), now(), reader?.id)
}

/** @throws AppError('conflict') for what neither waits nor is on its way. */
export async function pauseIssue({ db, now, reader }: ActionContext, id: number): Promise<void> {
  await issues.pause(db, id, now(), reader?.id)
}

/** @throws AppError('conflict') for what is not paused. */
export async function resumeIssue({ db, now, reader }: ActionContext, id: number): Promise<void> {
  await issues.resume(db, id, now(), reader?.id)
}

/** @throws AppError('conflict') for what has ended. */
export async function cancelIssue({ db, now, reader }: ActionContext, id: number): Promise<void> {
  await issues.cancel(db, id, now(), reader?.id)
}

/** Sends once more to those of whom nobody knows whether they have it. */
export async function sendUncertain({ db, now, reader }: ActionContext, id: number): Promise<void> {
  await deliveries.sendUncertain(db, id, now(), reader?.id)
}

/**
 * One message to an editor: what their account gets of the issue as it stands now; it counts nowhere. Each press sends
 * one. False, and none is sent: they would get nothing.
 */
export async function testIssue(
  context: ActionContext,
  id: number,
  editor: { id: number; email: string },
): Promise<boolean> {
  const { db, now } = context
  const issue = await issues.find(db, id)
  const newsletter = await newsletters.find(db, { id: issue.newsletterId })
  if (!(await contentForReader(context, issue, newsletter, editor.id))) return false
  const key = `issue-test:${id}:${issue.updatedAt}:${now()}:${editor.email}`
  const payload = { issue: id, to: editor.email, reader: editor.id }
  await batch(db, [wish({ kind: 'mail', key, dueAt: now(), payload })])
  return true
}

async function itemsOf(
  db: ActionContext['db'],
  newsletter: newsletters.Newsletter,
  now: number,
): Promise<{ items: IssueItem[]; consideredTo: number }> {
  if (newsletter.kind !== 'digest') return { items: [], consideredTo: 0 }
  const { topicSlugs, sourceIds } = newsletter
  const after = await issues.taken(db, newsletter.id)
  const from = { topicSlugs: listed(topicSlugs), sourceIds: listed(sourceIds).map(Number) }
  const found = await candidates(db, from, { after, since: now - (after === 0 ? FIRST_LOOK : LONGEST), now })
  const items = onceEach(ranked(found)).slice(0, newsletter.items).map(toItem)
  return { items, consideredTo: Math.max(after, ...found.map(({ articleId }) => articleId)) }
}

function draftOf({ id, kind, name, intro }: newsletters.Newsletter, items: IssueItem[], titleOf: TitleOf) {
  return { newsletterId: id, kind, title: titleOf(name, items[0]?.title ?? null), intro, markdown: '', items }
}

/** The subject of a message: one line. */
function titled(text: string): string {
  const title = text.replace(/\s+/g, ' ').trim()
  if (title === '') throw new AppError('invalid')
  return title
}

/** Markdown of which all is taken and something left to be read: a text that is all markup would be an empty message. */
async function saying(siteUrl: string, markdown: string): Promise<string> {
  const { markdownHtml, MAX_MARKDOWN } = await import('../core/markdown.ts')
  if (markdown.length > MAX_MARKDOWN) throw new AppError('invalid')
  const html = markdownHtml(markdown, siteUrl)
  if (!/<img /.test(html) && html.replace(/<[^>]*>|&nbsp;/g, '').trim() === '') throw new AppError('invalid')
  return markdown
}
