import type { ExportedItem } from './item.ts'
import { escaped } from './xml.ts'

// The bookmark file that every browser and most reading lists read (Netscape, 1994; no standard). Read state and notes
// are written as linkding writes them, which Shaarli and others follow.

/** The tag by which linkding says that a bookmark is archived. */
export const ARCHIVED_TAG = 'linkding:bookmarks.archived'

export function netscapeHead(title: string): string {
  return [
    '<!DOCTYPE NETSCAPE-Bookmark-file-1>',
    '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">',
    `<TITLE>${escaped(title)}</TITLE>`,
    `<H1>${escaped(title)}</H1>`,
    '<DL><p>\n',
  ].join('\n')
}

export function netscapeItem({ url, title, tags, note, savedAt, archivedAt }: ExportedItem): string {
  // The list is split at each comma by whoever reads it.
  const names = tags.map((tag) => tag.replace(/\s*,\s*/g, ' ').trim())
  const all = archivedAt === null ? names : [...names, ARCHIVED_TAG]
  const toRead = archivedAt === null ? ' TOREAD="1"' : ''
  const link = `<DT><A HREF="${escaped(url)}" ADD_DATE="${savedAt}" PRIVATE="1"${toRead} TAGS="${escaped(all.join())}">`
  return `${link}${escaped(title)}</A>\n${note && `<DD>${escaped(note)}\n`}`
}

export const NETSCAPE_TAIL = '</DL><p>\n'
