import { env } from 'cloudflare:workers'
import { type SQL, sql } from 'drizzle-orm'
import { parseQuery } from '../../src/core/query.ts'
import { batch, open } from '../../src/store/db.ts'
import { wishArticles, wishIndex } from '../../src/store/index-wishes.ts'
import { matchOf, readerToken } from '../../src/store/match.ts'
import { findArticles, findSaved } from '../../src/store/search.ts'
import { START, type TestApp } from './app.ts'

const search = open(env.SEARCH_DB)
const db = open(env.DB)
const NOTHING = { all: '""', exact: [] }

/** Ids of the articles in the index that a query finds, the newest first. */
export async function foundArticles(q: string): Promise<number[]> {
  const hits = await findArticles(search, matchOf(parseQuery(q), []) ?? NOTHING)
  return hits.map(({ id }) => id)
}

/** The same of one reader's rows. */
export async function foundSaved(readerId: number, q: string): Promise<number[]> {
  const hits = await findSaved(search, matchOf(parseQuery(q), [[readerToken(readerId)]]) ?? NOTHING)
  return hits.map(({ id }) => id)
}

/** The index reads all there is, for tests that put rows there by hand. */
export async function indexAll(app: TestApp, readerId?: number): Promise<void> {
  const steps: SQL[] = [wishArticles(sql`SELECT id FROM articles`, START)]
  if (readerId !== undefined) steps.push(wishIndex(readerId, sql`true`, START))
  await batch(db, steps)
  await app.work()
}
