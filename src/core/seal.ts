import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { SigningKey } from './secrets.ts'

const CIPHER = 'aes-256-gcm'
const IV = 12
const TAG = 16

/** What a sealed value is and whose: it opens under the very same words alone, so that no row's value fits another. */
export type SealedFor = readonly [purpose: string, ...of: string[]]

/**
 * Seals a secret that we must be able to read again (a hash would do for all others): AES-256-GCM under a key derived
 * from the newest signing key, which stands in no database. Gives `KEYID.` and base64url of iv, tag and ciphertext.
 */
export function seal(keys: readonly [SigningKey, ...SigningKey[]], context: SealedFor, secret: Uint8Array): string {
  const [newest] = keys
  const iv = randomBytes(IV)
  const cipher = createCipheriv(CIPHER, keyOf(newest), iv).setAAD(Buffer.from(JSON.stringify(context)))
  const sealed = Buffer.concat([cipher.update(secret), cipher.final()])
  return `${newest.id}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/** @throws Error when the key is gone from SIGNING_KEYS, or the value was changed or sealed for something else. */
export function unseal(keys: readonly SigningKey[], context: SealedFor, sealed: string): Uint8Array {
  const [id, value = ''] = sealed.split('.')
  const key = keys.find((known) => known.id === id)
  if (!key) throw new Error(`signing key ${id} is gone`)
  const bytes = Buffer.from(value, 'base64url')
  const decipher = createDecipheriv(CIPHER, keyOf(key), bytes.subarray(0, IV), { authTagLength: TAG })
    .setAAD(Buffer.from(JSON.stringify(context)))
    .setAuthTag(bytes.subarray(IV, IV + TAG))
  return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()])
}

/** A key of its own: what signs links never encrypts. */
function keyOf({ key }: SigningKey): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64url'), '', 'seal', 32))
}
