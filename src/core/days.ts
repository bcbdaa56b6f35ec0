import { type Clock, clockOf, DAY, instantOf } from './clock.ts'

/**
 * The first second (unix) of a day in a zone, or of one some days later; null for what is no day. `date` is
 * YYYY-MM-DD, as date fields send it.
 */
export function dayStart(date: string, zone: string, later = 0): number | null {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) / 1000 + later * DAY : Number.NaN
  return Number.isNaN(midnight) ? null : instantOf(clockOf(zone), midnight, 0)
}

/** The day that a clock shows at a moment, counted since 1970. */
export function dayOf(at: number, clock: Clock): number {
  return Math.floor(clock(at) / DAY)
}
