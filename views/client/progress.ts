import { beginningOf, blocksOf } from './blocks.ts'

/** Milliseconds after the last movement: then somebody reads where the page stands. */
const SETTLED = 400
/** Pixels at the screen's edges that count as read or not yet reached. */
const EDGE = 40

/**
 * Opens a text where it was left, on whichever device, and tells the server where it is left now: percent, and the
 * words at the top of the screen, since percent alone breaks with another width or size of text.
 */
export function keepPlace(box: HTMLElement, text: HTMLElement): void {
  let resuming = resume(box, text)
  let sent = Number(box.dataset.percent)
  let timer = 0

  const settle = () => {
    timer = 0
    const percent = percentOf(text)
    if (percent === 100) finish()
    // What was read to its end stays so.
    if (percent === sent || sent === 100) return
    sent = percent
    void send(`${box.dataset.action}/progress`, { percent, anchor: anchorOf(text, percent), at: seconds() })
  }
  const onScroll = () => {
    clearTimeout(timer)
    // Where the page went by itself nobody has read yet.
    if (resuming) resuming = false
    else timer = setTimeout(settle, SETTLED)
  }
  addEventListener('scroll', onScroll, { passive: true })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden' || !timer) return
    clearTimeout(timer)
    settle()
  })
}

/** Once a visit: whoever takes it back wants it so. */
function finish(): void {
  const form = document.querySelector<HTMLFormElement>('#finish:not([data-sent])')
  if (!form) return
  form.dataset.sent = ''
  form.requestSubmit()
}

function percentOf(text: HTMLElement): number {
  const { top, bottom, height } = text.getBoundingClientRect()
  if (bottom <= innerHeight + EDGE) return 100
  return Math.min(99, Math.max(0, Math.floor((-top / (height - innerHeight)) * 100)))
}

/** Its number among the blocks, and its first words. */
function anchorOf(text: HTMLElement, percent: number): string {
  if (percent === 0) return ''
  const blocks = blocksOf(text)
  const index = blocks.findIndex((block) => block.getBoundingClientRect().bottom > EDGE)
  const block = blocks[index]
  return block ? `${index}:${beginningOf(block)}` : ''
}

/** By the words, the nearest of several; where they are gone by the percent. Whether the page moves. */
function resume({ dataset }: HTMLElement, text: HTMLElement): boolean {
  const percent = Number(dataset.percent)
  // A link to a mark, or a browser that remembers where this page stood, knows better.
  if (location.hash || scrollY > 0 || percent <= 0 || percent >= 100) return false
  const block = found(blocksOf(text), dataset.anchor ?? '')
  const { top, height } = text.getBoundingClientRect()
  if (block) block.scrollIntoView()
  else scrollTo(0, scrollY + top + ((height - innerHeight) * percent) / 100)
  if (scrollY === 0) return false
  offerStart()
  return true
}

function found(blocks: HTMLElement[], anchor: string): HTMLElement | undefined {
  const [, index, words] = /^(\d+):(.+)$/s.exec(anchor) ?? []
  if (!words) return undefined
  const distance = (block: HTMLElement) => Math.abs(blocks.indexOf(block) - Number(index))
  return blocks.filter((block) => beginningOf(block) === words).sort((a, b) => distance(a) - distance(b))[0]
}

function offerStart(): void {
  const template = document.querySelector<HTMLTemplateElement>('#from-start')
  const toast = document.getElementById('toast')
  if (!template || !toast) return
  toast.replaceChildren(template.content.cloneNode(true))
  toast.querySelector('button')?.addEventListener('click', () => {
    scrollTo(0, 0)
    toast.replaceChildren()
    document.getElementById('content')?.focus({ preventScroll: true })
  })
}

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Also while the page goes away. What does not arrive is only a place: the next one is sent all the same. */
async function send(action: string, fields: Record<string, string | number>): Promise<void> {
  const body = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]))
  await fetch(action, { method: 'POST', mode: 'same-origin', keepalive: true, body }).catch(() => undefined)
}
