const NAME = 'mark'
const painted: HTMLElement[] = []

/**
 * Colours places of the text. Where the browser has highlights of its own (CSS Custom Highlight API), the text stays
 * as it is, and no joined letters come apart. Elsewhere whole words are wrapped.
 */
export function paint(ranges: Range[]): void {
  if ('highlights' in CSS) CSS.highlights.set(NAME, new Highlight(...ranges))
  else for (const range of ranges) wrap(range)
}

/** Before the text is read again: wrapping has cut its nodes. */
export function unpaint(): void {
  for (const mark of painted.splice(0)) {
    const parent = mark.parentNode
    mark.replaceWith(...mark.childNodes)
    parent?.normalize()
  }
}

function wrap(range: Range): void {
  const node = range.startContainer as Text
  const words = [...node.data.matchAll(/\S+/g)].filter(
    ({ 0: word, index }) => index + word.length > range.startOffset && index < range.endOffset,
  )
  const [first] = words
  const last = words.at(-1)
  if (!first || !last) return
  range.setStart(node, first.index)
  range.setEnd(node, last.index + last[0].length)
  const mark = document.createElement('mark')
  range.surroundContents(mark)
  painted.push(mark)
}
