import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
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

type MoreOfArticle = { topics?: number[]; html?: string; sanitiser?: number; truncated?: boolean }

/** An article that came a minute before the clock begins; of a source of its own unless one is named. */
export async function addArticle({
  topics: topicIds = [],
  html,
  sanitiser = 1,
  truncated = false,
  ...values
}: Partial<ArticleValues> & MoreOfArticle = {}): Promise<number> {
  const n = another()
  const url = values.url ?? `https://news.example/articles/${n}`
  const sortedAt = values.sortedAt ?? START - 60
  const row: ArticleValues = {
    url,
    urlKey: urlKey(url),
    urlRule: URL_RULE,
    title: `عنوان المقال ${n}`,
    sourceId: values.sourceId ?? (await addSource()),
    sourceName: 'الواحة',
    excerpt: `نبذة المقال ${n}`,
    language: 'ar',
    direction: 'rtl',
    words: 540,
    publishedAt: sortedAt,
    sortedAt,
    updatedAt: sortedAt,
  }
  const [article] = await db
    .insert(articles)
    .values({ ...row, ...values })
    .returning({ id: articles.id })
  const articleId = idOf(article)
  for (const topicId of topicIds) await db.insert(articleTopics).values({ topicId, articleId, sortedAt })
  if (html !== undefined) await db.insert(texts).values({ articleId, html, sanitiser, truncated: Number(truncated) })
  return articleId
}

/** Articles a minute apart, the newest first: as many ids as asked for. */
export async function addArticles(count: number, values: Parameters<typeof addArticle>[0] = {}): Promise<number[]> {
  const sourceId = values?.sourceId ?? (await addSource())
  const ids: number[] = []
  for (let i = 0; i < count; i++) ids.push(await addArticle({ ...values, sourceId, sortedAt: START - 60 * (i + 1) }))
  return ids
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
  })
  client.cookies.set('__Host-session', id)
  client.cookies.set('__Host-reader', '1')
  return { ...client, reader }
}

function idOf(row: { id: number } | undefined): number {
  if (!row) throw new Error('the row was not inserted')
  return row.id
}
