import { SANITISER } from '../../src/core/safe-html.ts'

/**
 * A list of any size in a few statements, as years of reading leave one: most of it archived, some of it favourite, a
 * fifth begun, in several languages and lengths, from sources that are read often and seldom, each row with two tags of
 * which ten are used often, every tenth with a text, a note and a highlight. Ids run from 1 to `saved`, the newest last,
 * an hour apart.
 */
export type LargeShelf = {
  readerId: number
  saved: number
  /** How many tags there are, at least ten; the first stands on every row. */
  tags: number
  /** Unix seconds: every row is older than this. */
  now: number
  /** Words of which a text is made; it holds some hundred times as many letters. */
  text?: string
}

const CHUNK = 10_000

export async function seedShelf(d1: D1Database, shelf: LargeShelf): Promise<void> {
  const { readerId, saved, tags, now } = shelf
  await d1.batch([
    d1
      .prepare('INSERT INTO counters (reader_id, next_saved, next_tag, next_highlight) VALUES (?1, ?2, ?3, ?2)')
      .bind(readerId, saved + 1, tags + 1),
    d1
      .prepare(
        `INSERT INTO tags (reader_id, id, name, key, created_at)
          SELECT ?1, value + 1, 'وسم ' || value, 'وسم ' || value, ?3 FROM json_each(?2)`,
      )
      .bind(readerId, numbers(0, tags), now),
  ])
  for (let first = 0; first < saved; first += CHUNK) {
    await d1.batch(rows(d1, numbers(first + 1, Math.min(CHUNK, saved - first)), shelf))
  }
  await d1.batch(counted(d1, readerId))
}

function rows(d1: D1Database, ids: string, { readerId, saved, tags, now, text = 'نص' }: LargeShelf) {
  const savedAt = '?3 - (?4 - value) * 3600 - 60'
  const html = `<p>${`${text} `.repeat(100)}</p>`
  return [
    d1
      .prepare(
        `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, byline, source_name, language, direction, words,
          excerpt, saved_at, archived_at, favourite_at, progress, progress_at, note, page)
        SELECT ?1, value, 'large.example/' || value, 1, 'https://large.example/' || value, 'خبر محفوظ رقم ' || value,
          'كاتب', 'صحيفة ' || CASE WHEN value % 2 THEN 1 WHEN value % 4 THEN 2 ELSE value % 97 + 3 END,
          CASE value % 5 WHEN 0 THEN 'en' WHEN 1 THEN 'fr' ELSE 'ar' END,
          CASE WHEN value % 5 < 2 THEN 'ltr' ELSE 'rtl' END, 50 + value * 7919 % 5000,
          'نبذة من سطر أو سطرين عن المقال رقم ' || value, ${savedAt},
          CASE WHEN value % 3 THEN ${savedAt} + 1800 END, CASE WHEN value % 20 = 0 THEN ${savedAt} + 900 END,
          CASE WHEN value % 5 = 0 THEN 40 ELSE 0 END, CASE WHEN value % 5 = 0 THEN ${savedAt} + 600 END,
          CASE WHEN value % 10 = 0 THEN 'ملاحظة' ELSE '' END, 'ready'
        FROM json_each(?2)`,
      )
      .bind(readerId, ids, now, saved),
    d1
      .prepare(
        `INSERT INTO saved_tags (reader_id, saved_id, tag_id, saved_at)
        SELECT ?1, value, 1, ${savedAt} FROM json_each(?2)
        UNION ALL SELECT ?1, value, 2 + value % CASE WHEN value % 3 THEN 9 ELSE ?5 - 1 END, ${savedAt} FROM json_each(?2)`,
      )
      .bind(readerId, ids, now, saved, tags),
    d1
      .prepare(
        `INSERT INTO saved_texts (reader_id, id, html, sanitiser, stored_at)
        SELECT ?1, value, ?5, ?6, ${savedAt} FROM json_each(?2) WHERE value % 10 = 0`,
      )
      .bind(readerId, ids, now, saved, html, SANITISER),
    d1
      .prepare(
        `INSERT INTO highlights (reader_id, id, saved_id, quote, created_at)
        SELECT ?1, value, value, 'جملة مظلّلة من المقال رقم ' || value, ${savedAt} FROM json_each(?2) WHERE value % 10 = 0`,
      )
      .bind(readerId, ids, now, saved),
  ]
}

function counted(d1: D1Database, readerId: number) {
  const sum = (what: string) => `(SELECT coalesce(sum(${what}), 0) FROM saved WHERE reader_id = ?1)`
  return [
    d1
      .prepare(
        `UPDATE counters SET unread = ${sum('archived_at IS NULL')}, archived = ${sum('archived_at IS NOT NULL')},
          favourites = ${sum('favourite_at IS NOT NULL')} WHERE reader_id = ?1`,
      )
      .bind(readerId),
    d1
      .prepare(
        `UPDATE tags SET saved = (SELECT count(*) FROM saved_tags WHERE reader_id = ?1 AND tag_id = tags.id)
          WHERE reader_id = ?1`,
      )
      .bind(readerId),
  ]
}

function numbers(first: number, count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, i) => first + i))
}
