import { type SQL, sql } from 'drizzle-orm'
import type { NamedTag } from '../core/tag.ts'
import { counted } from './counted.ts'
import { batch, type Db, rows } from './db.ts'
import { wishIndex } from './index-wishes.ts'
import { tagSteps } from './tags.ts'

/** What can be done to many rows at once: which of them it changes, and how. */
const ACTS = {
  archived: { of: sql`removed_at IS NULL AND archived_at IS NULL`, set: (now: number) => sql`archived_at = ${now}` },
  restored: { of: sql`removed_at IS NULL AND archived_at IS NOT NULL`, set: () => sql`archived_at = NULL` },
  favourite: { of: sql`removed_at IS NULL AND favourite_at IS NULL`, set: (now: number) => sql`favourite_at = ${now}` },
  unfavourite: { of: sql`removed_at IS NULL AND favourite_at IS NOT NULL`, set: () => sql`favourite_at = NULL` },
  removed: { of: sql`removed_at IS NULL`, set: (now: number) => sql`removed_at = ${now}` },
  returned: { of: sql`removed_at IS NOT NULL`, set: () => sql`removed_at = NULL` },
}

export type ManyAct = keyof typeof ACTS

/** Does the same to many rows in one batch. Gives the ids of those that were not so before: what an undo is about. */
export async function setMany(
  shelf: Db,
  readerId: number,
  ids: number[],
  act: ManyAct,
  now: number,
): Promise<number[]> {
  const { of, set } = ACTS[act]
  const those = among(ids)
  const changing = sql`reader_id = ${readerId} AND ${those} AND ${of}`
  const searched = act === 'removed' || act === 'returned'
  const results = await batch(shelf, [
    sql`SELECT id FROM saved WHERE ${changing}`,
    ...counted(readerId, those, [
      sql`UPDATE saved SET ${set(now)} WHERE ${changing}`,
      ...(searched ? [wishIndex(readerId, those, now)] : []),
    ]),
  ])
  return idsOf(results, 0)
}

/** Gives many rows a tag. `changed`: those that did not carry it; `full`: there are as many tags as there can be. */
export async function tagMany(
  shelf: Db,
  readerId: number,
  ids: number[],
  { name, key }: NamedTag,
  now: number,
): Promise<{ changed: number[]; full: boolean }> {
  const source = sql`SELECT id AS saved_id, ${name} AS name, ${key} AS key FROM saved
    WHERE reader_id = ${readerId} AND ${among(ids)} AND removed_at IS NULL`
  const results = await batch(shelf, [
    carrying(readerId, ids, key),
    ...counted(readerId, among(ids), [...tagSteps(readerId, source, now), wishIndex(readerId, among(ids), now)]),
    carrying(readerId, ids, key),
    sql`SELECT id FROM tags WHERE reader_id = ${readerId} AND key = ${key} AND removed_at IS NULL`,
  ])
  const before = new Set(idsOf(results, 0))
  const changed = idsOf(results, results.length - 2).filter((id) => !before.has(id))
  return { changed, full: rows(results, results.length - 1).length === 0 }
}

/** Takes a tag off many rows; gives the ids of those that carried it. */
export async function untagMany(
  shelf: Db,
  readerId: number,
  ids: number[],
  { key }: NamedTag,
  now: number,
): Promise<number[]> {
  const results = await batch(shelf, [
    carrying(readerId, ids, key),
    ...counted(readerId, among(ids), [
      sql`DELETE FROM saved_tags WHERE reader_id = ${readerId}
        AND saved_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
        AND tag_id = (SELECT id FROM tags WHERE reader_id = ${readerId} AND key = ${key} AND removed_at IS NULL)`,
      wishIndex(readerId, among(ids), now),
    ]),
  ])
  return idsOf(results, 0)
}

function among(ids: number[]): SQL {
  return sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
}

function carrying(readerId: number, ids: number[], key: string): SQL {
  return sql`SELECT saved_id AS id FROM json_each(${JSON.stringify(ids)}) AS wanted
      CROSS JOIN tags ON tags.reader_id = ${readerId} AND tags.key = ${key} AND tags.removed_at IS NULL
      CROSS JOIN saved_tags ON saved_tags.reader_id = ${readerId} AND saved_id = wanted.value AND tag_id = tags.id`
}

function idsOf(results: Parameters<typeof rows>[0], index: number): number[] {
  return rows(results, index).map(({ id }) => Number(id))
}
