import { toast } from './toast.ts'

/** The device's own sheet where there is one, else the link is copied. Without script it is a link to this page. */
export function shareLinks(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-share]')) {
    link.addEventListener('click', (event) => {
      event.preventDefault()
      void share(link)
    })
  }
}

async function share({ href, dataset }: HTMLAnchorElement): Promise<void> {
  try {
    if (navigator.share) return await navigator.share({ url: href, title: dataset.share })
    await navigator.clipboard.writeText(href)
    toast(dataset.copied ?? '')
  } catch {
    // Closing the sheet is no failure, and a link that cannot be copied stands in the location bar.
  }
}
