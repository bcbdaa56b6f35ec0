import type { From } from '../core/agent.ts'
import type { Refused } from '../core/form.ts'
import { MOST_PASSKEYS } from '../core/limits.ts'
import { passkeyMade, passkeySigned } from '../core/passkey.ts'
import { groupedCode, newRecoveryCodes } from '../core/recovery.ts'
import { randomSecret, sha256 } from '../core/secrets.ts'
import {
  type CreationOptions,
  counterOf,
  creationOptions,
  credentialOf,
  type RequestOptions,
  requestOptions,
} from '../core/webauthn.ts'
import * as challenges from '../store/challenges.ts'
import { batch, changes, unlessConflict } from '../store/db.ts'
import * as factors from '../store/factors.ts'
import * as passkeys from '../store/passkeys.ts'
import { logged } from '../store/security-events.ts'
import { challenge } from './challenges.ts'
import type { ActionContext } from './context.ts'
import { addedNotice, factorNotice, type Reader } from './factors.ts'

/** One answer is all that a question to a device stands. */
const ONE = 1

const REFUSED: Refused = { errors: { answer: 'passkeyRefused' } }

/** What a browser is asked for a sign-in by passkey alone: whichever it has for this site. */
export async function askForPasskey(context: ActionContext): Promise<RequestOptions> {
  const token = await challenge(context, { purpose: 'passkey_sign_in' })
  return requestOptions(context.config.site, { token })
}

/** Signs in by a passkey alone. The challenge is used up, whatever the answer is worth. */
export async function signInWithPasskey(
  { config, db, now }: ActionContext,
  { answer, from }: { answer: string; from: From },
): Promise<Refused | { reader: Reader }> {
  const at = now()
  const signed = passkeySigned(answer)
  if (!signed) return REFUSED
  const asked = { hash: sha256(signed.challenge), purpose: 'passkey_sign_in' } as const
  if (!(await challenges.take(db, asked, at))) return REFUSED
  const known = await passkeys.byCredential(db, signed.id)
  if (!known) return REFUSED
  const { passkey, email } = known
  const counter = await counterOf(config.site, signed, passkey)
  if (counter === null) {
    await batch(db, [logged({ readerId: passkey.readerId, kind: 'sign_in_failed', at, ...from })])
    return REFUSED
  }
  const results = await batch(db, [passkeys.used({ id: passkey.id, counter, now: at })])
  return changes(results, 0) ? { reader: { id: passkey.readerId, email } } : REFUSED
}

/** What a browser is asked to make, after the reader has given the password again. */
export async function beginPasskey(
  context: ActionContext,
  { reader }: { reader: Reader & { name: string } },
): Promise<Refused | { options: CreationOptions }> {
  const { config, db } = context
  const { email, name } = reader
  const known = await passkeys.of(db, reader.id)
  if (known.length >= MOST_PASSKEYS) return { errors: { password: 'passkeysFull' } }
  const token = await challenge(context, { purpose: 'passkey_add', readerId: reader.id })
  const userHandle = handleFor(known, token)
  return { options: await creationOptions(config.site, { token, userHandle, email, name, known }) }
}

/**
 * Keeps a new passkey. Gives recovery codes with an account's first factor, to be shown this once; else null. Its
 * question goes in the same batch: one that a reset took away meanwhile brings no passkey in.
 */
export async function addPasskey(
  { config, db, now }: ActionContext,
  { reader, answer, name, from }: { reader: Reader; answer: string; name: string; from: From },
): Promise<Refused | { codes: string[] | null }> {
  const at = now()
  const made = passkeyMade(answer)
  if (!made) return REFUSED
  const asked = { hash: sha256(made.challenge), purpose: 'passkey_add', readerId: reader.id } as const
  if (!(await challenges.tried(db, asked, at, ONE))) return REFUSED
  const credential = await credentialOf(config.site, made)
  if (!credential) return REFUSED
  const codes = newRecoveryCodes()
  const passkey = {
    id: randomSecret(16),
    readerId: reader.id,
    ...credential,
    userHandle: handleFor(await passkeys.of(db, reader.id), made.challenge),
    transports: JSON.stringify(made.response.transports),
    name,
    createdAt: at,
  }
  const results = await batch(db, [
    challenges.consume(asked, at),
    passkeys.insertIfChanged(passkey),
    logged({ readerId: reader.id, kind: 'passkey_added', at, ...from }, { ifChanged: true }),
    ...addedNotice(config, { reader, change: 'passkey_added', at }),
    factors.firstRecoveryCodesIfChanged(reader.id, codes.map(sha256)),
  ]).catch(unlessConflict)
  if (!results || !changes(results, 1)) return REFUSED
  return { codes: changes(results, results.length - 1) ? codes.map(groupedCode) : null }
}

/** @throws AppError('not_found') for one that is gone or another reader's. */
export async function removePasskey(
  { db, now }: ActionContext,
  { reader, id, from }: { reader: Reader; id: string; from: From },
): Promise<void> {
  const at = now()
  await passkeys.find(db, reader.id, id)
  await batch(db, [
    passkeys.remove(reader.id, id),
    logged({ readerId: reader.id, kind: 'passkey_removed', at, ...from }, { ifChanged: true }),
    factorNotice({ reader, change: 'passkey_removed', at }),
    factors.dropNeedlessRecoveryCodes(reader.id),
  ])
}

/**
 * What authenticators know a reader by, which must not tell who it is (WebAuthn Level 3, section 14.6.1): of the
 * first passkey on the hash of its challenge, which is as random as the challenge itself.
 */
function handleFor(known: passkeys.Passkey[], token: string): string {
  return known[0]?.userHandle ?? sha256(token)
}
