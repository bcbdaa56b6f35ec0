import { startSideOf } from '../src/i18n/messages.ts'
import type { SubscriberDay } from '../src/store/subscribers.ts'
import { Time } from './ui.tsx'
import { useWords } from './words.tsx'

const [WIDTH, HEIGHT, PAD] = [600, 160, 6]
const DAY = 86_400

/** Subscribers day by day as a line that begins where reading does; the same numbers stand in a table below it. */
export function SubscriberChart({ days }: { days: SubscriberDay[] }) {
  const { m, f } = useWords()
  const words = m.subscribers.chart
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || first === last) return <p class="hint">{words.soon}</p>
  const counts = days.map(({ subscribers }) => subscribers)
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="chart-title chart-range">
        <title id="chart-title">{words.title}</title>
        <desc id="chart-range">{words.range(f.number(Math.min(...counts)), f.number(Math.max(...counts)))}</desc>
        <Line days={days} />
      </svg>
      <figcaption>
        <Time at={noonOf(first)} />
        <Time at={noonOf(last)} />
      </figcaption>
      <details>
        <summary>{words.table}</summary>
        <table class="desk-table">
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.count}</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr>
                <th scope="row">
                  <Time at={noonOf(day)} />
                </th>
                <td>{f.number(day.subscribers)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** From 0, so that a small change does not look like a large one. */
function Line({ days }: { days: SubscriberDay[] }) {
  const { site } = useWords()
  const from = days[0]?.day ?? 0
  const span = (days.at(-1)?.day ?? 0) - from
  const most = Math.max(1, ...days.map(({ subscribers }) => subscribers))
  const place = ({ day, subscribers }: SubscriberDay) => {
    const along = PAD + ((WIDTH - 2 * PAD) * (day - from)) / span
    const x = startSideOf(site.language) === 'right' ? WIDTH - along : along
    return `${x.toFixed(1)},${(HEIGHT - PAD - ((HEIGHT - 2 * PAD) * subscribers) / most).toFixed(1)}`
  }
  return (
    <>
      <line class="chart-ground" x1="0" x2={WIDTH} y1={HEIGHT - PAD} y2={HEIGHT - PAD} />
      <polyline class="chart-line" points={days.map(place).join(' ')} />
    </>
  )
}

/** Noon of UTC is the same day in every zone but the outermost. */
function noonOf({ day }: SubscriberDay): number {
  return day * DAY + DAY / 2
}
