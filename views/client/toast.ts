const SHOWN = 8000
const box = document.getElementById('toast')

/** A line at the foot of the page, read out as well; an empty one takes it away. */
export function toast(text: string): void {
  if (box) box.textContent = text
}

/** Whatever the server or we put there goes after a while, but never from under a pointer or the focus. */
export function watchToast(): void {
  let timer = 0
  const leave = () => {
    if (box?.matches(':hover, :focus-within')) timer = setTimeout(leave, SHOWN)
    else toast('')
  }
  const restart = () => {
    clearTimeout(timer)
    timer = setTimeout(leave, SHOWN)
  }
  if (box) new MutationObserver(restart).observe(box, { childList: true })
}

type Failed = CustomEvent<{ ctx: { sourceElement: Element; response?: { status: number }; text?: string } }>

/**
 * A request of htmx's that failed tells in words what would otherwise be nothing: the title of the error's page, or that
 * the connection is gone. A bad form (422) shows itself, and nobody misses the reader's state.
 */
export function tellFailures(): void {
  document.addEventListener('htmx:error', (event) => tell(event as Failed))
  document.addEventListener('htmx:response:error', (event) => tell(event as Failed))
}

function tell({ detail: { ctx } }: Failed): void {
  if (!ctx || ctx.sourceElement.id === 'state' || ctx.response?.status === 422) return
  const page = new DOMParser().parseFromString(ctx.text ?? '', 'text/html')
  toast(page.querySelector('h1')?.textContent ?? box?.dataset.offline ?? '')
}
