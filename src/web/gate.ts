import { createMiddleware } from 'hono/factory'
import { AppError } from '../core/errors.ts'
import type { AppEnv } from '../env.ts'

/** The window of the `GATE` binding in wrangler.toml, in seconds. */
const WINDOW = 60

/**
 * The first gate for everything that writes: cheap, per location, not exact. The counters that decide are in
 * `store/attempts.ts`. An error of the limiter lets the request through to them.
 */
export const gate = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const { success } = await c.env.GATE.limit({
      key: `${networkOf(clientIp(c.req.header('CF-Connecting-IP')))} ${c.req.routePath}`,
    })
    if (!success) throw new AppError('too_many', { retryAfter: WINDOW })
  }
  await next()
})

/** Only Cloudflare's own header is believed (ASVS 4.1.3); local runs have none. */
export function clientIp(header: string | undefined): string {
  return header ?? '127.0.0.1'
}

/** The network block an ip belongs to: /24 for IPv4, /64 for IPv6. Whoever has one ip of a block often has all. */
export function networkOf(ip: string): string {
  if (ip.includes('.')) return `${ip.split('.').slice(0, 3).join('.')}.0/24`
  const [head = '', tail] = ip.split('::')
  const groups = head.split(':').filter(Boolean)
  const end = tail?.split(':').filter(Boolean) ?? []
  const full =
    tail === undefined ? groups : [...groups, ...Array(Math.max(0, 8 - groups.length - end.length)).fill('0'), ...end]
  return `${full
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
