import * as v from 'valibot'

/**
 * What was heard of a message after it was handed over. hard: it can never arrive there. soft: not this time. failed:
 * the provider took it over and did not send it, which is no fault of the recipient's.
 */
export type MailEvent = {
  /** `provider:id`: heard again it is the same. */
  id: string
  kind: 'delivered' | 'soft' | 'failed' | 'hard' | 'complained'
  /** Which message of ours, if it says so. */
  issueId: number | null
  /** Whose; an email as providers write it, or what a link of ours names the subscriber with. */
  who: { email: string } | { ref: string }
  /** The enhanced status code or the provider's reason. */
  detail: string
}

/**
 * Mailboxes that are not there (RFC 3463). Any other failure may pass: full, blocked, too large, and 5.1.3 and 5.1.6,
 * which servers also say of their own trouble with an email, and while they move.
 */
const GONE = ['5.1.1', '5.1.2', '5.1.10']

/** Whether a failed delivery can never succeed, by its enhanced status code. */
export function bounceKind(status: string): 'hard' | 'soft' {
  return GONE.includes(status.trim()) ? 'hard' : 'soft'
}

/** Contacts and domains have events, too, with data of their own. */
const Resend = v.object({ type: v.string(), data: v.unknown() })
const ResendEmail = v.object({
  to: v.pipe(v.array(v.string()), v.minLength(1)),
  /** An object in their library, a list in their documentation. */
  tags: v.optional(
    v.union([v.record(v.string(), v.string()), v.array(v.object({ name: v.string(), value: v.string() }))]),
  ),
  bounce: v.optional(v.object({ type: v.optional(v.string(), ''), subType: v.optional(v.string(), '') })),
  failed: v.optional(v.object({ reason: v.optional(v.string(), '') })),
  suppressed: v.optional(v.object({ type: v.optional(v.string(), '') })),
})
type ResendEmail = v.InferOutput<typeof ResendEmail>

/** A delay is not among them: what becomes of the message is told later. */
const RESEND_KINDS: Record<string, (data: ResendEmail) => MailEvent['kind']> = {
  'email.delivered': () => 'delivered',
  'email.bounced': ({ bounce }) => (isGone(bounce) ? 'hard' : 'soft'),
  // Not sent, since an earlier message came back for good or was complained of.
  'email.suppressed': () => 'hard',
  'email.failed': () => 'failed',
  'email.complained': () => 'complained',
}

/** "Permanent" for another cause than the mailbox (content, size) is no fault of the email. */
function isGone(bounce: ResendEmail['bounce']): boolean {
  const { type, subType = '' } = bounce ?? {}
  return type === 'Permanent' && ['General', 'NoEmail', 'Suppressed', 'OnAccountSuppressionList'].includes(subType)
}

/** Resend's webhook; null where it tells nothing that we keep. @throws v.ValiError for what is none of theirs. */
export function resendEvent(id: string, body: unknown): MailEvent | null {
  const event = v.parse(Resend, body)
  const kindOf = Object.hasOwn(RESEND_KINDS, event.type) ? RESEND_KINDS[event.type] : undefined
  if (!kindOf) return null
  const data = v.parse(ResendEmail, event.data)
  const { bounce, failed, suppressed } = data
  return {
    id: `resend:${id}`,
    kind: kindOf(data),
    issueId: numberOf(tagOf(data.tags, 'issue')),
    who: { email: normal(data.to[0] ?? '') },
    detail: [bounce?.type, bounce?.subType, failed?.reason, suppressed?.type].filter(Boolean).join(' ').slice(0, 200),
  }
}

function tagOf(tags: ResendEmail['tags'], name: string): string | undefined {
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
/** An invocation may send 1,000 statements to the database, and an event takes up to ten. */
const MOST_EVENTS = 90
const RelayBody = v.union([
  v.pipe(v.array(Relay), v.maxLength(MOST_EVENTS)),
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
