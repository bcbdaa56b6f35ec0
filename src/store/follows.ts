import { type SQL, sql } from 'drizzle-orm'
import { type Follow, type Followable, type FollowState, MOST_FOLLOWS, MOST_KEYWORDS, NOTHING } from '../core/follow.ts'
import { batch, changes, type Db, type Row, rows } from './db.ts'
import { onConflict, wish } from './jobs.ts'

type Named = Pick<Followable, 'kind' | 'ref'>

/** All that a reader follows, mutes or wants less of, in no order that means anything. */
export async function followsOf(shelf: Db, readerId: number): Promise<Follow[]> {
  const results = await batch(shelf, [
    sql`SELECT kind, ref, label, followed, muted, less, alerts FROM follows WHERE reader_id = ${readerId}`,
  ])
  return rows(results, 0).map(toFollow)
}

/** Statement: the same of these alone; `toFollow` makes something of each row. */
export function saidOf(readerId: number, targets: Named[]): SQL {
  return sql`SELECT kind, ref, label, followed, muted, less, alerts FROM follows WHERE (reader_id, kind, ref) IN
    (SELECT ${readerId}, value ->> 'kind', value ->> 'ref' FROM json_each(${JSON.stringify(targets)}))`
}

/** The same by reader; one who has said nothing is not there. */
export async function followsByReader(shelf: Db, readerIds: number[]): Promise<Map<number, Follow[]>> {
  const results = await batch(shelf, [
    sql`SELECT reader_id, kind, ref, label, followed, muted, less, alerts
      FROM json_each(${JSON.stringify(readerIds)}) AS reader CROSS JOIN follows ON reader_id = reader.value`,
  ])
  const byReader = Map.groupBy(rows(results, 0), (row) => Number(row.reader_id))
  return new Map([...byReader].map(([readerId, found]) => [readerId, found.map(toFollow)]))
}

/**
 * Changes what is said of one thing, and gives what was said before and is now; a row that says nothing any more goes.
 * A target without a label is only changed where it is there. Null where there is nothing to change, or where the
 * reader has as many rows, or keywords, as may be. What articles hold a keyword is the job's to find.
 */
export async function set(
  shelf: Db,
  readerId: number,
  target: Followable,
  change: Partial<FollowState>,
  now: number,
): Promise<{ label: string; before: FollowState; after: FollowState } | null> {
  const row = rowOf(readerId, target)
  const results = await batch(shelf, [
    stateOf(row),
    put(readerId, target, change, now),
    ...(target.kind === 'keyword' ? [wish({ kind: 'keyword', key: target.ref, dueAt: now }, { ifChanged: true })] : []),
    sql`${dropEmpty} AND ${row}`,
    stateOf(row),
  ])
  const [before] = rows(results, 0)
  const [after] = rows(results, results.length - 1)
  if (changes(results, 1) === 0 && Object.values(change).includes(true)) return null
  return {
    label: target.label || String(before?.label ?? ''),
    before: before ? toState(before) : NOTHING,
    after: after ? toState(after) : NOTHING,
  }
}

/** `unmute`: what is to be followed is muted no more; else it stays muted. */
type Many = { follow: Followable[]; unfollow: Named[]; unmute: boolean }

/**
 * Follows many and unfollows many in one step; of what is muted nothing is unfollowed, lest unmuting bring back less. A
 * full list takes no more: gives how many of those it was to follow it says nothing of.
 */
export async function choose(
  shelf: Db,
  readerId: number,
  { follow, unfollow, unmute }: Many,
  now: number,
): Promise<{ left: number }> {
  const wanted = JSON.stringify(follow)
  const results = await batch(shelf, [
    ...unfollowAll(readerId, unfollow),
    ...followAll(readerId, follow, now, { unmute }),
    wishes(sql`SELECT value ->> 'ref' AS ref FROM json_each(${wanted}) WHERE value ->> 'kind' = 'keyword'`, now),
    sql`SELECT value FROM json_each(${wanted}) WHERE NOT EXISTS (SELECT 1 FROM follows
      WHERE reader_id = ${readerId} AND kind = value ->> 'kind' AND ref = value ->> 'ref')`,
  ])
  return { left: rows(results, results.length - 1).length }
}

/** Nothing is known of what a reader wants any more. */
export async function wipe(shelf: Db, readerId: number, now: number): Promise<void> {
  await batch(shelf, [
    wishes(sql`SELECT ref FROM follows WHERE reader_id = ${readerId} AND kind = 'keyword'`, now),
    sql`DELETE FROM follows WHERE reader_id = ${readerId}`,
  ])
}

/**
 * Statements that follow many, to stand in the batch of the change that brings them, and only where that was done: the
 * last of them changes as many rows as are new.
 */
export function followAll(
  readerId: number,
  targets: Followable[],
  now: number,
  { where = sql`true`, unmute = false }: { where?: SQL; unmute?: boolean } = {},
): SQL[] {
  const list = JSON.stringify(targets)
  const ofList = sql`reader_id = ${readerId} AND kind = value ->> 'kind' AND ref = value ->> 'ref'`
  return [
    sql`UPDATE follows SET followed = 1, muted = 0, less = 0 WHERE ${unmute ? sql`true` : sql`muted = 0`} AND ${where}
      AND (reader_id, kind, ref) IN (SELECT ${readerId}, value ->> 'kind', value ->> 'ref' FROM json_each(${list}))`,
    sql`INSERT INTO follows (reader_id, kind, ref, label, created_at)
      SELECT ${readerId}, value ->> 'kind', value ->> 'ref', value ->> 'label', ${now} FROM json_each(${list})
      WHERE ${where} AND NOT EXISTS (SELECT 1 FROM follows WHERE ${ofList})
        AND (value ->> 'kind' <> 'keyword' OR ${room(readerId, MOST_KEYWORDS, sql`kind = 'keyword'`)})
      LIMIT ${MOST_FOLLOWS} - (SELECT count(*) FROM (
        SELECT 1 FROM follows WHERE reader_id = ${readerId} LIMIT ${MOST_FOLLOWS}))
      ON CONFLICT DO NOTHING`,
  ]
}

function unfollowAll(readerId: number, targets: Named[]): SQL[] {
  const listed = sql`(reader_id, kind, ref) IN (SELECT ${readerId}, value ->> 'kind', value ->> 'ref'
    FROM json_each(${JSON.stringify(targets)}))`
  return [
    sql`UPDATE follows SET followed = 0, alerts = 0 WHERE muted = 0 AND ${listed}`,
    sql`${dropEmpty} AND ${listed}`,
  ]
}

/** Of these keywords, those that nobody follows. */
export async function unfollowed(shelf: Db, refs: string[]): Promise<string[]> {
  const results = await batch(shelf, [
    sql`SELECT value AS ref FROM json_each(${JSON.stringify(refs)}) WHERE NOT EXISTS (
      SELECT 1 FROM follows WHERE kind = 'keyword' AND muted = 0 AND ref = value AND followed = 1)`,
  ])
  return rows(results, 0).map(({ ref }) => String(ref))
}

/** Statement: each of these keywords is looked at by the job. */
export function wishes(refs: SQL, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, due_at) SELECT 'keyword', ref, ${now} FROM (${refs}) WHERE true ${onConflict}`
}

/** A row that says nothing. */
const dropEmpty = sql`DELETE FROM follows WHERE followed = 0 AND muted = 0 AND less = 0`

function put(readerId: number, target: Followable, change: Partial<FollowState>, now: number): SQL {
  const { kind, ref, label } = target
  const { followed, muted, less, alerts } = { ...NOTHING, ...change }
  const adds = label !== '' && Object.values(change).includes(true)
  const fits =
    kind === 'keyword'
      ? sql`${room(readerId, MOST_FOLLOWS)} AND ${room(readerId, MOST_KEYWORDS, sql`kind = 'keyword'`)}`
      : room(readerId, MOST_FOLLOWS)
  const changed = Object.keys(change).map((flag) => sql`${sql.raw(flag)} = excluded.${sql.raw(flag)}`)
  // What is gone from the site has no name there any more, and keeps the one it had.
  const named = sql`label = CASE excluded.label WHEN '' THEN label ELSE excluded.label END`
  return sql`INSERT INTO follows (reader_id, kind, ref, label, followed, muted, less, alerts, created_at)
    SELECT ${readerId}, ${kind}, ${ref}, ${label}, ${Number(followed)}, ${Number(muted)}, ${Number(less)},
      ${Number(alerts)}, ${now}
    WHERE EXISTS (SELECT 1 FROM follows WHERE ${rowOf(readerId, target)}) OR (${Number(adds)} AND ${fits})
    ON CONFLICT(reader_id, kind, ref) DO UPDATE SET ${sql.join([named, ...changed], sql`, `)}`
}

function room(readerId: number, most: number, which: SQL = sql`true`): SQL {
  return sql`NOT EXISTS (SELECT 1 FROM follows WHERE reader_id = ${readerId} AND ${which} LIMIT 1 OFFSET ${most - 1})`
}

function rowOf(readerId: number, { kind, ref }: Named): SQL {
  return sql`reader_id = ${readerId} AND kind = ${kind} AND ref = ${ref}`
}

function stateOf(row: SQL): SQL {
  return sql`SELECT label, followed, muted, less, alerts FROM follows WHERE ${row}`
}

function toState(row: Row): FollowState {
  return { followed: row.followed === 1, muted: row.muted === 1, less: row.less === 1, alerts: row.alerts === 1 }
}

export function toFollow(row: Row): Follow {
  return { kind: row.kind as Follow['kind'], ref: String(row.ref), label: String(row.label), ...toState(row) }
}
