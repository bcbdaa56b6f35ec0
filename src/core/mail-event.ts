import * as v from 'valibot'

/**
 * What was heard of a message after it was handed over. hard: it can never arrive there. soft: not this time.
 * opted_out: its recipient wants no more of that newsletter.
 */
export type MailEvent = {
  /** `provider:id`: heard again it is the same. */
  id: string
  kind: 'delivered' | 'soft' | 'hard' | 'complained'
  /** Which message of ours, if it says so. */
  issueId: number | null
  /** Whose; an email as providers write it, or what a link of ours names the subscriber with. */
  who: { email: string } | { ref: string }
  /** The enhanced status code or the provider's reason. */
  detail: string
}

/** Mailboxes that are not there (RFC 3463): any other failure may pass. */
const GONE = ['5.1.1', '5.1.2', '5.1.10']

/** Whether a failed delivery can never succeed, by its enhanced status code. */
export function bounceKind(status: string): 'hard' | 'soft' {
  return GONE.includes(status.trim()) ? 'hard' : 'soft'
}

const Resend = v.object({
  type: v.string(),
  data: v.object({
    to: v.pipe(v.array(v.string()), v.minLength(1)),
    tags: v.optional(
      v.union([v.record(v.string(), v.string()), v.array(v.object({ name: v.string(), value: v.string() }))]),
    ),
    bounce: v.optional(
      v.object({
        type: v.optional(v.string(), ''),
        subType: v.optional(v.string(), ''),
        message: v.optional(v.string(), ''),
      }),
    ),
  }),
})

const RESEND_KINDS: Record<string, MailEvent['kind']> = {
  'email.delivered': 'delivered',
  'email.bounced': 'soft',
  'email.delivery_delayed': 'soft',
  'email.complained': 'complained',
}

/** Resend's webhook; null where it tells nothing that we keep. @throws v.ValiError for what is none of theirs. */
export function resendEvent(id: string, body: unknown): MailEvent | null {
  const { type, data } = v.parse(Resend, body)
  const kind = RESEND_KINDS[type]
  if (!kind) return null
  const { type: bounce, subType, message } = data.bounce ?? { type: '', subType: '', message: '' }
  // "Permanent" with another cause than the mailbox (content, size) is no fault of the email.
  const hard = type === 'email.bounced' && bounce === 'Permanent' && /^(General|NoEmail)$/.test(subType)
  return {
    id: `resend:${id}`,
    kind: hard ? 'hard' : kind,
    issueId: numberOf(tagOf(data.tags, 'issue')),
    who: { email: normal(data.to[0] ?? '') },
    detail: [bounce, subType, message].filter(Boolean).join(' ').slice(0, 200),
  }
}

function tagOf(tags: v.InferOutput<typeof Resend>['data']['tags'], name: string): string | undefined {
  return Array.isArray(tags) ? tags.find((tag) => tag.name === name)?.value : tags?.[name]
}

const Relay = v.object({
  id: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)),
  type: v.picklist(['delivered', 'bounced', 'complained']),
  email: v.pipe(v.string(), v.nonEmpty(), v.maxLength(320)),
  /** Ours: `<issue.hash@host>`. */
  messageId: v.optional(v.string(), ''),
  /** bounced: the enhanced status code, such as 5.1.1. */
  status: v.optional(v.string(), ''),
})
const RelayBody = v.union([
  v.pipe(v.array(Relay), v.maxLength(500)),
  v.pipe(
    Relay,
    v.transform((one) => [one]),
  ),
])

/** What an SMTP relay tells (docs/newsletters.md), one event or several. @throws v.ValiError for anything else. */
export function relayEvents(body: unknown): MailEvent[] {
  return v.parse(RelayBody, body).map(({ id, type, email, messageId, status }) => ({
    id: `relay:${id}`,
    kind: type === 'bounced' ? bounceKind(status) : type,
    issueId: issueOf(messageId),
    who: { email: normal(email) },
    detail: status.slice(0, 200),
  }))
}

/** The issue that a Message-ID of ours names. */
export function issueOf(messageId: string): number | null {
  return numberOf(/^<?([1-9][0-9]{0,14})\.[\w-]{32}@/.exec(messageId.trim())?.[1])
}

function numberOf(text: string | undefined): number | null {
  return text && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null
}

/** `Salma <salma@example.com>` is the email in it. */
function normal(email: string): string {
  return (/<([^<>]+)>\s*$/.exec(email)?.[1] ?? email).trim().toLowerCase()
}
