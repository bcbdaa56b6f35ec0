import { type ArticleSettings, type ArticleState, edited, recorded, undone } from '../core/desk-article.ts'
import { AppError } from '../core/errors.ts'
import { draftOf } from '../core/own.ts'
import { topicNames } from '../store/articles.ts'
import type { Db } from '../store/db.ts'
import * as articles from '../store/desk-articles.ts'
import * as drafts from '../store/drafts.ts'
import type { ActionContext } from './context.ts'
import { keywordsIn } from './keywords.ts'

type Context = Pick<ActionContext, 'db' | 'now'>

/** Changes what an editor sets of an article. False: somebody else changed it since that version. */
export async function editArticle(
  context: Context,
  editorId: number,
  { id, version }: { id: number; version: number },
  set: ArticleSettings,
): Promise<boolean> {
  const article = await articles.find(context.db, id)
  if (article.version !== version) return false
  return write(context, editorId, article, edited(article.state, set), 'changed')
}

/** Takes an article down, or shows it again: wanted twice it is done once. */
export function setHidden(context: Context, editorId: number, id: number, wanted: boolean): Promise<void> {
  const hiddenAt = wanted ? context.now() : null
  return want(context, editorId, id, wanted ? 'hidden' : 'shown', (state) =>
    (state.hiddenAt !== null) === wanted ? null : { ...state, hiddenAt },
  )
}

/** Picks an article for the home page, or takes the pick back. */
export function setPicked(context: Context, editorId: number, id: number, wanted: boolean): Promise<void> {
  const pickedAt = wanted ? context.now() : null
  return want(context, editorId, id, wanted ? 'picked' : 'unpicked', (state) =>
    (state.pickedAt !== null) === wanted ? null : { ...state, pickedAt },
  )
}

/** Takes the last change of an article back. False: it is not the last any more. */
export async function undoEdit(context: Context, editorId: number, id: number, editId: number): Promise<boolean> {
  const article = await articles.find(context.db, id)
  const [last] = article.edits
  if (last?.id !== editId) return false
  return write(context, editorId, article, undone(article.state, last), 'undone')
}

/** Who presses a button knows of no version: where another was faster, what is wanted is done over theirs. */
const TRIES = 5

async function want(
  context: Context,
  editorId: number,
  id: number,
  action: articles.ArticleAction,
  next: (state: ArticleState) => ArticleState | null,
): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const article = await articles.find(context.db, id)
    const state = next(article.state)
    if (!state || (await write(context, editorId, article, state, action))) return
  }
  throw new AppError('conflict')
}

async function write(
  { db, now }: Context,
  editorId: number,
  { state: before, ...article }: articles.DeskArticle,
  after: ArticleState,
  action: articles.ArticleAction,
): Promise<boolean> {
  const comesBack = before.hiddenAt !== null && after.hiddenAt === null
  if (comesBack && (await isWithdrawn(db, article))) throw new AppError('conflict')
  const topics = await topicNames(db)
  const fields = recorded(before, after, new Map(topics.map(({ id, name }) => [id, name])))
  const keywordIds = await keywordsIn(db, { title: after.title, excerpt: article.excerpt })
  return articles.write(db, article, after, keywordIds, { editorId, action, ...fields }, now())
}

/** What an editor withdrew: it comes out again by its draft alone, which would else say that it is not. */
async function isWithdrawn(db: Db, { urlKey }: Pick<articles.DeskArticle, 'urlKey'>): Promise<boolean> {
  const id = draftOf(urlKey)
  return id !== null && (await drafts.find(db, id)).state !== 'published'
}
