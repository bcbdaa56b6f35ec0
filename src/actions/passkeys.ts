import type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server'
import type { From } from '../core/agent.ts'
import type { Site } from '../core/config.ts'
import type { Refused } from '../core/form.ts'
import { type PasskeyMade, type PasskeySigned, passkeyMade, passkeySigned } from '../core/passkey.ts'
import { groupedCode, newRecoveryCodes } from '../core/recovery.ts'
import { randomSecret, sha256 } from '../core/secrets.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes, unlessConflict } from '../store/db.ts'
import * as factors from '../store/factors.ts'
import * as passkeys from '../store/passkeys.ts'
import { logged } from '../store/security-events.ts'
import { challenge } from './challenges.ts'
import type { ActionContext } from './context.ts'
import { factorNotice, type Reader } from './factors.ts'

export type { CreationOptions, RequestOptions }

/** Nobody needs more; without a limit one account could fill the table. */
const MOST = 20

/** EdDSA, ES256 and RS256: what authenticators make and Workers verify. */
const ALGORITHMS = [-8, -7, -257]

const REFUSED: Refused = { errors: { answer: 'passkeyRefused' } }

/** What a browser is asked for a sign-in by passkey alone: whichever it has for this site. */
export async function askForPasskey(context: ActionContext): Promise<RequestOptions> {
  return requestOptions(context, { token: await challenge(context, { purpose: 'passkey_sign_in' }) })
}

/**
 * Options for a signature of any passkey of this site, or of one of `allowed`. Always with the authenticator's own
 * check of who holds it (a finger, a face, a PIN): so a passkey is two factors by itself.
 */
export async function requestOptions(
  { config: { site } }: ActionContext,
  { token, allowed = [] }: { token: string; allowed?: passkeys.Passkey[] },
): Promise<RequestOptions> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({
    rpID: rpId(site),
    challenge: bytes(token),
    allowCredentials: allowed.map(descriptor),
    userVerification: 'required',
  })
}

/** Signs in by a passkey alone. The challenge is used up, whatever the answer is worth. */
export async function signInWithPasskey(
  context: ActionContext,
  { answer, from }: { answer: string; from: From },
): Promise<Refused | { reader: Reader }> {
  const { db, now } = context
  const at = now()
  const signed = passkeySigned(answer)
  if (!signed) return REFUSED
  const asked = { hash: sha256(signed.challenge), purpose: 'passkey_sign_in' } as const
  if (!(await challenges.take(db, asked, at))) return REFUSED
  const known = await passkeys.byCredential(db, signed.id)
  if (!known) return REFUSED
  const { passkey, email } = known
  const counter = await counterOf(context, signed, passkey)
  if (counter === null) {
    await batch(db, [logged({ readerId: passkey.readerId, kind: 'sign_in_failed', at, ...from })])
    return REFUSED
  }
  const results = await batch(db, [passkeys.used({ id: passkey.id, counter, now: at })])
  return changes(results, 0) ? { reader: { id: passkey.readerId, email } } : REFUSED
}

/**
 * The authenticator's count after a signature, for `passkeys.used`; null where the signature is not that passkey's over
 * our challenge, made for our origin, by whom the authenticator knows. The challenge itself is the caller's to look up.
 */
export async function counterOf(
  { config: { site } }: ActionContext,
  signed: PasskeySigned,
  passkey: passkeys.Passkey,
): Promise<number | null> {
  const { userHandle = passkey.userHandle } = signed.response
  if (userHandle !== passkey.userHandle) return null
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const { credentialId: id, publicKey, counter } = passkey
  // The library throws for everything that is wrong with an answer.
  const checked = await verifyAuthenticationResponse({
    response: signed,
    expectedChallenge: signed.challenge,
    expectedOrigin: site.url,
    expectedRPID: rpId(site),
    credential: { id, publicKey: bytes(publicKey), counter },
  }).catch(() => null)
  return checked?.verified ? checked.authenticationInfo.newCounter : null
}

/** What a browser is asked to make, after the reader has given the password again. */
export async function beginPasskey(
  context: ActionContext,
  { reader }: { reader: Reader & { name: string } },
): Promise<Refused | { options: CreationOptions }> {
  const { config, db } = context
  const own = await passkeys.of(db, reader.id)
  if (own.length >= MOST) return { errors: { password: 'passkeysFull' } }
  const token = await challenge(context, { purpose: 'passkey_add', readerId: reader.id })
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  const options = await generateRegistrationOptions({
    rpName: config.site.name,
    rpID: rpId(config.site),
    userID: bytes(handleFor(own, token)),
    userName: reader.email,
    userDisplayName: reader.name,
    challenge: bytes(token),
    excludeCredentials: own.map(descriptor),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
  return { options }
}

/** Keeps a new passkey. Gives recovery codes with an account's first factor, to be shown this once; else null. */
export async function addPasskey(
  context: ActionContext,
  { reader, answer, name, from }: { reader: Reader; answer: string; name: string; from: From },
): Promise<Refused | { codes: string[] | null }> {
  const { db, now } = context
  const at = now()
  const made = passkeyMade(answer)
  if (!made) return REFUSED
  const asked = { hash: sha256(made.challenge), purpose: 'passkey_add', readerId: reader.id } as const
  if (!(await challenges.take(db, asked, at))) return REFUSED
  const credential = await credentialOf(context, made)
  if (!credential) return REFUSED
  const userHandle = handleFor(await passkeys.of(db, reader.id), made.challenge)
  const transports = JSON.stringify(made.response.transports)
  const codes = newRecoveryCodes()
  const passkey = {
    id: randomSecret(16),
    readerId: reader.id,
    ...credential,
    userHandle,
    transports,
    name,
    createdAt: at,
  }
  const results = await batch(db, [
    passkeys.insert(passkey),
    logged({ readerId: reader.id, kind: 'passkey_added', at, ...from }, { ifChanged: true }),
    factorNotice({ reader, change: 'passkey_added', at }),
    factors.firstRecoveryCodesIfChanged(reader.id, codes.map(sha256)),
  ]).catch(unlessConflict)
  if (!results) return REFUSED
  return { codes: changes(results, 3) ? codes.map(groupedCode) : null }
}

/** @throws AppError('not_found') for one that is gone or another reader's. */
export async function removePasskey(
  context: ActionContext,
  { reader, id, from }: { reader: Reader; id: string; from: From },
): Promise<void> {
  const at = context.now()
  await passkeys.find(context.db, reader.id, id)
  await batch(context.db, [
    passkeys.remove(reader.id, id),
    logged({ readerId: reader.id, kind: 'passkey_removed', at, ...from }, { ifChanged: true }),
    factorNotice({ reader, change: 'passkey_removed', at }),
    factors.dropNeedlessRecoveryCodes(reader.id),
  ])
}

async function credentialOf(
  { config: { site } }: ActionContext,
  made: PasskeyMade,
): Promise<Pick<passkeys.Passkey, 'credentialId' | 'publicKey' | 'counter'> | null> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  if (await hasCertificates(made)) return null
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

/**
 * What authenticators know a reader by, which must not tell who it is (WebAuthn Level 3, section 14.6.1): of the
 * first passkey on the hash of its challenge, which is as random as the challenge itself.
 */
function handleFor(own: passkeys.Passkey[], token: string): string {
  return own[0]?.userHandle ?? sha256(token)
}

function descriptor({ credentialId, transports }: passkeys.Passkey) {
  return { id: credentialId, transports: JSON.parse(transports) as string[] }
}

/** Passkeys belong to the host without its port. */
function rpId(site: Site): string {
  return new URL(site.url).hostname
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64url, 'base64url'))
}
