import type { Piece } from '../src/core/snippet.ts'
import type { ArticleCard } from '../src/store/articles.ts'
import { Bdi } from './ui.tsx'
import { useWords } from './words.tsx'

type MarkedProps = { article: Pick<ArticleCard, 'language' | 'direction'>; pieces: Piece[] }

/** A text of an article with its hits marked. Only whole words are, so that letters stay joined. */
export function Marked({ article, pieces }: MarkedProps) {
  const { site } = useWords()
  const lang = article.language === site.language ? undefined : article.language
  return (
    <Bdi dir={article.direction} lang={lang}>
      {pieces.map(({ text, hit }) => (hit ? <mark>{text}</mark> : text))}
    </Bdi>
  )
}
