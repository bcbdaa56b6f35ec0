import { articleStems, holds } from '../core/keyword.ts'
import type { Db } from '../store/db.ts'
import { type Worded, worded } from '../store/keywords.ts'
import { stemsMatch } from '../store/match.ts'
import { rulesAmong } from '../store/rules.ts'
import { findArticles, WINDOW } from '../store/search.ts'
import type { ActionContext } from './context.ts'

/** Articles that came last are looked at themselves, whether or not the search index has heard of them. */
const NEWEST = 200

/**
 * The newest articles that hold all of these stems in title or excerpt, by the search index: bounded, whatever there is.
 * `more`: the index has older ones that were not looked at.
 */
export async function articlesWith(
  { db, search }: Pick<ActionContext, 'db' | 'search'>,
  stems: string[],
): Promise<{ articles: Worded[]; more: boolean }> {
  const hits = await findArticles(search, stemsMatch(stems))
  const ids = hits.map(({ id }) => id)
  const found = await worded(db, ids, NEWEST)
  return {
    articles: found.filter((article) => holds(articleStems(article), stems)),
    more: hits.length === WINDOW,
  }
}

const WEEK = 7 * 86_400

/** How many articles of the last week hold these stems; `more`: perhaps there are others. */
export async function lastWeekWith(
  context: Pick<ActionContext, 'db' | 'search' | 'now'>,
  stems: string[],
): Promise<{ count: number; more: boolean }> {
  const { articles, more } = await articlesWith(context, stems)
  const since = context.now() - WEEK
  const count = articles.filter(({ sortedAt }) => sortedAt >= since).length
  return { count, more: more && (articles.at(-1)?.sortedAt ?? 0) >= since }
}

/** The ids of the followed keywords that an article holds. */
export async function keywordsIn(db: Db, article: { title: string; excerpt: string }): Promise<number[]> {
  const stems = articleStems(article)
  const { keywords } = await rulesAmong(db, stems)
  return keywords.filter((keyword) => holds(stems, keyword.stems)).map(({ id }) => id)
}
