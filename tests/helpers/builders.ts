import { env } from 'cloudflare:workers'
import type { BatchItem } from 'drizzle-orm/batch'
import { drizzle } from 'drizzle-orm/d1'
import { rankOf } from '../../src/core/rank.ts'
import { sha256 } from '../../src/core/secrets.ts'
import { URL_RULE, urlKey } from '../../src/core/url.ts'
import { credentials, readers, sessions } from '../../src/store/schema/people.ts'
import { articles, articleTopics, sources, texts, topics } from '../../src/store/schema/site.ts'
import { START, type TestApp } from './app.ts'
import type { Client } from './client.ts'

// Rows as the pipeline and the roads of an account leave them, for tests of what comes after.

const db = drizzle(env.DB)
let made = 0

/** A number no other row of this file has; says nothing about ids. */
function another(): number {
  made += 1
  return made
}

type SourceValues = typeof sources.$inferInsert
type ArticleValues = typeof articles.$inferInsert

export async function addSource(values: Partial<SourceValues> = {}): Promise<number> {
  const n = another()
  const row = {
    feedUrl: `https://source${n}.example/feed`,
    title: `مصدر ${n}`,
    display: 'full',
    createdAt: START,
  } as const
  const [source] = await db
    .insert(sources)
    .values({ ...row, ...values })
    .returning({ id: sources.id })
  return idOf(source)
}

export async function addTopic(slug: string, name = `موضوع ${slug}`): Promise<number> {
  const [topic] = await db.insert(topics).values({ slug, name, position: another() }).returning({ id: topics.id })
  return idOf(topic)
}

type NewText = { html?: string; sanitiser?: number; truncated?: boolean; storedAt?: number }
type NewArticle = Partial<ArticleValues> & NewText & { topics?: number[] }

/** An article that came a minute before the clock begins; of a source of its own unless one is named. */
export async function addArticle(values: NewArticle = {}): Promise<number> {
  const [id = 0] = await addArticles(1, values)
  return id
}

/** Articles a minute apart, the newest first, all alike but for what `values` leaves open: as many ids as asked for. */
export async function addArticles(count: number, values: NewArticle = {}): Promise<number[]> {
  const { topics: topicIds = [], html, sanitiser = 1, truncated = false, storedAt = START, ...given } = values
  const sourceId = given.sourceId ?? (await addSource())
  const rows = Array.from({ length: count }, (_, i) =>
    articleRow({ sortedAt: START - 60 * (i + 1), ...given, sourceId }),
  )
  const made = await inBatch(rows.map((row) => db.insert(articles).values(row).returning({ id: articles.id })))
  const ids = made.map(([article]) => idOf(article))
  const places = ids.flatMap((articleId, i) =>
    topicIds.map((topicId) => ({
      topicId,
      articleId,
      sortedAt: rows[i]?.sortedAt ?? START,
      rank: rows[i]?.rank ?? START,
    })),
  )
  await inBatch(places.map((place) => db.insert(articleTopics).values(place)))
  if (html !== undefined) {
    const text = { html, sanitiser, truncated: Number(truncated), storedAt }
    await inBatch(ids.map((articleId) => db.insert(texts).values({ articleId, ...text })))
  }
  return ids
}

function articleRow(values: Partial<ArticleValues> & { sortedAt: number; sourceId: number }): ArticleValues {
  const n = another()
  const url = values.url ?? `https://news.example/articles/${n}`
  return {
    url,
    urlKey: urlKey(url),
    urlRule: URL_RULE,
    title: `عنوان المقال ${n}`,
    sourceName: 'الواحة',
    excerpt: `نبذة المقال ${n}`,
    language: 'ar',
    direction: 'rtl',
    words: 540,
    publishedAt: values.sortedAt,
    updatedAt: values.sortedAt,
    rank: rankOf({ sortedAt: values.sortedAt, saves: values.saves ?? 0 }),
    ...values,
  }
}

async function inBatch<T extends BatchItem<'sqlite'>>(statements: T[]): Promise<T['_']['result'][]> {
  const [first, ...others] = statements
  return first ? db.batch([first, ...others]) : []
}

/** A reader whose password is `كلمة-مرور-طويلة`, as the tests' fast password port stores it. */
export async function addReader(
  values: Partial<typeof readers.$inferInsert> = {},
): Promise<{ id: number; email: string }> {
  const email = values.email ?? `reader${another()}@example.com`
  const [reader] = await db
    .insert(readers)
    .values({ email, createdAt: START, ...values })
    .returning({ id: readers.id })
  const id = idOf(reader)
  await db.insert(credentials).values({ readerId: id, kind: 'password', secret: `fast$${PASSWORD}`, changedAt: START })
  return { id, email }
}

export const PASSWORD = 'كلمة-مرور-طويلة'

/** A browser in which a new reader is signed in. */
export async function signedInClient(
  app: TestApp,
  values: Partial<typeof readers.$inferInsert> = {},
): Promise<Client & { reader: { id: number; email: string } }> {
  const reader = await addReader(values)
  const client = app.client()
  const id = reader.id
    .toString(6)
    .replace(/./g, (digit) => 'abcdef'.charAt(Number(digit)))
    .padStart(40, 'z')
  const now = app.clock.now()
  await db.insert(sessions).values({
    idHash: sha256(id),
    publicId: `public-${reader.id}`,
    readerId: reader.id,
    createdAt: now,
    expiresAt: now + 30 * 86_400,
    lastSeenAt: now,
  })
  client.cookies.set('__Host-session', id)
  client.cookies.set('__Host-reader', '1')
  return { ...client, reader }
}

function idOf(row: { id: number } | undefined): number {
  if (!row) throw new Error('the row was not inserted')
  return row.id
}
