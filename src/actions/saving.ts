import { directionOf, languageOf, plainLine } from '../core/arabic.ts'
import { AppError } from '../core/errors.ts'
import type { Refused } from '../core/form.ts'
import { LARGEST_PASTED } from '../core/limits.ts'
import { bareTitle, hostName, wordsOf } from '../core/typed-url.ts'
import { URL_RULE, urlKey } from '../core/url.ts'
import { copyByKey, copyOf } from '../store/articles.ts'
import { bareOf, setPasted } from '../store/pages.ts'
import { type Kept, type SavedCopy, save } from '../store/save.ts'
import type { ActionContext } from './context.ts'

/**
 * Puts an article on a reader's list. The site's row is read first and copied, since a shelf may lie in another
 * database; the copy stands for itself from then on.
 * @throws AppError('not_found') for an article that does not exist or was taken down, 'list_full' for a full list.
 */
export async function saveArticle(
  { db, shelf, now }: ActionContext,
  { readerId, articleId }: { readerId: number; articleId: number },
): Promise<Kept> {
  const copy = await copyOf(db, articleId)
  if (!copy) throw new AppError('not_found')
  return save(shelf, readerId, copy, now())
}

/**
 * Puts a page on a reader's list by its url alone, which `fetchable` has passed: at once, with what the url says; its
 * text comes later. An article that the site has is linked instead.
 * @throws AppError('list_full') for a full list.
 */
export async function saveUrl(
  { db, shelf, now }: ActionContext,
  { readerId, url, title }: { readerId: number; url: string; title: string },
): Promise<Kept> {
  const copy = (await copyByKey(db, urlKey(url))) ?? bareCopy(url, title)
  return save(shelf, readerId, copy, now())
}

/** What is known of a page before anybody looked at it. */
function bareCopy(url: string, title: string): SavedCopy {
  const given = plainLine(title)
  const text = given || wordsOf(url)
  const language = languageOf({ declared: [], text })
  return {
    ...{ articleId: null, url, urlKey: urlKey(url), urlRule: URL_RULE, title: given || bareTitle(url), byline: '' },
    ...{ sourceName: hostName(url), picture: null, language, words: 0, excerpt: '', page: 'waiting' },
    direction: directionOf({ language, text }),
  }
}

/**
 * Keeps a text that a reader pasted, plain or HTML, as the text of their row.
 * @throws AppError('not_found') for what is not in this reader's list, or was removed.
 */
export async function pasteText(
  { shelf, now }: ActionContext,
  { readerId, id, text }: { readerId: number; id: number; text: string },
): Promise<Refused | null> {
  const row = await bareOf(shelf, readerId, id)
  if (!row) throw new AppError('not_found')
  if (text.trim() === '') return { errors: { text: 'textRequired' } }
  if (new TextEncoder().encode(text).length > LARGEST_PASTED) return { errors: { text: 'textTooLong' } }
  // Parser and sanitiser are too heavy for the path that serves pages.
  const { readPasted } = await import('../core/pasted.ts')
  const pasted = await readPasted(text, row.url)
  if (!pasted) return { errors: { text: 'textRequired' } }
  await setPasted(shelf, { readerId, id, ...row, pasted }, now())
  return null
}
