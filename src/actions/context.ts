import type { Config } from '../core/config.ts'
import type { Db } from '../store/db.ts'

/** What every action is given first: a request's variables (`c.var`) and a job's context both are one. */
export type ActionContext = {
  db: Db
  shelf: Db
  config: Config
  /** Unix seconds. */
  now: () => number
}
