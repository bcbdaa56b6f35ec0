import { createMiddleware } from 'hono/factory'
import { routePath } from 'hono/route'
import { AppError } from '../core/errors.ts'
import { networkOf } from '../core/network.ts'
import type { AppEnv } from '../env.ts'

/** The window of the `GATE` binding in wrangler.toml, in seconds. */
const WINDOW = 60

/**
 * The first gate for everything that writes: cheap, per location, not exact. The counters that decide are in
 * `store/attempts.ts`. An error of the limiter lets the request through to them. Bare routes pass: one ip of a large
 * mailbox provider sends the one-click unsubscribes of all its people.
 */
export const gate = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && c.var.kind !== 'bare') {
    const { success } = await c.env.GATE.limit({
      key: `${networkOf(clientIp(c.req.header('CF-Connecting-IP')))} ${routePath(c, -1)}`,
    })
    if (!success) throw new AppError('too_many', { retryAfter: WINDOW })
  }
  await next()
})

/** Only Cloudflare's own header is believed (ASVS 4.1.3); local runs have none. */
export function clientIp(header: string | undefined): string {
  return header ?? '127.0.0.1'
}
