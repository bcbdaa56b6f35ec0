import { generateHOTP } from '@oslojs/otp'
import type { CreationOptions, RequestOptions } from '../../src/core/webauthn.ts'
import type { TestApp } from './app.ts'
import { type Authenticator, createAuthenticator, optionsIn } from './authenticator.ts'
import { PASSWORD } from './builders.ts'
import type { Answer, Client } from './client.ts'

/** An authenticator app as a reader holds it. */
export type App = { codeAt: (at: number) => string; codes: string[]; page: Answer }

/** The second step's token, after a right password. */
export async function firstStep(client: Client, fields: { email: string; intent?: string }): Promise<string> {
  return tokenIn((await client.post('/login', { password: PASSWORD, ...fields })).text)
}

/** An app whose code of set-up is past: all of its next codes are good. */
export async function usedApp(client: Client, app: TestApp): Promise<App> {
  const set = await setUpApp(client, app)
  app.clock.advance(60)
  return set
}

/** Turns codes of an app on, by the pages' own road. */
export async function setUpApp(client: Client, { clock }: TestApp): Promise<App> {
  const begun = await client.post('/settings/security/totp/new', { password: PASSWORD })
  const codeAt = appIn(begun.text)
  const page = await client.post('/settings/security/totp', { token: tokenIn(begun.text), code: codeAt(clock.now()) })
  return { codeAt, codes: codesIn(page.text), page }
}

/** What an app makes of the secret that a page shows: the code of any moment. */
export function appIn(html: string): (at: number) => string {
  const text = /<code class="secret"[^>]*>([A-Z2-7 ]+)</.exec(html)?.[1] ?? ''
  const secret = base32(text.replaceAll(' ', ''))
  return (at) => generateHOTP(secret, BigInt(Math.floor(at / 30)), 6)
}

/** Adds a passkey, by the pages' own road. */
export async function setUpPasskey(
  client: Client,
  { name = '', authenticator }: { name?: string; authenticator?: Authenticator } = {},
): Promise<{ authenticator: Authenticator; codes: string[]; page: Answer }> {
  const made = authenticator ?? (await createAuthenticator())
  const options = await askToMake(client)
  const page = await client.post('/settings/security/passkeys', { answer: await made.make(options), name })
  return { authenticator: made, codes: codesIn(page.text), page }
}

export async function askToMake(client: Client): Promise<CreationOptions> {
  const begun = await client.post('/settings/security/passkeys/new', { password: PASSWORD })
  return optionsIn<CreationOptions>(begun.text)
}

/** What the script asks for a sign-in by passkey alone. */
export async function askToSign(client: Client): Promise<RequestOptions> {
  return JSON.parse((await client.post('/login/passkey/options')).text)
}

/** The token of a step, from its hidden field. */
export function tokenIn(html: string): string {
  return /name="token" value="([^"]+)"/.exec(html)?.[1] ?? ''
}

export function codesIn(html: string): string[] {
  return [...html.matchAll(/<code>([0-9a-z-]{29})<\/code>/g)].map(([, code = '']) => code)
}

export function isSignedIn(client: Client): boolean {
  return client.cookies.has('__Host-session')
}

function base32(text: string): Uint8Array {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  return Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}
