import { createHmac } from 'node:crypto'
import { sameSecret } from './secrets.ts'

/** Seconds that a signed moment may be off: an old request is not to be repeated by whoever kept it. */
const TOLERANCE = 300

/**
 * Svix's scheme, which Resend uses: HMAC-SHA-256 over `id.timestamp.body` with the base64 after `whsec_`; the header
 * holds one or more `v1,signature`, since secrets are rotated.
 */
export function isSignedBySvix(
  secret: string,
  { id, timestamp, signatures, body }: { id: string; timestamp: string; signatures: string; body: string },
  now: number,
): boolean {
  if (!id || !isRecent(timestamp, now)) return false
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return signatures.split(' ').some((one) => sameSecret(one, `v1,${expected}`))
}

/** A relay's own: `t=UNIX,v1=HEX`, HMAC-SHA-256 over `t.body` with RELAY_HOOK_KEY as it stands. */
export function isSignedByRelay(
  key: string,
  { signature, body }: { signature: string; body: string },
  now: number,
): boolean {
  const [, timestamp = '', given = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature.trim()) ?? []
  const expected = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex')
  return isRecent(timestamp, now) && sameSecret(given, expected)
}

function isRecent(timestamp: string, now: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - now) <= TOLERANCE
}
