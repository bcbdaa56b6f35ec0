// What css cannot: counting what is picked, picking a page at once, and a stretch of it with Shift. Deferred.
const form = document.querySelector<HTMLFormElement>('#many')
const all = form?.querySelector<HTMLInputElement>('[data-pick-all]')
const output = form?.querySelector('output')
const { most = '0', picked: words = '', tooMany = '' } = output?.dataset ?? {}
let last: HTMLInputElement | null = null

form?.addEventListener('change', ({ target }) => {
  if (target !== all) return
  for (const box of boxes()) box.checked = all?.checked ?? false
  count()
})

document.addEventListener('click', ({ target, shiftKey }) => {
  if (!(target instanceof HTMLInputElement) || target.name !== 'ids') return
  if (shiftKey && last) {
    for (const box of between(last, target)) box.checked = target.checked
  }
  last = target
  count()
})

/** Rows that come in later, and what the browser remembers of a page it shows again. */
document.addEventListener('htmx:after:settle', count)
addEventListener('pageshow', count)

function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('input[name="ids"]')]
}

function between(a: HTMLInputElement, b: HTMLInputElement): HTMLInputElement[] {
  const list = boxes()
  const [first, end] = [list.indexOf(a), list.indexOf(b)].sort((one, other) => one - other)
  return list.slice(first, (end ?? 0) + 1)
}

function count(): void {
  const picked = boxes().filter((box) => box.checked).length
  const digits = new Intl.NumberFormat(
    `${document.documentElement.lang}-u-nu-${document.documentElement.dataset.digits}`,
  )
  const many = picked > Number(most)
  if (output) {
    const text = (many ? tooMany : words).replace('{n}', digits.format(picked))
    output.textContent = text.replace('{most}', digits.format(Number(most)))
  }
  if (all) all.checked = picked > 0 && picked === boxes().length
  for (const button of form?.querySelectorAll('button') ?? []) button.disabled = picked === 0 || many
}
