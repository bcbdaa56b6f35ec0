import { Parser } from 'htmlparser2'
import { plainLine } from '../arabic.ts'
import { ARCHIVED_TAG } from '../export/netscape.ts'
import { MOST_NOTE } from '../note.ts'
import { tagName } from '../tag.ts'
import type { ImportedFeed, Reading } from './item.ts'
import { moment } from './moment.ts'
import type { Split } from './pieces.ts'
import { marksOff, names, taken } from './taken.ts'

// Bookmark files (Netscape's, which all browsers, Shaarli, linkding and others write) and Pocket's page. Neither is a
// tree to a parser of HTML, since nothing in them is closed: they are read tag by tag, a piece of the file each.

/** Byte by byte, which is all it takes to find a tag in any charset that is read here. */
const latin = new TextDecoder('windows-1252')

/** Pieces that begin with one of these tags, but for what stands before the first. */
export function beginningWith(tags: string): Split {
  return function* parts(bytes, last) {
    const begins = [...latin.decode(bytes).matchAll(new RegExp(`<(?:${tags})(?=[\\s>/])`, 'gi'))].map(
      ({ index }) => index,
    )
    for (const [i, from] of begins.entries()) {
      const to = begins[i + 1] ?? (last ? bytes.length : null)
      if (to !== null) yield { from, to, end: to }
    }
    return false
  }
}

/** The tags at which a file's pieces begin: a list that somebody wrote by hand has no `<DT>`. */
export function partsOf(head: string): string {
  return /<dt[\s>]/i.test(head) ? 'dt|dl|/dl' : 'h1|h2|h3|li|a'
}

type Tag = { name: string; attributes: Record<string, string>; text: string }

/** The tags of one piece, each with the text up to the next; what is unknown belongs to the one before it. */
function tagsOf(piece: string, known: readonly string[]): Tag[] {
  const tags: Tag[] = []
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (known.includes(name)) tags.push({ name, attributes, text: '' })
        else if (name === 'br') append('\n')
      },
      ontext: append,
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.end(piece)
  return tags

  function append(text: string): void {
    const last = tags.at(-1)
    if (last) last.text += text
  }
}

/** Where a piece stands: the folders around it, then what the next `<DL>` opens. */
type Step = { reading: Reading | null; context: string[] }

/** Folders deeper than this are none: where a file goes on is kept in a row. */
const DEEPEST = 50

/** `context`: the folders around, outermost first, and at last the heading whose list has not begun. */
export function readBookmark(piece: string, context: string[]): Step {
  if (/^<\/dl/i.test(piece)) return { reading: null, context: context.slice(0, -1) }
  const [first, ...others] = tagsOf(piece, ['dt', 'dl', 'h3', 'a', 'dd']).filter(({ name }) => name !== 'dt')
  if (!first) return { reading: null, context }
  const pending = context.at(-1)?.startsWith(HEADING)
  if (first.name === 'dl') {
    const folder = pending ? (context.at(-1)?.slice(HEADING.length) ?? '') : ''
    return { reading: null, context: [...(pending ? context.slice(0, -1) : context), folder].slice(0, DEEPEST) }
  }
  const around = pending ? context.slice(0, -1) : context
  if (first.name === 'h3') {
    // The browser's own folders say nothing.
    const own = 'personal_toolbar_folder' in first.attributes || 'unfiled_bookmarks_folder' in first.attributes
    return { reading: null, context: [...around, HEADING + (own ? '' : (tagName(first.text) ?? ''))] }
  }
  if (first.name !== 'a') return { reading: null, context: around }
  const note = others.find(({ name }) => name === 'dd')?.text ?? first.attributes.description ?? ''
  return { reading: bookmark(first, note, around.filter(Boolean)), context: around }
}

/** No folder begins so: marks a heading whose list has not begun. */
const HEADING = '\u0000'

function bookmark({ attributes, text }: Tag, description: string, folders: string[]): Reading {
  const tags = names(attributes.tags, /[,\u060c]/)
  const said = description.slice(0, 4 * MOST_NOTE)
  const own = NOTES.exec(said)
  return taken(attributes.href ?? '', {
    title: text,
    savedAt: moment(attributes.add_date ?? attributes.time_added),
    note: (own?.[1] ?? said).trim(),
    excerpt: own ? said.replace(NOTES, '').trim() : '',
    archived: tags.includes(ARCHIVED_TAG),
    tags: [...folders, ...tags.filter((tag) => tag !== ARCHIVED_TAG)],
  })
}

/** linkding's way to put a note beside its description. */
const NOTES = /\[linkding-notes\]([\s\S]*?)\[\/linkding-notes\]/

/** `context`: the heading above. Of Pocket's two, the second says that all below it was read. */
export function readPocket(piece: string, context: string[]): Step {
  const [first, ...others] = tagsOf(piece, ['h1', 'h2', 'h3', 'li', 'a'])
  if (first?.name.startsWith('h')) return { reading: null, context: [plainLine(first.text)] }
  const link = [first, ...others].find((tag) => tag?.name === 'a')
  if (!link) return { reading: null, context }
  const { attributes, text } = link
  const reading = taken(attributes.href ?? '', {
    title: text,
    savedAt: moment(attributes.time_added ?? attributes.add_date),
    tags: names(attributes.tags, /[,\u060c]/),
    archived: /archive/i.test(context[0] ?? ''),
  })
  return { reading, context }
}

/** One outline of an OPML file; those without a feed are its folders. */
export function readOutline(piece: string): { feed: ImportedFeed } | null {
  const [outline] = tagsOf(piece, ['outline'])
  const { xmlurl, title, text, htmlurl } = outline?.attributes ?? {}
  const feedUrl = marksOff(xmlurl ?? '')
  return feedUrl ? { feed: { title: marksOff(title || text || ''), feedUrl, siteUrl: htmlurl ?? null } } : null
}

/** Whether a page is Pocket's: a list whose links say when they were added. */
export function isPocket(head: string): boolean {
  return /<title>\s*Pocket Export/i.test(head) || /<a\s[^<>]*\btime_added=/i.test(head)
}
