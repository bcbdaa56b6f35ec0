import { createTransport } from 'nodemailer'
import { sha256 } from '../../core/secrets.ts'
import type { Mailer, Sender } from '../mailer.ts'

// Imported dynamically: nodemailer is too heavy for the path that serves pages.

const TIMEOUT = 15_000

/**
 * SMTP as the url says: `smtps://user:password@host:465` is TLS from the first byte, `smtp://…:587` begins in the clear
 * and must go on in TLS (STARTTLS) before anything is said; only a server on this machine may do without.
 */
export function createSmtp({ url, from, host }: { url: string; from: Sender; host: string }): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isLocal(hostname),
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
  })
  return {
    async send({ to, subject, html, text, headers, key }) {
      await transport.sendMail({
        from: { name: from.name, address: from.email },
        to: { name: '', address: to },
        subject,
        html,
        text,
        headers,
        // The same for every try, so that a mailbox that got the message twice shows it once.
        messageId: `<${sha256(key)}@${host}>`,
        // Arabic is mostly not ASCII: base64 is the shorter of the two, and lines never break a character.
        textEncoding: 'base64',
      })
    },
  }
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
