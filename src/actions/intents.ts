import { AppError, unlessGone } from '../core/errors.ts'
import type { Asked, Intent } from '../core/intent.ts'
import * as articles from '../store/articles.ts'
import * as followable from '../store/followable.ts'
import { withdraw } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import type { ActionContext } from './context.ts'
import { say } from './following.ts'
import { subscribeReader } from './newsletters.ts'
import { saveArticle, saveUrl } from './saving.ts'

type Reader = { id: number; email: string }
/** Where it was said what would be done. */
type Form = '/login' | '/register'

/** What a form says that it will do; null where there is nothing to do, or what it was about is gone. */
export async function asked({ db }: ActionContext, intent: Intent | null): Promise<Asked | null> {
  if (intent?.kind === 'save') {
    const article = await articles.copyOf(db, intent.articleId)
    return article && { intent, title: article.title, direction: article.direction }
  }
  if (intent?.kind === 'save-url') return { intent, title: intent.url, direction: 'ltr' }
  if (intent?.kind === 'page') return { intent, title: '' }
  if (intent?.kind === 'newsletter') {
    const newsletter = await newsletters.findOffered(db, intent.slug).catch(unlessGone)
    return newsletter && { intent, title: newsletter.name }
  }
  if (intent?.kind === 'follow') {
    const offered = await followable.find(db, intent.what, String(intent.id))
    return offered && { intent, title: offered.label }
  }
  return null
}

/** The page where it ends, which is where it began; `otherwise` where there is none. */
export async function endOf({ db }: ActionContext, intent: Intent | null, otherwise: string): Promise<string> {
  if (intent?.kind === 'save') return `/articles/${intent.articleId}`
  if (intent?.kind === 'save-url') return '/list'
  if (intent?.kind === 'newsletter') return `/newsletters/${intent.slug}`
  if (intent?.kind === 'page') return `/${intent.page}`
  if (intent?.kind !== 'follow') return otherwise
  return (await followable.find(db, intent.what, String(intent.id)))?.path ?? otherwise
}

/**
 * Does what a visitor wanted before they signed in. Twice is as good as once; what is gone meanwhile (an article that
 * was hidden, a newsletter that ended) is left, and so is what a reader has no room for.
 */
export async function carryOut(
  context: ActionContext,
  { reader, intent, form }: { reader: Reader; intent: Intent; form: Form },
): Promise<void> {
  await step(context, { reader, intent, form }).catch(unlessLeft)
}

function unlessLeft(error: unknown): null {
  return error instanceof AppError && error.code === 'follows_full' ? null : unlessGone(error)
}

async function step(
  context: ActionContext,
  { reader, intent, form }: { reader: Reader; intent: Intent; form: Form },
): Promise<unknown> {
  // Its end is all there is to it.
  if (intent.kind === 'page') return null
  if (intent.kind === 'save') return saveArticle(context, { readerId: reader.id, articleId: intent.articleId })
  if (intent.kind === 'save-url') return saveUrl(context, { readerId: reader.id, url: intent.url, title: '' })
  if (intent.kind === 'follow') {
    return say(context, reader.id, { kind: intent.what, ref: String(intent.id), keyword: '', want: 'follow' })
  }
  return subscribeReader(context, { reader, slug: intent.slug, wanted: true, form })
}

/** The same for a new account, whose intent stands in a job as well, lest a crash lose it. */
export async function finishIntent(
  context: ActionContext,
  { reader, intent, job }: { reader: Reader; intent: Intent; job: string },
): Promise<void> {
  await carryOut(context, { reader, intent, form: '/register' })
  await withdraw(context.db, 'intent', job)
}
