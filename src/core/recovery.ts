import { randomBytes } from 'node:crypto'
import { asciiDigits } from './arabic.ts'

/** Crockford's base32: no letter that reads as a digit. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 24

/** How many recovery codes an account is given at a time. */
export const RECOVERY_CODES = 10

/** With so few left the reader is told to renew them. */
export const FEW_RECOVERY_CODES = 3

/**
 * A new set of recovery codes. Each has 120 bits, so that its SHA-256 is all that need be stored: only below 112 must
 * a code be hashed as slowly as a password (ASVS 6.5.2), and ten of those would take two seconds.
 */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    [...randomBytes(LENGTH)].map((byte) => LETTERS.charAt(byte & 31)).join(''),
  )
}

/** As it is shown: groups of four. */
export function groupedCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-')
}

/** A code as it was typed from paper, from whichever keyboard, without spaces and hyphens; null where it cannot be one. */
export function recoveryCodeOf(typed: string): string | null {
  const code = asciiDigits(typed).toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1')
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : null
}
