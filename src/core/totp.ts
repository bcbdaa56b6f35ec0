import { randomBytes } from 'node:crypto'
import { createTOTPKeyURI, verifyHOTP } from '@oslojs/otp'
import { encode } from 'uqr'
import { asciiDigits } from './arabic.ts'

// RFC 6238 as authenticator apps expect it: HMAC-SHA-1, six digits, a new one every 30 seconds.

const SECONDS = 30
export const DIGITS = 6
/** Clocks differ: the code before and the one after are good too. */
const DRIFT = 1
/** 160 bits, as RFC 4226 recommends. */
const BYTES = 20

export function newTotpSecret(): Uint8Array {
  return randomBytes(BYTES)
}

/**
 * The step that a code belongs to, from whichever keyboard it was typed, with or without spaces. Null where it is no
 * code of this time, or of a step that is not later than `after`: a code is good once (ASVS 6.5.1). `now` in unix
 * seconds.
 */
export function stepOf(
  code: string,
  secret: Uint8Array,
  { now, after }: { now: number; after: number },
): number | null {
  const digits = asciiDigits(code).replace(/[\s-]/g, '')
  const current = Math.floor(now / SECONDS)
  for (let step = current - DRIFT; step <= current + DRIFT; step += 1) {
    if (verifyHOTP(secret, BigInt(step), DIGITS, digits) && step > after) return step
  }
  return null
}

/** What an authenticator app reads from the picture, and the same secret for typing: base32 in groups of four. */
export function totpKey(secret: Uint8Array, { site, email }: { site: string; email: string }) {
  // As in a path: apps take the plus of a form's encoding for a plus.
  const uri = createTOTPKeyURI(site, email, secret, SECONDS, DIGITS).replaceAll('+', '%20')
  const text = new URL(uri).searchParams.get('secret') ?? ''
  return { uri, text: text.replace(/.{4}(?=.)/g, '$& ') }
}

/** Modules of light around the picture, without which cameras do not find it (ISO/IEC 18004). */
const QUIET = 4

/** A QR code as the path of an SVG, one unit a module. */
export function qrCode(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET })
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
    ].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  )
  return { size, path: runs.join('') }
}
