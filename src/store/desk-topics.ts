import { type SQL, sql } from 'drizzle-orm'
import type { EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import { MOST_TOPICS } from '../core/limits.ts'
import { RECENT, type TopicSettings } from '../core/topic-form.ts'
import { batch, changes, type Db, type Row, rows } from './db.ts'
import { inserted, logEdit } from './edits.ts'
import { wish } from './jobs.ts'
import type { TopicRule } from './topic-rules.ts'

/** A topic in the desk's list; `recent`: its articles of the last seven days, `RECENT.most` or more counting as that. */
export type TopicRow = { id: number; slug: string; name: string; recent: number; categories: number; rules: number }

/** A topic as its editor sees it. */
export type DeskTopic = TopicSettings & { id: number; version: number; rules: TopicRule[] }

export async function all(db: Db, now: number): Promise<TopicRow[]> {
  const results = await batch(db, [
    sql`SELECT id, slug, name,
        (SELECT count(*) FROM (SELECT 1 FROM article_topics WHERE topic_id = topics.id
          AND sorted_at BETWEEN ${now - RECENT.seconds} AND ${now} LIMIT ${RECENT.most})) AS recent,
        (SELECT count(*) FROM categories WHERE topic_id = topics.id) AS categories,
        (SELECT count(*) FROM (SELECT 1 FROM topic_rules WHERE topic_id = topics.id)) AS rules
      FROM topics ORDER BY position, id`,
  ])
  return rows(results, 0) as TopicRow[]
}

/** @throws AppError('not_found') */
export async function find(db: Db, id: number): Promise<DeskTopic> {
  const results = await batch(db, [
    sql`SELECT id, slug, name, version FROM topics WHERE id = ${id}`,
    sql`SELECT name FROM categories WHERE topic_id = ${id} ORDER BY name`,
    sql`SELECT id, words, stems FROM topic_rules WHERE topic_id = ${id}`,
  ])
  const topic = rows(results, 0)[0] as Pick<DeskTopic, 'id' | 'slug' | 'name' | 'version'> | undefined
  if (!topic) throw new AppError('not_found')
  return { ...topic, categories: names(rows(results, 1)), rules: rows(results, 2) as TopicRule[] }
}

/** Of these categories, those that mean another topic, and which. */
export async function takenCategories(
  db: Db,
  { id, categories }: { id: number; categories: string[] },
): Promise<{ name: string; topic: string }[]> {
  const results = await batch(db, [
    sql`SELECT categories.name, topics.name AS topic FROM json_each(${JSON.stringify(categories)})
      CROSS JOIN categories ON categories.name = value JOIN topics ON topics.id = topic_id WHERE topic_id <> ${id}`,
  ])
  return rows(results, 0) as { name: string; topic: string }[]
}

/**
 * A new topic, the last in the order. Gives its id; null where there are as many as may be.
 * @throws AppError('conflict') for a taken slug
 */
export async function create(db: Db, set: TopicSettings, now: number, by: number): Promise<number | null> {
  // Only where a topic was made, and with it a row of the log: another may have this slug.
  const made = sql`(SELECT id FROM topics WHERE slug = ${set.slug} AND changes() = 1)`
  const after = { slug: set.slug, categories: set.categories.join(' · ') }
  const results = await batch(db, [
    sql`INSERT INTO topics (slug, name, position)
      SELECT ${set.slug}, ${set.name}, (SELECT coalesce(max(position) + 1, 0) FROM topics)
      WHERE (SELECT count(*) FROM topics) < ${MOST_TOPICS} RETURNING id`,
    logEdit({ editorId: by, noun: 'topic', ref: inserted, label: set.name, action: 'added', after }, now),
    addCategories(set.categories, made),
  ])
  const [row] = rows(results, 0)
  return row ? Number(row.id) : null
}

/**
 * What an editor changed. False: it is not at that version any more. Newsletters that draw from it by its slug follow by
 * a job.
 * @throws AppError('conflict') for a taken slug
 */
export async function update(
  db: Db,
  { id, version, slug }: { id: number; version: number; slug: string },
  set: TopicSettings,
  now: number,
  { by: editorId, ...fields }: { by: number; before: EditedFields; after: EditedFields },
): Promise<boolean> {
  const standing = sql`(SELECT id FROM topics WHERE id = ${id} AND version = ${version})`
  const steps = [
    sql`DELETE FROM categories WHERE topic_id = ${standing}
      AND name NOT IN (SELECT value FROM json_each(${JSON.stringify(set.categories)}))`,
    addCategories(set.categories, standing),
    sql`UPDATE topics SET name = ${set.name}, slug = ${set.slug}, version = version + 1
      WHERE id = ${id} AND version = ${version}`,
    logEdit({ editorId, noun: 'topic', ref: id, label: set.name, action: 'changed', ...fields }, now),
  ]
  const renamed = wish({ kind: 'topic', key: `renamed:${id}:${slug}`, dueAt: now }, { ifChanged: true })
  const results = await batch(db, slug === set.slug ? steps : [...steps, renamed])
  return changes(results, 2) === 1
}

/** Statement: these names mean the topic that `topic` selects, if it selects one. */
function addCategories(categories: string[], topic: SQL): SQL {
  return sql`INSERT INTO categories (name, topic_id) SELECT value, ${topic} FROM json_each(${JSON.stringify(categories)})
    WHERE ${topic} IS NOT NULL ON CONFLICT(name) DO NOTHING`
}

/** Puts all topics into this order; where they stood so already nothing is changed. */
export async function setOrder(
  db: Db,
  ids: number[],
  moved: { id: number; name: string; before: EditedFields; after: EditedFields },
  now: number,
  by: number,
): Promise<void> {
  const { id: ref, name: label, before, after } = moved
  await batch(db, [
    sql`UPDATE topics SET position = item.key FROM json_each(${JSON.stringify(ids)}) AS item
      WHERE topics.id = item.value AND position <> item.key`,
    logEdit({ editorId: by, noun: 'topic', ref, label, action: 'moved', before, after }, now),
  ])
}

/**
 * Takes a topic away. `into`: the topic its articles, its sources, categories and rules go to, or none. The articles
 * follow by a job.
 */
export async function remove(
  db: Db,
  { id, name }: { id: number; name: string },
  into: { id: number; name: string } | null,
  now: number,
  by: number,
): Promise<void> {
  const to = into?.id ?? null
  const rest = to === null ? (table: SQL) => sql`DELETE FROM ${table}` : (table: SQL) => moveTo(table, to)
  await batch(db, [
    sql`${rest(sql`categories`)} WHERE topic_id = ${id}`,
    sql`${rest(sql`topic_rules`)} WHERE topic_id = ${id}`,
    sql`UPDATE sources SET topic_id = ${to}, version = version + 1 WHERE topic_id = ${id}`,
    sql`DELETE FROM topics WHERE id = ${id}`,
    logEdit(
      { editorId: by, noun: 'topic', ref: id, label: name, action: 'removed', after: { topic: into?.name ?? null } },
      now,
    ),
    wish({ kind: 'topic', key: `removed:${id}:${to ?? ''}`, dueAt: now }, { ifChanged: true }),
  ])
}

function moveTo(table: SQL, id: number): SQL {
  return sql`UPDATE ${table} SET topic_id = ${id}`
}

const CHUNK = 1000

/**
 * Some articles of a topic that is gone go to another, or to none, and with them what is hidden: it would get back a topic
 * that is no more. True: none is left.
 */
export async function passOn(db: Db, id: number, into: number | null): Promise<boolean> {
  const some = sql`SELECT article_id, topic_id, sorted_at, rank FROM article_topics WHERE topic_id = ${id}
    ORDER BY sorted_at, article_id LIMIT ${CHUNK}`
  const moved = sql`INSERT INTO article_topics (topic_id, article_id, sorted_at, rank)
    SELECT ${into}, article_id, sorted_at, rank FROM (${some}) WHERE true ON CONFLICT DO NOTHING`
  const kept = sql`',' || hidden_topics || ','`
  const hidden = sql`SELECT id FROM articles WHERE hidden_at IS NOT NULL AND instr(${kept}, ${`,${id},`}) LIMIT ${CHUNK}`
  const results = await batch(db, [
    sql`UPDATE articles SET hidden_topics = trim(replace(${kept}, ${`,${id},`}, ${`,${into ?? ''},`}), ',')
      WHERE id IN (${hidden})`,
    ...(into === null ? [] : [moved]),
    sql`DELETE FROM article_topics WHERE (article_id, topic_id) IN (SELECT article_id, topic_id FROM (${some}))`,
  ])
  return changes(results, 0) < CHUNK && changes(results, results.length - 1) < CHUNK
}

function names(found: Row[]): string[] {
  return found.map(({ name }) => String(name))
}
