import { findQuote, type TextQuote, type TextRange } from '../text-quote.ts'
import { element, fitted, treeOf, type XElement, type XNode, xhtmlOf } from './xhtml.ts'
import { languageAttributes, safeHref } from './xml.ts'

type ChapterText = {
  /** As the sanitiser left it. */
  html: string
  /** The file of each picture that the book has, by its url. */
  pictures: Map<string, string>
  highlights: TextQuote[]
}

/** A stored text as the body of a book's chapter: well-formed, pictures from the book itself, highlights marked. */
export function chapterBody({ html, pictures, highlights }: ChapterText): string {
  const tree = treeOf(html)
  const text = plain(tree)
  const ranges = highlights.flatMap((highlight) => findQuote(text, highlight) ?? [])
  return xhtmlOf(fitted(marked(tree, ranges).flatMap((node) => bookish(node, pictures, false))))
}

/** The urls of all pictures in a text, in their order. */
export function picturesIn(html: string): string[] {
  const of = (node: XNode): string[] =>
    typeof node === 'string'
      ? []
      : [...(node.attributes.src ? [node.attributes.src] : []), ...node.children.flatMap(of)]
  return treeOf(html).flatMap(of)
}

/** What a page may have and a book may not: pictures elsewhere, links within links, attributes without a value that counts. */
function bookish(node: XNode, pictures: Map<string, string>, linked: boolean): XNode[] {
  if (typeof node === 'string') return [node]
  const { name, attributes } = node
  const children = node.children.flatMap((child) => bookish(child, pictures, linked || name === 'a'))
  if (name === 'img') {
    const file = pictures.get(attributes.src ?? '')
    const alt = attributes.alt ?? ''
    return file ? [element('img', [], { src: file, alt })] : alt ? [element('span', [alt])] : []
  }
  if (name === 'a' && (linked || !attributes.href)) return children
  const turns = name === 'bdo' && !['rtl', 'ltr'].includes(attributes.dir ?? '')
  const plainName = turns ? 'bdi' : name === 'time' ? 'span' : name
  return [element(plainName, children, attributesOf(node))]
}

function attributesOf({ attributes: given }: XElement): Record<string, string> {
  const language = languageAttributes(given.lang)
  const cells = [given.colspan, given.rowspan].map((cells) => (Number(cells) > 1 ? `${Number(cells)}` : undefined))
  const all = { href: given.href && safeHref(given.href), colspan: cells[0], rowspan: cells[1], dir: given.dir }
  const kept = Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return { ...Object.fromEntries(kept), ...language }
}

function plain(nodes: XNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : plain(node.children))).join('')
}

/** The same tree with `<mark>` around these parts of its text. */
function marked(nodes: XNode[], ranges: TextRange[]): XNode[] {
  if (ranges.length === 0) return nodes
  let at = 0
  const of = (node: XNode): XNode[] => {
    if (typeof node !== 'string') return [{ ...node, children: node.children.flatMap(of) }]
    const start = at
    at += node.length
    const edges = ranges.flatMap((range) => [range.start - start, range.end - start])
    const cuts = [0, ...edges.filter((edge) => edge > 0 && edge < node.length), node.length].toSorted((a, b) => a - b)
    return cuts.slice(1).flatMap((to, i): XNode[] => {
      const piece = node.slice(cuts[i], to)
      const within = ranges.some((range) => range.start <= start + (cuts[i] ?? 0) && start + to <= range.end)
      return piece === '' ? [] : within && piece.trim() !== '' ? [element('mark', [piece])] : [piece]
    })
  }
  return nodes.flatMap(of)
}
