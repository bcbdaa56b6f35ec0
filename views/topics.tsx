import { followableOf } from '../src/core/follow.ts'
import type { ArticleCard, Cursor, TopicName } from '../src/store/articles.ts'
import { Rows } from './articles.tsx'
import { FollowButtons } from './follow.tsx'
import { Layout } from './layout.tsx'
import { Empty } from './ui.tsx'
import { useWords } from './words.tsx'

type TopicProps = { topic: TopicName; topics: TopicName[]; articles: ArticleCard[]; older: Cursor | null }

export function TopicPage({ topic, topics, articles, older }: TopicProps) {
  const { m, site } = useWords()
  const followed = followableOf('topic', topic.id, topic.name)
  return (
    <Layout
      title={topic.name}
      description={m.articles.inTopic(topic.name)}
      current="news"
      strip={{ topics, current: topic.slug }}
      narrow
      ids={articles.map(({ id }) => id)}
      follows={[followed]}
      head={
        <link
          rel="alternate"
          type="application/rss+xml"
          title={`${site.name} · ${topic.name}`}
          href={`/topics/${topic.slug}/feed.xml`}
        />
      }
    >
      <div class="page-head">
        <h1>{topic.name}</h1>
        <FollowButtons of={followed} />
      </div>
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
