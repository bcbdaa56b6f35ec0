import type { Newsletter } from '../src/store/newsletters.ts'
import { useWords } from './words.tsx'

type Timed = Pick<Newsletter, 'rhythm' | 'weekdays' | 'sendsAtMinute' | 'zone'>

/** When it comes: words for the days, the site's way of drawing the hour, and whose hour where it is not the site's. */
export function useRhythm({ rhythm, weekdays, sendsAtMinute, zone }: Timed): string {
  const { m, f, site } = useWords()
  const words = m.newsletters.rhythm
  if (rhythm === 'manual' || rhythm === 'hourly') return words[rhythm]
  const days = rhythm === 'daily' ? words.daily : f.list(weekdays.split(',').map((day) => f.weekday(Number(day))))
  if (sendsAtMinute === null) return days
  return words.at(days, f.clock(sendsAtMinute), zone === site.zone ? null : f.zone(zone))
}
