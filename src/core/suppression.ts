import type { Config } from './config.ts'
import { mac } from './secrets.ts'

/**
 * What the suppression list keeps of an email: keyed, so that it names nobody and cannot be tried out by whoever
 * steals it. Its key is never rotated: under another one everybody suppressed could be mailed again.
 */
export function suppressionHash({ suppressionKey }: Config, email: string): string {
  return mac({ id: 'suppression', key: suppressionKey }, 'suppression', email)
}
