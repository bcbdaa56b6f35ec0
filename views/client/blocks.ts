const BLOCKS = 'p, li, h2, h3, h4, h5, h6, pre, blockquote, figcaption, dt, dd, td, th'

/** The paragraphs of a text, in order, and what else holds words of its own; a text without any is its own. */
export function blocksOf(text: HTMLElement): HTMLElement[] {
  const found = [...text.querySelectorAll<HTMLElement>(BLOCKS)].filter(
    (block) => !block.querySelector(BLOCKS) && block.textContent?.trim(),
  )
  return found.length > 0 ? found : [text]
}

/** The first words of a block, by which another device finds it. */
export function beginningOf(block: HTMLElement): string {
  return (block.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)
}
