import type { ArticleCard, Cursor, TopicName } from '../src/store/articles.ts'
import { ArticleRow, CardMeta, CardTools, Foreign, Rows } from './articles.tsx'
import { Layout } from './layout.tsx'
import { JsonLd } from './safe-html.tsx'
import { Empty, Section } from './ui.tsx'
import { useWords } from './words.tsx'

type HomeProps = {
  lead: ArticleCard | null
  picks: ArticleCard[]
  latest: ArticleCard[]
  sections: { topic: TopicName; articles: ArticleCard[] }[]
  topics: TopicName[]
  older: Cursor | null
}

export function HomePage({ lead, picks, latest, sections, topics, older }: HomeProps) {
  const { m, site } = useWords()
  const shown = [...(lead ? [lead] : []), ...picks, ...latest, ...sections.flatMap((section) => section.articles)]
  return (
    <Layout
      title={m.site.tagline}
      current="news"
      strip={{ topics }}
      ids={shown.map(({ id }) => id)}
      head={<JsonLd data={{ '@context': 'https://schema.org', '@type': 'WebSite', name: site.name, url: site.url }} />}
    >
      <h1 class="unseen">{`${site.name} · ${m.site.tagline}`}</h1>
      {shown.length === 0 && <Empty title={m.articles.none} line={m.articles.noneLine} />}
      {lead && <Lead article={lead} />}
      {picks.length > 0 && (
        <div class="picks">
          {picks.map((article) => (
            <ArticleRow article={article} level={2} />
          ))}
        </div>
      )}
      {latest.length > 0 && (
        <div class={sections.length > 0 ? 'shelves' : 'narrow'}>
          <Section title={m.site.latest}>
            <Rows articles={latest} older={older} />
          </Section>
          {sections.length > 0 && <Topics sections={sections.slice(0, BESIDE)} />}
        </div>
      )}
      {sections.length > BESIDE && <Topics sections={sections.slice(BESIDE)} />}
    </Layout>
  )
}

/** As many topics as are about as long as a page of the latest beside them. */
const BESIDE = 5

function Topics({ sections }: Pick<HomeProps, 'sections'>) {
  const { m } = useWords()
  return (
    <div class="topics">
      {sections.map(({ topic, articles }) => (
        <Section title={topic.name} more={{ href: `/topics/${topic.slug}`, label: m.site.more }}>
          {articles.map((article) => (
            <ArticleRow article={article} compact />
          ))}
        </Section>
      ))}
    </div>
  )
}

function Lead({ article }: { article: ArticleCard }) {
  const { picture } = useWords()
  return (
    <article class={article.picture ? 'headline' : 'headline plain'}>
      <div>
        <CardMeta article={article} />
        <h2>
          <a href={`/articles/${article.id}`}>
            <Foreign article={article} text={article.title} />
          </a>
        </h2>
        {article.excerpt && (
          <p class="excerpt">
            <Foreign article={article} text={article.excerpt} />
          </p>
        )}
        <CardTools article={article} saved={false} />
      </div>
      {article.picture && <img src={picture(article.picture)} alt="" width="640" height="360" fetchpriority="high" />}
    </article>
  )
}
