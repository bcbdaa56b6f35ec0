import { AppError } from '../core/errors.ts'
import { copyOf } from '../store/articles.ts'
import { type Kept, save } from '../store/save.ts'
import type { ActionContext } from './context.ts'

/**
 * Puts an article on a reader's list. The site's row is read first and copied, since a shelf may lie in another
 * database; the copy stands for itself from then on.
 * @throws AppError('not_found') for an article that does not exist or was taken down.
 */
export async function saveArticle(
  { db, shelf, now }: ActionContext,
  { readerId, articleId }: { readerId: number; articleId: number },
): Promise<Kept> {
  const copy = await copyOf(db, articleId)
  if (!copy) throw new AppError('not_found')
  return save(shelf, readerId, copy, now())
}
