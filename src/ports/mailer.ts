import type { BulkConfig, Config } from '../core/config.ts'
import { createCloudflare } from './mailer/cloudflare.ts'
import { createResend, MOST } from './mailer/resend.ts'

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
  /** Messages a call takes; what a call has under way when the Worker dies is all that can become uncertain. */
  most: number
  /** Whether the same key within 24 hours gives the first answer again and sends nothing more. */
  remembersKeys: boolean
  /** Never throws: what went wrong is in the receipts, in the order of the messages. */
  hand(mails: Mail[], key: string): Promise<Receipt[]>
}

/** The way out of the Worker for mail. */
export type Mailer = {
  /** One message of the site's own: resolves when it was taken over, throws when it was not. */
  send(mail: Mail): Promise<void>
  /** null: no transport is set that may carry newsletters. */
  bulk: Bulk | null
}

/** Who a message is from. */
export type Sender = { name: string; email: string }

/** The transports that the settings name. */
export function createMailer(bindings: { EMAIL: SendEmail }, { site, mail, bulk }: Config): Mailer {
  const from = { name: site.name, email: mail.from }
  const own = mail.transport === 'cloudflare' ? null : bulkOf(mail, from, site.host)
  return {
    async send(message) {
      const clean = onOneLine(message)
      if (!own) {
        return createCloudflare(bindings.EMAIL, from)
          .send(clean)
          .catch((error: Error) => {
            throw new Error(unnamed(error.message))
          })
      }
      const [receipt] = await own.hand([clean], clean.key)
      if (receipt?.kind !== 'sent') throw new Error(receipt?.error ?? 'the transport gave no receipt')
    },
    bulk: bulk && bulkOf(bulk.via, from, site.host),
  }
}

function bulkOf(mail: BulkConfig['via'], from: Sender, host: string): Bulk {
  if (mail.transport === 'resend') {
    const resend = createResend({ url: mail.resendUrl, key: mail.resendKey, from })
    return guarded({ name: 'resend', most: MOST, remembersKeys: true, ...resend })
  }
  let smtp: Promise<Pick<Bulk, 'hand'>> | undefined
  return guarded({
    name: 'smtp',
    most: 5,
    remembersKeys: false,
    async hand(mails, key) {
      smtp ??= import('./mailer/smtp.ts').then(({ createSmtp }) =>
        createSmtp({ url: mail.smtpUrl, from, host, dkim: mail.dkim }),
      )
      return (await smtp).hand(mails, key)
    },
  })
}

/** What every transport is spared: messages whose headers would be more than one, and errors that name a mailbox. */
export function guarded(bulk: Bulk): Bulk {
  return {
    ...bulk,
    async hand(mails, key) {
      const clean = mails.map(cleanOrRefused)
      const good = clean.filter((one) => 'to' in one)
      const receipts = good.length > 0 ? (await bulk.hand(good, key)).values() : [].values()
      return clean.map((one) => ('to' in one ? withoutEmails(receipts.next().value) : one))
    },
  }
}

function cleanOrRefused(mail: Mail): Mail | Receipt {
  try {
    return onOneLine(mail)
  } catch (error) {
    return { kind: 'refused', error: (error as Error).message }
  }
}

function withoutEmails(receipt: Receipt | undefined): Receipt {
  if (!receipt) return { kind: 'unknown', error: 'the transport gave no receipt' }
  return 'error' in receipt ? { ...receipt, error: unnamed(receipt.error) } : receipt
}

/**
 * What a server answers often names the mailbox, or one it forwards to; this text goes into logs, jobs and the ledger
 * (ASVS 16.2.5).
 */
function unnamed(text: string): string {
  return text.replace(/[^\s<>()[\],;:"']+@[^\s<>()[\],;:"']+/g, 'an email').slice(0, 500)
}

/**
 * No header of ours has a second line: what follows a CR or LF in a name or title would be a header of its own.
 * @throws Error for a recipient, a sender or a return path that is more than one email, or holds marks nobody sees.
 */
export function onOneLine(mail: Mail): Mail {
  for (const email of [mail.to, mail.from?.email, mail.returnPath]) {
    if (email !== undefined && /[\p{Cc}\p{Cf}\s<>,;]/u.test(email))
      throw new Error('a recipient is one email and nothing else')
  }
  const headers = Object.entries(mail.headers ?? {}).map(([name, value]) => [oneLine(name), oneLine(value)])
  return {
    ...mail,
    subject: oneLine(mail.subject),
    headers: Object.fromEntries(headers),
    ...(mail.from && { from: { ...mail.from, name: oneLine(mail.from.name) } }),
  }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
