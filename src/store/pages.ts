import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import type { PageFault, PageText } from '../core/page.ts'
import { bareTitle } from '../core/typed-url.ts'
import { batch, type Db, rows } from './db.ts'
import { wishIndex } from './index-wishes.ts'
import { laneOf, onConflict } from './jobs.ts'
import type { ListRow } from './saved.ts'
import { saved } from './schema/shelf.ts'
import { hosts } from './schema/site.ts'
import { storeSavedText } from './texts.ts'

/** Statement: the pages of these rows are fetched, each from its `dueAt` on, after everything that somebody waits for. */
export function wishPages(readerId: number, rows: SQL, dueAt: SQL): SQL {
  return wanted(readerId, rows, laneOf('extract'), dueAt)
}

/** Statement: the same for a page whose reader has it open: at once, and before an import's. */
export function wishPage(readerId: number, row: SQL, now: number): SQL {
  return wanted(readerId, row, 0, sql`${now}`)
}

function wanted(readerId: number, rows: SQL, lane: number, dueAt: SQL): SQL {
  return sql`INSERT INTO jobs (kind, key, lane, due_at)
    SELECT 'extract', reader_id || ':' || id, ${lane}, ${dueAt}
    FROM saved WHERE reader_id = ${readerId} AND (${rows}) AND page = 'waiting' AND removed_at IS NULL
    ${onConflict}`
}

/** A page that is to be fetched. `turnAt` is when; null: no time was reserved at its host yet. */
export type WaitingPage = {
  url: string
  title: string
  turnAt: number | null
  /** What went wrong the last time, and since when it does. */
  failing: { fault: PageFault; since: number } | null
}

export type PageOf = Pick<ListRow, 'id' | 'page' | 'pageFault'>

/** Null for a row that is gone, and for one whose page came in the meantime. */
export async function waitingPage(shelf: Db, readerId: number, id: number): Promise<WaitingPage | null> {
  const [row] = await shelf.orm
    .select({ url: saved.url, title: saved.title, fault: saved.pageFault, at: saved.pageAt })
    .from(saved)
    .where(and(eq(saved.readerId, readerId), eq(saved.id, id), eq(saved.page, 'waiting')))
  if (!row) return null
  const { url, title, fault, at } = row
  return fault
    ? { url, title, turnAt: at, failing: { fault, since: at ?? 0 } }
    : { url, title, turnAt: at, failing: null }
}

/**
 * Reserves the next moment at which a host may be asked, `gap` seconds after the one before, and gives it: each page
 * gets a turn of its own, so that thousands that wait for one host do not ask for it again and again.
 */
export async function takeTurn(db: Db, host: string, now: number, gap: number): Promise<number> {
  const results = await batch(db, [
    sql`INSERT INTO ${hosts} (host, next_at) VALUES (${host}, ${now + gap})
      ON CONFLICT(host) DO UPDATE SET next_at = max(next_at, ${now}) + ${gap} RETURNING next_at`,
  ])
  return Number(rows(results, 0)[0]?.next_at) - gap
}

/** A host is asked now, out of turn: the others wait as after any request. */
export async function holdHost(db: Db, host: string, until: number): Promise<void> {
  await batch(db, [
    sql`INSERT INTO ${hosts} (host, next_at) VALUES (${host}, ${until})
      ON CONFLICT(host) DO UPDATE SET next_at = max(next_at, ${until})`,
  ])
}

/** Keeps the turn that a waiting page was given. */
export async function keepTurn(shelf: Db, readerId: number, id: number, at: number): Promise<void> {
  await batch(shelf, [sql`UPDATE saved SET page_at = ${at} WHERE ${waiting(readerId, id)} AND page_fault IS NULL`])
}

/** It did not work this time, and is tried again: `since` is when that began. */
export async function keepFailing(
  shelf: Db,
  readerId: number,
  id: number,
  { fault, since }: { fault: PageFault; since: number },
): Promise<void> {
  await batch(shelf, [sql`UPDATE saved SET page_fault = ${fault}, page_at = ${since} WHERE ${waiting(readerId, id)}`])
}

/** It does not work. A text that was there before stays. */
export async function setFault(shelf: Db, readerId: number, id: number, fault: PageFault, now: number): Promise<void> {
  const text = sql`EXISTS (SELECT 1 FROM saved_texts WHERE saved_texts.reader_id = ${readerId} AND saved_texts.id = ${id})`
  await batch(shelf, [
    sql`UPDATE saved SET page = CASE WHEN ${text} THEN 'ready' ELSE 'failed' END, page_fault = ${fault}, page_at = ${now}
      WHERE ${waiting(readerId, id)}`,
  ])
}

/** What is there is nothing to read in a list, such as a PDF or a picture: it stays a link. */
export async function setLink(shelf: Db, readerId: number, id: number, now: number): Promise<void> {
  await batch(shelf, [
    sql`UPDATE saved SET page = 'link', page_fault = NULL, page_at = ${now} WHERE ${waiting(readerId, id)}`,
  ])
}

/**
 * Its reader asks for the page once more. What they pasted stays, and nothing is asked for.
 * @throws AppError('not_found') for what is not in this reader's list, or was removed.
 */
export async function askAgain(shelf: Db, readerId: number, id: number, now: number): Promise<PageOf> {
  const row = sql`id = ${id} AND removed_at IS NULL`
  const pasted = sql`(SELECT saved_texts.id FROM saved_texts WHERE saved_texts.reader_id = ${readerId} AND pasted = 1
    AND saved_texts.id = ${id})`
  const results = await batch(shelf, [
    sql`UPDATE saved SET page = 'waiting', page_fault = NULL, page_at = ${now}
      WHERE reader_id = ${readerId} AND ${row} AND ${pasted} IS NULL`,
    wishPage(readerId, row, now),
    sql`SELECT id, page, page_fault AS pageFault FROM saved WHERE reader_id = ${readerId} AND ${row}`,
  ])
  const [found] = rows(results, 2)
  if (!found) throw new AppError('not_found')
  return found as PageOf
}

/** Nobody else may have finished it: what a reader pasted, or another run found, is not overwritten. */
function waiting(readerId: number, id: number): SQL {
  return sql`reader_id = ${readerId} AND id = ${id} AND page = 'waiting'`
}

/** What a row knew of its page, for one whose text its reader brings. */
export async function bareOf(
  shelf: Db,
  readerId: number,
  id: number,
): Promise<Pick<WaitingPage, 'url' | 'title'> | null> {
  const [row] = await shelf.orm
    .select({ url: saved.url, title: saved.title })
    .from(saved)
    .where(and(eq(saved.readerId, readerId), eq(saved.id, id), isNull(saved.removedAt)))
  return row ?? null
}

type Pasted = Omit<PageText, 'url' | 'byline' | 'sourceName' | 'picture'>
type PastedRow = { readerId: number; id: number; url: string; pasted: Pasted }

/** The text that its reader pasted: nothing that is fetched takes its place. */
export async function setPasted(shelf: Db, { readerId, id, url, pasted }: PastedRow, now: number): Promise<void> {
  const { title, language, direction, words, excerpt } = pasted
  const row = sql`reader_id = ${readerId} AND id = ${id} AND removed_at IS NULL`
  await batch(shelf, [
    ...storeSavedText(readerId, id, { ...pasted, pasted: true }, now),
    sql`UPDATE saved SET page = 'ready', page_fault = NULL, page_at = ${now}, words = ${words}, language = ${language},
        direction = ${direction}, excerpt = CASE WHEN excerpt = '' THEN ${excerpt} ELSE excerpt END,
        title = CASE WHEN title = ${bareTitle(url)} AND ${title} <> '' THEN ${title} ELSE title END
      WHERE ${row}`,
    wishIndex(readerId, sql`id = ${id}`, now),
  ])
}
