import { Parser } from 'htmlparser2'
import { INLINE_TAGS } from '../safe-html.ts'
import { escaped } from './xml.ts'

// A page forgives a list without items and a paragraph in a link; a book's reader may refuse the whole book. So a text
// is read into a tree, put into the content model of HTML, and written as XML.

export type XElement = { name: string; attributes: Record<string, string>; children: XNode[] }
export type XNode = string | XElement

const VOID = ['img', 'br', 'hr']
const PHRASES = new Set([...INLINE_TAGS, 'img', 'br', 'span', 'mark'])
/** These hold phrases and no blocks, as phrases do themselves. */
const LINES = new Set(['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre'])
/** What stands in one kind of parent alone, and which one it is given where that is missing. */
const HOMES: Record<string, string> = {
  ...{ li: 'ul', dt: 'dl', dd: 'dl' },
  ...{ thead: 'table', tbody: 'table', tr: 'table', td: 'table', th: 'table' },
}
/** What a parent takes, and in what it wraps all else. */
const TAKES: Record<string, { children: string[]; wrapper: string }> = {
  ul: { children: ['li'], wrapper: 'li' },
  ol: { children: ['li'], wrapper: 'li' },
  dl: { children: ['dt', 'dd'], wrapper: 'dd' },
  table: { children: ['thead', 'tbody'], wrapper: 'tbody' },
  thead: { children: ['tr'], wrapper: 'tr' },
  tbody: { children: ['tr'], wrapper: 'tr' },
  tr: { children: ['td', 'th'], wrapper: 'td' },
}

/** Phrases within phrases; of more the tags go. Around a block each is written once more for every block in it. */
const DEEPEST_PHRASE = 12

/** HTML as a tree, as it stands. */
export function treeOf(html: string): XNode[] {
  const root = element('body')
  const open = [root]
  const here = () => open.at(-1) ?? root
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const tooDeep = PHRASES.has(name) && !VOID.includes(name) && open.filter(isPhrase).length >= DEEPEST_PHRASE
      const made = tooDeep ? here() : element(name, [], attributes)
      if (!tooDeep) here().children.push(made)
      open.push(made)
    },
    ontext: (text) => here().children.push(text),
    onclosetag: () => open.pop(),
  })
  parser.end(html)
  return root.children
}

export function xhtmlOf(nodes: XNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? escaped(node) : written(node))).join('')
}

function written({ name, attributes, children }: XElement): string {
  const tag = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ')
  return VOID.includes(name) ? `<${tag}/>` : `<${tag}>${xhtmlOf(children)}</${name}>`
}

export function element(name: string, children: XNode[] = [], attributes: Record<string, string> = {}): XElement {
  return { name, attributes, children }
}

/** The nodes in the content model of HTML, as children of what takes anything that flows; no text is lost. */
export function fitted(nodes: XNode[]): XNode[] {
  return flow(nodes.map((node) => captioned(node, '')))
}

/** A figure has one caption of its own; any other is a line like all lines. */
function captioned(node: XNode, parent: string): XNode {
  if (typeof node === 'string') return node
  const { name, children } = node
  const first = name === 'figure' ? children.find(isCaption) : undefined
  const within = children.map((child) => captioned(child, child === first ? name : ''))
  return { ...node, name: isCaption(node) && parent !== 'figure' ? 'p' : name, children: within }
}

function isCaption(node: XNode): boolean {
  return typeof node !== 'string' && node.name === 'figcaption'
}

function flow(nodes: XNode[]): XNode[] {
  return grouped(nodes.flatMap(lifted), homeOf).flatMap(({ key, nodes: run }) =>
    key ? [placed(element(key, run))] : run.map(placed),
  )
}

function homeOf(node: XNode): string {
  return typeof node === 'string' ? '' : (HOMES[node.name] ?? '')
}

function placed(node: XNode): XNode {
  if (typeof node === 'string') return node
  const { name, children } = node
  if (PHRASES.has(name) || LINES.has(name)) return { ...node, children: children.flatMap(lifted).map(placed) }
  if (name === 'figure') return { ...node, children: figure(children) }
  const takes = TAKES[name]
  if (!takes) return { ...node, children: flow(children) }
  const fitting = taken(children, takes)
  return { ...node, children: name === 'dl' ? paired(fitting) : name === 'table' ? headed(fitting) : fitting }
}

/** What only phrases may stand in is split around a block inside it; a link or an emphasis goes on within the block. */
function lifted(node: XNode): XNode[] {
  if (typeof node === 'string' || !(PHRASES.has(node.name) || LINES.has(node.name)) || !holdsBlock(node)) return [node]
  const surfaced = node.children.flatMap(lifted)
  return grouped(surfaced, (child) => (isPhrase(child) ? 'phrases' : '')).flatMap(({ key, nodes: run }) => {
    if (key) return [{ ...node, children: run }]
    const inside = (block: XElement) => (VOID.includes(block.name) ? [] : [{ ...node, children: block.children }])
    const blocks = run.filter((child) => typeof child !== 'string')
    return PHRASES.has(node.name) ? blocks.map((block) => ({ ...block, children: inside(block) })) : blocks
  })
}

function isPhrase(node: XNode): boolean {
  return typeof node === 'string' || PHRASES.has(node.name)
}

function holdsBlock({ children }: XElement): boolean {
  return children.some((child) => typeof child !== 'string' && (!PHRASES.has(child.name) || holdsBlock(child)))
}

/** The children that a list or table takes; what else stands there is wrapped, blanks go. */
function taken(nodes: XNode[], { children, wrapper }: (typeof TAKES)[string]): XNode[] {
  const fits = (node: XNode) => typeof node !== 'string' && children.includes(node.name)
  const solid = nodes.flatMap((node) => (blank(node) ? [] : fits(node) ? [node] : lifted(node)))
  return grouped(solid, (node) => (fits(node) ? 'fits' : '')).flatMap(({ key, nodes: run }) =>
    key ? run.map(item) : [item(element(wrapper, run))],
  )
}

/** Items, cells and definitions hold whatever flows; rows and row groups hold only their own. */
function item(node: XNode): XNode {
  if (typeof node === 'string' || TAKES[node.name] || LINES.has(node.name)) return placed(node)
  return { ...node, children: flow(node.children) }
}

function blank(node: XNode): boolean {
  return typeof node === 'string' && node.trim() === ''
}

/** A term has a definition and a definition a term, if an empty one. */
function paired(nodes: XNode[]): XNode[] {
  const names = nodes.map((node) => (typeof node === 'string' ? '' : node.name))
  return nodes.flatMap((node, i) => [
    ...(names[i] === 'dd' && i === 0 ? [element('dt')] : []),
    node,
    ...(names[i] === 'dt' && names[i + 1] === undefined ? [element('dd')] : []),
  ])
}

/** A head stands first or not at all. */
function headed(nodes: XNode[]): XNode[] {
  return nodes.map((node, i) =>
    typeof node !== 'string' && node.name === 'thead' && i > 0 ? { ...node, name: 'tbody' } : node,
  )
}

/** The caption stands first or last. */
function figure(nodes: XNode[]): XNode[] {
  const captions = nodes.filter(isCaption).map(item)
  const others = flow(nodes.filter((node) => !isCaption(node)))
  const [first] = nodes.filter((node) => !blank(node))
  return first && isCaption(first) ? [...captions, ...others] : [...others, ...captions]
}

/** Neighbours that have the same key, together. */
function grouped(nodes: XNode[], keyOf: (node: XNode) => string): { key: string; nodes: XNode[] }[] {
  const groups: { key: string; nodes: XNode[] }[] = []
  for (const node of nodes) {
    const last = groups.at(-1)
    const key = keyOf(node)
    if (last?.key === key) last.nodes.push(node)
    else groups.push({ key, nodes: [node] })
  }
  return groups
}
