import type { Config } from '../core/config.ts'
import type { Db } from '../store/db.ts'

/** What every action is given first: a request's variables (`c.var`) and a job's context both are one. */
export type ActionContext = {
  db: Db
  shelf: Db
  /** The full-text indexes: derived, and rebuildable at any time. */
  search: Db
  files: R2Bucket
  config: Config
  /** Unix seconds. */
  now: () => number
  /** Who asks for it, where somebody does: what an editor changes is written down under their id. */
  reader?: { id: number }
}
