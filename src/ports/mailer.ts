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
