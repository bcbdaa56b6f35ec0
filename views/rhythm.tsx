import type { Newsletter } from '../src/store/newsletters.ts'
import { useWords } from './words.tsx'

type Timed = Pick<Newsletter, 'rhythm' | 'weekdays' | 'sendsAtMinute'>

/** When it comes: words for the days, the site's way of drawing the hour. */
export function useRhythm({ rhythm, weekdays, sendsAtMinute }: Timed): string {
  const { m, f } = useWords()
  const words = m.newsletters.rhythm
  if (rhythm === 'manual') return words.manual
  const days = rhythm === 'daily' ? words.daily : f.list(weekdays.split(',').map((day) => f.weekday(Number(day))))
  return sendsAtMinute === null ? days : words.at(days, f.clock(sendsAtMinute))
}
