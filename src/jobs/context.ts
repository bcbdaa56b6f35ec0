import type { Config } from '../core/config.ts'
import type { Fetcher } from '../ports/fetcher.ts'
import type { Mailer } from '../ports/mailer.ts'
import type { Db } from '../store/db.ts'

export type JobContext = {
  db: Db
  shelf: Db
  /** The full-text indexes: derived, and rebuildable at any time. */
  search: Db
  files: R2Bucket
  config: Config
  /** Unix seconds. */
  now: () => number
  fetcher: Fetcher
  mailer: Mailer
}

/** A recurring job says when it is due again; any other is done. */
export type Outcome = { again: number } | undefined
