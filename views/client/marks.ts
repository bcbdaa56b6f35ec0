import { finderIn, QUOTE_MOST, quoteOf, type TextQuote } from '../../src/core/text-quote.ts'
import { type Model, modelOf, offsetsOf, partsOf } from './model.ts'
import { paint, unpaint } from './paint.ts'

const places = new Map<string, Range[]>()
let model: Model | null = null

/** The reader's marks, found again in the text and coloured; and a button where words are selected, to make one. */
export function keepHighlights(text: HTMLElement): void {
  show(text)
  const named = /^#h-(\d+)$/.exec(location.hash)?.[1]
  // The browser itself goes to the mark's words under the text, until all is loaded.
  if (document.readyState === 'complete') goTo(named)
  else addEventListener('load', () => setTimeout(() => goTo(named)))
  // A mark came, went, or has a note now.
  document.addEventListener('htmx:after:settle', () => show(text))
  document.addEventListener('click', (event) => follow(event, text))
  offerMark(text)
}

function show(text: HTMLElement): void {
  unpaint()
  places.clear()
  const found = modelOf(text)
  const find = finderIn(found.text)
  for (const item of document.querySelectorAll<HTMLElement>('.highlight[data-position]')) {
    const { prefix = '', suffix = '', position } = item.dataset
    const quote = item.querySelector('blockquote')?.textContent ?? ''
    const place = find({ quote, prefix, suffix, position: Number(position) })
    const lost = item.querySelector<HTMLElement>('[data-lost]')
    if (lost) lost.hidden = place !== null
    if (place) places.set(item.id.slice(2), partsOf(found, place))
  }
  paint([...places.values()].flat())
  // Wrapping has cut the nodes it knew.
  model = null
}

/** From a mark's words under the text to its place, and from its place to its words. */
function follow(event: MouseEvent, text: HTMLElement): void {
  const { target, clientX, clientY } = event
  if (!(target instanceof Element)) return
  const link = target.closest<HTMLElement>('[data-place]')
  if (link && goTo(link.dataset.place)) event.preventDefault()
  if (link || target.closest('a') || !text.contains(target) || !getSelection()?.isCollapsed) return
  const id = markAt(clientX, clientY)
  if (id) document.getElementById(`h-${id}`)?.focus()
}

function goTo(id: string | undefined): boolean {
  const [range] = places.get(id ?? '') ?? []
  if (!range) return false
  const { top } = range.getBoundingClientRect()
  scrollTo(0, scrollY + top - innerHeight / 3)
  getSelection()?.collapse(range.startContainer, range.startOffset)
  return true
}

function markAt(x: number, y: number): string | undefined {
  const boxes = (range: Range) => [...range.getClientRects()]
  const hit = ({ left, right, top, bottom }: DOMRect) => left <= x && x <= right && top <= y && y <= bottom
  return [...places].find(([, ranges]) => ranges.flatMap(boxes).some(hit))?.[0]
}

function offerMark(text: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>('#mark')
  if (!form) return
  let frame = 0
  document.addEventListener('selectionchange', () => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => offer(form, text))
  })
  // A press must not take the selection away before it counts.
  form.addEventListener('mousedown', (event) => event.preventDefault())
  form.addEventListener('submit', () => {
    getSelection()?.removeAllRanges()
    form.hidden = true
  })
}

function offer(form: HTMLFormElement, text: HTMLElement): void {
  const selection = getSelection()
  const range = selection && !selection.isCollapsed && selection.rangeCount > 0 ? selection.getRangeAt(0) : null
  const quote = range?.intersectsNode(text) ? quoteIn(text, range) : null
  form.hidden = !quote
  if (!range || !quote) return
  for (const [name, value] of Object.entries(quote)) {
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement) field.value = String(value)
  }
  form.style.setProperty('--y', `${range.getBoundingClientRect().bottom + scrollY}px`)
}

/** Null too where more is selected than may be marked. */
function quoteIn(text: HTMLElement, range: Range): TextQuote | null {
  model ??= modelOf(text)
  const offsets = offsetsOf(model, range)
  const quote = offsets && quoteOf(model.text, offsets)
  return quote && quote.quote.length <= QUOTE_MOST ? quote : null
}
