import { and, eq, type SQL, sql } from 'drizzle-orm'
import { OLDEST_SAFE, SANITISER, type SafeHtml } from '../core/safe-html.ts'
import type { Db } from './db.ts'
import { savedTexts } from './schema/shelf.ts'
import { texts } from './schema/site.ts'

// The only door for texts. A text lies in its row or, once it is old, in FILES (`place`); the row always says where,
// and an object that no row points to is never read.

/** A text as its row has it: not to be shown before it went through `shown` or `shownSaved`. */
export type StoredText = { html: string; sanitiser: number; truncated: number; place: 'd1' | 'r2' }
export type StoredSavedText = StoredText & { pasted: number }

/** Safe by the present rules, wherever it came from. */
export type ShownText = { html: SafeHtml; truncated: boolean }
/** A page that one reader saved; `pasted`: the text is what they put there themselves. */
export type ShownSavedText = ShownText & { pasted: boolean }

export const fileOf = (articleId: number): string => `texts/${articleId}`
export const savedFileOf = (readerId: number, id: number): string => `${savedFilesOf(readerId)}${id}`
/** The prefix of all texts of one reader. */
export const savedFilesOf = (readerId: number): string => `saved-texts/${readerId}/`

const columns = { html: texts.html, sanitiser: texts.sanitiser, truncated: texts.truncated, place: texts.place }
const savedColumns = {
  html: savedTexts.html,
  sanitiser: savedTexts.sanitiser,
  truncated: savedTexts.truncated,
  place: savedTexts.place,
  pasted: savedTexts.pasted,
}

/** Builder: the text of one article, to stand in the batch that reads its row. */
export function textFor(db: Db, articleId: number) {
  return db.orm.select(columns).from(texts).where(eq(texts.articleId, articleId))
}

/** Builder: the same for a page that a reader saved. */
export function savedTextFor(shelf: Db, readerId: number, id: number) {
  return shelf.orm
    .select(savedColumns)
    .from(savedTexts)
    .where(and(eq(savedTexts.readerId, readerId), eq(savedTexts.id, id)))
}

/** What `textFor` selected, as it may be shown; null: there is no text. */
export async function shown(
  files: R2Bucket,
  articleId: number,
  text: StoredText | undefined,
): Promise<ShownText | null> {
  return text ? read(files, fileOf(articleId), text) : null
}

/** The same for what `savedTextFor` selected. */
export async function shownSaved(
  files: R2Bucket,
  { readerId, id }: { readerId: number; id: number },
  text: StoredSavedText | undefined,
): Promise<ShownSavedText | null> {
  const found = text && (await read(files, savedFileOf(readerId, id), text))
  return found ? { ...found, pasted: text.pasted === 1 } : null
}

export async function textOf(db: Db, files: R2Bucket, articleId: number): Promise<ShownText | null> {
  const [text] = await textFor(db, articleId)
  return shown(files, articleId, text)
}

export async function savedTextOf(
  shelf: Db,
  files: R2Bucket,
  readerId: number,
  id: number,
): Promise<ShownSavedText | null> {
  const [text] = await savedTextFor(shelf, readerId, id)
  return shownSaved(files, { readerId, id }, text)
}

/** Texts of many articles (at most some hundred) in one statement, by the article's id; who has none is not there. */
export async function textsOf(db: Db, files: R2Bucket, articleIds: number[]): Promise<Map<number, ShownText>> {
  const found = await db.orm
    .select({ id: texts.articleId, ...columns })
    .from(texts)
    .where(sql`${texts.articleId} IN (SELECT value FROM json_each(${JSON.stringify(articleIds)}))`)
  return whole(found, (text) => shown(files, text.id, text))
}

/** The same for pages that one reader saved, by the saved row's id. */
export async function savedTextsOf(
  shelf: Db,
  files: R2Bucket,
  readerId: number,
  ids: number[],
): Promise<Map<number, ShownSavedText>> {
  const mine = eq(savedTexts.readerId, readerId)
  const found = await shelf.orm
    .select({ id: savedTexts.id, ...savedColumns })
    .from(savedTexts)
    .where(and(mine, sql`${savedTexts.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`))
  return whole(found, (text) => shownSaved(files, { readerId, id: text.id }, text))
}

async function whole<S extends { id: number }, T>(
  found: S[],
  read: (text: S) => Promise<T | null>,
): Promise<Map<number, T>> {
  const pairs = await Promise.all(found.map(async (text): Promise<[number, T | null]> => [text.id, await read(text)]))
  return new Map(pairs.filter((pair): pair is [number, T] => pair[1] !== null))
}

/** A text whose object is missing is no text: the page says so and leads to the original. */
async function read(files: R2Bucket, file: string, text: StoredText): Promise<ShownText | null> {
  const html = text.place === 'd1' ? text.html : await stored(files, file)
  if (html === null) return null
  return {
    html: text.sanitiser >= OLDEST_SAFE ? (html as SafeHtml) : await madeSafe(html),
    truncated: text.truncated === 1,
  }
}

async function stored(files: R2Bucket, file: string): Promise<string | null> {
  const object = await files.get(file)
  if (object) return object.text()
  console.error(JSON.stringify({ file, error: 'a text is not where its row says' }))
  return null
}

/** A stored text by the present rules. The sanitiser is heavy, and hardly ever needed, since a job rewrites old texts. */
export async function madeSafe(html: string): Promise<SafeHtml> {
  const { sanitize } = await import('../core/sanitize.ts')
  // Stored texts have absolute urls only: nothing stands on this one.
  return sanitize(html, 'https://stored.invalid/')
}

/**
 * Statement: texts of one source's articles, by their url keys, where a condition holds. Whatever lay in FILES is not read
 * any more.
 */
export function storeTexts(
  sourceId: number | SQL,
  articles: { urlKey: string; html: SafeHtml; truncated: boolean }[],
  now: number,
  where = sql`true`,
): SQL {
  const list = articles.map(({ urlKey, html, truncated }) => ({ urlKey, html, truncated: Number(truncated) }))
  return sql`INSERT INTO texts (article_id, html, sanitiser, truncated, stored_at)
    SELECT articles.id, item.value ->> 'html', ${SANITISER}, item.value ->> 'truncated', ${now}
    FROM json_each(${JSON.stringify(list)}) AS item CROSS JOIN articles ON url_key = item.value ->> 'urlKey'
    WHERE source_id = ${sourceId} AND ${where}
    ON CONFLICT(article_id) DO UPDATE SET html = excluded.html, sanitiser = excluded.sanitiser,
      truncated = excluded.truncated, stored_at = excluded.stored_at, place = 'd1'`
}

/** What a reader saved of a page. */
export type NewSavedText = { html: SafeHtml; truncated: boolean; pasted: boolean }

/** Statements: the text of a saved row, if the row is still there. What was pasted stays until something else is. */
export function storeSavedText(readerId: number, id: number, text: NewSavedText, now: number): SQL[] {
  const { html, truncated, pasted } = text
  return storeSavedTexts(
    readerId,
    sql`SELECT ${id} AS id, ${html} AS html, ${Number(truncated)} AS truncated, ${Number(pasted)} AS pasted`,
    now,
  )
}

/** The same for many; `source` is a SELECT of id, html, truncated and pasted, whose HTML is safe. */
export function storeSavedTexts(readerId: number, source: SQL, now: number): SQL[] {
  return [
    sql`INSERT INTO saved_texts (reader_id, id, html, sanitiser, truncated, pasted, stored_at)
      SELECT saved.reader_id, saved.id, item.html, ${SANITISER}, item.truncated, item.pasted, ${now}
      FROM (${source}) AS item CROSS JOIN saved ON saved.reader_id = ${readerId} AND saved.id = item.id WHERE true
      ON CONFLICT(reader_id, id) DO UPDATE SET html = excluded.html, sanitiser = excluded.sanitiser,
        truncated = excluded.truncated, pasted = excluded.pasted, stored_at = excluded.stored_at, place = 'd1'
      WHERE excluded.pasted >= saved_texts.pasted`,
  ]
}
