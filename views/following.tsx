import type { AlertChoices, AlertsDone } from '../src/core/alerts.ts'
import type { FeedsResult, Following, Shown } from '../src/core/following.ts'
import { emptyForm, type FormState } from '../src/core/form.ts'
import { isolate } from '../src/i18n/format.ts'
import { AlertChoice } from './alerts.tsx'
import { type FollowDone, FollowList, FollowNotice } from './follow.tsx'
import { FeedsSection } from './follow-feeds.tsx'
import { Layout } from './layout.tsx'
import { Bdi, Button, Field, LinkButton, Notice, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** How many articles of the last week hold a keyword that is being typed; `more`: perhaps others too. */
export type Caught = { count: number; more: boolean }

export type FollowingProps = {
  following: Following
  alerts: AlertChoices
  /** What sources are searched for. */
  search: string
  /** The field of a new keyword, and what it would catch. */
  form?: FormState
  caught?: Caught
  done?: FollowDone
  /** What was done to alerts. */
  turned?: AlertsDone
  feeds?: FeedsResult
}

/** Everything that a reader follows, mutes and wants less of, and everything that there is to choose from. */
export function FollowingPage(props: FollowingProps) {
  const { following, alerts, search, form = emptyForm, caught, done, turned, feeds } = props
  const { m } = useWords()
  const words = m.following
  return (
    <Layout title={words.title} current="forYou" robots="noindex" notice={turned && m.alerts.done[turned]} narrow>
      {done && <FollowNotice done={done} />}
      {following.allMuted.map((kind) => (
        <Notice>{words.allMuted[kind]}</Notice>
      ))}
      <h1>{words.title}</h1>
      <p class="lead">{words.line}</p>
      <div class="buttons">
        <LinkButton href="/welcome" kind="plain">
          {words.choose}
        </LinkButton>
        <LinkButton href="/settings/reading#ranking" kind="quiet">
          {m.reading.ranking.link}
        </LinkButton>
      </div>
      <Section title={words.topics} id="topics">
        {following.topics.length > 0 ? <FollowList of={following.topics} /> : <p class="hint">{words.noTopics}</p>}
      </Section>
      <Section title={words.keywords.title} id="keywords">
        <KeywordForm form={form} caught={caught} />
        {following.keywords.length > 0 && <AlertChoice choices={alerts} />}
        {following.keywords.length > 0 && <FollowList of={following.keywords} />}
      </Section>
      <SourcesSection following={following} search={search} />
      <FeedsSection result={feeds} />
    </Layout>
  )
}

type WithinProps = { id: number; title: string; shown: Shown[]; done?: FollowDone }

/** What can be said of one article's source and topics; a card opens its `.menu` in place. */
export function WithinPage({ id, title, shown, done }: WithinProps) {
  const { m } = useWords()
  return (
    <Layout title={m.articles.options(isolate(title))} current="forYou" robots="noindex" narrow>
      {done && <FollowNotice done={done} />}
      <h1>
        <Bdi>{title}</Bdi>
      </h1>
      <div class="menu">
        <FollowList of={shown} />
        <LinkButton href="/following" kind="quiet">
          {m.following.title}
        </LinkButton>
      </div>
      <LinkButton href={`/articles/${id}`} kind="plain">
        {m.articles.back}
      </LinkButton>
    </Layout>
  )
}

type KeywordProps = { form: FormState; caught?: Caught }

/** While it is typed, or at a press where there is no script, it says what the keyword would catch. */
export function KeywordForm({ form, caught }: KeywordProps) {
  const { m } = useWords()
  const words = m.following.keywords
  return (
    <form class="form" method="post" action="/following/keywords">
      <div
        hx-get="/following"
        hx-include="find input"
        hx-trigger="input delay:600ms"
        hx-select="#caught"
        hx-target="#caught"
        hx-swap="outerMorph"
      >
        <Field name="keyword" label={words.label} hint={words.hint} form={form} required />
      </div>
      <CaughtLine caught={caught} />
      <div class="buttons">
        <Button>{words.button}</Button>
        <button class="button plain" type="submit" formaction="/following#keywords" formmethod="get">
          {words.preview}
        </button>
      </div>
    </form>
  )
}

function CaughtLine({ caught }: { caught?: Caught }) {
  const { m, f } = useWords()
  const { caught: counted, more } = m.following.keywords
  return (
    <p class="hint" id="caught" role="status">
      {caught && [counted(caught.count, f.number(caught.count)), caught.more && more].filter(Boolean).join(' ')}
    </p>
  )
}

function SourcesSection({ following, search }: Pick<FollowingProps, 'following' | 'search'>) {
  const { m } = useWords()
  const { sources, searched, missing } = following
  const words = m.following
  return (
    <Section title={words.sources} id="sources">
      {searched && <SourceSearch search={search} />}
      {missing && <p role="status">{words.search.none(isolate(search))}</p>}
      {sources.length > 0 && <FollowList of={sources} />}
      {!searched && sources.length === 0 && <p class="hint">{words.noSources}</p>}
    </Section>
  )
}

function SourceSearch({ search }: { search: string }) {
  const { m } = useWords()
  const { label, line, button } = m.following.search
  return (
    <form class="form" method="get" action="/following#sources">
      <Field name="q" label={label} hint={line} form={{ values: { q: search }, errors: {} }} />
      <Button kind="plain">{button}</Button>
    </form>
  )
}
