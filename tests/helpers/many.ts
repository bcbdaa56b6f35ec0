/**
 * A large site in a few statements: for measuring, where the pipeline would take hours. Every topic and source is
 * filled, every article has its text, and the newest come last.
 */
const TOPICS = ['politics', 'economy', 'science', 'culture', 'sport', 'health', 'technology', 'environment']
const CHUNK = 5_000

const PARAGRAPH =
  'قال باحثون إن قياس المسافة بين الواحات في أطراف البادية احتاج إلى ثلاثة مواسم، وإن ما ظُنّ خطأً في الأجهزة كان أثر الريح على أوتاد العلامات؛ فلما استُبدلت بها حجارة منقوشة استقامت الأرقام. '
const TEXT = `<p>${PARAGRAPH.repeat(2)}</p>`.repeat(8)

export type Many = {
  articles: number
  /** Unix seconds: every article is older than this. */
  now: number
  /** Whether each article's text has its usual length (3 KB) or a few words. */
  texts?: 'long' | 'short'
}

export async function seedMany(d1: D1Database, { articles, now, texts = 'short' }: Many): Promise<void> {
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO topics (slug, name, position) SELECT value, value, key FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(TOPICS)),
    d1
      .prepare(
        `INSERT INTO sources (feed_url, title, display, topic_id, created_at)
          SELECT 'https://source-' || value || '.example/feed.xml', 'دفتر ' || value, 'full', key + 1, ?2 FROM json_each(?1)`,
      )
      .bind(JSON.stringify(TOPICS), now),
  ])
  for (let first = 1; first <= articles; first += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, articles - first + 1) }, (_, i) => first + i)
    await chunk(d1, JSON.stringify(numbers), { articles, now, text: texts === 'long' ? TEXT : '<p>نص</p>' })
  }
}

async function chunk(
  d1: D1Database,
  numbers: string,
  { articles, now, text }: { articles: number; now: number; text: string },
) {
  const topic = `(value % ${TOPICS.length}) + 1`
  const sorted = `?2 - (?3 - value) * 60 - 60`
  await d1.batch([
    d1
      .prepare(
        `INSERT INTO articles (id, url_key, url_rule, url, title, byline, source_id, source_name, excerpt, language,
          direction, words, published_at, sorted_at, updated_at)
        SELECT value, 'example.org/' || value, 1, 'https://example.org/' || value, 'خبر من أطراف البادية رقم ' || value,
          'كاتب', ${topic}, 'دفتر', substr(?4, 1, 200), 'ar', 'rtl', 400, ${sorted}, ${sorted}, ${sorted} FROM json_each(?1)`,
      )
      .bind(numbers, now, articles, PARAGRAPH),
    d1
      .prepare('INSERT INTO texts (article_id, html, sanitiser) SELECT value, ?2, 1 FROM json_each(?1)')
      .bind(numbers, text),
    d1
      .prepare(
        `INSERT INTO article_topics (topic_id, article_id, sorted_at)
        SELECT ${topic}, value, ${sorted} FROM json_each(?1)`,
      )
      .bind(numbers, now, articles),
    d1
      .prepare(
        `INSERT INTO entries (source_id, guid, article_id, hash, seen_at) SELECT ${topic}, value, value, '', ?2 FROM json_each(?1)`,
      )
      .bind(numbers, now),
  ])
}

const ITEMS = 5

/** Past issues of a newsletter, an hour apart; each holds five articles of those before it, and the last is the newest. */
export async function seedIssues(d1: D1Database, slug: string, { issues, now }: { issues: number; now: number }) {
  const numbers = Array.from({ length: issues }, (_, i) => i + 1)
  const item = `json_object('articleId', id, 'title', title, 'sourceName', source_name, 'language', language,
    'direction', direction, 'words', words, 'excerpt', excerpt, 'picture', null, 'pictureAlt', '')`
  await d1
    .prepare(
      `INSERT INTO issues (newsletter_id, number, kind, state, title, items, sends_at, created_at, updated_at)
      SELECT (SELECT id FROM newsletters WHERE slug = ?2), value, 'digest', 'sent', 'العدد ' || value,
        (SELECT json_group_array(${item}) FROM articles WHERE id BETWEEN value * ${ITEMS} - ${ITEMS - 1} AND value * ${ITEMS}),
        ?3 - (?4 - value) * 3600, ?3, ?3
      FROM json_each(?1)`,
    )
    .bind(JSON.stringify(numbers), slug, now, issues)
    .run()
}

/** One reader with a password hash and a session, whose list holds the newest `saved` articles. */
export type Person = { id: number; email: string; secret: string; sessionHash: string; saved: number }

export async function seedReader(d1: D1Database, person: Person, now: number): Promise<void> {
  const { id, email, secret, sessionHash, saved } = person
  await d1.batch([
    d1.prepare('INSERT INTO readers (id, email, created_at) VALUES (?, ?, ?)').bind(id, email, now),
    d1
      .prepare(`INSERT INTO credentials (reader_id, kind, secret, changed_at) VALUES (?, 'password', ?, ?)`)
      .bind(id, secret, now),
    d1
      .prepare(
        'INSERT INTO sessions (id_hash, public_id, reader_id, created_at, expires_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .bind(sessionHash, `public-${id}`, id, now, now + 30 * 86_400, now),
    d1.prepare('INSERT INTO counters (reader_id, next_saved, unread) VALUES (?, ?, ?)').bind(id, saved + 1, saved),
    d1
      .prepare(
        `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, byline, source_name, language, direction, words,
          excerpt, article_id, saved_at)
        SELECT ?1, row_number() OVER (ORDER BY id), url_key, url_rule, url, title, byline, source_name, language, direction,
          words, excerpt, id, sorted_at FROM (SELECT * FROM articles ORDER BY id DESC LIMIT ?2)`,
      )
      .bind(id, saved),
  ])
}
