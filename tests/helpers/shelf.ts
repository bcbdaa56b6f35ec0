import { env } from 'cloudflare:workers'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { URL_RULE, urlKey } from '../../src/core/url.ts'
import { counters, saved } from '../../src/store/schema/shelf.ts'
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
