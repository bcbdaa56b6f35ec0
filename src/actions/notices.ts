import type { SQL } from 'drizzle-orm'
import type { Notice } from '../core/notices.ts'
import { randomSecret } from '../core/secrets.ts'
import { wish } from '../store/jobs.ts'

/**
 * Statement: a mail that tells of a change, where the statement before changed a row, which it passes on. It carries
 * no right: whoever reads it is led to pages that are there for everybody.
 */
export function notice({ about, to, at }: { about: Notice; to: string; at: number }): SQL {
  const key = `${about}:${randomSecret(16)}`
  return wish({ kind: 'mail', key, dueAt: at, payload: { notice: about, to, at } }, { ifChanged: true })
}
