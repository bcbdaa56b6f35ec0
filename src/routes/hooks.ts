import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { heard } from '../actions/mail-events.ts'
import { isSignedByRelay, isSignedBySvix } from '../core/hook-signatures.ts'
import { type MailEvent, relayEvents, resendEvent } from '../core/mail-event.ts'
import type { AppEnv } from '../env.ts'

/** What providers tell of messages. A signature is the right; whoever has none learns nothing. */
export const hookRoutes = new Hono<AppEnv>()

hookRoutes.post('/resend', async (c) => {
  const secret = c.var.config.hooks.resend
  if (!secret) return c.notFound()
  const id = c.req.header('svix-id') ?? ''
  const body = await c.req.text()
  const timestamp = c.req.header('svix-timestamp') ?? ''
  const signatures = c.req.header('svix-signature') ?? ''
  if (!isSignedBySvix(secret, { id, timestamp, signatures, body }, c.var.now())) return wrongSignature(c)
  return answer(c, body, (parsed) => [resendEvent(id, parsed)].filter((event) => event !== null))
})

hookRoutes.post('/relay', async (c) => {
  const key = c.var.config.hooks.relay
  if (!key) return c.notFound()
  const body = await c.req.text()
  const signature = c.req.header('X-Raff-Signature') ?? ''
  if (!isSignedByRelay(key, { signature, body }, c.var.now())) return wrongSignature(c)
  return answer(c, body, relayEvents)
})

function wrongSignature(c: Context<AppEnv>) {
  return c.json({ error: 'wrong signature' }, 401)
}

/** A database that does not answer is a 500, which has every provider try again. */
async function answer(c: Context<AppEnv>, body: string, read: (parsed: unknown) => MailEvent[]) {
  const events = readAll(body, read)
  if (!events) return c.json({ error: 'not an event' }, 422)
  await heard(c.var, events)
  return c.json({ heard: events.length })
}

function readAll(body: string, read: (parsed: unknown) => MailEvent[]): MailEvent[] | null {
  try {
    return read(JSON.parse(body))
  } catch (error) {
    if (error instanceof SyntaxError || v.isValiError(error)) return null
    throw error
  }
}
