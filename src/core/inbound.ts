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

function statusOf(email: Email): Report | null {
  const fields = partOf(email, 'message/delivery-status')
  const action = fieldOf(fields, 'Action')
  const status = /^\d\.\d{1,3}\.\d{1,3}/.exec(fieldOf(fields, 'Status'))?.[0] ?? ''
  if (action === 'delivered') return { kind: 'delivered', detail: status }
  if (action === 'delayed') return { kind: 'soft', detail: status }
  return action === 'failed' ? { kind: bounceKind(status), detail: status } : null
}

function complaintOf(email: Email): Report | null {
  const type = fieldOf(partOf(email, 'message/feedback-report'), 'Feedback-Type')
  return type === 'abuse' ? { kind: 'complained', detail: type } : null
}

function partOf(email: Email, type: string): string {
  const part = email.attachments.find(({ mimeType }) => mimeType.toLowerCase() === type)
  if (!part) return ''
  return typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content as ArrayBuffer)
}

/** The first of a name; values are compared without case. */
function fieldOf(fields: string, name: string): string {
  const found = new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(fields)?.[1] ?? ''
  return found.trim().toLowerCase()
}
