import type { TextRange } from '../../src/core/text-quote.ts'
import { blocksOf } from './blocks.ts'

type Piece = { node: Text; start: number }

/** A text as one string with a line for each block, and where its nodes stand in it. */
export type Model = { text: string; pieces: Piece[] }

export function modelOf(root: HTMLElement): Model {
  const blocks = new Set<Element>(blocksOf(root))
  const pieces: Piece[] = []
  let text = ''
  let block: Element | null = null
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    const own = around(node, root, blocks)
    if (own !== block && text) text += '\n'
    block = own
    pieces.push({ node, start: text.length })
    text += node.data
  }
  return { text, pieces }
}

function around(node: Node, root: Element, blocks: Set<Element>): Element {
  let element = node.parentElement ?? root
  while (element !== root && !blocks.has(element) && element.parentElement) element = element.parentElement
  return element
}

/** What of the text a selection covers; null: nothing of it. */
export function offsetsOf({ pieces }: Model, range: Range): TextRange | null {
  const covered = pieces.filter(({ node }) => range.intersectsNode(node))
  const [first] = covered
  const last = covered.at(-1)
  if (!first || !last) return null
  const start = first.start + (range.startContainer === first.node ? range.startOffset : 0)
  const end = last.start + (range.endContainer === last.node ? range.endOffset : last.node.length)
  return start < end ? { start, end } : null
}

/** The nodes' parts that make up a place of the text. */
export function partsOf({ pieces }: Model, { start, end }: TextRange): Range[] {
  return pieces.flatMap(({ node, start: at }) => {
    const from = Math.max(start - at, 0)
    const to = Math.min(end - at, node.length)
    if (from >= to) return []
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    return [range]
  })
}
