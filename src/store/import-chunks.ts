import { type SQL, sql } from 'drizzle-orm'
import type { Followable } from '../core/follow.ts'
import type { RefusedReading } from '../core/import/item.ts'
import type { ImportedRow } from '../core/import/row.ts'
import { MOST_SAVED } from '../core/limits.ts'
import type { SafeHtml } from '../core/safe-html.ts'
import { counted } from './counted.ts'
import { batch, changes, type Db } from './db.ts'
import { followAll } from './follows.ts'
import { wishIndex } from './index-wishes.ts'
import { wishPages } from './pages.ts'
import { followSavedAt, tagSteps } from './tags.ts'
import { storeSavedTexts } from './texts.ts'

/** What is read together and written in one batch: with the place where the next chunk begins. */
export type Chunk = {
  rows: ImportedRow[]
  /** Sources that the site has. */
  follows: Followable[]
  refused: (RefusedReading & { row: number })[]
  /** Items that are in this chunk twice. */
  repeated: number
  /** Where it began and where it ended, as they are kept. */
  from: string
  to: string
  bytesDone: number
  last: boolean
}

/** More of what could not be taken nobody reads; their number goes on. */
const REFUSED_MOST = 10_000
/** A bound value holds 2 MB; letters of Arabic are two bytes. */
const TEXTS_TOGETHER = 600_000

/**
 * One chunk of an import, all of it or nothing: what is not in the list yet is added, what is keeps its state and gets
 * what it lacks, and the import goes on behind it. Written twice it is written once. False: another run was quicker.
 */
export async function writeChunk(shelf: Db, readerId: number, id: number, chunk: Chunk, now: number): Promise<boolean> {
  const keys = JSON.stringify(chunk.rows.map((row) => row.values.urlKey))
  const these = sql`url_key IN (SELECT value FROM json_each(${keys}))`
  const open = sql`reader_id = ${readerId} AND id = ${id} AND cursor = ${chunk.from} AND state = 'running'`
  // Nothing, where the import is gone with its account.
  const json = JSON.stringify(chunk.rows.map(({ values, row }) => ({ ...values, row })))
  const values = sql`json_each(iif(EXISTS (SELECT 1 FROM imports WHERE ${open}), ${json}, '[]'))`
  const tags = tagsOf(readerId, chunk)
  const results = await batch(shelf, [
    ...counted(readerId, these, [
      add(readerId, values, these),
      sql`UPDATE imports SET added = added + changes(), known = known + ${chunk.rows.length + chunk.repeated} - changes()
        WHERE ${open}`,
      ...refuseFull(readerId, id, values, open),
      merge(readerId, values),
      ...tagSteps(readerId, tags, now),
      ...refuseTags(readerId, id, tags, open),
      followSavedAt(readerId, these),
    ]),
    ...textSteps(readerId, chunk, now),
    otherUrls(readerId, chunk),
    ...highlightSteps(readerId, chunk),
    wishIndex(readerId, these, now),
    // So many a second over all of an import; a host's turn is its own matter.
    wishPages(readerId, these, sql`${now + Math.floor((chunk.rows[0]?.row ?? 0) / 2)} + id % 100`),
    sql`UPDATE counters SET next_saved = max(next_saved, (SELECT coalesce(max(id), 0) + 1 FROM saved
      WHERE reader_id = ${readerId})) WHERE reader_id = ${readerId}`,
    ...followAll(readerId, chunk.follows, now, { where: sql`EXISTS (SELECT 1 FROM imports WHERE ${open})` }),
    sql`UPDATE imports SET added = added + changes(), known = known + ${chunk.follows.length} - changes() WHERE ${open}`,
    refuse(readerId, id, chunk),
    sql`UPDATE imports SET refused = refused + ${chunk.refused.length}, cursor = ${chunk.to},
      bytes_done = ${chunk.bytesDone}, state = ${chunk.last ? 'done' : 'running'},
      finished_at = ${chunk.last ? now : null}
      WHERE ${open}`,
  ])
  return changes(results, results.length - 1) === 1
}

/** Whatever is not in the list, in the order of the file, until the list is full. A row that was removed is back. */
function add(readerId: number, values: SQL, these: SQL): SQL {
  // `counted` has taken off what these rows count for.
  const room = sql`${MOST_SAVED} - unread - archived - (SELECT coalesce(sum(1), 0) FROM saved
    WHERE saved.reader_id = ${readerId} AND removed_at IS NULL AND ${these})`
  return sql`INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, byline, source_name, picture, language,
      direction, words, excerpt, article_id, saved_at, archived_at, favourite_at, progress, progress_at, progress_anchor,
      note, own_direction, page, page_fault, page_at)
    SELECT ${readerId}, next_saved + item.key, ${columns('urlKey', 'urlRule', 'url', 'title', 'byline', 'sourceName')},
      ${columns('picture', 'language', 'direction', 'words', 'excerpt', 'articleId', 'savedAt', 'archivedAt')},
      ${columns('favouriteAt', 'progress', 'progressAt', 'progressAnchor', 'note', 'ownDirection', 'page')},
      ${columns('pageFault', 'pageAt')}
    FROM counters CROSS JOIN ${values} AS item
    WHERE counters.reader_id = ${readerId} AND NOT EXISTS (SELECT 1 FROM saved
      WHERE saved.reader_id = ${readerId} AND saved.url_key = item.value ->> 'urlKey' AND removed_at IS NULL)
    LIMIT max(0, (SELECT ${room} FROM counters WHERE reader_id = ${readerId}))
    ON CONFLICT(reader_id, url_key) DO UPDATE SET removed_at = NULL, archived_at = excluded.archived_at,
      saved_at = excluded.saved_at`
}

function columns(...names: (keyof ImportedRow['values'])[]): SQL {
  return sql.raw(names.map((name) => `item.value ->> '${name}'`).join(', '))
}

/** What is still not in the list after `add`. */
function refuseFull(readerId: number, id: number, values: SQL, open: SQL): SQL[] {
  const left = sql`${values} AS item WHERE NOT EXISTS (SELECT 1 FROM saved
    WHERE saved.reader_id = ${readerId} AND saved.url_key = item.value ->> 'urlKey' AND removed_at IS NULL)`
  return [
    sql`INSERT INTO import_rows (reader_id, import_id, row, fault, title, url)
      SELECT ${readerId}, ${id}, item.value ->> 'row', 'list_full', item.value ->> 'title', item.value ->> 'url'
      FROM ${left} AND (SELECT refused FROM imports WHERE reader_id = ${readerId} AND id = ${id}) < ${REFUSED_MOST}
      ON CONFLICT DO NOTHING`,
    sql`UPDATE imports SET refused = refused + n.rows_left, known = known - n.rows_left
      FROM (SELECT coalesce(sum(1), 0) AS rows_left FROM ${left}) AS n WHERE ${open}`,
  ]
}

/**
 * What a row lacks that the file has. Whether it is archived stays its own. The items are looked up first
 * (MATERIALIZED): left to SQLite, each row of the whole list reads all items to find its own.
 */
function merge(readerId: number, values: SQL): SQL {
  return sql`WITH item AS MATERIALIZED (SELECT known.rowid AS row, new.value FROM ${values} AS new CROSS JOIN saved AS known
      ON known.reader_id = ${readerId} AND known.url_key = new.value ->> 'urlKey' AND known.removed_at IS NULL)
    UPDATE saved SET favourite_at = coalesce(favourite_at, item.value ->> 'favouriteAt'),
      note = CASE WHEN note = '' THEN item.value ->> 'note' ELSE note END,
      own_direction = coalesce(own_direction, item.value ->> 'ownDirection'),
      progress = CASE WHEN progress_at IS NULL AND progress = 0 THEN item.value ->> 'progress' ELSE progress END,
      words = CASE WHEN page IN ('waiting', 'failed') AND item.value ->> 'page' = 'ready' THEN item.value ->> 'words'
        ELSE words END,
      excerpt = CASE WHEN page IN ('waiting', 'failed') AND item.value ->> 'page' = 'ready'
        THEN item.value ->> 'excerpt' ELSE excerpt END,
      page = CASE WHEN page IN ('waiting', 'failed') AND item.value ->> 'page' = 'ready' THEN 'ready' ELSE page END
    FROM item WHERE saved.rowid = item.row`
}

function tagsOf(readerId: number, { rows }: Chunk): SQL {
  // The key of a row once for all of its tags: of a chunk with many, it would be most of what is bound.
  const tags = rows.map(({ values, tags, row }) => [values.urlKey, row, tags.map(({ name, key }) => [name, key])])
  // Rows that were not taken make no tags.
  return sql`SELECT saved_id, name, key, row FROM (SELECT tag.value ->> 0 AS name, tag.value ->> 1 AS key,
      item.value ->> 1 AS row, (SELECT id FROM saved WHERE reader_id = ${readerId} AND url_key = item.value ->> 0) AS saved_id
    FROM json_each(${JSON.stringify(tags)}) AS item CROSS JOIN json_each(item.value, '$[2]') AS tag)
    WHERE saved_id IS NOT NULL`
}

/** After `tagSteps`: which names of which rows found no place among a reader's tags, all of a row's in one line. */
function refuseTags(readerId: number, id: number, tags: SQL, open: SQL): SQL[] {
  const left = sql`(${tags}) AS named WHERE NOT EXISTS
    (SELECT 1 FROM tags WHERE tags.reader_id = ${readerId} AND tags.key = named.key)`
  // 1548 is the comma of Arabic.
  return [
    sql`INSERT INTO import_rows (reader_id, import_id, row, fault, title, url)
      SELECT ${readerId}, ${id}, row, 'tags_full', group_concat(name, char(1548, 32)),
        (SELECT url FROM saved WHERE reader_id = ${readerId} AND id = saved_id)
      FROM ${left} AND (SELECT untagged FROM imports WHERE ${open}) < ${REFUSED_MOST}
      GROUP BY row ON CONFLICT DO NOTHING`,
    sql`UPDATE imports SET untagged = untagged + (SELECT count(DISTINCT row) FROM ${left}) WHERE ${open}`,
  ]
}

/** A text that is there already stays: it may have been read and marked. */
function textSteps(readerId: number, { rows }: Chunk, now: number): SQL[] {
  const groups: { key: string; html: SafeHtml; truncated: number; pasted: number }[][] = []
  let size = TEXTS_TOGETHER
  for (const { text, values } of rows) {
    if (!text) continue
    if (size + text.html.length > TEXTS_TOGETHER) groups.push([])
    size = groups.at(-1)?.length ? size + text.html.length : text.html.length
    const { html, truncated, pasted } = text
    groups.at(-1)?.push({ key: values.urlKey, html, truncated: Number(truncated), pasted: Number(pasted) })
  }
  return groups.flatMap((group) =>
    storeSavedTexts(
      readerId,
      sql`SELECT known.id AS id, item.value ->> 'html' AS html, item.value ->> 'truncated' AS truncated,
          item.value ->> 'pasted' AS pasted
        FROM json_each(${JSON.stringify(group)}) AS item
          CROSS JOIN saved AS known ON known.reader_id = ${readerId} AND known.url_key = item.value ->> 'key'
        WHERE known.page = 'ready' AND NOT EXISTS (SELECT 1 FROM saved_texts
          WHERE saved_texts.reader_id = ${readerId} AND saved_texts.id = known.id)`,
      now,
    ),
  )
}

function otherUrls(readerId: number, { rows }: Chunk): SQL {
  const others = rows.flatMap(({ values, otherKeys }) => otherKeys.map((key) => [values.urlKey, key]))
  return sql`INSERT INTO saved_urls (reader_id, url_key, saved_id)
    SELECT ${readerId}, item.value ->> 1, saved.id FROM json_each(${JSON.stringify(others)}) AS item
      CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.url_key = item.value ->> 0
    WHERE NOT EXISTS (SELECT 1 FROM saved AS own WHERE own.reader_id = ${readerId} AND own.url_key = item.value ->> 1)
    ON CONFLICT DO NOTHING`
}

/** The same place of the same text is marked once. */
function highlightSteps(readerId: number, { rows }: Chunk): SQL[] {
  const marked = rows.filter(({ highlights }) => highlights.length > 0)
  const all = marked.map(({ values, highlights }) => [values.urlKey, highlights])
  const most = marked.reduce((sum, { highlights }) => sum + highlights.length, 0)
  return [
    sql`INSERT INTO highlights (reader_id, id, saved_id, quote, prefix, suffix, position, note, created_at)
      SELECT ${readerId}, next_highlight + row_number() OVER () - 1, saved.id, mark.value ->> 'quote',
        mark.value ->> 'prefix', mark.value ->> 'suffix', mark.value ->> 'position', mark.value ->> 'note',
        mark.value ->> 'createdAt'
      FROM counters CROSS JOIN json_each(${JSON.stringify(all)}) AS item
        CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.url_key = item.value ->> 0
        CROSS JOIN json_each(item.value, '$[1]') AS mark
      WHERE counters.reader_id = ${readerId} AND NOT EXISTS (SELECT 1 FROM highlights AS known
        WHERE known.reader_id = ${readerId} AND known.saved_id = saved.id AND known.removed_at IS NULL
          AND known.position = mark.value ->> 'position' AND known.quote = mark.value ->> 'quote')`,
    sql`UPDATE counters SET next_highlight = next_highlight + ${most} WHERE reader_id = ${readerId}`,
  ]
}

function refuse(readerId: number, id: number, { refused }: Chunk): SQL {
  return sql`INSERT INTO import_rows (reader_id, import_id, row, fault, title, url)
    SELECT ${readerId}, ${id}, item.value ->> 'row', item.value ->> 'fault', item.value ->> 'title', item.value ->> 'url'
    FROM imports CROSS JOIN json_each(${JSON.stringify(refused)}) AS item
    WHERE imports.reader_id = ${readerId} AND imports.id = ${id} AND refused < ${REFUSED_MOST} ON CONFLICT DO NOTHING`
}
