import type { Direction } from '../src/core/arabic.ts'
import type { ShownText } from '../src/store/texts.ts'
import { OutLink } from './outlink.tsx'
import { SafeHtmlBlock, shows } from './safe-html.tsx'
import { useWords } from './words.tsx'

type Read = {
  url: string
  excerpt: string
  language: string
  direction: Direction
  picture: string | null
  pictureAlt?: string
}

type ReadingProps = {
  article: Read
  text: ShownText | null
  /** Why there is no text, where there is none. */
  instead: string
}

/** What there is to read: picture, then text or excerpt, and always the way to the original. */
export function Reading({ article, text, instead }: ReadingProps) {
  const { m, site } = useWords()
  const own = { dir: article.direction, lang: article.language }
  if (!text) {
    return (
      <>
        <Figure article={article} />
        {article.excerpt && (
          <p class="text" {...own}>
            {article.excerpt}
          </p>
        )}
        <div class="notice">
          <p>{instead}</p>
          <OutLink url={article.url} label={m.articles.readAtSource} button />
        </div>
      </>
    )
  }
  return (
    <>
      {article.picture && !shows(text.html, article.picture) && <Figure article={article} />}
      <div class="text" {...own}>
        <SafeHtmlBlock html={text.html} />
      </div>
      {text.truncated && <p class="notice">{m.articles.truncated}</p>}
      {!article.url.startsWith(`${site.url}/`) && (
        <p class="original">
          {m.articles.original}: <OutLink url={article.url} />
        </p>
      )}
    </>
  )
}

function Figure({ article }: { article: Read }) {
  const { picture } = useWords()
  if (!article.picture) return null
  return (
    <figure class="lead-picture">
      <img
        src={picture(article.picture)}
        alt={article.pictureAlt ?? ''}
        width="640"
        height="360"
        fetchpriority="high"
      />
    </figure>
  )
}
