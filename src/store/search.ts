import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'
import type { Matches } from './match.ts'

// The one file with MATCH. Each index stands twice: `live` in `settings` names the one that is searched; while it is
// built anew, what changes is written to both.

export type Side = 'a' | 'b'

/** What an index holds of a row: two columns of words, and tokens of ours. */
export type Doc = { exact: string; stem: string; filter: string }
export type ArticleDoc = Doc & { id: number }
export type SavedKey = { readerId: number; id: number }
export type SavedDoc = Doc & SavedKey

/** `score`: how many of the words stand there as they were typed, and not only in another form. */
export type Hit = { id: number; rowid: number; score: number }

/**
 * Hits that are ranked together: the newest ones. All hits of a frequent word would hold up everybody's queries; and so
 * would bm25(), which counts all hits of each word, also to rank a few.
 */
export const WINDOW = 500

const SIDES: readonly Side[] = ['a', 'b']
type Tables = Record<Side, SQL>
const ARTICLES: Tables = { a: sql`article_docs_a`, b: sql`article_docs_b` }
const SAVED: Tables = { a: sql`saved_docs_a`, b: sql`saved_docs_b` }

/** Newest hits among the site's articles, those below a rowid; the rowid is the article's id. */
export function findArticles(search: Db, matches: Matches, below?: number): Promise<Hit[]> {
  return hits(search, ARTICLES, matches, { id: sql`found.rowid`, below })
}

/** The same in one list; `matches` must hold the reader's token. */
export function findSaved(search: Db, matches: Matches, below?: number): Promise<Hit[]> {
  const join = sql`CROSS JOIN saved_doc_ids ON saved_doc_ids.rowid = found.rowid`
  return hits(search, SAVED, matches, { id: sql`saved_doc_ids.saved_id`, join, below })
}

type Asked = { id: SQL; join?: SQL; below?: number }

async function hits(search: Db, tables: Tables, { all, exact }: Matches, asked: Asked): Promise<Hit[]> {
  const { id, join = sql``, below = Number.MAX_SAFE_INTEGER } = asked
  // What is not in the window need not be looked at: a word may stand as it was typed in few hits of many.
  const score = exact.map((match) => sql` + (found.rowid IN (${onLiveSide(tables, match, inWindow(below))}))`)
  const results = await batch(search, [
    sql`WITH found AS MATERIALIZED (${onLiveSide(tables, all, newest(below))})
      SELECT ${id} AS id, found.rowid, 0${sql.join(score)} AS score FROM found ${join}`,
  ])
  return rows(results, 0).map((row) => ({ id: Number(row.id), rowid: Number(row.rowid), score: Number(row.score) }))
}

function newest(below: number): SQL {
  return sql`${under(below)} ORDER BY rowid DESC LIMIT ${WINDOW}`
}

function inWindow(below: number): SQL {
  return sql`${under(below)} AND rowid >= (SELECT min(rowid) FROM found)`
}

/** D1 binds every number as a real one, by which FTS5 does not begin: it would walk from the top to each further window. */
function under(below: number): SQL {
  return sql`rowid < CAST(${below} AS INTEGER)`
}

/** One statement finds out which side is live and searches it: the other is asked for nothing. */
function onLiveSide(tables: Tables, match: string, those: SQL): SQL {
  const sides = SIDES.map((side) => {
    const table = tables[side]
    return sql`SELECT * FROM (SELECT rowid FROM ${table}
      WHERE ${table} MATCH (SELECT CASE WHEN ${live} = ${side} THEN ${match} ELSE '""' END) AND ${those})`
  })
  return sql.join(sides, sql` UNION ALL `)
}

const live = sql`coalesce((SELECT value FROM settings WHERE name = 'live'), 'a')`

export async function writeArticles(search: Db, sides: Side[], docs: ArticleDoc[], gone: number[]): Promise<void> {
  for (const part of parted(docs)) {
    const json = JSON.stringify(part)
    await batch(
      search,
      sides.map(
        (side) => sql`INSERT OR REPLACE INTO ${ARTICLES[side]} (rowid, exact, stem, filter)
          SELECT value ->> 'id', value ->> 'exact', value ->> 'stem', value ->> 'filter' FROM json_each(${json})`,
      ),
    )
  }
  if (gone.length === 0) return
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(gone)}))`
  await batch(
    search,
    SIDES.map((side) => sql`DELETE FROM ${ARTICLES[side]} WHERE rowid IN ${ids}`),
  )
}

export async function writeSaved(search: Db, sides: Side[], docs: SavedDoc[], gone: SavedKey[]): Promise<void> {
  for (const part of parted(docs)) {
    const json = JSON.stringify(part)
    await batch(search, [
      sql`INSERT INTO saved_doc_ids (reader_id, saved_id) SELECT value ->> 'readerId', value ->> 'id'
        FROM json_each(${json}) WHERE true ON CONFLICT DO NOTHING`,
      ...sides.map(
        (side) => sql`INSERT OR REPLACE INTO ${SAVED[side]} (rowid, exact, stem, filter)
          SELECT saved_doc_ids.rowid, doc.value ->> 'exact', doc.value ->> 'stem', doc.value ->> 'filter'
          FROM json_each(${json}) AS doc CROSS JOIN saved_doc_ids
            ON reader_id = doc.value ->> 'readerId' AND saved_id = doc.value ->> 'id'`,
      ),
    ])
  }
  if (gone.length === 0) return
  const ids = sql`(SELECT saved_doc_ids.rowid FROM json_each(${JSON.stringify(gone)}) AS gone CROSS JOIN saved_doc_ids
    ON reader_id = gone.value ->> 'readerId' AND saved_id = gone.value ->> 'id')`
  await batch(search, dropSaved(ids))
}

const READER_CHUNK = 1_000

/** Takes some of a reader's documents out; true: none is left. */
export async function forgetReader(search: Db, readerId: number): Promise<boolean> {
  const ids = sql`(SELECT rowid FROM saved_doc_ids WHERE reader_id = ${readerId} ORDER BY saved_id LIMIT ${READER_CHUNK})`
  const results = await batch(search, [
    ...dropSaved(ids),
    sql`SELECT rowid FROM saved_doc_ids WHERE reader_id = ${readerId} LIMIT 1`,
  ])
  return rows(results, results.length - 1).length === 0
}

/** The documents, then the ids that lead to them. */
function dropSaved(ids: SQL): SQL[] {
  return [
    ...SIDES.map((side) => sql`DELETE FROM ${SAVED[side]} WHERE rowid IN ${ids}`),
    sql`DELETE FROM saved_doc_ids WHERE rowid IN ${ids}`,
  ]
}

/** Statements: nothing is in these indexes any more. */
export function emptySide(side: Side): SQL[] {
  return [ARTICLES[side], SAVED[side]].map((table) => sql`INSERT INTO ${table} (${table}) VALUES ('delete-all')`)
}

const MAX_BYTES = 500_000

/** D1 takes two million bytes in one parameter, and a letter of Arabic is two. */
function parted<T extends Doc>(docs: T[]): T[][] {
  const parts: T[][] = []
  let size = 0
  for (const doc of docs) {
    const own = doc.exact.length + doc.stem.length
    const part = parts.at(-1)
    if (part && size + own <= MAX_BYTES) {
      part.push(doc)
      size += own
    } else {
      parts.push([doc])
      size = own
    }
  }
  return parts
}
