import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { highlights, savedTexts, savedUrls } from '../../src/store/schema/shelf.ts'
import { START, type TestApp } from './app.ts'
import type { signedInClient } from './builders.ts'
import type { Answer } from './client.ts'
import { dumpTables } from './d1.ts'
import { addSaved, addTags } from './shelf.ts'

type Reader = Awaited<ReturnType<typeof signedInClient>>
type Fields = Record<string, string | string[]>

/** Asks for a file, lets it be made, and gives its download. */
export async function exported(app: TestApp, reader: Reader, fields: Fields): Promise<Answer> {
  const asked = await reader.post('/list/exports', fields)
  if (asked.status !== 303) throw new Error(`no file: ${asked.status}`)
  await made(app)
  return reader.get(`/list/exports/${(await exportRows()).at(-1)?.id}/file`)
}

/** Lets the job run until nothing is in the making any more, as the cron and the queue do. */
export async function made(app: TestApp): Promise<void> {
  for (let runs = 0; runs < 40; runs++) {
    await app.work()
    if (!(await exportRows()).some(({ state }) => state === 'running')) return
    app.clock.advance(60)
  }
  throw new Error('the file is never done')
}

/** The rows about files, the oldest first. */
export async function exportRows(): Promise<Record<string, unknown>[]> {
  const { exports = [] } = await dumpTables(env.DB)
  return exports.toSorted((a, b) => Number(a.id) - Number(b.id))
}

export async function exportObjects(): Promise<string[]> {
  return (await env.FILES.list({ prefix: 'exports/' })).objects.map(({ key }) => key)
}

/** A list of so many rows of some 5 KB, in one statement. */
export async function addMany(readerId: number, count: number): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, language, direction, note, saved_at)
      SELECT ?1, value, 'k' || value, 1, 'https://news.example/' || value, 'مقال ' || value, 'ar', 'rtl', ?3, ?4
      FROM json_each(?2)`,
  )
    .bind(readerId, JSON.stringify(Array.from({ length: count }, (_, i) => i + 1)), 'ملاحظة '.repeat(400), START)
    .run()
}

/** A row with everything that can hang on one. */
export async function addRich(readerId: number, id: number): Promise<void> {
  await addSaved(readerId, id, {
    title: 'حين عاد النهر, "الأول"',
    byline: 'سلمى',
    sourceName: 'الواحة',
    excerpt: 'عاد النهر.',
    note: '=1+1',
    picture: 'https://news.example/p.jpg',
    ownDirection: 'ltr',
    words: 540,
    archivedAt: START + 60,
    favouriteAt: START + 61,
    progress: 40,
    progressAt: START + 62,
    progressAnchor: 'عند الضفة',
    page: 'ready',
    pageAt: START + 5,
  })
  await addTags(readerId, { 'أنهار, وبحار': [id], كتب: [id] })
  const db = drizzle(env.DB)
  await db.insert(savedUrls).values({ readerId, urlKey: `news.example/other/${id}`, savedId: id })
  await db.insert(savedTexts).values({ readerId, id, html: '<p>عاد النهر.</p>', sanitiser: 1, storedAt: START })
  const quote = { quote: 'النهر', prefix: 'عاد', suffix: '.', position: 3, note: 'هنا' }
  await db.insert(highlights).values({ readerId, id, savedId: id, ...quote, createdAt: START + 9 })
}
