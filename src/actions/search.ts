import { searchWords } from '../core/arabic-search.ts'
import { parseQuery, type Query } from '../core/query.ts'
import { type Marks, markerOf } from '../core/snippet.ts'
import type { ArticleCard, Cursor } from '../store/articles.ts'
import { cards, type FoundArticle, type FoundArticles } from '../store/found.ts'
import { findArticles } from '../store/search.ts'
import { textsOf } from '../store/texts.ts'
import type { ActionContext } from './context.ts'
import { hitsOf, olderOf, type Place } from './hits.ts'
import { type Bodies, marksOf } from './marks.ts'
import { suggest } from './suggest.ts'

const PAGE = 20

/** Searches all articles that are shown. */
export async function searchArticles(
  { db, search, files }: Pick<ActionContext, 'db' | 'search' | 'files'>,
  { q, before }: { q: string; before: Cursor | null },
): Promise<FoundArticles> {
  const place: Place = { find: (matches, below) => findArticles(search, matches, below), among: [] }
  const query = ofArticles(parseQuery(q))
  const { hits, loose } = await hitsOf(place, query, before)
  const from = before?.sortedAt ?? 0
  const page = hits.slice(from, from + PAGE)
  const articles = await cards(
    db,
    page.map(({ id }) => id),
  )
  const marks = await marksOf(articles, markerOf(query, loose), textsIn(db, files))
  return {
    found: articles.flatMap((article) => withMarks(article, marks)),
    older: olderOf(hits, hits.length, from + PAGE, before),
    suggestion: hits.length > 0 || before ? null : await suggest(q, place, (some) => titles(db, some)),
  }
}

function withMarks(article: ArticleCard, all: Map<number, Marks>): FoundArticle[] {
  const marks = all.get(article.id)
  return marks ? [{ article, marks }] : []
}

/** Articles carry no tags: what stands behind `tag:` are words to look for. */
function ofArticles({ terms, fields }: Query): Query {
  const words = fields.flatMap(({ field, value, not }) =>
    field === 'tag' ? searchWords(value).map((word) => ({ words: [word], exact: false, not })) : [],
  )
  return { terms: [...terms, ...words], fields: fields.filter(({ field }) => field === 'source') }
}

function textsIn(db: ActionContext['db'], files: R2Bucket): Bodies {
  return async (ids) => {
    const texts = await textsOf(db, files, ids)
    return new Map([...texts].map(([id, { html }]) => [id, html]))
  }
}

async function titles(db: ActionContext['db'], hits: { id: number }[]): Promise<string[]> {
  const found = await cards(
    db,
    hits.map(({ id }) => id),
  )
  return found.flatMap(({ title, excerpt }) => [title, excerpt])
}
