import type { ImportFormat } from '../transfer.ts'
import type { Reading } from './item.ts'
import { moment } from './moment.ts'
import type { Values } from './objects.ts'
import { names, refused, taken, text, yes } from './taken.ts'

// JSON that means something only as a whole, since the name of a folder may stand behind what is in it. Such files hold
// no texts and stay small.

export const TREE_FORMATS = ['chrome', 'firefox', 'linkwarden', 'karakeep'] as const satisfies ImportFormat[]
export type TreeFormat = (typeof TREE_FORMATS)[number]

/** A tree deeper than this is no folder of bookmarks. */
const DEEPEST = 50

/** @throws SyntaxError and TypeError for a file of another shape. */
export function readTree(format: TreeFormat, json: string): Reading[] {
  const whole = JSON.parse(json) as Values
  if (format === 'chrome') return Object.values(valuesOf(whole.roots)).flatMap((root) => inChrome(valuesOf(root)))
  if (format === 'firefox') return inFirefox(whole)
  return format === 'linkwarden' ? inLinkwarden(whole) : inKarakeep(whole)
}

/** Roots are the browser's own folders («bookmarks bar»), whose names say nothing. */
function inChrome(folder: Values, folders: string[] = []): Reading[] {
  return listOf(folder.children).flatMap((one) => {
    if (one.type !== 'folder') {
      return [taken(text(one.url), { title: text(one.name), savedAt: moment(one.date_added), tags: folders })]
    }
    return folders.length < DEEPEST ? inChrome(one, [...folders, text(one.name)]) : []
  })
}

function inFirefox(folder: Values, folders: string[] = []): Reading[] {
  return listOf(folder.children).flatMap((one) => {
    if (one.type === 'text/x-moz-place') {
      const tags = [...folders, ...names(one.tags)]
      return [taken(text(one.uri), { title: text(one.title), savedAt: moment(one.dateAdded), tags })]
    }
    if (!Array.isArray(one.children) || folders.length >= DEEPEST) return []
    return inFirefox(one, one.root ? folders : [...folders, text(one.title)])
  })
}

function inLinkwarden(whole: Values): Reading[] {
  const collections = listOf(whole.collections)
  const byId = new Map(collections.map((one) => [one.id, one]))
  const pinned = new Set(listOf(whole.pinnedLinks).map(({ id }) => id))
  const path = (one: Values | undefined, depth = 0): string[] =>
    one && depth < DEEPEST ? [...path(byId.get(one.parentId), depth + 1), plain(one.name)] : []
  return collections.flatMap((collection) =>
    listOf(collection.links).map((link) =>
      taken(plain(link.url), {
        title: plain(link.name),
        excerpt: plain(link.description),
        savedAt: moment(link.createdAt),
        favourite: pinned.has(link.id),
        tags: [...path(collection), ...names(link.tags).map(plain)],
      }),
    ),
  )
}

/** Names come escaped for HTML. */
function plain(given: unknown): string {
  return text(given)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&#x2F;', '/')
    .replaceAll('&amp;', '&')
}

function inKarakeep(whole: Values): Reading[] {
  const lists = new Map(listOf(whole.lists).map(({ id, name }) => [id, text(name)]))
  return listOf(whole.bookmarks).map((one) => {
    const content = valuesOf(one.content)
    const title = text(one.title) || text(content.title)
    if (content.type !== 'link') return refused('no_url', title || text(content.text).slice(0, 300), '')
    const within = Array.isArray(one.lists) ? one.lists.map((id) => lists.get(id) ?? '') : []
    return taken(text(content.url), {
      title,
      note: text(one.note),
      savedAt: moment(one.createdAt),
      archived: yes(one.archived),
      favourite: yes(one.favourited),
      tags: [...names(within), ...names(one.tags)],
    })
  })
}

function listOf(given: unknown): Values[] {
  return Array.isArray(given) ? given.map(valuesOf) : []
}

function valuesOf(given: unknown): Values {
  return typeof given === 'object' && given !== null ? (given as Values) : {}
}
