import type { Found } from '../src/core/feed-preview.ts'
import { emptyForm, type FormState } from '../src/core/form.ts'
import type { TopicName } from '../src/store/articles.ts'
import { DeskLayout } from './desk.tsx'
import { SourceForm } from './desk-source-form.tsx'
import { FeedUrl, Preview, Reason } from './desk-source-parts.tsx'
import { Bdi, Button, Field, HiddenField, Section } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = {
  /** What was typed into the field, and what is wrong with it. */
  form?: FormState
  found?: Found
  /** The settings of the source that is to be added, as they stand or were typed. */
  settings?: FormState
  topics: TopicName[]
}

/** A source comes in two steps: its feed is found and shown, then it is added with what the editor says of it. */
export function NewSourcePage({ form = emptyForm, found, settings, topics }: Props) {
  const words = useWords().m.deskSources
  return (
    <DeskLayout title={words.add} current="sources">
      <form class="form" method="post" action="/desk/sources/new">
        <Field name="url" label={words.find.url} hint={words.find.hint} form={form} dir="ltr" required />
        <Button kind={settings ? 'plain' : 'main'}>{words.find.button}</Button>
      </form>
      {found && <FoundFeeds found={found} topics={topics} />}
      {settings && (
        <Section title={words.settings}>
          <SourceForm
            form={settings}
            topics={topics}
            action="/desk/sources"
            button={words.find.add}
            siteUrl={found?.kind === 'feed' ? found.preview.siteUrl : settings.values.siteUrl}
          />
        </Section>
      )}
    </DeskLayout>
  )
}

function FoundFeeds({ found, topics }: { found: Found; topics: TopicName[] }) {
  const words = useWords().m.deskSources
  switch (found.kind) {
    case 'fault':
      return (
        <Section title={words.find.fault}>
          <p class="wrong" role="status">
            <Reason {...found.fault} />
          </p>
        </Section>
      )
    case 'choice':
      return <Choice feeds={found.feeds} />
    case 'feed':
      return (
        <Section title={words.preview.title}>
          {found.known ? <Known {...found.known} /> : <p class="hint">{words.preview.nothing}</p>}
          <Preview preview={found.preview} topics={topics} />
        </Section>
      )
  }
}

function Choice({ feeds }: { feeds: Extract<Found, { kind: 'choice' }>['feeds'] }) {
  const words = useWords().m.deskSources.find
  return (
    <Section title={words.choose}>
      <p class="hint">{words.chooseLine}</p>
      <ul class="choices">
        {feeds.map(({ url, title, known }) => (
          <li>
            <p>
              <Bdi>{title}</Bdi>
              <FeedUrl>{url}</FeedUrl>
            </p>
            {known ? (
              <Known {...known} />
            ) : (
              <form method="post" action="/desk/sources/new">
                <HiddenField name="url" value={url} />
                <Button kind="plain">{words.preview}</Button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Known({ id, title }: { id: number; title: string }) {
  const words = useWords().m.deskSources.find
  return (
    <p>
      {words.known}:{' '}
      <a href={`/desk/sources/${id}`}>
        <Bdi>{title || String(id)}</Bdi>
      </a>
    </p>
  )
}
