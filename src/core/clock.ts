/** In seconds, as all times here. */
export const DAY = 86_400

/** What a clock shows at a moment, as if it were UTC. */
export type Clock = (at: number) => number

/** The clock of a zone: dear to make, so make it once for many moments. @throws RangeError for a zone that nobody knows */
export function clockOf(zone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...({ hour: 'numeric', minute: 'numeric', second: 'numeric' } as const),
  })
  return (at) => {
    const parts = new Map(format.formatToParts(at * 1000).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const date = [part('year'), part('month') - 1, part('day')] as const
    return Date.UTC(...date, part('hour'), part('minute'), part('second')) / 1000
  }
}

/** The midnight before what a clock shows. */
export function midnightOf(local: number): number {
  return Math.floor(local / DAY) * DAY
}

/**
 * The moment at which a clock shows a minute of a day (a midnight as `midnightOf` gives it). One that a change leaves out
 * is the change; one that comes twice is the first of the two.
 */
export function instantOf(clock: Clock, midnight: number, minute: number): number {
  const local = midnight + minute * 60
  // Offsets a day before and a day after: of a change in between these are the two sides.
  const [before, after] = [local - DAY, local + DAY].map((at) => local - (clock(at) - at)) as [number, number]
  const shown = [before, after].toSorted((a, b) => a - b).find((at) => clock(at) === local)
  return shown ?? changeBetween(clock, Math.min(before, after), Math.max(before, after))
}

/** The first second of a new offset. */
function changeBetween(clock: Clock, from: number, to: number): number {
  const old = clock(from) - from
  let [low, high] = [from, to]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (clock(middle) - middle === old) low = middle
    else high = middle
  }
  return high
}
