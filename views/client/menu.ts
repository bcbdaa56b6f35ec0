type Swapped = CustomEvent<{ ctx: { sourceElement: HTMLElement; target: Element } }>

/**
 * What a card's «…» leads to, opened in place: it is there once htmx has put it into the page's one popover, which
 * closes by Escape and by a press outside. A press on one of its buttons closes it too, and the toast tells the rest.
 */
export function cardMenus(): void {
  const menu = document.getElementById('menu')
  if (!menu) return
  let opener: HTMLElement | undefined
  document.addEventListener('htmx:after:swap', (event) => {
    const { sourceElement, target } = (event as Swapped).detail.ctx
    if (target !== menu) return
    opener = sourceElement
    menu.hidePopover()
    menu.showPopover({ source: opener })
    menu.querySelector<HTMLElement>('a, button')?.focus()
  })
  menu.addEventListener('submit', () => menu.hidePopover())
  menu.addEventListener('toggle', ({ newState }) => {
    // Whoever pressed elsewhere, on something that takes the focus, is there now.
    if (newState === 'closed' && document.activeElement === document.body) opener?.focus()
  })
}
