import type { Config } from './config.ts'
import { mac, randomSecret, sha256 } from './secrets.ts'

/** What a mailed link that works once may be for. One purpose's secret never opens another's door. */
export type LinkPurpose = 'signup' | 'optin' | 'reset' | 'email' | 'undo' | 'keep' | 'factor' | 'editor'

/** A new link: `hash`, `nonce` and `keyId` are what its token row keeps; the secret itself is kept nowhere. */
export function newLink(config: Config, purpose: LinkPurpose): { hash: string; nonce: string; keyId: string } {
  const [{ id }] = config.signingKeys
  const nonce = randomSecret()
  return { hash: sha256(linkSecret(config, purpose, nonce, id)), nonce, keyId: id }
}

/**
 * The secret of a mailed link, made again for each try of sending it, so that a retry sends the same link and a stolen
 * database holds none.
 * @throws Error when the key that made it is gone from SIGNING_KEYS: the job fails, and the desk shows why.
 */
export function linkSecret(config: Config, purpose: LinkPurpose, nonce: string, keyId: string): string {
  const key = config.signingKeys.find(({ id }) => id === keyId)
  if (!key) throw new Error(`signing key ${keyId} is gone`)
  return mac(key, purpose, nonce)
}
