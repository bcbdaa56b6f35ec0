import { FileFault } from './fault.ts'
import type { ImportedHighlight, ImportedItem } from './item.ts'
import { highlight } from './objects.ts'
import { bytesOf, type Source } from './source.ts'
import { type Entry, unpacked } from './zip.ts'

// Omnivore's archive has texts (`content/SLUG.html`) and highlights (`highlights/SLUG.md`) beside its lists.

const MAX_TEXT = 1024 * 1024
/** Also where the archive was opened, and packed again with its folder. */
const BESIDE = /(?:^|\/)(content\/[^/]+\.html|highlights\/[^/]+\.md)$/

export function isBeside(name: string): boolean {
  return BESIDE.test(name)
}

/** Gives an item of an archive's lists what stands beside them under its name. */
export function completing(archive: Source, entries: Entry[]): (item: ImportedItem) => Promise<ImportedItem> {
  const beside = new Map(entries.map((entry) => [BESIDE.exec(entry.name)?.[1], entry]))
  return async (item) => {
    if (!item.textName) return item
    const html = await textIn(archive, beside.get(`content/${item.textName}.html`))
    const markdown = await textIn(archive, beside.get(`highlights/${item.textName}.md`))
    const text = html.trim() ? { html, truncated: false, pasted: false } : null
    return { ...item, ...marksIn(markdown), text }
  }
}

/** `''` where there is none, one too long for an article, or one that is damaged: its page is asked for then. */
async function textIn(archive: Source, entry: Entry | undefined): Promise<string> {
  if (!entry || entry.size > MAX_TEXT) return ''
  try {
    return new TextDecoder().decode(await bytesOf(unpacked(archive, entry), 0, MAX_TEXT))
  } catch (error) {
    if (error instanceof FileFault && error.fault === 'damaged') return ''
    throw error
  }
}

/**
 * Each highlight is a block quote of Markdown, whose blank lines are quoted, too. What stands behind it until the next
 * are its labels and note; what stands before the first is a note on the whole article.
 */
function marksIn(markdown: string): Pick<ImportedItem, 'highlights' | 'note'> {
  const marks: { quote: string[]; note: string[] }[] = []
  const note: string[] = []
  let quoted = false
  for (const line of markdown.split(/\r?\n/)) {
    if (!quoted && line.startsWith('>')) marks.push({ quote: [], note: [] })
    quoted = line.startsWith('>') || (quoted && line.trim() !== '')
    const mark = marks.at(-1)
    if (quoted) mark?.quote.push(line.replace(/^> ?/, ''))
    else (mark?.note ?? note).push(line)
  }
  return { note: note.join('\n').trim(), highlights: marks.flatMap(highlightOf) }
}

function highlightOf({ quote, note }: { quote: string[]; note: string[] }): ImportedHighlight[] {
  const words = quote.join(' ').replace(/\s+/g, ' ').trim()
  return words ? [highlight(words, note.join('\n').trim(), null)] : []
}
