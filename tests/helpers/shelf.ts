import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { SANITISER } from '../../src/core/safe-html.ts'
import { URL_RULE, urlKey } from '../../src/core/url.ts'
import { counters, highlights, saved, savedTexts, savedUrls } from '../../src/store/schema/shelf.ts'
import { savedFileOf } from '../../src/store/texts.ts'
import { START } from './app.ts'

const db = drizzle(env.DB)

/** A row of a reader's list as saving leaves it, counted. */
export async function addSaved(
  readerId: number,
  id: number,
  values: Partial<typeof saved.$inferInsert> = {},
): Promise<void> {
  const url = values.url ?? `https://news.example/saved/${id}`
  const row = {
    url,
    urlKey: urlKey(url),
    urlRule: URL_RULE,
    title: `محفوظ ${id}`,
    language: 'ar',
    direction: 'rtl',
  } as const
  await db.batch([
    db.insert(counters).values({ readerId }).onConflictDoNothing(),
    db.insert(saved).values({ readerId, id, savedAt: START, ...row, ...values }),
    db
      .update(counters)
      .set({
        nextSaved: sql`max(next_saved, ${id + 1})`,
        ...(!values.removedAt && {
          unread: sql`unread + ${Number(!values.archivedAt)}`,
          archived: sql`archived + ${Number(Boolean(values.archivedAt))}`,
          favourites: sql`favourites + ${Number(Boolean(values.favouriteAt))}`,
        }),
      })
      .where(sql`reader_id = ${readerId}`),
  ])
}

/** Tags by their names, each on these rows of a reader's list, counted. */
export async function addTags(readerId: number, named: Record<string, number[]>): Promise<void> {
  for (const [name, ids] of Object.entries(named)) {
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO tags (reader_id, id, name, key, created_at)
          SELECT ?1, next_tag, ?2, ?2, ?3 FROM counters WHERE reader_id = ?1`,
      ).bind(readerId, name, START),
      env.DB.prepare(
        `INSERT INTO saved_tags (reader_id, saved_id, tag_id, saved_at)
          SELECT ?1, saved.id, next_tag, saved.saved_at FROM counters, json_each(?2)
            JOIN saved ON saved.reader_id = ?1 AND saved.id = value WHERE counters.reader_id = ?1`,
      ).bind(readerId, JSON.stringify(ids)),
      env.DB.prepare(
        `UPDATE tags SET saved = (SELECT count(*) FROM saved_tags JOIN saved ON saved.reader_id = ?1
            AND saved.id = saved_id WHERE saved_tags.reader_id = ?1 AND tag_id = tags.id AND removed_at IS NULL)
          WHERE reader_id = ?1 AND name = ?2`,
      ).bind(readerId, name),
      env.DB.prepare('UPDATE counters SET next_tag = next_tag + 1 WHERE reader_id = ?').bind(readerId),
    ])
  }
}

/** What else can stand on a saved row, once each: a text in FILES, another url, a highlight. */
export async function addParts(readerId: number, savedIds: number[]): Promise<void> {
  for (const id of savedIds) {
    await env.FILES.put(savedFileOf(readerId, id), '<p>نص</p>')
    await db.batch([
      db.insert(savedTexts).values({ readerId, id, html: '', sanitiser: SANITISER, place: 'r2', storedAt: START }),
      db.insert(savedUrls).values({ readerId, urlKey: `other.example/${id}`, savedId: id }),
      db.insert(highlights).values({ readerId, id, savedId: id, quote: 'نص', createdAt: START }),
    ])
  }
}
