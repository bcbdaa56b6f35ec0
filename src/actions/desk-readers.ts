import { clockOf, DAY } from '../core/clock.ts'
import { dayOf } from '../core/days.ts'
import * as hours from '../store/hours.ts'
import * as readers from '../store/readers.ts'
import type { ActionContext } from './context.ts'

/** Days that the desk draws: as long as hours are kept. */
const DAYS = 30

/** A day (since 1970, in the site's zone) and the accounts that began on it. */
export type NewReaders = { day: number; readers: number }

/** How many accounts there are, and how many began on each of the last days. */
export async function readersOverTime({
  db,
  config,
  now,
}: ActionContext): Promise<{ count: number; days: NewReaders[] }> {
  const clock = clockOf(config.site.zone)
  const today = dayOf(now(), clock)
  const begun = new Map<number, number>()
  for (const { hour, done } of await hours.hoursSince(db, now() - DAYS * DAY, 'reader')) {
    const day = dayOf(hour, clock)
    begun.set(day, (begun.get(day) ?? 0) + done)
  }
  const days = Array.from({ length: DAYS }, (_, i) => today - DAYS + 1 + i)
  return { count: (await readers.count(db)) ?? 0, days: days.map((day) => ({ day, readers: begun.get(day) ?? 0 })) }
}
