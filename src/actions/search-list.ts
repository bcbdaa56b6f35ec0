import type { ListFilters } from '../core/list-filters.ts'
import { parseQuery } from '../core/query.ts'
import { type Marks, markerOf } from '../core/snippet.ts'
import type { Cursor } from '../store/articles.ts'
import { type FoundRow, fitting, listRows } from '../store/found.ts'
import { around, type ListPart } from '../store/list-page.ts'
import { type FilterToken, languageToken, readerToken, sourceTokens, tagToken } from '../store/match.ts'
import { findSaved, type Hit } from '../store/search.ts'
import { savedTextsOf, textsOf } from '../store/texts.ts'
import type { ActionContext } from './context.ts'
import { hitsOf, olderOf, type Place } from './hits.ts'
import { type Bodies, marksOf } from './marks.ts'
import { suggest } from './suggest.ts'

/** `marks`: what is a hit, by the row's id. `suggestion`: another query, where this one found nothing. */
export type FoundPart = ListPart & { marks: Map<number, Marks>; suggestion: string | null }

type Asked = { readerId: number; q: string; filters: ListFilters; before: Cursor | null }

const PAGE = 50

/**
 * Searches one reader's list, with what they wrote to it. The best hits come first. Filters that the index does not
 * know are asked of the rows of a window: a page may be short, and `older` goes on.
 */
export async function searchList(
  context: Pick<ActionContext, 'db' | 'shelf' | 'search' | 'files'>,
  { readerId, q, filters, before }: Asked,
): Promise<FoundPart> {
  const { shelf, search } = context
  const place: Place = { find: (matches, below) => findSaved(search, matches, below), among: among(readerId, filters) }
  const query = parseQuery(q)
  const { hits, loose } = await hitsOf(place, query, before)
  const from = before?.sortedAt ?? 0
  const fit = await fitting(shelf, readerId, hits, filters)
  const [rows, frame] = await Promise.all([
    listRows(shelf, readerId, fit.slice(from, from + PAGE)),
    around(shelf, readerId),
  ])
  const older = olderOf(hits, fit.length, from + PAGE, before)
  return {
    ...frame,
    saved: rows,
    older,
    searching: older !== null && rows.length < PAGE,
    started: [],
    marks: await marksOf(rows, markerOf(query, loose), bodiesOf(context, readerId, rows)),
    suggestion: hits.length > 0 || before ? null : await suggest(q, place, (some) => titles(context, readerId, some)),
  }
}

function among(readerId: number, { tag, source, language }: ListFilters): FilterToken[][] {
  return [
    [readerToken(readerId)],
    ...(tag ? [[tagToken(tag)]] : []),
    ...(source ? [sourceTokens(source)] : []),
    ...(language ? [[languageToken(language)]] : []),
  ].filter((tokens) => tokens.length > 0)
}

/** The page that a reader saved, else the article's text. */
function bodiesOf(
  { db, shelf, files }: Pick<ActionContext, 'db' | 'shelf' | 'files'>,
  readerId: number,
  rows: FoundRow[],
): Bodies {
  return async (ids) => {
    const own = await savedTextsOf(shelf, files, readerId, ids)
    const others = rows.filter(({ id }) => ids.includes(id) && !own.has(id))
    const texts = await textsOf(
      db,
      files,
      others.flatMap(({ articleId }) => articleId ?? []),
    )
    const found = others.flatMap(({ id, articleId }) => {
      const text = texts.get(articleId ?? 0)
      return text ? [[id, text.html] as const] : []
    })
    return new Map([...[...own].map(([id, { html }]) => [id, html] as const), ...found])
  }
}

async function titles({ shelf }: Pick<ActionContext, 'shelf'>, readerId: number, hits: Hit[]): Promise<string[]> {
  const found = await listRows(
    shelf,
    readerId,
    hits.map(({ id }) => id),
  )
  return found.flatMap(({ title, excerpt, written }) => [title, excerpt, ...written])
}
