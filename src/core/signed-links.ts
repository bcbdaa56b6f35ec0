import { mac, type SigningKey, sameSecret } from './secrets.ts'

/** Links in mails that work for years. The purposes are never shared: who may end a subscription may not see them all. */
export type SignedPurpose = 'unsubscribe' | 'manage'

/** Whom a link is for, and of which newsletter it came. */
export type Signed = { ref: string; newsletterId: number }

/** `ref.newsletter.key.mac`: nothing of it is stored, and it cannot be made or changed without a signing key. */
export function signedToken(
  keys: readonly [SigningKey, ...SigningKey[]],
  purpose: SignedPurpose,
  signed: Signed,
): string {
  const [key] = keys
  const { ref, newsletterId } = signed
  return [ref, newsletterId, key.id, macOf(key, purpose, signed)].join('.')
}

/** What a token says, or null where no key of ours made it for this purpose. Old keys verify for good. */
export function readToken(keys: readonly SigningKey[], purpose: SignedPurpose, token: string): Signed | null {
  const [, ref = '', newsletterId = '', keyId, given = ''] =
    /^([\w-]{22})\.([1-9][0-9]{0,14})\.([\w-]+)\.([\w-]{43})$/.exec(token) ?? []
  const key = keys.find(({ id }) => id === keyId)
  const signed = { ref, newsletterId: Number(newsletterId) }
  return key && sameSecret(given, macOf(key, purpose, signed)) ? signed : null
}

function macOf(key: SigningKey, purpose: SignedPurpose, { ref, newsletterId }: Signed): string {
  return mac(key, purpose, ref, String(newsletterId), key.id)
}
