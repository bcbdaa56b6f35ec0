import { Icon } from './ui.tsx'
import { useWords } from './words.tsx'

/** A way out, named by its host, or by words; it says that it leads to another site. */
export function OutLink({ url, label, button }: { url: string; label?: string; button?: boolean }) {
  const { m } = useWords()
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
