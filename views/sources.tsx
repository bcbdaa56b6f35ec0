import { followableOf } from '../src/core/follow.ts'
import type { SourceError } from '../src/core/source.ts'
import type { ArticleCard, Cursor } from '../src/store/articles.ts'
import { Rows } from './articles.tsx'
import { FollowButtons } from './follow.tsx'
import { Layout } from './layout.tsx'
import { hostOf, OutLink } from './outlink.tsx'
import { Bdi, Empty, Notice } from './ui.tsx'
import { useWords } from './words.tsx'

type Source = { id: number; title: string; description: string; siteUrl: string | null; feedUrl: string }

export function SourcesPage({ sources }: { sources: Source[] }) {
  const { m } = useWords()
  return (
    <Layout title={m.site.sources.title} description={m.site.sources.line} narrow>
      <h1>{m.site.sources.title}</h1>
      <p class="lead">{m.site.sources.line}</p>
      {sources.length === 0 && <Empty title={m.site.sources.none} line={m.site.sources.noneLine} />}
      <ul class="sources">
        {sources.map((source) => (
          <li>
            <h2>
              <a href={`/sources/${source.id}`}>
                <Bdi>{nameOf(source)}</Bdi>
              </a>
            </h2>
            {source.description && (
              <p>
                <Bdi>{source.description}</Bdi>
              </p>
            )}
            {source.siteUrl && <OutLink url={source.siteUrl} />}
          </li>
        ))}
      </ul>
    </Layout>
  )
}

type SourceProps = {
  source: Source & { error: SourceError | null; state: string }
  articles: ArticleCard[]
  older: Cursor | null
}

/** Of a source that was removed, what it brought may be here still; there is nothing more to follow. */
export function SourcePage({ source, articles, older }: SourceProps) {
  const { m } = useWords()
  const followed = followableOf('source', source.id, nameOf(source))
  const removed = source.state === 'removed'
  return (
    <Layout
      title={nameOf(source)}
      description={source.description}
      current="news"
      narrow
      ids={articles.map(({ id }) => id)}
      follows={removed ? [] : [followed]}
    >
      <div class="page-head">
        <h1>
          <Bdi>{nameOf(source)}</Bdi>
        </h1>
        {!removed && <FollowButtons of={followed} />}
      </div>
      {source.description && (
        <p class="lead">
          <Bdi>{source.description}</Bdi>
        </p>
      )}
      {source.siteUrl && (
        <p>
          <OutLink url={source.siteUrl} />
        </p>
      )}
      {removed && <Notice>{m.sources.removed}</Notice>}
      {!removed && source.error && source.error !== 'damaged' && (
        <Notice>
          {m.sources.failing} {m.sources.errors[source.error]}
        </Notice>
      )}
      {articles.length > 0 ? (
        <Rows articles={articles} older={older} level={2} />
      ) : (
        <Empty title={m.articles.noneFromSource} line={m.articles.noneFromSourceLine} />
      )}
    </Layout>
  )
}

/** A source that was never read, and whose list gave it no title, has none yet. */
function nameOf({ title, feedUrl }: Source): string {
  return title || hostOf(feedUrl)
}
