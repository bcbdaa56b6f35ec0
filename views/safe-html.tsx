import { raw } from 'hono/html'
import type { SafeHtml } from '../src/core/safe-html.ts'
import { useWords } from './words.tsx'

/**
 * A stranger's text, made safe when it was written; htmx stays out of it. Its pictures come through our own host, and
 * what is too wide scrolls in a box of its own, which the keyboard reaches. The patterns hold for the sanitiser's
 * output alone: `src` comes first there, and `<` and `>` are escaped everywhere else.
 */
export function SafeHtmlBlock({ html }: { html: SafeHtml }) {
  const { m, picture } = useWords()
  const shown = html
    .replace(/<img src="([^"]*)"/g, (_, url: string) => `<img loading="lazy" src="${picture(unescaped(url))}"`)
    .replace(/<table\b/g, `<div class="scroll" tabindex="0" role="group" aria-label="${m.articles.table}"><table`)
    .replaceAll('</table>', '</table></div>')
    .replace(/<pre\b/g, '<pre tabindex="0"')
  return (
    <div hx-ignore="" hx-disable="">
      {raw(shown)}
    </div>
  )
}

/** The same where whoever shows it has seen to all that: a mail, a feed. */
export function BareHtml({ html }: { html: SafeHtml }) {
  return raw(html)
}

/** Facts for search engines: data, never run. `<` is escaped, so that no title can end the element. */
export function JsonLd({ data }: { data: object }) {
  return <script type="application/ld+json">{raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>
}

/** Whether the text itself shows the picture: then it need not stand above it as well. */
export function shows(html: SafeHtml, pictureUrl: string): boolean {
  return html.includes(`<img src="${pictureUrl.replaceAll('&', '&amp;')}"`)
}

/** The value of an attribute, of the sanitiser's output. */
export function unescaped(attribute: string): string {
  return attribute.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
