import type { Child } from 'hono/jsx'
import { clockOf, DAY } from '../src/core/clock.ts'
import { dayOf } from '../src/core/days.ts'
import { DAYS_SHOWN } from '../src/core/health.ts'
import type { FailingSource, UnderWay as Issue } from '../src/store/health.ts'
import type { Hour } from '../src/store/hours.ts'
import { BarChart, Day } from './chart.tsx'
import { DeskTable, RowHead, State } from './desk.tsx'
import { Reason } from './desk-source-parts.tsx'
import { hostOf } from './outlink.tsx'
import { Bdi, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

const HOUR = 3600
/** Hours of the past that are drawn. */
const HOURS = 24

/** Issues that wait, go out or stopped, with their deliveries. */
export function UnderWay({ issues }: { issues: Issue[] }) {
  const { m, f } = useWords()
  const { mail: words } = m.deskHealth
  const { states, reasons, counts } = m.desk.issues
  if (issues.length === 0) {
    return (
      <Section title={words.title}>
        <p class="hint">{words.none}</p>
      </Section>
    )
  }
  const { label: _, waiting: __, ...names } = counts
  return (
    <Section title={words.title}>
      <DeskTable label={words.title} heads={[words.issue, words.state, ...Object.values(names)]}>
        {issues.map(({ id, title, newsletter, state, reason, error, numbers }) => (
          <tr>
            <RowHead href={`/desk/issues/${id}`} under={[<bdi>{newsletter}</bdi>]}>
              <bdi>{title}</bdi>
            </RowHead>
            <td>
              <State tone={reason ? 'bad' : state === 'sending' ? 'good' : 'rest'}>{states[state]}</State>
              {reason && (
                <span class="hint">
                  {reasons[reason]} {error && <bdi dir="auto">{error}</bdi>}
                </span>
              )}
            </td>
            {(Object.keys(names) as (keyof typeof names)[]).map((name) => (
              <td data-label={names[name]}>{f.number(numbers[name])}</td>
            ))}
          </tr>
        ))}
      </DeskTable>
    </Section>
  )
}

/** The list of sources has the others. */
const MOST_FAILING = 50

export function Failing({ sources }: { sources: FailingSource[] }) {
  const { m, f } = useWords()
  const words = m.deskHealth.sources
  return (
    <Section title={words.title} more={{ href: '/desk/sources', label: m.desk.screens.sources }}>
      <DeskTable label={words.title} heads={[words.source, words.reason, words.streak]}>
        {sources.slice(0, MOST_FAILING).map(({ id, title, feedUrl, error, errorDetail, errorStreak }) => (
          <tr>
            <RowHead href={`/desk/sources/${id}`}>
              <Bdi>{title || hostOf(feedUrl)}</Bdi>
            </RowHead>
            <td>
              {error && (
                <State tone="bad">
                  <Reason error={error} detail={errorDetail ?? ''} />
                </State>
              )}
            </td>
            <td data-label={words.streak}>{f.number(errorStreak)}</td>
          </tr>
        ))}
      </DeskTable>
    </Section>
  )
}

type PastProps = { hours: Hour[]; now: number }

/** What was done and what failed, hour by hour and day by day, and of which kind. */
export function Past({ hours, now }: PastProps) {
  const { m, f, site } = useWords()
  const words = m.deskHealth.past
  const jobs = hours.filter(({ kind }) => kind !== 'reader')
  if (jobs.length === 0) {
    return (
      <Section title={words.title}>
        <p class="hint">{words.none}</p>
      </Section>
    )
  }
  return (
    <Section title={words.title}>
      <p class="hint">{words.legend}</p>
      <Drawn id="hours" title={words.hours(f.number(HOURS))} unit={words.hour} spans={lastHours(jobs, now)} />
      <Drawn
        id="days"
        title={words.days(f.number(DAYS_SHOWN))}
        unit={words.day}
        spans={lastDays(jobs, now, site.zone)}
      />
      <Kinds hours={jobs} now={now} />
    </Section>
  )
}

type Span = { label: Child; done: number; failed: number }

/** Each with what was done in it; an hour in which nothing ran is empty. */
function lastHours(hours: Hour[], now: number): Span[] {
  const latest = now - (now % HOUR)
  return Array.from({ length: HOURS }, (_, i) => {
    const at = latest - (HOURS - 1 - i) * HOUR
    return spanOf(
      <Time at={at} withTime />,
      hours.filter(({ hour }) => hour === at),
    )
  })
}

/** The same for days, as the site's zone has them. */
function lastDays(hours: Hour[], now: number, zone: string): Span[] {
  const clock = clockOf(zone)
  const today = dayOf(now, clock)
  const days = new Map([...new Set(hours.map(({ hour }) => hour))].map((hour) => [hour, dayOf(hour, clock)]))
  return Array.from({ length: DAYS_SHOWN }, (_, i) => {
    const day = today - (DAYS_SHOWN - 1) + i
    return spanOf(
      <Day day={day} />,
      hours.filter(({ hour }) => days.get(hour) === day),
    )
  })
}

function spanOf(label: Child, hours: Hour[]): Span {
  return { label, done: sum(hours, 'done'), failed: sum(hours, 'failed') }
}

function sum(hours: Hour[], what: 'done' | 'failed' | 'milliseconds'): number {
  return hours.reduce((all, hour) => all + hour[what], 0)
}

type DrawnProps = { id: string; title: string; unit: string; spans: Span[] }

function Drawn({ id, title, unit, spans }: DrawnProps) {
  const { m, f } = useWords()
  const words = m.deskHealth.past
  const total = (what: 'done' | 'failed') => f.number(spans.reduce((all, span) => all + span[what], 0))
  const [first, last] = [spans[0], spans.at(-1)]
  if (!first || !last) return null
  return (
    <>
      <h3>{title}</h3>
      <BarChart
        id={id}
        title={title}
        summary={words.summary(total('done'), total('failed'))}
        ends={[first.label, last.label]}
        bars={spans.map(({ done, failed }) => ({ value: done + failed, marked: failed }))}
        table={{
          summary: words.table,
          columns: [unit, words.done, words.failed],
          rows: spans.toReversed().map((span) => [span.label, f.number(span.done), f.number(span.failed)]),
        }}
      />
    </>
  )
}

function Kinds({ hours, now }: PastProps) {
  const { m, f } = useWords()
  const { past: words, kinds: names } = m.deskHealth
  const kinds = [...new Set(hours.map(({ kind }) => kind))].map((kind) => {
    const own = hours.filter((hour) => hour.kind === kind)
    const lately = own.filter(({ hour }) => hour > now - DAY)
    const [done, failed] = [sum(own, 'done'), sum(own, 'failed')]
    return { kind, done, failed, lately: sum(lately, 'failed'), each: sum(own, 'milliseconds') / (done + failed) }
  })
  const [lastDay, lastDays] = [words.lastDay(f.number(HOURS)), words.lastDays(f.number(DAYS_SHOWN))]
  // What fails stands first.
  const sorted = kinds.toSorted((a, b) => b.lately - a.lately || b.failed - a.failed || b.done - a.done)
  return (
    <>
      <h3>{words.kinds}</h3>
      <DeskTable label={words.kinds} heads={[m.deskHealth.queue.kind, lastDay, lastDays, words.done, words.average]}>
        {sorted.map(({ kind, done, failed, lately, each }) => (
          <tr>
            <th scope="row">{(names as Record<string, string>)[kind] ?? kind}</th>
            <td data-label={lastDay}>{f.number(lately)}</td>
            <td data-label={lastDays}>{f.number(failed)}</td>
            <td data-label={words.done}>{f.number(done)}</td>
            <td data-label={words.average}>{words.milliseconds(f.number(Math.round(each)))}</td>
          </tr>
        ))}
      </DeskTable>
    </>
  )
}
