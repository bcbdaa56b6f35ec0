import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Newest first: the first one signs, all of them verify. */
export type SigningKey = { id: string; key: string }

/** 32 random bytes as base64url: enough for anything that grants a right (ASVS 11.5.1). */
export function randomSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url')
}

/** SHA-256 as base64url: what is stored in place of a secret of 200 bits or more, which needs no salt. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** HMAC-SHA-256 as base64url over the parts; the purpose comes first, so that one purpose's mac is never another's. */
export function mac(key: SigningKey, purpose: string, ...parts: string[]): string {
  return createHmac('sha256', Buffer.from(key.key, 'base64url'))
    .update(JSON.stringify([purpose, ...parts]))
    .digest('base64url')
}

/** Compares two secrets in constant time; secrets of different length are simply different. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
