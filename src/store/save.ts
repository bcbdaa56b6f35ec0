import { type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { MOST_SAVED } from '../core/limits.ts'
import { counted } from './counted.ts'
import { batch, type Db, rows } from './db.ts'
import { wishIndex } from './index-wishes.ts'
import { wish } from './jobs.ts'
import { wishPage } from './pages.ts'
import type { Saved } from './saved.ts'
import { followSavedAt } from './tags.ts'

/** What a save copies from its article, or knows of a url alone. */
export type SavedCopy = Pick<Saved, 'articleId' | 'url' | 'title' | 'byline' | 'sourceName' | 'picture' | 'language'> &
  Pick<Saved, 'direction' | 'words' | 'excerpt'> & { urlKey: string; urlRule: number; page?: 'waiting' }

export type Kept = Pick<Saved, 'id' | 'title' | 'savedAt' | 'archivedAt' | 'removedAt'>

/**
 * Saves, or brings back what was removed; what is there stays as it is, archived or not. A page that is to be fetched
 * is asked for at once: somebody waits for it.
 * @throws AppError('list_full') where the list holds all it can.
 */
export async function save(shelf: Db, readerId: number, copy: SavedCopy, now: number): Promise<Kept> {
  const { row, steps } = saveSteps(readerId, copy, now)
  const results = await batch(shelf, [
    ...counted(readerId, row, steps),
    sql`SELECT id, title, saved_at AS savedAt, archived_at AS archivedAt, removed_at AS removedAt FROM saved
      WHERE reader_id = ${readerId} AND ${row} AND removed_at IS NULL`,
  ])
  const [kept] = rows(results, results.length - 1)
  if (!kept) throw new AppError('list_full')
  return kept as Kept
}

/** The steps of one save, to stand inside `counted` with `row`. */
function saveSteps(readerId: number, copy: SavedCopy, now: number): { row: SQL; steps: SQL[] } {
  const key = knownKey(readerId, copy.urlKey)
  const row = sql`url_key = ${key}`
  const page = copy.page ?? 'none'
  const steps = [
    sql`INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, byline, source_name, picture, language, direction,
        words, excerpt, article_id, saved_at, page, page_at)
      SELECT ${readerId}, next_saved, ${key}, ${copy.urlRule}, ${copy.url}, ${copy.title}, ${copy.byline},
        ${copy.sourceName}, ${copy.picture}, ${copy.language}, ${copy.direction}, ${copy.words}, ${copy.excerpt},
        ${copy.articleId}, ${now}, ${page}, ${copy.page ? now : null}
      FROM counters WHERE reader_id = ${readerId} AND unread + archived < ${MOST_SAVED}
      ON CONFLICT(reader_id, url_key) DO UPDATE SET removed_at = NULL,
        archived_at = CASE WHEN saved.removed_at IS NULL THEN saved.archived_at END,
        saved_at = CASE WHEN saved.removed_at IS NULL THEN saved.saved_at ELSE excluded.saved_at END,
        article_id = coalesce(saved.article_id, excluded.article_id)
      WHERE saved.removed_at IS NOT NULL OR (saved.article_id IS NULL AND excluded.article_id IS NOT NULL)`,
    sql`UPDATE counters SET next_saved = next_saved + 1 WHERE reader_id = ${readerId} AND changes() = 1`,
    wishIndex(readerId, sql`${row} AND changes() = 1`, now),
    ...(copy.articleId === null ? [] : [wishSaves(copy.articleId, now)]),
    followSavedAt(readerId, row),
  ]
  return { row, steps: copy.page ? [...steps, wishPage(readerId, row, now)] : steps }
}

/** How long saves of one article are gathered before they are counted (seconds). */
const GATHERED = 600

/** Only where the statement before changed a row. An import of old pages says nothing about news and wishes for none. */
function wishSaves(articleId: number, now: number): SQL {
  return wish({ kind: 'saves', key: String(articleId), dueAt: now + GATHERED }, { ifChanged: true })
}

/** The key under which a list has this page: its own, or the one that it turned out to be another url of. */
export function knownKey(readerId: number, key: string): SQL {
  return sql`coalesce((SELECT known.url_key FROM saved_urls
    CROSS JOIN saved AS known ON known.reader_id = saved_urls.reader_id AND known.id = saved_urls.saved_id
    WHERE saved_urls.reader_id = ${readerId} AND saved_urls.url_key = ${key}), ${key})`
}
