import type { Fault, FeedPreview } from '../src/core/feed-preview.ts'
import { isOwn } from '../src/core/own.ts'
import { type Health, healthOf } from '../src/core/source.ts'
import type { TopicName } from '../src/store/articles.ts'
import type { DeskSource, SourceRow } from '../src/store/desk-sources.ts'
import { DeskTable, State } from './desk.tsx'
import { hostOf } from './outlink.tsx'
import { Bdi, Button, HiddenField, LinkButton, Time } from './ui.tsx'
import { useWords } from './words.tsx'

const TONES = {
  ...({ failing: 'bad', gone: 'bad', damaged: 'bad' } as const),
  ...({ new: 'rest', well: 'good', paused: 'rest', removed: 'rest' } as const),
} satisfies Record<Health, 'good' | 'rest' | 'bad'>

/** A source that was never read, and whose list gave it no title, has none yet. */
export function nameOf({ title, feedUrl }: Pick<DeskSource, 'title' | 'feedUrl'>): string {
  return title || hostOf(feedUrl)
}

/** Articles a day, of those of seven days. */
export function daily(recent: number): number {
  return Math.round((recent / 7) * 10) / 10
}

/** How a source does, with the exact reason where it does not do well, and when it is tried next. */
export function SourceState({ row: { source, nextAt }, now }: { row: SourceRow; now: number }) {
  const { m, f } = useWords()
  const words = m.deskSources
  if (isOwn(source)) return <State tone="good">{words.own}</State>
  const health = healthOf(source)
  const { errorStreak, error, errorDetail } = source
  const said = health === 'failing' ? words.failed(errorStreak, f.number(errorStreak)) : words.healths[health]
  return (
    <>
      <State tone={TONES[health]}>{said}</State>
      {error && health !== 'removed' && (
        <span class="hint">
          <Reason error={error} detail={errorDetail ?? ''} />
        </span>
      )}
      {source.state === 'active' && nextAt !== null && <span class="hint">{useNextRun(nextAt, now)}</span>}
    </>
  )
}

/** What went wrong in our words, and what the other side said. */
export function Reason({ error, detail }: Fault) {
  const { m } = useWords()
  return (
    <>
      {error === 'no_feeds' ? m.deskSources.find.noFeeds : m.sources.errors[error]}
      {detail && (
        <>
          {' '}
          <bdi class="detail" dir="ltr">
            {/^\d{3}$/.test(detail) ? `HTTP ${detail}` : detail}
          </bdi>
        </>
      )}
    </>
  )
}

export function FeedUrl({ children }: { children: string }) {
  return (
    <span class="hint feed-url">
      <bdi dir="ltr">{children.replace(/^https?:\/\//, '')}</bdi>
    </span>
  )
}

function useNextRun(at: number, now: number): string {
  const { m, f } = useWords()
  const { minutes, hours } = m.deskSources.nextIn
  const left = Math.ceil(Math.max(0, at - now) / 60)
  const [say, n] = left < 60 ? [minutes, left] : [hours, Math.round(left / 60)]
  return say(n, f.number(n))
}

/** What can be done at once with a source that is fetched. */
export function SourceActions({ source: { id, state } }: { source: DeskSource }) {
  const words = useWords().m.deskSources
  const path = `/desk/sources/${id}`
  const active = state === 'active'
  return (
    <>
      {active && (
        <form method="post" action={`${path}/fetched`}>
          <Button kind="plain">{words.fetch}</Button>
        </form>
      )}
      <form method="post" action={`${path}/paused`}>
        <HiddenField name="wanted" value={active ? '1' : '0'} />
        <Button kind="plain">{active ? words.pause : words.resume}</Button>
      </form>
      {state !== 'removed' && (
        <LinkButton href={`${path}/removed`} kind="quiet">
          {words.remove}
        </LinkButton>
      )}
    </>
  )
}

/** What a feed brings, its first articles as the site would have them. */
export function Preview({ preview, topics }: { preview: FeedPreview; topics: TopicName[] }) {
  const { m, f } = useWords()
  const words = m.deskSources.preview
  const { title, feedUrl, language, count, articles, fault } = preview
  return (
    <>
      <p>
        <Bdi>{title || hostOf(feedUrl)}</Bdi>
        <FeedUrl>{feedUrl}</FeedUrl>
      </p>
      <p>
        {words.count(count, f.number(count))}{' '}
        {language && `${m.deskSources.fields.language}: ${f.language(language) ?? language}`}
      </p>
      {fault && count > 0 && (
        <p class="wrong">
          <Reason {...fault} />
        </p>
      )}
      {articles.length > 0 && <Articles articles={articles} topics={topics} />}
    </>
  )
}

function Articles({ articles, topics }: { articles: FeedPreview['articles']; topics: TopicName[] }) {
  const { m, f } = useWords()
  const words = m.deskSources.preview
  const { columns } = words
  const names = (ids: number[]) => topics.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  return (
    <DeskTable label={words.title} heads={[columns.title, columns.direction, columns.topics, columns.date]}>
      {articles.map(({ title, language, direction, topicIds, publishedAt }) => (
        <tr>
          <th scope="row">
            <Bdi dir={direction} lang={language}>
              {title}
            </Bdi>
          </th>
          <td class="short" data-label={columns.direction}>
            {words.directions[direction]}
          </td>
          <td data-label={columns.topics}>{f.list(names(topicIds)) || words.noTopics}</td>
          <td class="short" data-label={columns.date}>
            {publishedAt === null ? words.noDate : <Time at={publishedAt} />}
          </td>
        </tr>
      ))}
    </DeskTable>
  )
}
