import * as v from 'valibot'

// What a browser gives back of a passkey, as `PublicKeyCredential.toJSON()` writes it (WebAuthn Level 3, section 5.1).

const base64url = v.pipe(v.string(), v.regex(/^[\w-]+$/))
const credential = { id: base64url, rawId: base64url, type: v.literal('public-key') }

const Made = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z-]{1,20}$/))), v.maxLength(8)), []),
  }),
})

const Signed = v.object({
  ...credential,
  response: v.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: v.pipe(
      v.optional(v.nullable(v.string()), null),
      v.transform((handle) => handle ?? undefined),
    ),
  }),
})

/**
 * An answer and the challenge that it says it answers, which is how its challenge is found. What else it says (results
 * of extensions, which device) decides nothing here, and is not taken over.
 */
type Answer<Out> = Out & { challenge: string; clientExtensionResults: Record<never, never> }
export type PasskeyMade = Answer<v.InferOutput<typeof Made>>
export type PasskeySigned = Answer<v.InferOutput<typeof Signed>>

/** A new passkey; null for anything that no browser sends. */
export function passkeyMade(text: string): PasskeyMade | null {
  return answer(Made, text)
}

/** A signature; null for anything that no browser sends. */
export function passkeySigned(text: string): PasskeySigned | null {
  return answer(Signed, text)
}

function answer<Out extends { response: { clientDataJSON: string } }>(
  schema: v.GenericSchema<unknown, Out>,
  text: string,
) {
  const result = v.safeParse(schema, json(text))
  if (!result.success) return null
  const said = json(Buffer.from(result.output.response.clientDataJSON, 'base64url').toString())
  const challenge = v.safeParse(v.object({ challenge: base64url }), said)
  return challenge.success ? { ...result.output, ...challenge.output, clientExtensionResults: {} } : null
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
