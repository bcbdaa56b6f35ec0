import { type SQL, sql } from 'drizzle-orm'
import { type ListFilters, narrowing } from '../core/list-filters.ts'
import type { Cursor } from './articles.ts'
import { batch, type Db, type Row, rows } from './db.ts'
import { orderOf } from './list-order.ts'
import { asListRow, type ListRow, listRow } from './saved.ts'
import { namesOf } from './tags.ts'

const PAGE = 50
/** Rows of an index that one request walks at most, in search of those that fit. */
const WALK = 1_000
const SOURCES = 100
const STARTED = 3

export type ListPart = {
  saved: ListRow[]
  unread: number
  /** Something was saved once, whatever became of it. */
  begun: boolean
  older: Cursor | null
  /** The walk came to its end before the page was full: `older` goes on searching. */
  searching: boolean
  /** What the filters offer. */
  tags: string[]
  sources: string[]
  /** What was begun and not read to its end, the latest first; on the first page of the unread alone. */
  started: ListRow[]
}

type Wanted = { filters: ListFilters; before: Cursor | null }

/** Fifty rows of the list, in one round trip. However many rows there are, at most `WALK` of them are walked. */
export async function page(shelf: Db, readerId: number, { filters, before }: Wanted): Promise<ListPart> {
  const start = !before && filters.state === 'unread' && filters.sort === 'newest' && narrowing(filters).length === 0
  const results = await batch(shelf, [
    ...frame(readerId),
    walk(readerId, filters, before),
    ...(start ? [startedOf(readerId)] : []),
  ])
  return { ...framed(results), ...paged(rows(results, 3)), started: rows(results, 4).map(asListRow) }
}

type Frame = Pick<ListPart, 'unread' | 'begun' | 'tags' | 'sources'>

/** What stands around the rows, where they come from elsewhere. */
export async function around(shelf: Db, readerId: number): Promise<Frame> {
  return framed(await batch(shelf, frame(readerId)))
}

function frame(readerId: number): SQL[] {
  return [
    sql`SELECT unread, next_saved FROM counters WHERE reader_id = ${readerId}`,
    namesOf(readerId),
    sourcesOf(readerId),
  ]
}

function framed(results: D1Result<Row>[]): Frame {
  const [counter] = rows(results, 0)
  const names = (index: number) => rows(results, index).map(({ name }) => String(name))
  return {
    unread: Number(counter?.unread ?? 0),
    begun: Number(counter?.next_saved ?? 1) > 1,
    tags: names(1),
    sources: names(2),
  }
}

/** The rows of a walk, without the one that only says where the walk ended. */
function paged(found: Row[]): Pick<ListPart, 'saved' | 'older' | 'searching'> {
  const fitting = found.filter(({ fits }) => fits === 1)
  const end = fitting.length > PAGE ? fitting[PAGE - 1] : found.find(({ walked }) => walked === WALK)
  return {
    saved: fitting.slice(0, PAGE).map(asListRow),
    older: end ? { sortedAt: Number(end.at), id: Number(end.id) } : null,
    searching: fitting.length <= PAGE && end !== undefined,
  }
}

/**
 * Statement: one row more than a page, walking the index of the order. The last row walked is given back even where
 * it does not fit, so that the next request can go on behind it.
 */
function walk(readerId: number, filters: ListFilters, before: Cursor | null): SQL {
  const { from, at, id, bounds, left } = orderOf(readerId, filters)
  const down = filters.sort === 'newest' || filters.sort === 'longest'
  const order = down ? sql`DESC` : sql`ASC`
  const after = before && sql` AND (${at}, ${id}) ${down ? sql`<` : sql`>`} (${before.sortedAt}, ${before.id})`
  const fits = sql.join([sql`removed_at IS NULL`, ...left], sql` AND `)
  return sql`SELECT ${listRow}, at, walked, (${fits}) AS fits
    FROM (SELECT walked_id, at, row_number() OVER (ORDER BY at ${order}, walked_id ${order}) AS walked
      FROM (SELECT ${id} AS walked_id, ${at} AS at FROM ${from} WHERE reader_id = ${readerId} AND ${bounds}${after ?? sql``}
        ORDER BY ${at} ${order}, ${id} ${order} LIMIT ${WALK}))
    CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.id = walked_id
    WHERE (${fits}) OR walked = ${WALK} LIMIT ${PAGE + 1}`
}

/** Statement: the sources there are, each found by one look into the index. */
function sourcesOf(readerId: number): SQL {
  const next = (after: SQL) => sql`SELECT min(source_name) FROM saved INDEXED BY saved_source
    WHERE reader_id = ${readerId} AND removed_at IS NULL AND source_name > ${after}`
  return sql`WITH RECURSIVE sources (name, n) AS (
      SELECT (${next(sql`''`)}), 1
      UNION ALL SELECT (${next(sql`name`)}), n + 1 FROM sources WHERE name IS NOT NULL AND n < ${SOURCES})
    SELECT name FROM sources WHERE name IS NOT NULL`
}

/** Statement: the unread ones that were begun, the last one first. */
function startedOf(readerId: number): SQL {
  return sql`SELECT ${listRow} FROM saved INDEXED BY saved_started
    WHERE reader_id = ${readerId} AND removed_at IS NULL AND archived_at IS NULL AND progress > 0 AND progress < 100
    ORDER BY progress_at DESC LIMIT ${STARTED}`
}
