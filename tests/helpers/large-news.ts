import { sha256 } from '../../src/core/secrets.ts'

/**
 * A site of any size and what its readers follow, in a few statements, as years of fetching leave it: 200 sources, few of
 * which write most, 20 topics, 100 followed keywords, a story in three told by a second source, some articles picked and
 * some saved. An article a minute; the newest has the highest id.
 */
export type LargeNews = { articles: number; now: number }

export const SOURCES = 200
export const TOPICS = 20
export const KEYWORDS = 100
const CHUNK = 20_000

export async function seedNews(d1: D1Database, { articles, now }: LargeNews): Promise<void> {
  await seedSources(d1, now)
  for (let first = 1; first <= articles; first += CHUNK) {
    await seedArticles(d1, { first, count: Math.min(CHUNK, articles - first + 1), begin: now - articles * 60 })
  }
}

export async function seedSources(d1: D1Database, now: number): Promise<void> {
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO topics (id, slug, name, position) SELECT value, 'topic-' || value, 'موضوع ' || value, value FROM json_each(?)`,
      )
      .bind(numbers(1, TOPICS)),
    d1
      .prepare(
        `INSERT INTO sources (id, feed_url, title, display, recent, created_at)
        SELECT value, 'https://source-' || value || '.example/feed', 'صحيفة ' || value, 'full', 10080 / (value * value), ?2
        FROM json_each(?1)`,
      )
      .bind(numbers(1, SOURCES), now),
    d1
      .prepare(
        `INSERT INTO keywords (id, ref, stem, stems, created_at)
        SELECT value, 'كلم' || value, 'كلم' || value, json_array('كلم' || value), ?2 FROM json_each(?1)`,
      )
      .bind(numbers(1, KEYWORDS), now),
  ])
}

/** Some of the articles, of which the first of all has the date `begin`. */
export async function seedArticles(
  d1: D1Database,
  { first, count, begin }: { first: number; count: number; begin: number },
): Promise<void> {
  await d1.batch(rows(d1, numbers(first, count), begin))
}

function rows(d1: D1Database, ids: string, begin: number) {
  // Two draws multiplied: a few sources and topics have most; each source has some.
  const drawn = (most: number, a: number, b: number) =>
    `1 + (value * ${a} % 997) * (value * ${b} % 991) * ${most} / 988027`
  const first = drawn(TOPICS, 7919, 104_729)
  const rank = '?2 + value * 60 - 60'
  return [
    d1
      .prepare(
        `INSERT INTO articles (id, url_key, url_rule, url, title, source_id, source_name, excerpt, language, direction,
          words, published_at, sorted_at, updated_at, picked_at, saves, rank, story_id)
        SELECT value, 'example.org/' || value, 1, 'https://example.org/' || value,
          'خبر كلم' || (1 + value % ${KEYWORDS * 10}) || ' رقم ' || value, CASE WHEN value % 10 THEN ${drawn(SOURCES, 6151, 15_485_863)} ELSE 1 + value / 10 % ${SOURCES} END, 'صحيفة',
          'نبذة من سطر أو سطرين عن الخبر رقم ' || value, 'ar', 'rtl', 400, ${rank}, ${rank}, ${rank},
          CASE WHEN value % 500 = 0 THEN ${rank} END, 0, ${rank},
          CASE WHEN value % 3 = 2 THEN value - 1 ELSE value END
        FROM json_each(?1)`,
      )
      .bind(ids, begin),
    d1
      .prepare(
        `INSERT INTO article_topics (topic_id, article_id, sorted_at, rank)
        SELECT ${first}, value, ${rank}, ${rank} FROM json_each(?1)
        UNION ALL SELECT (${first}) % ${TOPICS} + 1, value, ${rank}, ${rank} FROM json_each(?1) WHERE value % 4 = 0`,
      )
      .bind(ids, begin),
    d1
      .prepare(
        `INSERT INTO article_keywords (keyword_id, article_id, sorted_at, rank)
        SELECT 1 + value % ${KEYWORDS * 10}, value, ${rank}, ${rank} FROM json_each(?1)
        WHERE value % ${KEYWORDS * 10} < ${KEYWORDS}`,
      )
      .bind(ids, begin),
  ]
}

/** How many of each kind a reader follows; the first ones, which bring most. */
export type Follows = { topics: number; sources: number; keywords: number }

/** A reader with a session, who follows so many of each kind and mutes the last source. */
export async function seedFollower(
  d1: D1Database,
  { id, session, now, ...follows }: Follows & { id: number; session: string; now: number },
): Promise<void> {
  const follow = (kind: string, ref: string, count: number) =>
    d1
      .prepare(
        `INSERT INTO follows (reader_id, kind, ref, label, created_at) SELECT ?1, ?2, ${ref}, ${ref}, ?4 FROM json_each(?3)`,
      )
      .bind(id, kind, numbers(1, count), now)
  await d1.batch([
    d1.prepare('INSERT INTO readers (id, email, created_at) VALUES (?1, ?1, ?2)').bind(id, now),
    d1
      .prepare(
        `INSERT INTO sessions (id_hash, public_id, reader_id, created_at, expires_at, last_seen_at)
        VALUES (?1, ?2, ?2, ?3, ?4, ?3)`,
      )
      .bind(sha256(session), id, now, now + 86_400),
    follow('topic', 'value', follows.topics),
    follow('source', 'value', follows.sources),
    follow('keyword', `'كلم' || value`, follows.keywords),
    d1
      .prepare(
        `INSERT INTO follows (reader_id, kind, ref, label, muted, created_at) VALUES (?1, 'source', ?2, ?2, 1, ?3)
        ON CONFLICT DO UPDATE SET muted = 1`,
      )
      .bind(id, String(SOURCES), now),
  ])
}

/** So many readers, from an id on, each with nine follows: what most accounts look like. */
export async function seedReaders(
  d1: D1Database,
  { first, count, now }: { first: number; count: number; now: number },
) {
  const follow = (kind: string, ref: string, each: number) =>
    d1
      .prepare(
        `INSERT INTO follows (reader_id, kind, ref, label, created_at)
        SELECT reader.value, ?2, ${ref}, ${ref}, ?4 FROM json_each(?1) AS reader CROSS JOIN json_each(?3) AS one`,
      )
      .bind(numbers(first, count), kind, numbers(0, each), now)
  await d1.batch([
    follow('topic', `1 + (reader.value * 7 + one.value) % ${TOPICS}`, 3),
    follow('source', `1 + (reader.value * 13 + one.value * 31) % ${SOURCES}`, 5),
    follow('keyword', `'كلم' || (1 + reader.value % ${KEYWORDS})`, 1),
  ])
}

function numbers(first: number, count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, i) => first + i))
}
