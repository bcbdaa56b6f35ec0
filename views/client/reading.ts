import { isPref, PREFS_COOKIE, type PrefName, readPrefs, writePrefs } from '../../src/core/prefs.ts'

const { dataset } = document.documentElement
const YEAR = 31_536_000

/** The buttons for theme and size of text: at once on this page, and by the cookie on the next. */
export function readingButtons(): void {
  for (const button of buttons()) button.addEventListener('click', () => choose(button))
  showChosen()
  closeOnLeave()
}

function buttons(): NodeListOf<HTMLButtonElement> {
  return document.querySelectorAll<HTMLButtonElement>('button[data-pref]')
}

function choose(button: HTMLButtonElement): void {
  const name = button.dataset.pref as PrefName
  const { [name]: _, ...others } = readPrefs(document.cookie)
  const prefs = isPref(name, button.value) ? { ...others, [name]: button.value } : others
  document.cookie = `${PREFS_COOKIE}=${writePrefs(prefs)}; Path=/; Max-Age=${YEAR}; SameSite=Lax; Secure`
  if (button.value) dataset[name] = button.value
  else delete dataset[name]
  showChosen()
}

function showChosen(): void {
  for (const button of buttons()) {
    const chosen = (dataset[button.dataset.pref ?? ''] ?? '') === button.value
    button.setAttribute('aria-pressed', String(chosen))
  }
}

function closeOnLeave(): void {
  const box = document.querySelector<HTMLDetailsElement>('details.reading')
  document.addEventListener('click', ({ target }) => {
    if (box?.open && target instanceof Node && !box.contains(target)) box.open = false
  })
  box?.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    box.open = false
    box.querySelector('summary')?.focus()
  })
}
