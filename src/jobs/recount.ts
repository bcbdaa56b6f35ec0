import type { ActionContext } from '../actions/context.ts'
import { clockOf, DAY } from '../core/clock.ts'
import { dayOf } from '../core/days.ts'
import * as accounts from '../store/readers.ts'
import { keepProgress, next, recount as recountShelf } from '../store/recounts.ts'
import { countIdle } from '../store/sources.ts'
import { recordDay } from '../store/subscribers.ts'
import type { Outcome } from './context.ts'

/** Shelves that one run counts; the next run, due at once, goes on after them. */
const SHELVES = 50

/**
 * Every night: keeps how many subscribers each newsletter has and what sources wrote that no run counted, counts anew
 * what pages show as numbers, shelf by shelf, and mends what is wrong there. Those change in the batches that change the
 * rows, so a difference is a fault of ours, and the log says it.
 */
export async function recount({ db, shelf, config, now }: ActionContext): Promise<Outcome> {
  await recordDay(db, dayOf(now(), clockOf(config.site.zone)))
  const readers = await next(shelf, SHELVES)
  for (const reader of readers) {
    for (const difference of await recountShelf(shelf, reader)) {
      console.error(JSON.stringify({ job: 'recount', reader, ...difference }))
    }
  }
  const last = readers.length < SHELVES ? 0 : (readers.at(-1) ?? 0)
  await keepProgress(shelf, last)
  if (last === 0) await countIdle(db, now())
  const difference = last === 0 && (await accounts.recount(db))
  if (difference) console.error(JSON.stringify({ job: 'recount', readers: difference }))
  return { again: last === 0 ? now() + DAY : now() }
}
