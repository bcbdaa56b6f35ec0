import type { SubscriberDay } from '../src/store/subscribers.ts'
import { Day, LineChart } from './chart.tsx'
import { useWords } from './words.tsx'

/** Subscribers day by day. */
export function SubscriberChart({ days }: { days: SubscriberDay[] }) {
  const { m, f } = useWords()
  const words = m.subscribers.chart
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || first === last) return <p class="hint">{words.soon}</p>
  const counts = days.map(({ subscribers }) => subscribers)
  return (
    <LineChart
      id="chart"
      title={words.title}
      summary={words.range(f.number(Math.min(...counts)), f.number(Math.max(...counts)))}
      ends={[<Day day={first.day} />, <Day day={last.day} />]}
      points={days.map(({ day, subscribers }) => ({ along: day, value: subscribers }))}
      table={{
        summary: words.table,
        columns: [words.day, words.count],
        rows: days.toReversed().map(({ day, subscribers }) => [<Day day={day} />, f.number(subscribers)]),
      }}
    />
  )
}
