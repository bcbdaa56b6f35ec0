import { type SQL, sql } from 'drizzle-orm'
import type { Choice } from '../core/chosen.ts'
import { isFollowed } from '../core/follow.ts'
import type { Place, Shown, Told } from '../core/for-you.ts'
import type { ArticleCard } from './articles.ts'
import { cardColumns, toCard, topicIds, topicIdsOf } from './card-rows.ts'
import { batch, type Db, type Row, rows } from './db.ts'

/** An article as a row of a list, with all that decides where it stands for one reader. */
export type Found = ArticleCard & Told

/** All of what is followed between two places, and where the next block begins, if there is more. */
export type Block = { block: Found[]; others: Found[]; shown: Shown[]; older: Place | null }

type Asked = {
  choices: Choice[]
  along: 'rank' | 'sorted_at'
  before: Place | null
  /** Ids of articles that the page before ended with. */
  after?: number[]
}

/** Rows of a block at most, and how many of each list are looked at where there are many lists. */
const BLOCK = 90
const LEAST = 20
/** Entries that are looked at of all lists together, while that leaves enough of each. */
const LOOKED_AT = 900
/** Of one story so many are read, the newest. */
const OF_STORY = 40
const PICKS = 12
const LATEST = 30

/** Above everything: ids and ranks stay below 2^31 and 2^32. */
const TOP: Place = { at: 2 ** 32, id: 0 }

/**
 * The next of what is followed below a place, along the index of each topic, source and keyword, however much there is.
 *
 * Each list is looked at down to its n-th entry; of the places where they end the highest is the block's floor: above
 * it all lists were looked at, so nothing can be missing. A place is one number there, `rank << 31 | id`.
 */
export async function blockOf(db: Db, { choices, along, before, after = [] }: Asked): Promise<Block> {
  const lists = listsOf(choices, along)
  const place = before ?? TOP
  const count = choices.filter(isFollowed).length
  const each = Math.min(BLOCK, Math.max(LEAST, Math.ceil(LOOKED_AT / Math.max(count, 1))))
  const results = await batch(db, [
    sql`WITH bottom AS MATERIALIZED (
        SELECT coalesce(max(place), 0) AS place FROM (${union(lists.map((list) => endOf(list, place, each)))})),
      block AS MATERIALIZED (
        SELECT DISTINCT at, id FROM (${union(lists.map((list) => entriesOf(list, place)))})
        ORDER BY at DESC, id DESC LIMIT ${BLOCK + 1}),
      stories AS MATERIALIZED (
        SELECT DISTINCT story_id AS id FROM block CROSS JOIN articles ON articles.id = block.id WHERE story_id IS NOT NULL)
      SELECT ${columns}, article.id IN (SELECT id FROM block) AS candidate, (SELECT place FROM bottom) > 0 AS more
      FROM (SELECT id FROM block UNION SELECT member.id FROM stories CROSS JOIN articles AS member ON member.id IN (
          SELECT id FROM articles WHERE story_id = stories.id ORDER BY id DESC LIMIT ${OF_STORY})) AS one
        CROSS JOIN articles AS article ON article.id = one.id
        CROSS JOIN sources ON sources.id = article.source_id`,
    sql`SELECT article.id, article.source_id, ${topicIds} FROM json_each(${JSON.stringify(after)}) AS one
      CROSS JOIN articles AS article ON article.id = one.value ORDER BY one.key`,
  ])
  return { ...cut(rows(results, 0), along), shown: rows(results, 1).map(toShown) }
}

/** What the editors chose, and below it page by page what else is new, the newest of each first. */
export async function selection(db: Db, now: number, before: Place | null): Promise<Pick<Block, 'block' | 'older'>> {
  const results = await batch(db, [
    sql`SELECT ${columns} FROM articles AS article CROSS JOIN sources ON sources.id = article.source_id
      WHERE article.hidden_at IS NULL AND picked_at IS NOT NULL AND picked_at <= ${now}
      ORDER BY picked_at DESC, article.id DESC LIMIT ${PICKS}`,
    newest(now, before),
  ])
  const picks = rows(results, 0).map(toFound)
  const { block, older } = newestOf(rows(results, 1))
  const others = block.filter(({ id }) => !picks.some((pick) => pick.id === id))
  return { block: before ? others : [...picks, ...others], older }
}

/** All that is new, below a place. */
export async function latest(db: Db, now: number, before: Place | null): Promise<Pick<Block, 'block' | 'older'>> {
  return newestOf(rows(await batch(db, [newest(now, before)]), 0))
}

function newest(now: number, before: Place | null): SQL {
  const { at, id } = before ?? { at: now + 1, id: 0 }
  return sql`SELECT ${columns} FROM articles AS article CROSS JOIN sources ON sources.id = article.source_id
    WHERE article.hidden_at IS NULL AND (article.sorted_at, article.id) < (${at}, ${id})
    ORDER BY article.sorted_at DESC, article.id DESC LIMIT ${LATEST + 1}`
}

function newestOf(found: Row[]): Pick<Block, 'block' | 'older'> {
  const block = found.slice(0, LATEST).map(toFound)
  const last = found.length > LATEST ? block.at(-1) : undefined
  return { block, older: last ? { at: last.sortedAt, id: last.id } : null }
}

const columns = sql`${cardColumns}, updated_at, hidden_at`

/** One kind of what is followed: its ids as `list`, and its entries with their ids and what they are sorted by. */
type List = { ids: SQL; entries: SQL; of: SQL; at: SQL; id: SQL }

function listsOf(choices: Choice[], along: Asked['along']): List[] {
  const at = sql`entry.${sql.raw(along)}`
  const refs = (kind: Choice['kind']) =>
    JSON.stringify(choices.filter((choice) => choice.kind === kind && isFollowed(choice)).map(({ ref }) => ref))
  return [
    {
      ids: sql`(SELECT CAST(value AS INTEGER) AS id FROM json_each(${refs('topic')}))`,
      entries: sql`article_topics AS entry`,
      of: sql`entry.topic_id = list.id`,
      at,
      id: sql`entry.article_id`,
    },
    {
      ids: sql`(SELECT CAST(value AS INTEGER) AS id FROM json_each(${refs('source')}))`,
      entries: sql`articles AS entry`,
      of: sql`entry.source_id = list.id AND entry.hidden_at IS NULL`,
      at,
      id: sql`entry.id`,
    },
    {
      ids: sql`(SELECT keywords.id FROM json_each(${refs('keyword')}) AS word CROSS JOIN keywords ON ref = word.value)`,
      entries: sql`article_keywords AS entry`,
      of: sql`entry.keyword_id = list.id`,
      at,
      id: sql`entry.article_id`,
    },
  ]
}

/** The place of each list's n-th entry; null where it has fewer. */
function endOf({ ids, entries, of, at, id }: List, before: Place, n: number): SQL {
  return sql`SELECT (SELECT ${at} << 31 | ${id} FROM ${entries} WHERE ${of} AND (${at}, ${id}) < (${before.at}, ${before.id})
    ORDER BY ${at} DESC, ${id} DESC LIMIT 1 OFFSET ${n - 1}) AS place FROM ${ids} AS list`
}

/** All entries down to the floor. */
function entriesOf({ ids, entries, of, at, id }: List, before: Place): SQL {
  return sql`SELECT ${at} AS at, ${id} AS id FROM bottom CROSS JOIN ${ids} AS list CROSS JOIN ${entries} ON ${of}
    AND (${at}, ${id}) < (${before.at}, ${before.id}) AND (${at}, ${id}) >= (bottom.place >> 31, bottom.place & 2147483647)`
}

function union(parts: SQL[]): SQL {
  return sql.join(parts, sql` UNION ALL `)
}

/** The row more than a block that was asked for says that there is more below it. */
function cut(found: Row[], along: Asked['along']): Omit<Block, 'shown'> {
  const shown = found.filter((row) => row.hidden_at === null).map(toFound)
  const inOrder = found
    .filter((row) => row.candidate === 1)
    .map((row) => ({ at: Number(row[along]), id: Number(row.id) }))
    .toSorted((a, b) => b.at - a.at || b.id - a.id)
  const block = inOrder.slice(0, BLOCK)
  const ids = new Set(block.map(({ id }) => id))
  const more = inOrder.length > BLOCK || found[0]?.more === 1
  return {
    block: shown.filter(({ id }) => ids.has(id)),
    others: shown.filter(({ id }) => !ids.has(id)),
    older: more ? (block.at(-1) ?? null) : null,
  }
}

function toFound(row: Row): Found {
  return { ...toCard(row), updatedAt: Number(row.updated_at) }
}

function toShown(row: Row): Shown {
  return { sourceId: Number(row.source_id), topicIds: topicIdsOf(row) }
}
