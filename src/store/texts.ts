import { eq } from 'drizzle-orm'
import { OLDEST_SAFE, type SafeHtml } from '../core/safe-html.ts'
import type { Db } from './db.ts'
import { texts } from './schema/site.ts'

/** A text as it lies in the database: not to be shown before it went through `shownText`. */
export type StoredText = { html: string; sanitiser: number; truncated: number }

export type ShownText = { html: SafeHtml; truncated: boolean }

/** Builder: the text of one article, to stand in the batch that reads its row. */
export function textFor(db: Db, articleId: number) {
  return db.orm
    .select({ html: texts.html, sanitiser: texts.sanitiser, truncated: texts.truncated })
    .from(texts)
    .where(eq(texts.articleId, articleId))
}

export async function textOf(db: Db, articleId: number): Promise<StoredText | undefined> {
  const [text] = await textFor(db, articleId)
  return text
}

/**
 * A stored text as a page may show it: made safe by the present rules. The sanitiser is heavy and hardly ever needed
 * here, since a job rewrites what an older one left. `url` is the article's.
 */
export async function shownText({ html, sanitiser, truncated }: StoredText, url: string): Promise<ShownText> {
  return { html: sanitiser >= OLDEST_SAFE ? (html as SafeHtml) : await madeSafe(html, url), truncated: truncated === 1 }
}

async function madeSafe(html: string, url: string): Promise<SafeHtml> {
  const { sanitize } = await import('../core/sanitize.ts')
  return sanitize(html, url)
}
