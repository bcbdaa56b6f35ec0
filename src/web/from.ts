import type { Context } from 'hono'
import { agentOf, type Device, type From } from '../core/agent.ts'
import type { AppEnv } from '../env.ts'
import { clientIp } from './gate.ts'

/** Where a request comes from, as actions take it: the ip for counters, the rest for the log of events. */
export function fromOf(c: Context<AppEnv>): From {
  return { ip: clientIp(c), ...deviceOf(c) }
}

/** What of it is kept. */
export function deviceOf(c: Context<AppEnv>): Device {
  return { agent: agentOf(c.req.header('User-Agent') ?? ''), country: countryOf(c.req.raw.cf?.country) }
}

/** Cloudflare says `XX` where it does not know and `T1` for Tor: neither is a country. */
function countryOf(given: unknown): string {
  return typeof given === 'string' && /^[A-Z]{2}$/.test(given) && given !== 'XX' ? given : ''
}
