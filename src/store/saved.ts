import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import type { Cursor } from './articles.ts'
import type { Db } from './db.ts'
import { counters, saved } from './schema/shelf.ts'

/** A saved article: the row carries all it shows, whatever becomes of the article. Ids count per reader. */
export type Saved = {
  id: number
  articleId: number | null
  url: string
  title: string
  byline: string
  sourceName: string
  picture: string | null
  language: string
  direction: 'rtl' | 'ltr'
  words: number
  excerpt: string
  savedAt: number
  archivedAt: number | null
  removedAt: number | null
}

/** A row as a link to it. */
export type SavedLink = Pick<Saved, 'id' | 'articleId' | 'title' | 'language' | 'direction'>

export type ListState = 'unread' | 'archived'

/** An article of a public page that is in the list, with the saved row's id. */
export type Tick = { articleId: number; id: number; title: string; archivedAt: number | null }

const PAGE = 50

const columns = {
  id: saved.id,
  articleId: saved.articleId,
  url: saved.url,
  title: saved.title,
  byline: saved.byline,
  sourceName: saved.sourceName,
  picture: saved.picture,
  language: saved.language,
  direction: saved.direction,
  words: saved.words,
  excerpt: saved.excerpt,
  savedAt: saved.savedAt,
  archivedAt: saved.archivedAt,
  removedAt: saved.removedAt,
}

/** Fifty rows: the unread by when they were saved, the archived by when they were archived, newest first. */
export async function page(
  shelf: Db,
  readerId: number,
  { state, before }: { state: ListState; before: Cursor | null },
): Promise<ListPart> {
  const sortedBy = state === 'unread' ? saved.savedAt : saved.archivedAt
  const [found, [counter]] = await shelf.orm.batch([
    shelf.orm
      .select(columns)
      .from(saved)
      .where(
        and(
          eq(saved.readerId, readerId),
          isNull(saved.removedAt),
          state === 'unread' ? isNull(saved.archivedAt) : isNotNull(saved.archivedAt),
          before ? sql`(${sortedBy}, ${saved.id}) < (${before.sortedAt}, ${before.id})` : undefined,
        ),
      )
      .orderBy(desc(sortedBy), desc(saved.id))
      .limit(PAGE + 1),
    shelf.orm.select().from(counters).where(eq(counters.readerId, readerId)),
  ])
  const last = found.length > PAGE ? found[PAGE - 1] : undefined
  const lastAt = last && (state === 'unread' ? last.savedAt : last.archivedAt)
  return {
    saved: found.slice(0, PAGE),
    unread: counter?.unread ?? 0,
    begun: (counter?.nextSaved ?? 1) > 1,
    older: last && lastAt ? { sortedAt: lastAt, id: last.id } : null,
  }
}

/** `begun`: something was saved once, whatever became of it. */
type ListPart = { saved: Saved[]; unread: number; begun: boolean; older: Cursor | null }

/**
 * One saved article, and the unread one to read after it.
 * @throws AppError('not_found') for what is not in this reader's list, or was removed.
 */
export async function find(
  shelf: Db,
  readerId: number,
  id: number,
): Promise<{ saved: Saved; next: SavedLink | undefined }> {
  const [[row], unread] = await shelf.orm.batch([
    shelf.orm
      .select(columns)
      .from(saved)
      .where(and(eq(saved.readerId, readerId), eq(saved.id, id), isNull(saved.removedAt))),
    newestUnread(shelf, readerId),
  ])
  if (!row) throw new AppError('not_found')
  return { saved: row, next: unread.find((other) => other.id !== id) }
}

/** Which of these articles (at most 60) are in the list. */
export function ticks(shelf: Db, readerId: number, articleIds: number[]): Promise<Tick[]> {
  return ticked(shelf, readerId, articleIds)
}

/** The same, and what there is to read after one of them. */
export async function ticksAndNext(
  shelf: Db,
  readerId: number,
  articleIds: number[],
  articleId: number,
): Promise<{ ticks: Tick[]; next: SavedLink | undefined }> {
  const [found, unread] = await shelf.orm.batch([ticked(shelf, readerId, articleIds), newestUnread(shelf, readerId)])
  return { ticks: found, next: unread.find((other) => other.articleId !== articleId) }
}

function ticked(shelf: Db, readerId: number, articleIds: number[]) {
  return shelf.orm
    .select({
      articleId: sql<number>`${saved.articleId}`,
      id: saved.id,
      title: saved.title,
      archivedAt: saved.archivedAt,
    })
    .from(saved)
    .where(
      and(
        eq(saved.readerId, readerId),
        sql`${saved.articleId} IN (SELECT value FROM json_each(${JSON.stringify(articleIds)}))`,
        isNull(saved.removedAt),
      ),
    )
}

/** Two, since one of them may be the one that is being read. */
function newestUnread(shelf: Db, readerId: number) {
  const { id, articleId, title, language, direction } = columns
  return shelf.orm
    .select({ id, articleId, title, language, direction })
    .from(saved)
    .where(and(eq(saved.readerId, readerId), isNull(saved.removedAt), isNull(saved.archivedAt)))
    .orderBy(desc(saved.savedAt), desc(saved.id))
    .limit(2)
}
