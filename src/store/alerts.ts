import { sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'
import type { Issue } from './issues.ts'

/** Readers that one step of freezing looks at. */
export const ALERTED_AT_ONCE = 5000

/** Condition, over a row of `follows`: it is a keyword with an alert; in the words of `follows_of_keyword`. */
const alerted = sql`kind = 'keyword' AND alerts = 1 AND followed = 1 AND muted = 0`

/** The keywords of articles behind one, and not older than a moment. */
export async function newRefs(db: Db, after: number, since: number): Promise<string[]> {
  const results = await batch(db, [
    sql`SELECT ref FROM keywords WHERE id IN (
      SELECT keyword_id FROM article_keywords WHERE article_id > ${after} AND sorted_at >= ${since})`,
  ])
  return rows(results, 0).map(({ ref }) => String(ref))
}

/** Of these keywords, those that somebody has an alert for. */
export async function alertedRefs(shelf: Db, refs: string[]): Promise<string[]> {
  const results = await batch(shelf, [
    sql`SELECT value AS ref FROM json_each(${JSON.stringify(refs)}) WHERE EXISTS (
      SELECT 1 FROM follows WHERE ref = value AND ${alerted})`,
  ])
  return rows(results, 0).map(({ ref }) => String(ref))
}

/**
 * The next readers behind one who have an alert for any of these keywords, in order. As many of each keyword as are
 * wanted of all: so none is missed before the last.
 */
export async function alertedReaders(shelf: Db, refs: string[], after: number): Promise<number[]> {
  const results = await batch(shelf, [
    sql`SELECT DISTINCT reader.value AS reader_id FROM json_each(${JSON.stringify(refs)}) AS wanted
      CROSS JOIN json_each((SELECT json_group_array(reader_id) FROM (
        SELECT reader_id FROM follows WHERE ref = wanted.value AND reader_id > ${after} AND ${alerted}
        ORDER BY reader_id LIMIT ${ALERTED_AT_ONCE}))) AS reader
      ORDER BY reader_id LIMIT ${ALERTED_AT_ONCE}`,
  ])
  return rows(results, 0).map(({ reader_id }) => Number(reader_id))
}

/** Whether one of these readers has a newsletter. */
export async function anySubscribed(db: Db, newsletterId: number, readerIds: number[]): Promise<boolean> {
  const results = await batch(db, [sql`SELECT 1 FROM ${subscribedOf(newsletterId, readerIds)} LIMIT 1`])
  return rows(results, 0).length > 0
}

/**
 * One more step of freezing an audience: those of the next readers who have the newsletter. `whole`: nobody comes after
 * them. Repeated, or broken off and begun again, it is the same audience.
 */
export async function freezeReaders(
  db: Db,
  { id, newsletterId, frozenTo }: Pick<Issue, 'id' | 'newsletterId' | 'frozenTo'>,
  { readerIds, whole }: { readerIds: number[]; whole: boolean },
  now: number,
): Promise<void> {
  const here = sql`id = ${id} AND frozen_at IS NULL AND frozen_to = ${frozenTo}`
  await batch(db, [
    sql`INSERT OR IGNORE INTO deliveries (issue_id, subscriber_id, state, updated_at)
      SELECT ${id}, subscriber_id, 'pending', ${now} FROM ${subscribedOf(newsletterId, readerIds)}
      AND EXISTS (SELECT 1 FROM issues WHERE ${here})`,
    sql`UPDATE issues SET audience = audience + changes() WHERE id = ${id}`,
    sql`UPDATE issues SET frozen_to = ${readerIds.at(-1) ?? frozenTo}, frozen_at = ${whole ? now : null} WHERE ${here}`,
  ])
}

function subscribedOf(newsletterId: number, readerIds: number[]) {
  return sql`json_each(${JSON.stringify(readerIds)}) AS reader
    CROSS JOIN subscribers ON subscribers.reader_id = reader.value
    CROSS JOIN subscriptions ON newsletter_id = ${newsletterId} AND subscriber_id = subscribers.id
    WHERE subscriptions.state = 'active'`
}
