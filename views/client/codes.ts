import { toast } from './toast.ts'

/** Copying and printing recovery codes; without script they are still there to be written down. */
export function codeButtons(): void {
  const copy = document.querySelector<HTMLButtonElement>('[data-copy]')
  const print = document.querySelector<HTMLButtonElement>('[data-print]')
  if (copy && navigator.clipboard) {
    copy.hidden = false
    copy.addEventListener('click', async () => {
      const codes = [...document.querySelectorAll('.codes code')].map(({ textContent }) => textContent)
      await navigator.clipboard.writeText(codes.join('\n'))
      toast(copy.dataset.copy ?? '')
    })
  }
  if (print) {
    print.hidden = false
    print.addEventListener('click', () => globalThis.print())
  }
}
