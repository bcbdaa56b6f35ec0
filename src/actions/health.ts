import { DAY } from '../core/clock.ts'
import { type Checks, checksOf, DAYS_SHOWN, problemsOf } from '../core/health.ts'
import * as health from '../store/health.ts'
import * as hours from '../store/hours.ts'
import * as rebuild from '../store/rebuild.ts'
import type { ActionContext } from './context.ts'

/** Everything that says how the service does; what is wrong comes first. */
export async function serviceHealth({ db, search, now }: ActionContext): Promise<health.ServiceHealth> {
  const at = now()
  const [pulse, queue, givenUp, past, issues, sources, main] = await Promise.all([
    health.pulse(db, at),
    health.queue(db, at),
    health.givenUp(db),
    hours.hoursSince(db, at - DAYS_SHOWN * DAY),
    health.issuesUnderWay(db),
    health.failingSources(db),
    health.sizeOf(db),
  ])
  const side = await rebuild.state(search).catch(() => null)
  const bytes = { main, search: await health.sizeOf(search).catch(() => 0) }
  const stopped = issues.filter(({ reason }) => reason !== null).length
  const problems = problemsOf(
    {
      ...{ pulse, search: side !== null, givenUp: givenUp.length, stopped, failingSources: sources.length },
      bytes: Math.max(bytes.main, bytes.search),
    },
    at,
  )
  return { problems, pulse, queue, givenUp, hours: past, issues, sources, search: side, bytes, now: at }
}

/** The same for machines, in two statements. */
export async function checks({ db, search, now }: ActionContext): Promise<Checks> {
  const [pulse, searchable] = await Promise.all([
    health.pulse(db, now()).catch(() => null),
    rebuild.state(search).then(
      () => true,
      () => false,
    ),
  ])
  return checksOf(pulse, searchable, now())
}
