import { type Clock, clockOf, DAY, instantOf, midnightOf } from './clock.ts'

const HOUR = 3600

/** When a newsletter comes: every hour, or on which days and at which minute of the day in its zone. */
export type Rhythm = {
  rhythm: 'hourly' | 'daily' | 'weekdays' | 'weekly' | 'manual'
  /** For weekdays and weekly: 0 = Sunday, as digits ("0,3"). */
  weekdays: string
  /** Minutes after local midnight. */
  sendsAtMinute: number | null
  zone: string
}

/**
 * The first date of a rhythm after a moment (both Unix seconds), or null where it has none. A minute that a clock change
 * leaves out comes right after the change; one that comes twice that day is the first of the two. Hourly is whenever the
 * zone's clock shows a full hour.
 * @throws RangeError for a zone that nobody knows
 */
export function nextAfter({ rhythm, weekdays, sendsAtMinute, zone }: Rhythm, after: number): number | null {
  if (rhythm === 'hourly') return fullHour(clockOf(zone), after)
  if (rhythm === 'manual' || sendsAtMinute === null) return null
  const days = rhythm === 'daily' ? null : new Set(weekdays.split(',').filter(Boolean).map(Number))
  if (days?.size === 0) return null
  const clock = clockOf(zone)
  const today = midnightOf(clock(after))
  // A day more than a week: today's minute may be over.
  for (let day = today; day <= today + 8 * DAY; day += DAY) {
    const at = days === null || days.has(new Date(day * 1000).getUTCDay()) ? instantOf(clock, day, sendsAtMinute) : 0
    if (at > after) return at
  }
  return null
}

/** The first moment after another at which a clock shows a full hour: some are half an hour off, or change by that. */
function fullHour(clock: Clock, after: number): number {
  const at = after + HOUR - (clock(after) % HOUR)
  return clock(at) % HOUR === 0 ? at : fullHour(clock, at)
}

/** The Unix seconds of a date and minute in a zone, as a form has them (`2026-11-24`, 540); null: no such date. */
export function moment(zone: string, date: string, minute: number): number | null {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) / 1000 : Number.NaN
  // 30 February is read as 2 March, which nobody asked for.
  if (Number.isNaN(midnight) || dateOf(midnight) !== date) return null
  return instantOf(clockOf(zone), midnight, minute)
}

/** The date and the minute that a clock in a zone shows. */
export function localOf(zone: string, at: number): { date: string; minute: number } {
  const local = clockOf(zone)(at)
  const midnight = midnightOf(local)
  return { date: dateOf(midnight), minute: Math.floor((local - midnight) / 60) }
}

function dateOf(midnight: number): string {
  return new Date(midnight * 1000).toISOString().slice(0, 10)
}
