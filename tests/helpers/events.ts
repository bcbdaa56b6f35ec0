import { env } from 'cloudflare:workers'
import { dumpTables } from './d1.ts'

/** What the log of all accounts holds, the oldest first. */
export async function eventKinds(): Promise<unknown[]> {
  const { security_events: events = [] } = await dumpTables(env.DB)
  return events.toSorted((a, b) => Number(a.id) - Number(b.id)).map(({ kind }) => kind)
}

/** Two devices, as they introduce themselves. */
export const PHONE = 'Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0'
export const DESK =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36'
