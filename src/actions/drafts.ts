import { type DraftState, type DraftText, fieldsOf, type Made, madeOf, textFields } from '../core/draft.ts'
import { BY_COMMAND, changed } from '../core/edit.ts'
import { AppError, unlessGone } from '../core/errors.ts'
import { cut } from '../core/safe-html.ts'
import { topicNames } from '../store/articles.ts'
import * as drafts from '../store/drafts.ts'
import { latestEdits } from '../store/edits.ts'
import type { ActionContext } from './context.ts'
import { keywordsIn } from './keywords.ts'

type Context = Pick<ActionContext, 'db' | 'now' | 'config'>
type Known = { id: number; version: number }

/** A new draft: gives its id; null where a page of it would say nothing. */
export async function makeDraft(context: Context, editorId: number, text: DraftText): Promise<number | null> {
  if ((await draftAsRead(context, text)) === null) return null
  return drafts.create(context.db, text, context.now(), editorId)
}

/** A draft as its page will show it; null: it says nothing. Parser and sanitiser are loaded only here. */
export async function draftAsRead(
  { config: { site } }: Pick<Context, 'config'>,
  text: DraftText,
): Promise<Made | null> {
  const { markdownHtml } = await import('../core/markdown.ts')
  return madeOf(text, cut(markdownHtml(text.markdown, site.url)), site.language)
}

/** Changes a draft, and its article with it where it is out. False: somebody else changed it since that version. */
export async function changeDraft(
  context: Context,
  editorId: number,
  known: Known,
  text: DraftText,
): Promise<boolean | 'empty'> {
  const draft = await drafts.find(context.db, known.id)
  if (draft.version !== known.version) return false
  if ((await draftAsRead(context, text)) === null) return 'empty'
  return write(context, editorId, draft, {
    state: draft.state,
    publishesAt: draft.publishesAt,
    text,
    action: 'changed',
  })
}

/**
 * Sends a draft out at a moment, or at once where there is none: pressed again it is out already.
 * @throws AppError('conflict') for a moment where it is out
 */
export async function scheduleDraft(context: Context, editorId: number, id: number, at: number | null): Promise<void> {
  const draft = await drafts.find(context.db, id)
  if (at === null) return publish(context, editorId, draft)
  if (draft.state === 'published') throw new AppError('conflict')
  await move(context, editorId, draft, { state: 'scheduled', publishesAt: at, action: 'scheduled' })
}

/** It waits for no date any more. Pressed again it changes nothing. */
export async function unscheduleDraft(context: Context, editorId: number, id: number): Promise<void> {
  const draft = await drafts.find(context.db, id)
  if (draft.state !== 'scheduled') return
  await move(context, editorId, draft, { state: 'draft', publishesAt: null, action: 'changed' })
}

/** Takes the article of a draft back: it is a draft again, and its page is gone until it comes out once more. */
export async function withdrawDraft(context: Context, editorId: number, id: number): Promise<void> {
  const draft = await drafts.find(context.db, id)
  if (draft.state !== 'published') return
  await move(context, editorId, draft, { state: 'draft', publishesAt: null, action: 'withdrawn' })
}

/** A draft whose date has come, in the name of whom it was scheduled by. When it is to be looked at again, if it is. */
export async function publishDue(context: Context, id: number): Promise<number | null> {
  const draft = await drafts.find(context.db, id).catch(unlessGone)
  if (draft?.state !== 'scheduled') return null
  if (draft.publishesAt !== null && draft.publishesAt > context.now()) return draft.publishesAt
  await publish(context, await scheduledBy(context, id), draft)
  return null
}

/** Far more than anybody changes while a date is waited for. */
const LOOKED_AT = 100

async function scheduledBy({ db }: Context, id: number): Promise<number> {
  const edits = await latestEdits(db, { noun: 'draft', ref: id }, LOOKED_AT)
  return edits.find(({ action }) => action === 'scheduled')?.editorId ?? BY_COMMAND
}

async function publish(context: Context, editorId: number, draft: drafts.Draft): Promise<void> {
  if (draft.state === 'published') return
  await move(context, editorId, draft, { state: 'published', publishesAt: null, action: 'published' })
}

type Move = Omit<Next, 'text'>

/** Somebody else may be faster: with the same wish, or with another, which whoever pressed has not seen. */
async function move(context: Context, editorId: number, draft: drafts.Draft, to: Move): Promise<void> {
  if (await write(context, editorId, draft, { ...to, text: draft })) return
  const { state } = await drafts.find(context.db, draft.id)
  if (state !== to.state) throw new AppError('conflict')
}

type Next = {
  text: DraftText
  state: DraftState
  publishesAt: number | null
  action: drafts.Change['edit']['action']
}

async function write(context: Context, editorId: number, draft: drafts.Draft, next: Next): Promise<boolean> {
  const { db, now } = context
  const { state, publishesAt, action } = next
  const text = textFields(next.text)
  const names = new Map((await topicNames(db)).map(({ id, name }) => [id, name]))
  const fields = changed(fieldsOf(textFields(draft), draft, names), fieldsOf(text, next, names))
  const change = { text, state, publishesAt, edit: { editorId, action, ...fields } }
  const out = state === 'published' ? await publicationOf(context, draft, text) : null
  return drafts.write(db, draft, change, out, now())
}

async function publicationOf(context: Context, draft: drafts.Draft, text: DraftText): Promise<drafts.Publication> {
  const { db, config } = context
  const { site } = config
  const made = await draftAsRead(context, text)
  if (!made) throw new AppError('invalid')
  return {
    made,
    site,
    keywordIds: await keywordsIn(db, { title: text.title, excerpt: made.excerpt }),
    comesOut: draft.state !== 'published',
  }
}
