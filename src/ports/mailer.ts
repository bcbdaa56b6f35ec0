import type { Config, MailConfig } from '../core/config.ts'
import { createCloudflare } from './mailer/cloudflare.ts'
import { createResend } from './mailer/resend.ts'

/** One message to one recipient. `key` is the same for every try of the same message. */
export type Mail = {
  to: string
  subject: string
  html: string
  text: string
  headers?: Record<string, string>
  key: string
  /** Other than the site's own. */
  from?: Sender
  /** With its angle brackets; a transport that sets its own ignores it. */
  messageId?: string
  /** Where bounces go (the envelope's sender), if not to the sender. */
  returnPath?: string
  /** What the transport's events give back. */
  tags?: Record<string, string>
}

/** What became of one message that was handed over. */
export type Receipt =
  | { kind: 'sent'; id: string | null }
  /** Nothing was taken over, and it may be tried again, not before so many seconds. */
  | { kind: 'later'; error: string; after?: number }
  /** This recipient will never be taken: the fault is in the email. */
  | { kind: 'refused'; error: string }
  /** No message would be taken: a wrong key, an unknown sender. Somebody has to mend it. */
  | { kind: 'broken'; error: string }
  /** It may have been taken over, and nobody knows. */
  | { kind: 'unknown'; error: string }

/** How an issue is handed over: many messages, one answer for each. */
export type Bulk = {
  name: string
  /** Messages a call takes. */
  most: number
  /** Whether the same key within 24 hours gives the first answer again and sends nothing more. */
  remembersKeys: boolean
  /** Never throws: what went wrong is in the receipts, in the order of the messages. */
  hand(mails: Mail[], key: string): Promise<Receipt[]>
}

/** Hands a message to a transport; resolves when it was taken over, throws when it was not. */
export type Mailer = { send(mail: Mail): Promise<void> }

/** Who a message is from. */
export type Sender = { name: string; email: string }

/** The transport that the settings name, for messages from the site. */
export function createMailer(bindings: { EMAIL: SendEmail }, { site, mail }: Config): Mailer {
  const from = { name: site.name, email: mail.from }
  const transport = transportFor(bindings, mail, { from, host: site.host })
  return {
    send: (message) =>
      transport.send(onOneLine(message)).catch((error: Error) => {
        // What a server answers often names the mailbox; this text goes into the log and the job (ASVS 16.2.5).
        throw new Error(error.message.replaceAll(message.to, 'the recipient'))
      }),
  }
}

function transportFor(
  bindings: { EMAIL: SendEmail },
  mail: MailConfig,
  { from, host }: { from: Sender; host: string },
): Mailer {
  if (mail.transport === 'resend') return createResend({ key: mail.resendKey, from })
  if (mail.transport === 'cloudflare') return createCloudflare(bindings.EMAIL, from)
  return {
    async send(message) {
      const { createSmtp } = await import('./mailer/smtp.ts')
      return createSmtp({ url: mail.smtpUrl, from, host }).send(message)
    },
  }
}

/** No header of ours has a second line: what follows a CR or LF in a name or title would be a header of its own. */
export function onOneLine(mail: Mail): Mail {
  if (/[\p{Cc}\s<>,;]/u.test(mail.to)) throw new Error('a recipient is one email and nothing else')
  const headers = Object.entries(mail.headers ?? {}).map(([name, value]) => [oneLine(name), oneLine(value)])
  return { ...mail, subject: oneLine(mail.subject), headers: Object.fromEntries(headers) }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
