import * as v from 'valibot'
import type { Bulk, Mail, Receipt, Sender } from '../mailer.ts'

const SECONDS = 15
/** What one call of `/emails/batch` takes. */
export const MOST = 100
/** Says of an error that it is about whom the message is for, and not about the key or the sender's domain. */
const RECIPIENT = /`to`|recipient/i

type Options = { url: string; key: string; from: Sender }

const One = v.object({ id: v.string() })
const Batch = v.object({
  data: v.array(One),
  /** Permissive validation: which messages were left out, and why. `data` holds the others, in their order. */
  errors: v.optional(v.array(v.object({ index: v.number(), message: v.string() })), []),
})
const Fault = v.object({ name: v.optional(v.string(), ''), message: v.optional(v.string(), '') })

/**
 * Resend over HTTP. The same Idempotency-Key within 24 hours gives the first answer again and sends nothing more; with
 * another body it is refused (409).
 */
export function createResend(options: Options): Pick<Bulk, 'hand'> {
  return {
    async hand(mails, key) {
      const [only] = mails
      if (mails.length === 1 && only) return [await handOne(options, only, key)]
      return handAll(options, mails, key)
    },
  }
}

async function handOne(options: Options, mail: Mail, key: string): Promise<Receipt> {
  const answer = await post(options, '/emails', messageOf(options.from, mail), key)
  if ('kind' in answer) return answer
  const { success, output } = v.safeParse(One, answer.body)
  return success ? { kind: 'sent', id: output.id } : unreadable(answer.text)
}

async function handAll(options: Options, mails: Mail[], key: string): Promise<Receipt[]> {
  const messages = mails.map((mail) => messageOf(options.from, mail))
  const answer = await post(options, '/emails/batch', messages, key)
  // Refused as a whole it does not say which of them it means: nobody has failed before somebody looked.
  if ('kind' in answer) return mails.map(() => (answer.kind === 'refused' ? { ...answer, kind: 'broken' } : answer))
  const { success, output } = v.safeParse(Batch, answer.body)
  if (!success) return mails.map(() => unreadable(answer.text))
  const leftOut = new Map(output.errors.map(({ index, message }) => [index, message]))
  // Fewer ids than messages would say of each message after the gap that another one was sent.
  if (output.data.length + leftOut.size !== mails.length) return mails.map(() => unreadable(answer.text))
  const ids = output.data.values()
  return mails.map((_, index) => {
    const error = leftOut.get(index)
    if (error === undefined) return { kind: 'sent', id: ids.next().value?.id ?? null }
    // What is wrong with every message is no recipient's fault.
    const one = output.data.length > 0 || RECIPIENT.test(error)
    return { kind: one ? 'refused' : 'broken', error: `Resend: ${error}` }
  })
}

type Answer = { body: unknown; text: string }

async function post({ url, key: bearer }: Options, path: string, body: object, key: string): Promise<Answer | Receipt> {
  let response: Response
  let text: string
  try {
    response = await fetch(url + path, {
      method: 'POST',
      signal: AbortSignal.timeout(SECONDS * 1000),
      headers: {
        Authorization: `Bearer ${bearer}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': key,
        'x-batch-validation': 'permissive',
      },
      body: JSON.stringify(body),
    })
    text = await response.text()
  } catch (error) {
    // Whether it hung, was reset or never arrived looks the same from here.
    return { kind: 'unknown', error: `Resend: ${error instanceof Error ? error.message : error}` }
  }
  const parsed = parse(text)
  return response.ok ? { body: parsed, text } : faultOf(response, parsed, text)
}

function faultOf(response: Response, body: unknown, text: string): Receipt {
  const { success, output } = v.safeParse(Fault, body)
  const name = success ? output.name : ''
  const error = `Resend: ${response.status} ${text.slice(0, 200)}`
  const { status } = response
  // The first call with this key is still under way; or the key was used up by one that said something else; or the
  // call broke on their side. What was taken, nobody knows; asked again with the same key, nothing is sent twice.
  if (name === 'concurrent_idempotent_requests' || name === 'invalid_idempotent_request' || status >= 500) {
    return { kind: 'unknown', error }
  }
  // Nothing but more money helps before the month is over.
  if (status === 429 && name !== 'monthly_quota_exceeded') return { kind: 'later', error, ...afterOf(response, name) }
  if ((status === 400 || status === 422) && RECIPIENT.test(text)) return { kind: 'refused', error }
  return { kind: 'broken', error }
}

function afterOf(response: Response, name: string): { after?: number } {
  const seconds = Number(response.headers.get('Retry-After'))
  if (seconds > 0) return { after: Math.min(Math.ceil(seconds), 86_400) }
  return name === 'daily_quota_exceeded' ? { after: 3600 } : {}
}

function unreadable(text: string): Receipt {
  return { kind: 'unknown', error: `Resend answered with something else: ${text.slice(0, 200)}` }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function messageOf(site: Sender, { to, subject, html, text, headers, from = site, tags = {} }: Mail) {
  return {
    from: `${quoted(from.name)} <${from.email}>`,
    to,
    subject,
    html,
    text,
    headers,
    tags: Object.entries(tags).map(([name, value]) => ({ name, value })),
  }
}

/** A display name as a quoted string (RFC 5322, 3.2.4). */
function quoted(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`
}
