import { SHORTCUTS, type ShortcutPlace, signOf } from '../../src/core/shortcuts.ts'

// Keys press what stands on the page; without script the page has all of it as well. Deferred, on pages that have
// views/shortcuts.tsx.
const dialog = document.querySelector<HTMLDialogElement>('#shortcuts')
const place = dialog?.dataset.on as ShortcutPlace | undefined

const IN_ROW = {
  open: '.row-title a',
  archive: 'form[action$="/archived"] button',
  favourite: 'form[action$="/favourite"] button',
  remove: 'form[action$="/removed"] button',
}

const ON_PAGE = {
  ...IN_ROW,
  next: 'a[rel="next"]',
  previous: 'a[rel="prev"]',
  highlight: '#mark:not([hidden]) button',
  listen: '#player:not([hidden]) [data-pause], [data-listen]:not([hidden])',
  look: 'details.reading > summary',
  list: 'a[href="/list"]',
}

document.querySelector('[data-shortcuts]')?.addEventListener('click', () => dialog?.showModal())
document.addEventListener('keydown', (event) => {
  if (!place || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || busy(event.target)) return
  const sign = signOf(event)
  const [what] = Object.entries(SHORTCUTS[place]).find(([, key]) => key === sign) ?? []
  // Held down, a key goes on through the list; nothing else is done again and again.
  if (!what || (event.repeat && !(place === 'list' && ['next', 'previous'].includes(what)))) return
  if (perform(what)) event.preventDefault()
})

/** Somebody writes or chooses, or a dialog is open. */
function busy(target: EventTarget | null): boolean {
  const typing =
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select'))
  return typing || document.querySelector('dialog[open]') !== null
}

function perform(what: string): boolean {
  if (what === 'help') return dialog?.showModal() === undefined
  if (what === 'search') return focusOn(document.querySelector<HTMLElement>('main input[name="q"]'))
  if (place === 'article') return press(document, ON_PAGE[what as keyof typeof ON_PAGE])
  if (what === 'next') return move(1)
  if (what === 'previous') return move(-1)
  const row = current()
  return row ? press(row, IN_ROW[what as keyof typeof IN_ROW]) : false
}

function press(within: ParentNode, selector: string): boolean {
  const found = within.querySelector<HTMLElement>(selector)
  found?.click()
  return found !== null
}

function focusOn(element: HTMLElement | null | undefined): boolean {
  element?.focus()
  return Boolean(element)
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('main .row')]
}

function current(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('main .row') ?? null
}

/** To the row's own link, or to the undo that stands in its place. */
function move(by: 1 | -1): boolean {
  const all = rows()
  const here = current()
  const row = here ? all[all.indexOf(here) + by] : all[by === 1 ? 0 : -1]
  return focusOn(row?.querySelector<HTMLElement>('.row-title a, button'))
}
