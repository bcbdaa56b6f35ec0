import { sql } from 'drizzle-orm'
import { type Keyword, leadOf } from '../core/keyword.ts'
import { TRIED, type Tried } from '../core/topic-rule.ts'
import { batch, type Db, rows } from './db.ts'
import { logEdit } from './edits.ts'

export type TopicRule = { id: number; words: string; stems: string }

type Topic = { id: number; name: string }

/** The newest articles, for a rule to be tried on. */
export async function newest(db: Db, now: number): Promise<Tried[]> {
  const results = await batch(db, [
    sql`SELECT id, title, excerpt, language, direction FROM articles WHERE hidden_at IS NULL AND sorted_at <= ${now}
      ORDER BY sorted_at DESC, id DESC LIMIT ${TRIED}`,
  ])
  return rows(results, 0) as Tried[]
}

/** A rule, and the articles already here that get the topic by it. The same rule once more changes nothing. */
export async function add(
  db: Db,
  { id, name }: Topic,
  { label: words, stems }: Keyword,
  articleIds: number[],
  now: number,
  by: number,
): Promise<void> {
  const list = JSON.stringify(stems)
  await batch(db, [
    sql`INSERT INTO topic_rules (topic_id, words, stem, stems) SELECT id, ${words}, ${leadOf(stems)}, ${list}
      FROM topics WHERE id = ${id}
        AND NOT EXISTS (SELECT 1 FROM topic_rules WHERE topic_id = topics.id AND topic_rules.stems = ${list})`,
    logEdit({ editorId: by, noun: 'topic', ref: id, label: name, action: 'changed', after: { rules: words } }, now),
    sql`INSERT INTO article_topics (topic_id, article_id, sorted_at, rank)
      SELECT ${id}, articles.id, sorted_at, rank FROM json_each(${JSON.stringify(articleIds)})
        CROSS JOIN articles ON articles.id = value
      WHERE hidden_at IS NULL AND NOT instr(held, 'topics') AND EXISTS (SELECT 1 FROM topics WHERE id = ${id})
      ON CONFLICT DO NOTHING`,
  ])
}

/** What it gave the topic to keeps it. */
export async function remove(db: Db, { id, name }: Topic, rule: TopicRule, now: number, by: number): Promise<void> {
  const fields = { before: { rules: rule.words }, after: { rules: null } }
  await batch(db, [
    sql`DELETE FROM topic_rules WHERE id = ${rule.id} AND topic_id = ${id}`,
    logEdit({ editorId: by, noun: 'topic', ref: id, label: name, action: 'changed', ...fields }, now),
  ])
}
