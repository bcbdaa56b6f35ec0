import { type SQL, sql } from 'drizzle-orm'
import { RTL_LANGUAGES, SPEED } from '../core/arabic.ts'
import { LENGTHS, type ListFilters, type ListState } from '../core/list-filters.ts'
import { tagKey } from '../core/tag.ts'

export type Order = {
  /** The index that is walked: its table, sort column and id. */
  from: SQL
  at: SQL
  id: SQL
  bounds: SQL
  /** What the index does not know, seen to row by row. */
  left: SQL[]
}

/** Which index gives the rows in their order, and what is left to be filtered. */
export function orderOf(readerId: number, filters: ListFilters): Order {
  const { state, sort, tag, source, savedFrom, savedBefore } = filters
  const stateIs = STATES[state].is
  const others = [...languageIs(filters), ...lengthIs(filters)]
  const dates = [
    ...(savedFrom === undefined ? [] : [sql`saved_at >= ${savedFrom}`]),
    ...(savedBefore === undefined ? [] : [sql`saved_at < ${savedBefore}`]),
  ]
  const sourceIs = source === undefined ? [] : [sql`source_name = ${source}`]
  if (sort === 'shortest' || sort === 'longest') {
    const left = [stateIs, ...others, ...sourceIs, ...dates, ...(tag ? [tagged(readerId, tag)] : [])]
    return { from: sql`saved INDEXED BY saved_words`, at: sql`words`, id: sql`id`, bounds: KNOWN_LENGTH, left }
  }
  if (tag !== undefined) {
    const bounds = sql.join([sql`tag_id = ${tagId(readerId, tag)}`, ...dates], sql` AND `)
    const left = [stateIs, ...others, ...sourceIs]
    return { from: sql`saved_tags INDEXED BY saved_tags_of`, at: sql`saved_at`, id: sql`saved_id`, bounds, left }
  }
  if (source !== undefined) {
    const bounds = sql.join([LISTED, ...sourceIs, ...dates], sql` AND `)
    return {
      from: sql`saved INDEXED BY saved_source`,
      at: sql`saved_at`,
      id: sql`id`,
      bounds,
      left: [stateIs, ...others],
    }
  }
  const { index, at } = STATES[state]
  const bySaving = state === 'unread' || state === 'all'
  const bounds = sql.join([LISTED, stateIs, ...(bySaving ? dates : [])], sql` AND `)
  const left = [...others, ...(bySaving ? [] : dates)]
  return { from: sql`saved INDEXED BY ${index}`, at, id: sql`id`, bounds, left }
}

const LISTED = sql`removed_at IS NULL`
/** A length that nobody knows is neither short nor long. */
const KNOWN_LENGTH = sql`removed_at IS NULL AND words > 0`

const STATES: Record<ListState, { is: SQL; index: SQL; at: SQL }> = {
  unread: { is: sql`archived_at IS NULL`, index: sql`saved_unread`, at: sql`saved_at` },
  archived: { is: sql`archived_at IS NOT NULL`, index: sql`saved_archived`, at: sql`archived_at` },
  favourite: { is: sql`favourite_at IS NOT NULL`, index: sql`saved_favourite`, at: sql`favourite_at` },
  all: { is: sql`1`, index: sql`saved_all`, at: sql`saved_at` },
}

function languageIs({ language }: ListFilters): SQL[] {
  return language === undefined ? [] : [sql`(language = ${language} OR language GLOB ${`${language}-*`})`]
}

/** Minutes as `minutes()` in core/arabic.ts rounds them. */
function lengthIs({ length }: ListFilters): SQL[] {
  if (length === undefined) return []
  const [from, below] = LENGTHS[length]
  const speed = sql`CASE WHEN substr(language, 1, instr(language || '-', '-') - 1) IN
    (SELECT value FROM json_each(${JSON.stringify([...RTL_LANGUAGES])})) THEN ${SPEED.arabic} ELSE ${SPEED.other} END`
  const upTo = Number.isFinite(below) ? [sql`words < ${below - 0.5} * (${speed})`] : []
  return [sql`words > 0`, sql`words >= ${from - 0.5} * (${speed})`, ...upTo]
}

function tagged(readerId: number, tag: string): SQL {
  return sql`EXISTS (SELECT 1 FROM saved_tags
    WHERE reader_id = ${readerId} AND saved_id = saved.id AND tag_id = ${tagId(readerId, tag)})`
}

function tagId(readerId: number, tag: string): SQL {
  return sql`(SELECT id FROM tags WHERE reader_id = ${readerId} AND key = ${tagKey(tag)} AND removed_at IS NULL)`
}
