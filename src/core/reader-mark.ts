import type { Config } from './config.ts'
import { mac } from './secrets.ts'

/**
 * By what a browser tells its readers apart, across sessions; it says nothing else and grants nothing. Under a key
 * that is never rotated: with another mark, what waits for its connection would be taken for somebody else's.
 */
export function readerMark({ suppressionKey }: Config, readerId: number): string {
  return mac({ id: 'suppression', key: suppressionKey }, 'offline', String(readerId)).slice(0, 22)
}
