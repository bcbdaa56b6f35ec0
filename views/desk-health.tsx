import { LARGEST_DATABASE, type Problem } from '../src/core/health.ts'
import type { GivenUp, ServiceHealth, Waiting } from '../src/store/health.ts'
import { DeskLayout, DeskTable, Fact, State } from './desk.tsx'
import { Failing, Past, UnderWay } from './desk-health-past.tsx'
import { Button, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = { health: ServiceHealth; notice?: 'retried' | 'forgotten' | 'gone' }

/** How the service does. What is wrong stands first, with its exact reason further down. */
export function DeskHealthPage({ health, notice }: Props) {
  const words = useWords().m.deskHealth
  return (
    <DeskLayout title={words.title} current="health" notice={notice && words.notices[notice]}>
      <Problems problems={health.problems} />
      {health.givenUp.length > 0 && <GivenUpJobs jobs={health.givenUp} />}
      {health.sources.length > 0 && <Failing sources={health.sources} />}
      <Facts {...health} />
      <Queue queue={health.queue} />
      <UnderWay issues={health.issues} />
      <Past hours={health.hours} now={health.now} />
    </DeskLayout>
  )
}

function Problems({ problems }: { problems: Problem[] }) {
  const words = useWords().m.deskHealth.problems
  if (problems.length === 0) {
    return (
      <p class="lead">
        <State tone="good">{words.none}</State>
      </p>
    )
  }
  return (
    <Section title={words.title}>
      <ul class="events">
        {problems.map((problem) => (
          <li>
            <State tone="bad">{wordsOf(problem)}</State>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function wordsOf(problem: Problem): string {
  const { m, f } = useWords()
  const words = m.deskHealth.problems
  switch (problem.kind) {
    case 'cron':
      return problem.at === null ? words.cronNever : words.cron(f.dateTime(problem.at))
    case 'jobs':
      return words.jobs(f.dateTime(problem.since))
    case 'search':
      return words.search
    case 'size':
      return words.size(f.bytes(problem.bytes), f.bytes(LARGEST_DATABASE))
    default:
      return words[problem.kind](problem.count, f.number(problem.count))
  }
}

function GivenUpJobs({ jobs }: { jobs: GivenUp[] }) {
  const words = useWords().m.deskHealth.givenUp
  return (
    <Section title={words.title}>
      <p class="hint">{words.line}</p>
      <DeskTable label={words.title} heads={[words.kind, words.since, words.actions]}>
        {jobs.map((job) => (
          <GivenUpRow {...job} />
        ))}
      </DeskTable>
    </Section>
  )
}

function GivenUpRow({ id, kind, error, deadAt, forgettable }: GivenUp) {
  const { m } = useWords()
  const { kinds, givenUp: words } = m.deskHealth
  return (
    <tr>
      <th scope="row">
        {kinds[kind]}
        <span class="hint">{error ? <bdi dir="ltr">{error}</bdi> : words.unsaid}</span>
      </th>
      <td data-label={words.since}>
        <Time at={deadAt} withTime />
      </td>
      <td>
        <div class="buttons">
          <form method="post" action={`/desk/health/jobs/${id}/retried`}>
            <Button kind="plain" label={words.retryNamed(kinds[kind])}>
              {words.retry}
            </Button>
          </form>
          {forgettable && (
            <form method="post" action={`/desk/health/jobs/${id}/forgotten`}>
              <Button kind="quiet" label={words.forgetNamed(kinds[kind])}>
                {words.forget}
              </Button>
            </form>
          )}
        </div>
      </td>
    </tr>
  )
}

function Facts({ pulse, queue, search, bytes }: ServiceHealth) {
  const { m, f } = useWords()
  const words = m.deskHealth.facts
  const unindexed = Math.min(...queue.filter(({ kind }) => kind === 'index').map(({ oldest }) => oldest))
  const outbox = queue.filter(({ kind }) => kind === 'mail').reduce((sum, { waiting }) => sum + waiting, 0)
  return (
    <Section title={words.title}>
      <dl class="facts">
        <Fact label={words.cron}>{pulse.cronAt === null ? words.never : <Time at={pulse.cronAt} withTime />}</Fact>
        <Fact label={words.oldest}>
          {pulse.oldestDue === null ? words.nothing : <Time at={pulse.oldestDue} withTime />}
        </Fact>
        <Fact label={words.outbox}>{f.number(outbox)}</Fact>
        {search && (
          <Fact label={words.search}>
            {words.live(search.live ?? 'a')}
            {search.rebuild && `${words.and} ${words.rebuilding(search.rebuild.into)}`}
          </Fact>
        )}
        <Fact label={words.lag}>{Number.isFinite(unindexed) ? <Time at={unindexed} withTime /> : words.noLag}</Fact>
        <Fact label={words.main}>{f.bytes(bytes.main)}</Fact>
        <Fact label={words.searchSize}>{f.bytes(bytes.search)}</Fact>
      </dl>
    </Section>
  )
}

function Queue({ queue }: { queue: Waiting[] }) {
  const { m, f } = useWords()
  const { queue: words, kinds } = m.deskHealth
  if (queue.length === 0) {
    return (
      <Section title={words.title}>
        <p class="hint">{words.none}</p>
      </Section>
    )
  }
  return (
    <Section title={words.title}>
      <DeskTable label={words.title} heads={[words.kind, words.lane, words.waiting, words.oldest]}>
        {queue.map(({ kind, lane, waiting, atLeast, oldest }) => (
          <tr>
            <th scope="row">{kinds[kind]}</th>
            <td data-label={words.lane}>{words.lanes[lane]}</td>
            <td data-label={words.waiting}>{atLeast ? words.atLeast(f.number(waiting)) : f.number(waiting)}</td>
            <td data-label={words.oldest}>
              <Time at={oldest} withTime />
            </td>
          </tr>
        ))}
      </DeskTable>
    </Section>
  )
}
