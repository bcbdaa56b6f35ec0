import { minutes } from '../src/core/arabic.ts'
import { followableOf } from '../src/core/follow.ts'
import { type Offered, shownOf } from '../src/core/following.ts'
import { isolate } from '../src/i18n/format.ts'
import type { Article, ArticleCard, TopicName } from '../src/store/articles.ts'
import type { ShownText } from '../src/store/texts.ts'
import { ArticleRow, SaveButton } from './articles.tsx'
import { FollowList } from './follow.tsx'
import { Layout } from './layout.tsx'
import { hostOf } from './outlink.tsx'
import { ReadingBox } from './reading.tsx'
import { JsonLd } from './safe-html.tsx'
import { Reading } from './text.tsx'
import { Bdi, Icon, Invitation, LinkButton, Meta, Section, Time } from './ui.tsx'
import { useWords, type Words } from './words.tsx'

type ArticleProps = { article: Article; text: ShownText | null; topics: TopicName[]; related: ArticleCard[] }

export function ArticlePage({ article, text, topics, related }: ArticleProps) {
  const words = useWords()
  const { m, picture } = words
  const offered = offeredIn(article, topics)
  return (
    <Layout
      title={article.title}
      description={article.excerpt}
      canonical={originalOf(article, words)}
      robots={article.display === 'excerpt' ? 'noindex' : undefined}
      kind="article"
      picture={article.picture ? picture(article.picture) : undefined}
      reading
      narrow
      ids={[article.id, ...related.map(({ id }) => id)]}
      follows={offered}
      article={article.id}
      head={<JsonLd data={factsOf(article, words)} />}
      tools
    >
      <article class="article">
        <Heading article={article} topics={topics} />
        <Tools article={article} />
        <Reading
          article={article}
          // What a source lets us show here is its own setting; a reader's own list has the text either way.
          text={article.display === 'full' ? text : null}
          instead={article.display === 'excerpt' ? m.articles.excerptOnly : m.articles.noText}
        />
      </article>
      <End article={article} />
      <Section title={m.articles.follow}>
        <FollowList of={shownOf(offered)} />
      </Section>
      {related.length > 0 && (
        <Section title={m.articles.related}>
          {related.map((other) => (
            <ArticleRow article={other} />
          ))}
        </Section>
      )}
    </Layout>
  )
}

function Heading({ article, topics }: { article: Article; topics: TopicName[] }) {
  const { m, f } = useWords()
  const whole = minutes(article.words, article.language)
  const updated = article.publishedAt !== null && article.updatedAt - article.publishedAt > 3600
  return (
    <header>
      <Meta>
        {article.sourceName && (
          <a href={`/sources/${article.sourceId}`}>
            <Bdi>{article.sourceName}</Bdi>
          </a>
        )}
        {article.byline && m.articles.byline(isolate(article.byline))}
      </Meta>
      <h1 dir={article.direction} lang={article.language}>
        {article.title}
      </h1>
      <Meta>
        {article.publishedAt !== null && <Time at={article.publishedAt} withTime />}
        {updated && (
          <>
            {m.articles.updated} <Time at={article.updatedAt} withTime />
          </>
        )}
        {article.words > 0 && <span class="n">{m.articles.readingTime(whole, f.number(whole))}</span>}
        {topics.map(({ slug, name }) => (
          <a href={`/topics/${slug}`}>{name}</a>
        ))}
      </Meta>
    </header>
  )
}

/** Between two hairlines under the title; on a phone they lie at the thumb. */
function Tools({ article }: { article: Article }) {
  const { m, site } = useWords()
  return (
    <section class="tools" aria-label={m.articles.tools}>
      <SaveButton article={article} saved={false} />
      <a
        class="tool"
        href={`${site.url}/articles/${article.id}`}
        data-share={article.title}
        data-copied={m.articles.linkCopied}
      >
        <Icon name="share" />
        <span>{m.articles.share}</span>
      </a>
      <ReadingBox />
    </section>
  )
}

/** A visitor is invited; a reader saves, and `/me/state` adds what the list has to say in `#article-end`. */
function End({ article }: { article: Article }) {
  const { m } = useWords()
  const { title, line, signUp, signIn } = m.articles.invitation
  return (
    <>
      <div class="visitor">
        <Invitation title={title} line={line}>
          <LinkButton href={`/register?intent=save:${article.id}`}>{signUp}</LinkButton>
          <LinkButton href={`/login?intent=save:${article.id}`} kind="plain">
            {signIn}
          </LinkButton>
        </Invitation>
      </div>
      <div class="reader list-end">
        <SaveButton article={article} saved={false} />
        <div id="article-end" />
      </div>
    </>
  )
}

/** What of it can be followed. */
function offeredIn({ sourceId, sourceName, url }: Article, topics: TopicName[]): Offered[] {
  const source = followableOf('source', sourceId, sourceName || hostOf(url))
  return [
    { ...source, path: `/sources/${sourceId}` },
    ...topics.map(({ id, slug, name }) => ({ ...followableOf('topic', id, name), path: `/topics/${slug}` })),
  ]
}

/** The page that this one stands for: the source's own, unless the source is this site. */
function originalOf(article: Article, { site }: Words): string {
  return new URL(article.url).origin === site.url ? `/articles/${article.id}` : article.url
}

function factsOf(article: Article, words: Words): object {
  const { site, picture } = words
  const canonical = originalOf(article, words)
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    description: article.excerpt || undefined,
    inLanguage: article.language,
    datePublished: isoOf(article.publishedAt, words),
    dateModified: isoOf(article.publishedAt && article.updatedAt, words),
    image: article.picture ? [site.url + picture(article.picture)] : undefined,
    author: article.byline ? [{ '@type': 'Person', name: article.byline }] : undefined,
    publisher: {
      '@type': 'Organization',
      name: article.sourceName || hostOf(article.url),
      url: article.siteUrl ?? undefined,
    },
    mainEntityOfPage: canonical.startsWith('/') ? site.url + canonical : canonical,
  }
}

function isoOf(at: number | null, { f }: Words): string | undefined {
  return at === null ? undefined : f.iso(at)
}
