import type { ArticleCard, Cursor, TopicName } from '../src/store/articles.ts'
import { Rows } from './articles.tsx'
import { Layout } from './layout.tsx'
import { Empty } from './ui.tsx'
import { useWords } from './words.tsx'

type TopicProps = { topic: TopicName; topics: TopicName[]; articles: ArticleCard[]; older: Cursor | null }

export function TopicPage({ topic, topics, articles, older }: TopicProps) {
  const { m, site } = useWords()
  return (
    <Layout
      title={topic.name}
      description={m.articles.inTopic(topic.name)}
      current="news"
      strip={{ topics, current: topic.slug }}
      narrow
      ids={articles.map(({ id }) => id)}
      head={
        <link
          rel="alternate"
          type="application/rss+xml"
          title={`${site.name} · ${topic.name}`}
          href={`/topics/${topic.slug}/feed.xml`}
        />
      }
    >
      <h1>{topic.name}</h1>
      {articles.length > 0 ? (
        <Rows articles={articles} older={older} level={2} />
      ) : (
        <Empty
          title={m.articles.noneInTopic}
          line={m.articles.noneLine}
          action={{ href: '/', label: m.articles.showLatest }}
        />
      )}
    </Layout>
  )
}
