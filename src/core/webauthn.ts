import type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server'
import type { Site } from './config.ts'
import type { PasskeyMade, PasskeySigned } from './passkey.ts'

// What devices are asked and what their answers are worth, for this site's own origin (WebAuthn Level 3). That a
// challenge was ours and is used once is the actions' to see to. The library is loaded where one of these is needed.

export type { CreationOptions, RequestOptions }

/** Of a passkey what the ceremonies need; bytes as base64url, transports as a JSON array of words. */
export type PublicKey = { credentialId: string; publicKey: string; userHandle: string; counter: number }
type Known = Pick<PublicKey, 'credentialId'> & { transports: string }

/** EdDSA, ES256 and RS256: what authenticators make and Workers verify. */
const ALGORITHMS = [-8, -7, -257]

/** For the making of a passkey that signs in by itself, on a device that has none of `known`. */
export async function creationOptions(
  site: Site,
  of: { token: string; userHandle: string; email: string; name: string; known: Known[] },
): Promise<CreationOptions> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  return generateRegistrationOptions({
    rpName: site.name,
    rpID: rpId(site),
    userID: bytes(of.userHandle),
    userName: of.email,
    userDisplayName: of.name,
    challenge: bytes(of.token),
    excludeCredentials: of.known.map(descriptor),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
}

/**
 * For a signature of any passkey of this site, or of one of `allowed`. Always with the authenticator's own check of who
 * holds it (a finger, a face, a PIN): so a passkey is two factors by itself.
 */
export async function requestOptions(
  site: Site,
  { token, allowed = [] }: { token: string; allowed?: Known[] },
): Promise<RequestOptions> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({
    rpID: rpId(site),
    challenge: bytes(token),
    allowCredentials: allowed.map(descriptor),
    userVerification: 'required',
  })
}

/** The new passkey of an answer; null where it was not made for our origin, or not as it was asked for. */
export async function credentialOf(
  site: Site,
  made: PasskeyMade,
): Promise<Pick<PublicKey, 'credentialId' | 'publicKey' | 'counter'> | null> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  if (await hasCertificates(made)) return null
  // The library throws for everything that is wrong with an answer.
  const checked = await verifyRegistrationResponse({
    response: made,
    expectedChallenge: made.challenge,
    expectedOrigin: site.url,
    expectedRPID: rpId(site),
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null)
  if (!checked?.verified) return null
  const { id, publicKey, counter } = checked.registrationInfo.credential
  return { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter }
}

/**
 * The authenticator's count after a signature; null where the signature is not this passkey's, made for our origin, or
 * its count went back.
 */
export async function counterOf(site: Site, signed: PasskeySigned, passkey: PublicKey): Promise<number | null> {
  const { userHandle = passkey.userHandle } = signed.response
  if (userHandle !== passkey.userHandle) return null
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { credentialId: id, publicKey, counter } = passkey
  const checked = await verifyAuthenticationResponse({
    response: signed,
    expectedChallenge: signed.challenge,
    expectedOrigin: site.url,
    expectedRPID: rpId(site),
    credential: { id, publicKey: bytes(publicKey), counter },
  }).catch(() => null)
  return checked?.verified ? checked.authenticationInfo.newCounter : null
}

/**
 * We ask for no attestation. One that comes all the same is a stranger's certificates to be parsed, and lists of
 * revoked ones to be fetched from wherever they say.
 */
async function hasCertificates({ response }: PasskeyMade): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  try {
    const attestation = decodeAttestationObject(bytes(response.attestationObject))
    return attestation.get('fmt') !== 'none' && attestation.get('attStmt').get('x5c') !== undefined
  } catch {
    return true
  }
}

function descriptor({ credentialId, transports }: Known) {
  return { id: credentialId, transports: JSON.parse(transports) as string[] }
}

/** Passkeys belong to the host without its port. */
function rpId(site: Site): string {
  return new URL(site.url).hostname
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64url, 'base64url'))
}
