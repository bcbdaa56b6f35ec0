import { Buffer } from 'node:buffer'
import type { CreationOptions, RequestOptions } from '../../src/core/webauthn.ts'
import { testBindings } from './bindings.ts'

/** What an attacker, or a broken device, says other than it should. */
type Lies = {
  origin?: string
  rpId?: string
  challenge?: string
  /** Whether it asked for a finger or a PIN. */
  verified?: boolean
  counter?: number
  userHandle?: string | null
  type?: string
  /** In place of the credential's own. */
  id?: string
  /** An attestation with a certificate, which nobody asked for. */
  certificate?: boolean
}

export type Authenticator = Awaited<ReturnType<typeof createAuthenticator>>

/** A phone that holds one passkey: ES256, as WebAuthn Level 3 writes it, down to the bytes. */
export async function createAuthenticator({ counts = true }: { counts?: boolean } = {}) {
  const keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const id = base64url(crypto.getRandomValues(new Uint8Array(16)))
  const site = new URL(testBindings.SITE_URL)
  let counter = 0
  let userHandle = ''

  /** The bytes that are signed: for whom, what was checked, the how-manieth signature it is. */
  async function authData({ rpId = site.hostname, verified = true, ...lies }: Lies, more: Uint8Array[] = []) {
    if (counts) counter += 1
    const flags = 1 | (verified ? 4 : 0) | (more.length ? 0x40 : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(lies.counter ?? counter)
    return Buffer.concat([await sha256(Buffer.from(rpId)), Buffer.from([flags]), count, ...more])
  }

  function clientData(type: string, challenge: string, lies: Lies): Buffer {
    const origin = lies.origin ?? site.origin
    return Buffer.from(
      JSON.stringify({ type: lies.type ?? type, challenge: lies.challenge ?? challenge, origin, crossOrigin: false }),
    )
  }

  function answer(lies: Lies, response: Record<string, unknown>): string {
    const named = lies.id ?? id
    return JSON.stringify({ id: named, rawId: named, type: 'public-key', response })
  }

  return {
    id,
    /** Makes the passkey; gives the form's `answer`. */
    async make(options: CreationOptions, lies: Lies = {}): Promise<string> {
      userHandle = options.user.id
      const { x = '', y = '' } = (await crypto.subtle.exportKey('jwk', keys.publicKey)) as JsonWebKey
      const [first, second] = [x, y].map((part) => Buffer.from(part, 'base64url'))
      const key = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, first],
          [-3, second],
        ]),
      )
      const idBytes = Buffer.from(lies.id ?? id, 'base64url')
      const length = Buffer.from([0, idBytes.length])
      const data = await authData(lies, [Buffer.alloc(16), length, idBytes, key])
      const attestation = lies.certificate
        ? { fmt: 'packed', attStmt: { alg: -7, sig: Buffer.alloc(8), x5c: [Buffer.alloc(8)] } }
        : { fmt: 'none', attStmt: {} }
      return answer(lies, {
        clientDataJSON: base64url(clientData('webauthn.create', options.challenge, lies)),
        attestationObject: base64url(cbor({ ...attestation, authData: data })),
        transports: ['internal', 'hybrid'],
      })
    },
    /** Signs a challenge; gives the form's `answer`. */
    async sign(options: RequestOptions, lies: Lies = {}): Promise<string> {
      const data = await authData(lies)
      const client = clientData('webauthn.get', options.challenge, lies)
      const signed = Buffer.concat([data, await sha256(client)])
      const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, signed)
      return answer(lies, {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(der(Buffer.from(raw))),
        userHandle: lies.userHandle === undefined ? userHandle : lies.userHandle,
      })
    },
  }
}

/** The options that a page hands to its script. */
export function optionsIn<Options extends CreationOptions | RequestOptions>(html: string): Options {
  const text = /data-options="([^"]*)"/.exec(html)?.[1]
  if (!text) throw new Error('this page asks no device')
  return JSON.parse(text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'))
}

async function sha256(bytes: Uint8Array): Promise<Buffer> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes))
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

/** Web Crypto gives r and s side by side, authenticators a DER sequence of two integers. */
function der(raw: Buffer): Buffer {
  const integers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => {
    const start = half.findIndex((byte) => byte !== 0)
    const digits = half.subarray(start)
    const positive = (digits[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.alloc(1), digits]) : digits
    return Buffer.concat([Buffer.from([2, positive.length]), positive])
  })
  const content = Buffer.concat(integers)
  return Buffer.concat([Buffer.from([0x30, content.length]), content])
}

/** As much of CBOR as an attestation needs (RFC 8949). */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)])
  const entries = value instanceof Map ? [...value] : Object.entries(value as object)
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, one]) => [cbor(key), cbor(one)])])
}

function head(type: number, n: number): Buffer {
  if (n < 24) return Buffer.from([(type << 5) | n])
  return n < 256 ? Buffer.from([(type << 5) | 24, n]) : Buffer.from([(type << 5) | 25, n >> 8, n & 255])
}
