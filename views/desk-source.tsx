import type { Child } from 'hono/jsx'
import type { Fault, FeedPreview } from '../src/core/feed-preview.ts'
import type { FormState } from '../src/core/form.ts'
import { isOwn } from '../src/core/own.ts'
import { FATES } from '../src/core/source-form.ts'
import type { TopicName } from '../src/store/articles.ts'
import type { SourceRow } from '../src/store/desk-sources.ts'
import { DeskLayout } from './desk.tsx'
import { SourceForm } from './desk-source-form.tsx'
import { daily, nameOf, Preview, Reason, SourceActions, SourceState } from './desk-source-parts.tsx'
import { Button, LinkButton, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

/** What was just done to a source. */
export const SOURCE_DONE = ['added', 'saved', 'fetching', 'idle', 'paused', 'resumed', 'removed', 'own'] as const

type Props = {
  row: SourceRow
  form: FormState
  topics: TopicName[]
  /** What a test has found. */
  test?: FeedPreview | Fault
  notice?: (typeof SOURCE_DONE)[number]
  now: number
}

export function DeskSourcePage({ row, form, topics, test, notice, now }: Props) {
  const { m } = useWords()
  const words = m.deskSources
  const { source } = row
  const path = `/desk/sources/${source.id}`
  if (isOwn(source)) return <OwnSourcePage row={row} notice={notice} now={now} />
  return (
    <DeskLayout
      title={nameOf(source)}
      current="sources"
      notice={form.stands ? m.desk.overtaken : notice && words.notices[notice]}
    >
      <Section title={words.state} more={{ href: `/sources/${source.id}`, label: words.site }}>
        <p class="condition">
          <SourceState row={row} now={now} />
        </p>
        <Facts row={row} />
        <div class="buttons">
          <form method="post" action={`${path}/tested`}>
            <Button kind="plain">{words.test}</Button>
          </form>
          <SourceActions source={source} />
        </div>
      </Section>
      {test && (
        <Section title={words.preview.tested}>
          {'error' in test ? (
            <p class="wrong" role="status">
              <Reason {...test} />
            </p>
          ) : (
            <>
              <p class="hint">{words.preview.testedLine}</p>
              <Preview preview={test} topics={topics} />
            </>
          )}
        </Section>
      )}
      <Section title={words.settings}>
        <SourceForm form={form} topics={topics} action={path} button={words.save} />
      </Section>
    </DeskLayout>
  )
}

/** Of the site's own source there is nothing to set, nor to fetch. */
function OwnSourcePage({ row, notice, now }: Pick<Props, 'row' | 'notice' | 'now'>) {
  const { m } = useWords()
  const words = m.deskSources
  return (
    <DeskLayout title={nameOf(row.source)} current="sources" notice={notice && words.notices[notice]}>
      <Section title={words.state} more={{ href: `/sources/${row.source.id}`, label: words.site }}>
        <p class="condition">
          <SourceState row={row} now={now} />
        </p>
        <p>{words.ownLine}</p>
        <LinkButton href="/desk/articles/drafts" kind="plain">
          {m.deskDrafts.title}
        </LinkButton>
      </Section>
    </DeskLayout>
  )
}

function Facts({ row: { source, nextAt } }: { row: SourceRow }) {
  const { m, f } = useWords()
  const { facts, never } = m.deskSources
  const moment = (at: number | null) => (at === null ? never : <Time at={at} withTime />)
  const shown: [string, Child][] = [
    [facts.succeeded, moment(source.succeededAt)],
    [facts.checked, moment(source.checkedAt)],
    [facts.next, source.state === 'active' && nextAt !== null ? moment(nextAt) : facts.noNext],
    [facts.daily, f.number(daily(source.recent))],
  ]
  return (
    <dl class="facts">
      {shown.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {source.movedUrl && (
        <div>
          <dt>{facts.moved}</dt>
          <dd>
            <bdi dir="ltr">{source.movedUrl}</bdi>
          </dd>
        </div>
      )}
    </dl>
  )
}

type RemovingProps = { row: SourceRow; counts: { articles: number; saves: number }; most: number }

/** Asks what becomes of the articles. */
export function RemoveSourcePage({ row: { source }, counts, most }: RemovingProps) {
  const { m, f } = useWords()
  const words = m.deskSources.removing
  const { articles, saves } = counts
  return (
    <DeskLayout title={words.title(nameOf(source))} current="sources">
      <p class="lead">{words.line}</p>
      <form class="form" method="post" action={`/desk/sources/${source.id}/removed`}>
        <p>
          {articles < most ? words.articles(articles, f.number(articles)) : words.many(f.number(most))}{' '}
          {articles > 0 && words.saves(saves, f.number(saves))}
        </p>
        <fieldset class="fates">
          <legend>{words.fate}</legend>
          {FATES.map((fate) => (
            <label>
              <input type="radio" name="fate" value={fate} checked={fate === 'stay'} />
              <span>
                {words.fates[fate].name}
                <span class="hint">{words.fates[fate].line}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div class="buttons">
          <Button kind="warn">{words.button}</Button>
          <LinkButton href={`/desk/sources/${source.id}`} kind="quiet">
            {words.back}
          </LinkButton>
        </div>
      </form>
    </DeskLayout>
  )
}
