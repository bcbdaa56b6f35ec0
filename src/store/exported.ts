import { and, asc, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { ExportedHighlight, ExportedItem } from '../core/export/item.ts'
import type { Selection } from '../core/export/selection.ts'
import type { ListState } from '../core/list-filters.ts'
import { urlKey } from '../core/url.ts'
import type { Db } from './db.ts'
import { highlights, saved, savedTags, savedUrls, tags } from './schema/shelf.ts'

/** A row with what hangs on it on the shelf; its text lies elsewhere. */
export type ExportedRow = Omit<ExportedItem, 'text'> & { id: number; articleId: number | null }

const columns = {
  id: saved.id,
  articleId: saved.articleId,
  url: saved.url,
  urlKey: saved.urlKey,
  title: saved.title,
  byline: saved.byline,
  sourceName: saved.sourceName,
  picture: saved.picture,
  language: saved.language,
  direction: saved.direction,
  ownDirection: saved.ownDirection,
  words: saved.words,
  excerpt: saved.excerpt,
  savedAt: saved.savedAt,
  archivedAt: saved.archivedAt,
  favouriteAt: saved.favouriteAt,
  progress: saved.progress,
  progressAt: saved.progressAt,
  progressAnchor: saved.progressAnchor,
  note: saved.note,
  page: saved.page,
  pageFault: saved.pageFault,
  pageAt: saved.pageAt,
}

/** The next rows of a selection after one, in the order of their ids; removed ones stay behind. */
export async function rowsAfter(
  shelf: Db,
  readerId: number,
  { selection, after, limit }: { selection: Selection; after: number; limit: number },
): Promise<ExportedRow[]> {
  const found = await shelf.orm
    .select(columns)
    .from(saved)
    .where(and(selected(readerId, selection), gt(saved.id, after)))
    .orderBy(asc(saved.id))
    .limit(limit)
  if (found.length === 0) return []
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(found.map(({ id }) => id))}))`
  const ofThese = (reader: SQLiteColumn, savedId: SQLiteColumn) => and(eq(reader, readerId), sql`${savedId} IN ${ids}`)
  const [named, marked, others] = await shelf.orm.batch([
    shelf.orm
      .select({ savedId: savedTags.savedId, name: tags.name })
      .from(savedTags)
      .innerJoin(tags, and(eq(tags.readerId, savedTags.readerId), eq(tags.id, savedTags.tagId)))
      .where(and(ofThese(savedTags.readerId, savedTags.savedId), isNull(tags.removedAt))),
    shelf.orm
      .select({
        savedId: highlights.savedId,
        quote: highlights.quote,
        prefix: highlights.prefix,
        suffix: highlights.suffix,
        position: highlights.position,
        note: highlights.note,
        createdAt: highlights.createdAt,
      })
      .from(highlights)
      .where(and(ofThese(highlights.readerId, highlights.savedId), isNull(highlights.removedAt))),
    shelf.orm
      .select({ savedId: savedUrls.savedId, urlKey: savedUrls.urlKey })
      .from(savedUrls)
      .where(ofThese(savedUrls.readerId, savedUrls.savedId)),
  ])
  const [tagsOf, highlightsOf, urlsOf] = [bySaved(named), bySaved(marked), bySaved(others)]
  return found.map(({ urlKey: key, ...row }) => ({
    ...row,
    tags: tagsOf(row.id).map(({ name }) => name),
    highlights: highlightsOf(row.id).map(({ savedId: _, ...highlight }): ExportedHighlight => highlight),
    // The row's own key too, where its page turned out to have another url.
    otherKeys: [...(key === urlKey(row.url) ? [] : [key]), ...urlsOf(row.id).map((other) => other.urlKey)],
  }))
}

/** The first of the rows a selection holds, at most `limit`: their ids and titles. */
export function titlesOf(
  shelf: Db,
  readerId: number,
  selection: Selection,
  limit: number,
): Promise<{ id: number; title: string }[]> {
  return shelf.orm
    .select({ id: saved.id, title: saved.title })
    .from(saved)
    .where(selected(readerId, selection))
    .orderBy(asc(saved.id))
    .limit(limit)
}

function selected(readerId: number, { ids, state, tag }: Selection): SQL | undefined {
  const chosen = ids && sql`${saved.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const tagged =
    tag &&
    sql`EXISTS (SELECT 1 FROM saved_tags WHERE saved_tags.reader_id = ${readerId}
      AND saved_tags.saved_id = ${saved.id} AND saved_tags.tag_id =
        (SELECT id FROM tags WHERE reader_id = ${readerId} AND key = ${tag} AND removed_at IS NULL))`
  return and(eq(saved.readerId, readerId), isNull(saved.removedAt), state && STATES[state], tagged || undefined, chosen)
}

const STATES: Record<ListState, SQL | undefined> = {
  all: undefined,
  unread: isNull(saved.archivedAt),
  archived: isNotNull(saved.archivedAt),
  favourite: isNotNull(saved.favouriteAt),
}

function bySaved<Row extends { savedId: number }>(all: Row[]): (id: number) => Row[] {
  const groups = Map.groupBy(all, ({ savedId }) => savedId)
  return (id) => groups.get(id) ?? []
}
