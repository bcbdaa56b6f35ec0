import { Icon } from './ui.tsx'
import { useWords } from './words.tsx'

/**
 * A way out, named by its host, or by words; it says that it leads to another site. A host that ends in `.invalid`
 * leads nowhere by definition (RFC 2606), as the sample publication's does: it is named, not linked.
 */
export function OutLink({ url, label, button }: { url: string; label?: string; button?: boolean }) {
  const { m } = useWords()
  if (hostOf(url).endsWith('.invalid')) return button ? null : <bdi dir="ltr">{hostOf(url)}</bdi>
  return (
    <a class={button ? 'button main' : 'outlink'} href={url} rel="noopener">
      {label ?? <bdi dir="ltr">{hostOf(url)}</bdi>}
      <Icon name="external" />
      <span class="unseen">{m.articles.otherSite}</span>
    </a>
  )
}

export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '')
}
