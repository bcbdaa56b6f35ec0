import type { Child, PropsWithChildren } from 'hono/jsx'
import { startSideOf } from '../src/i18n/messages.ts'
import { useWords } from './words.tsx'

const [WIDTH, HEIGHT, PAD] = [600, 160, 6]

type ChartProps = {
  /** Names it on its page. */
  id: string
  title: string
  /** What a look at it tells, in a sentence. */
  summary: string
  /** What stands under its two ends. */
  ends: [Child, Child]
  /** The same numbers as a table. */
  table: { summary: string; columns: string[]; rows: Child[][] }
}

/** A drawing of numbers over time that begins where reading does; drawn here, without script. */
function Chart({ id, title, summary, ends, table, children }: PropsWithChildren<ChartProps>) {
  return (
    <div class="chart">
      <figure>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-title ${id}-range`}>
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-range`}>{summary}</desc>
          <line class="chart-ground" x1="0" x2={WIDTH} y1={HEIGHT - PAD} y2={HEIGHT - PAD} />
          {children}
        </svg>
        <figcaption>
          {ends.map((end) => (
            <span>{end}</span>
          ))}
        </figcaption>
      </figure>
      <details>
        <summary>{table.summary}</summary>
        <table class="desk-table">
          <thead>
            <tr>
              {table.columns.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([first, ...cells]) => (
              <tr>
                <th scope="row">{first}</th>
                {cells.map((cell) => (
                  <td>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}

/** A day, given since 1970: it stays a date, however near it is. Noon of UTC is the same day in nearly every zone. */
export function Day({ day }: { day: number }) {
  const { f } = useWords()
  return <span>{f.date(day * 86_400 + 43_200)}</span>
}

/** A number as it went. `along`: where on the way from first to last a point lies, in any unit. */
export function LineChart({ points, ...chart }: ChartProps & { points: { along: number; value: number }[] }) {
  const { site } = useWords()
  const from = points[0]?.along ?? 0
  const span = (points.at(-1)?.along ?? 0) - from
  const most = mostOf(points.map(({ value }) => value))
  const place = ({ along, value }: { along: number; value: number }) => {
    const x = PAD + ((WIDTH - 2 * PAD) * (along - from)) / span
    return `${sided(site.language, x).toFixed(1)},${(HEIGHT - PAD - tall(value, most)).toFixed(1)}`
  }
  return (
    <Chart {...chart}>
      <polyline class="chart-line" points={points.map(place).join(' ')} />
    </Chart>
  )
}

/** What came in each of some spans of time: of a bar, `marked` is a part that is to be seen. */
export function BarChart({ bars, ...chart }: ChartProps & { bars: { value: number; marked?: number }[] }) {
  const { site } = useWords()
  const step = (WIDTH - 2 * PAD) / bars.length
  const wide = step * 0.7
  const most = mostOf(bars.map(({ value }) => value))
  return (
    <Chart {...chart}>
      {bars.map(({ value, marked = 0 }, i) => {
        const x = sided(site.language, PAD + step * (i + 0.5)) - wide / 2
        return (
          <>
            <Bar x={x} wide={wide} tall={tall(value, most)} />
            <Bar x={x} wide={wide} tall={tall(marked, most)} marked />
          </>
        )
      })}
    </Chart>
  )
}

function Bar({ x, wide, tall: height, marked }: { x: number; wide: number; tall: number; marked?: boolean }) {
  if (height === 0) return null
  return (
    <rect
      class={marked ? 'chart-bar marked' : 'chart-bar'}
      x={x.toFixed(1)}
      y={(HEIGHT - PAD - height).toFixed(1)}
      width={wide.toFixed(1)}
      height={height.toFixed(1)}
    />
  )
}

/** From 0, so that a small change does not look like a large one. */
function mostOf(values: number[]): number {
  return Math.max(1, ...values)
}

/** What is there is seen, however small it is beside the rest. */
function tall(value: number, most: number): number {
  const height = ((HEIGHT - 2 * PAD) * value) / most
  return value > 0 ? Math.max(height, 2) : 0
}

function sided(language: string, x: number): number {
  return startSideOf(language) === 'right' ? WIDTH - x : x
}
