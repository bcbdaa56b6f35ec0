import { type SQL, sql } from 'drizzle-orm'
import type { Follow, Followable } from '../core/follow.ts'
import { batch, type Db, rows } from './db.ts'
import { saidOf, toFollow } from './follows.ts'
import { type SavedLink, type Tick, ticked } from './saved.ts'

/** What a page shows of its reader, at most 60 of each: save buttons, the end of one article, follow buttons. */
export type Shows = { ids: number[]; article?: number; follows: Pick<Followable, 'kind' | 'ref'>[] }

/** The state of all that in one batch, with no statement for what a page does not show. */
export async function pageState(
  shelf: Db,
  readerId: number,
  { ids, article, follows }: Shows,
): Promise<{ ticks: Tick[]; next: SavedLink | undefined; said: Follow[] }> {
  const ofTicks = ids.length > 0 && ticked(readerId, ids)
  const ofNext = article !== undefined && newestUnread(readerId)
  const ofFollows = follows.length > 0 && saidOf(readerId, follows)
  const steps = [ofTicks, ofNext, ofFollows].filter((step) => step !== false)
  const results = await batch(shelf, steps)
  const found = (step: SQL | false) => (step ? rows(results, steps.indexOf(step)) : [])
  const unread = found(ofNext) as SavedLink[]
  return {
    ticks: found(ofTicks) as Tick[],
    next: unread.find((other) => other.articleId !== article),
    said: found(ofFollows).map(toFollow),
  }
}

/** Two, since one of them may be the one that is being read; by the index that holds unread rows alone. */
function newestUnread(readerId: number): SQL {
  return sql`SELECT id, article_id AS articleId, title, language, coalesce(own_direction, direction) AS direction
    FROM saved INDEXED BY saved_unread WHERE reader_id = ${readerId} AND removed_at IS NULL AND archived_at IS NULL
    ORDER BY saved_at DESC, id DESC LIMIT 2`
}
