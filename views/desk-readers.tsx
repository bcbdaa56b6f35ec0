import type { DeskReader } from '../src/store/desk-readers.ts'
import { BarChart, Day } from './chart.tsx'
import { Asked, DeskLayout, DeskTable, Fact, RowHead, State } from './desk.tsx'
import { SearchForm } from './search.tsx'
import { Button, HiddenField, LinkButton, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type ListProps = {
  /** What was searched for; empty: the newest are shown. */
  q: string
  readers: DeskReader[]
  older?: number | null
  /** Whether the search found more than is shown. */
  more?: boolean
  count: number
  days: { day: number; readers: number }[]
}

export function DeskReadersPage({ q, readers, older = null, more = false, count, days }: ListProps) {
  const { m, f } = useWords()
  const words = m.deskReaders
  const editors = (
    <LinkButton href="/desk/editors" kind="plain">
      {words.editors.title}
    </LinkButton>
  )
  return (
    <DeskLayout title={words.title} current="readers" action={editors}>
      <p class="lead">{words.count(count, f.number(count))}</p>
      <NewReadersChart days={days} />
      <SearchForm action="/desk/readers" label={words.search.label} q={q} />
      <Section
        title={q ? words.found : words.latest}
        more={q ? { href: '/desk/readers', label: words.search.all } : undefined}
      >
        {q && readers.length === 0 && <p class="hint">{words.search.none}</p>}
        {readers.length > 0 && <Readers readers={readers} />}
        {more && <p class="hint">{words.more}</p>}
        {older !== null && <a href={`/desk/readers?before=${older}`}>{words.older}</a>}
      </Section>
    </DeskLayout>
  )
}

function NewReadersChart({ days }: Pick<ListProps, 'days'>) {
  const { m, f } = useWords()
  const words = m.deskReaders.chart
  const all = days.reduce((sum, { readers }) => sum + readers, 0)
  return (
    <Section title={words.title}>
      <BarChart
        id="readers"
        title={words.title}
        summary={words.summary(f.number(days.length), f.number(all))}
        ends={[<Day day={days[0]?.day ?? 0} />, <Day day={days.at(-1)?.day ?? 0} />]}
        bars={days.map(({ readers }) => ({ value: readers, marked: readers }))}
        table={{
          summary: words.table,
          columns: [words.day, words.count],
          rows: days.toReversed().map(({ day, readers }) => [<Day day={day} />, f.number(readers)]),
        }}
      />
    </Section>
  )
}

function Readers({ readers }: { readers: DeskReader[] }) {
  const words = useWords().m.deskReaders
  return (
    <DeskTable label={words.title} heads={[words.columns.reader, words.columns.since, words.columns.state]}>
      {readers.map((reader) => (
        <tr>
          <RowHead href={`/desk/readers/${reader.id}`} under={reader.name ? [<bdi>{reader.name}</bdi>] : []}>
            <bdi dir="ltr">{reader.email}</bdi>
          </RowHead>
          <td data-label={words.columns.since}>
            <Time at={reader.createdAt} />
          </td>
          <td>
            <ReaderState {...reader} />
          </td>
        </tr>
      ))}
    </DeskTable>
  )
}

function ReaderState({ role, deletesAt }: Pick<DeskReader, 'role' | 'deletesAt'>) {
  const words = useWords().m.deskReaders.states
  if (deletesAt === 0) return <State tone="bad">{words.going}</State>
  if (deletesAt !== null) {
    return (
      <State tone="bad">
        {words.leaving} <Time at={deletesAt} />
      </State>
    )
  }
  return <State tone="good">{role === 'editor' ? words.editor : words.open}</State>
}

type ReaderProps = {
  reader: DeskReader & { sessions: number; lastSeenAt: number | null }
  saved: number
  newsletters: string[]
  notice?: 'ended' | 'none' | 'deletion' | 'kept' | 'last'
}

/** One account: what an editor needs to help its reader, and nothing of what they read. */
export function DeskReaderPage({ reader, saved, newsletters, notice }: ReaderProps) {
  const { m, f } = useWords()
  const words = m.deskReaders
  const { facts } = words
  return (
    <DeskLayout title={reader.name || reader.email} current="readers" notice={notice && words.notices[notice]}>
      <p>
        <a href="/desk/readers">{words.search.all}</a>
      </p>
      {reader.name && (
        <p class="lead">
          <bdi dir="ltr">{reader.email}</bdi>
        </p>
      )}
      <ReaderState {...reader} />
      <dl class="facts">
        <Fact label={facts.since}>
          <Time at={reader.createdAt} withTime />
        </Fact>
        <Fact label={facts.seen}>
          {reader.lastSeenAt === null ? facts.never : <Time at={reader.lastSeenAt} withTime />}
        </Fact>
        <Fact label={facts.sessions}>{f.number(reader.sessions)}</Fact>
        <Fact label={facts.saved}>{f.number(saved)}</Fact>
        <Fact label={facts.newsletters}>
          <bdi>{newsletters.length > 0 ? f.list(newsletters) : facts.noNewsletters}</bdi>
        </Fact>
      </dl>
      <p class="hint">{words.private}</p>
      <SessionsForm id={reader.id} />
      <Deletion {...reader} />
    </DeskLayout>
  )
}

function SessionsForm({ id }: { id: number }) {
  const words = useWords().m.deskReaders.sessions
  return (
    <Section title={words.title}>
      <p>{words.line}</p>
      <form method="post" action={`/desk/readers/${id}/sessions`}>
        <Button kind="plain">{words.button}</Button>
      </form>
    </Section>
  )
}

function Deletion({ id, deletesAt }: Pick<DeskReader, 'id' | 'deletesAt'>) {
  const words = useWords().m.deskReaders.deletion
  return (
    <Section title={words.title}>
      {deletesAt === null && (
        <Asked title={words.ask} line={words.line}>
          <DeletionForm id={id} wanted />
        </Asked>
      )}
      {deletesAt === 0 && <p>{words.going}</p>}
      {!!deletesAt && (
        <p>
          {words.pending} <Time at={deletesAt} withTime />
        </p>
      )}
      {!!deletesAt && <DeletionForm id={id} />}
    </Section>
  )
}

function DeletionForm({ id, wanted }: { id: number; wanted?: boolean }) {
  const words = useWords().m.deskReaders.deletion
  return (
    <form method="post" action={`/desk/readers/${id}/deletion`}>
      <HiddenField name="wanted" value={wanted ? '1' : '0'} />
      <Button kind={wanted ? 'warn' : 'plain'}>{wanted ? words.button : words.keep}</Button>
    </form>
  )
}
