import { indexedWords } from '../core/arabic-search.ts'
import { textOf as plain, type SafeHtml } from '../core/safe-html.ts'
import { claimMore, finishAll, giveBack, type Job } from '../store/jobs.ts'
import { type FilterToken, languageToken, readerToken, sourceTokens, tagToken } from '../store/match.ts'
import * as rebuilds from '../store/rebuild.ts'
import * as search from '../store/search.ts'
import { type ArticleSource, articleSources, type SavedSource, savedSources } from '../store/search-rows.ts'
import { savedTextsOf, textsOf } from '../store/texts.ts'
import type { JobContext, Outcome } from './context.ts'

/**
 * Jobs that one run takes along: a document costs its words, the rest is the same for one and for many. Four runs go on
 * at a time, each with the whole texts of its documents in memory (256 KB at most), so there are not more.
 */
const AT_ONCE = 8
/** Words of a body that are indexed, and letters that surely hold them. */
export const BODY_WORDS = 2_000
const BODY_LETTERS = 40_000

/** Reads rows as they are now into the search indexes, or takes them out if they are gone: `store/index-wishes.ts`. */
export async function index(context: JobContext, job: Job): Promise<Outcome> {
  const { db, now } = context
  const more = await claimMore(db, job, now(), AT_ONCE - 1)
  try {
    await follow(context, [job, ...more])
    await finishAll(db, more)
  } catch {
    // One of them may be to blame: each gets a run of its own, so that it alone fails.
    await giveBack(db, more)
    await follow(context, [job])
  }
  return undefined
}

async function follow(context: JobContext, jobs: Job[]): Promise<void> {
  const keys = jobs.map(({ key }) => key.split(':'))
  const numbers = (kind: string) => keys.filter(([of]) => of === kind).map(([, ...ids]) => ids.map(Number))
  const sides = rebuilds.sidesOf(await rebuilds.state(context.search))
  await followArticles(
    context,
    sides,
    numbers('article').map(([id = 0]) => id),
  )
  await followSaved(
    context,
    sides,
    numbers('saved').map(([readerId = 0, id = 0]) => ({ readerId, id })),
  )
  for (const [readerId = 0] of numbers('reader')) while (!(await search.forgetReader(context.search, readerId)));
}

async function followArticles(context: JobContext, sides: search.Side[], ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const { db, files } = context
  const found = await articleSources(db, ids)
  const texts = await textsOf(
    db,
    files,
    found.map(({ id }) => id),
  )
  const docs = found.map((article) => ({
    id: article.id,
    ...doc(article, [], texts.get(article.id)?.html, factsOf(article)),
  }))
  await search.writeArticles(
    context.search,
    sides,
    docs,
    without(
      ids,
      found.map(({ id }) => id),
    ),
  )
}

async function followSaved(context: JobContext, sides: search.Side[], keys: search.SavedKey[]): Promise<void> {
  if (keys.length === 0) return
  const found = await savedSources(context.shelf, keys)
  const bodies = await bodiesOf(context, found)
  const docs = found.map((row, at) => ({
    readerId: row.readerId,
    id: row.id,
    ...doc(row, [row.note, ...row.tags, ...row.highlights], bodies[at], [
      readerToken(row.readerId),
      ...row.tags.map(tagToken),
      ...factsOf(row),
    ]),
  }))
  const there = new Set(found.map(({ readerId, id }) => `${readerId}:${id}`))
  const gone = keys.filter(({ readerId, id }) => !there.has(`${readerId}:${id}`))
  await search.writeSaved(context.search, sides, docs, gone)
}

/** The page that a reader saved, else the article's text. */
async function bodiesOf({ db, shelf, files }: JobContext, found: SavedSource[]): Promise<(SafeHtml | undefined)[]> {
  const articles = await textsOf(
    db,
    files,
    found.flatMap(({ articleId }) => articleId ?? []),
  )
  const own = new Map<number, Awaited<ReturnType<typeof savedTextsOf>>>()
  for (const readerId of new Set(found.map((row) => row.readerId))) {
    const ids = found.filter((row) => row.readerId === readerId && row.page !== 'none').map(({ id }) => id)
    if (ids.length > 0) own.set(readerId, await savedTextsOf(shelf, files, readerId, ids))
  }
  return found.map(({ readerId, id, articleId }) => (own.get(readerId)?.get(id) ?? articles.get(articleId ?? 0))?.html)
}

function factsOf({ sourceName, language }: ArticleSource): FilterToken[] {
  return [languageToken(language), ...sourceTokens(sourceName)]
}

function doc(
  { title, byline, excerpt }: ArticleSource,
  more: string[],
  html: SafeHtml | undefined,
  filter: FilterToken[],
): search.Doc {
  const body = html ? plain(html).slice(0, BODY_LETTERS) : ''
  return { ...indexedWords([title, byline, excerpt, ...more, body], BODY_WORDS), filter: filter.join(' ') }
}

function without(ids: number[], found: number[]): number[] {
  const there = new Set(found)
  return ids.filter((id) => !there.has(id))
}
