import type { Context } from 'hono'
import type { AppEnv } from '../env.ts'

/**
 * Says that there is work, so that it is done now and not at the next minute. The message holds nothing and may be
 * lost: the jobs table is the record, and the cron works it off in any case.
 */
export function poke(c: Context<AppEnv>, queue: 'MAIL' | 'INGEST'): void {
  const sent = c.env[queue]
    .send('due')
    .catch((error: Error) => console.error(JSON.stringify({ queue, error: error.message })))
  c.executionCtx.waitUntil(sent)
}
