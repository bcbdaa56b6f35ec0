import { type SQL, sql } from 'drizzle-orm'
import { batch, type Db, type Row, rows } from './db.ts'
import { laneOf, onConflict } from './jobs.ts'
import { emptySide, type Side } from './search.ts'

/**
 * How far a rebuild is. `article`, then `reader` and `saved`: the last row whose index job was made; `until`: the last
 * of those jobs, once all are made.
 */
export type Rebuild = { into: Side; article: number; reader: number; saved: number; until: number | null }

export type State = { live: Side | null; rebuild: Rebuild | null }

export async function state(search: Db): Promise<State> {
  const results = await batch(search, [sql`SELECT name, value FROM settings WHERE name IN ('live', 'rebuild')`])
  const found = new Map(rows(results, 0).map(({ name, value }) => [name, String(value)]))
  const rebuild = found.get('rebuild')
  return { live: (found.get('live') as Side | undefined) ?? null, rebuild: rebuild ? JSON.parse(rebuild) : null }
}

/** Where a row is written: to the side that is searched, and to the one that is being filled. */
export function sidesOf({ live, rebuild }: State): Side[] {
  return [...new Set([live ?? 'a', ...(rebuild ? [rebuild.into] : [])])]
}

/** The side that nobody searches is emptied; from now on it is written to as well. */
export async function begin(search: Db, { live }: State): Promise<void> {
  const into = live === 'b' ? 'a' : 'b'
  await batch(search, [...emptySide(into), keep({ into, article: 0, reader: 0, saved: 0, until: null })])
}

export async function goOn(search: Db, rebuild: Rebuild): Promise<void> {
  await batch(search, [keep(rebuild)])
}

/** From this statement on the new side is searched; the old one gives its room back. */
export async function turn(search: Db, { into }: Rebuild): Promise<void> {
  await batch(search, [
    set('live', into),
    sql`DELETE FROM settings WHERE name = 'rebuild'`,
    ...emptySide(into === 'a' ? 'b' : 'a'),
  ])
}

function keep(rebuild: Rebuild): SQL {
  return set('rebuild', JSON.stringify(rebuild))
}

function set(name: string, value: string): SQL {
  return sql`INSERT INTO settings (name, value) VALUES (${name}, ${value})
    ON CONFLICT(name) DO UPDATE SET value = excluded.value`
}

const CHUNK = 2_000

/** Wishes for the index jobs of the next articles, behind all else that is due; null: there are no more. */
export async function wishNextArticles(db: Db, after: number, now: number): Promise<number | null> {
  const next = sql`SELECT id FROM articles WHERE id > ${after} ORDER BY id LIMIT ${CHUNK}`
  const results = await batch(db, [
    wishes(sql`SELECT 'article:' || id AS key FROM (${next})`, now),
    sql`SELECT max(id) AS id FROM (${next})`,
  ])
  return numberOf(rows(results, 1)[0], 'id')
}

/** The same for readers' rows, in the order of their key. */
export async function wishNextSaved(
  shelf: Db,
  { reader, saved }: Pick<Rebuild, 'reader' | 'saved'>,
  now: number,
): Promise<Pick<Rebuild, 'reader' | 'saved'> | null> {
  const next = sql`SELECT reader_id, id FROM saved
    WHERE (reader_id, id) > (${reader}, ${saved}) ORDER BY reader_id, id LIMIT ${CHUNK}`
  const results = await batch(shelf, [
    wishes(sql`SELECT 'saved:' || reader_id || ':' || id AS key FROM (${next})`, now),
    sql`SELECT reader_id, id FROM (${next}) ORDER BY reader_id DESC, id DESC LIMIT 1`,
  ])
  const [last] = rows(results, 1)
  return last ? { reader: Number(last.reader_id), saved: Number(last.id) } : null
}

function wishes(keys: SQL, now: number): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'index', key, ${laneOf('rebuild')}, ${now} FROM (${keys}) WHERE true
    ${onConflict}`
}

/** The last job there is. */
export async function lastJob(db: Db): Promise<number> {
  const results = await batch(db, [sql`SELECT max(id) AS id FROM jobs`])
  return numberOf(rows(results, 0)[0], 'id') ?? 0
}

/** Whether index jobs up to this one are still to be done; what was given up is not waited for. */
export async function isWaiting(db: Db, until: number): Promise<boolean> {
  const results = await batch(db, [
    sql`SELECT id FROM jobs WHERE id <= ${until} AND kind = 'index' AND dead_at IS NULL LIMIT 1`,
  ])
  return rows(results, 0).length > 0
}

function numberOf(row: Row | undefined, name: string): number | null {
  const value = row?.[name]
  return value === null || value === undefined ? null : Number(value)
}
