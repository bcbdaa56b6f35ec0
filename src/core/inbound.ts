import PostalMime, { type Email } from 'postal-mime'
import { bounceKind, type MailEvent } from './mail-event.ts'
import { sha256 } from './secrets.ts'

// Imported dynamically: the parser is too heavy for the path that serves pages.

/**
 * What a message to the mailbox of an issue's recipient says: RFC 3464 for what became of it, RFC 5965 for a complaint;
 * null where it says neither (an absence, a question, garbage). Whom and which issue it is about, the mailbox says.
 */
export async function reportOf(
  raw: ArrayBuffer,
  { ref, issueId }: { ref: string; issueId: number },
): Promise<MailEvent | null> {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true }).catch(() => null)
  const report = email && (statusOf(email) ?? complaintOf(email))
  if (!email || !report) return null
  const id = sha256([ref, issueId, report.kind, report.detail, email.messageId ?? ''].join(' '))
  return { id: `mailbox:${id}`, issueId, who: { ref }, ...report }
}

type Report = Pick<MailEvent, 'kind' | 'detail'>

/** A delay is no report of what became of a message: that comes later, if it fails. */
function statusOf(email: Email): Report | null {
  // RFC 6533: the same with an email in other letters than ASCII.
  const fields = partOf(email, 'message/delivery-status', 'message/global-delivery-status')
  const action = /^[a-z]+/.exec(fieldOf(fields, 'Action'))?.[0]
  const detail = codeOf(fields)
  if (action === 'delivered') return { kind: 'delivered', detail }
  return action === 'failed' ? { kind: bounceKind(detail), detail } : null
}

/** Servers that leave the status general (5.0.0) still tell what the other one said: `smtp; 550 5.1.1 No such user`. */
function codeOf(fields: string): string {
  const status = /^\d\.\d{1,3}\.\d{1,3}/.exec(fieldOf(fields, 'Status'))?.[0] ?? ''
  if (status && !status.endsWith('.0.0')) return status
  const said = /\b[245]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})(?![.\d])/.exec(fieldOf(fields, 'Diagnostic-Code'))
  return said?.[1] ?? status
}

function complaintOf(email: Email): Report | null {
  const type = fieldOf(partOf(email, 'message/feedback-report'), 'Feedback-Type')
  return type === 'abuse' ? { kind: 'complained', detail: type } : null
}

/** The fields of a report, each on one line. */
function partOf(email: Email, ...types: string[]): string {
  const part = email.attachments.find(({ mimeType }) => types.includes(mimeType.toLowerCase()))
  if (!part) return ''
  const text = typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content as ArrayBuffer)
  return text.replace(/\r?\n[ \t]+/g, ' ')
}

/** The first of a name; values are compared without case. */
function fieldOf(fields: string, name: string): string {
  const found = new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(fields)?.[1] ?? ''
  return found.trim().toLowerCase()
}
