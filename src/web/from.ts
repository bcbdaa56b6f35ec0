import type { Context } from 'hono'
import { agentOf, type From } from '../core/agent.ts'
import type { AppEnv } from '../env.ts'
import { clientIp } from './gate.ts'

/** Where a request comes from, as counters and the log of events take it. Local runs have no country. */
export function fromOf(c: Context<AppEnv>): From {
  return {
    ip: clientIp(c.req.header('CF-Connecting-IP')),
    agent: agentOf(c.req.header('User-Agent') ?? ''),
    country: countryOf(c.req.raw.cf?.country),
  }
}

/** Cloudflare says `XX` where it does not know and `T1` for Tor: neither is a country. */
function countryOf(given: unknown): string {
  return typeof given === 'string' && /^[A-Z]{2}$/.test(given) && given !== 'XX' ? given : ''
}
