import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection'
import type { Dkim } from '../../core/config.ts'
import { sha256 } from '../../core/secrets.ts'
import type { Bulk, Mail, Receipt, Sender } from '../mailer.ts'

// Imported dynamically: nodemailer is too heavy for the path that serves pages.

const TIMEOUT = 15_000
/** An idle connection is closed after this, before most servers do it. */
const IDLE = 5_000

/** RFC 8058, 4: a mail program believes the one-click headers only where the signature covers them. */
const SIGNED = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type'],
  ...['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Id', 'List-Help', 'List-Archive', 'Content-Language'],
].join(':')

type Options = { url: string; from: Sender; host: string; dkim: Dkim | null }

/**
 * SMTP as the url says: `smtps://user:password@host:465` is TLS from the first byte, `smtp://…:587` begins in the clear
 * and must go on in TLS (STARTTLS) before anything is said; only a server on this machine may do without. Messages go
 * side by side, each over a connection of its own; connections are kept for the messages after them.
 */
export function createSmtp(options: Options): Pick<Bulk, 'hand'> {
  const composer = composerOf(options)
  const connections = connectionsOf(options.url)
  return { hand: (mails) => Promise.all(mails.map((mail) => handOne(mail))) }

  async function handOne(mail: Mail): Promise<Receipt> {
    // From the first byte of the message on, a broken line leaves open what the server did with it.
    let begun = false
    try {
      const { envelope, message } = await composer.sendMail(messageOf(mail, options))
      const connection = await connections.take()
      const body = Readable.from(once(message as Buffer, () => (begun = true)))
      const response = await sent(connection, envelope, body)
      connections.keep(connection)
      return { kind: 'sent', id: response }
    } catch (error) {
      return receiptOf(error as SMTPError, begun)
    }
  }
}

function* once(message: Buffer, begin: () => void): Generator<Buffer> {
  begin()
  yield message
}

/** Writes and signs messages; sends nothing. */
function composerOf({ dkim }: Options) {
  const signing = dkim && { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.key }
  return createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...(signing && { dkim: { ...signing, headerFieldNames: SIGNED } }),
  })
}

function messageOf({ to, subject, html, text, headers, key, ...mail }: Mail, { from, host }: Options) {
  const sender = mail.from ?? from
  return {
    from: { name: sender.name, address: sender.email },
    to: { name: '', address: to },
    envelope: { from: mail.returnPath ?? sender.email, to },
    subject,
    html,
    text,
    headers,
    // The same for every try, so that a mailbox that got the message twice shows it once.
    messageId: mail.messageId ?? `<${sha256(key)}@${host}>`,
    // Arabic is mostly not ASCII: base64 is the shorter of the two, and lines never break a character.
    textEncoding: 'base64' as const,
  }
}

/** Connections that are signed in, and wait for a message. */
function connectionsOf(url: string) {
  const idle: { connection: SMTPConnection; timer: ReturnType<typeof setTimeout> }[] = []

  async function take(): Promise<SMTPConnection> {
    const kept = idle.pop()
    if (!kept) return connect(url)
    clearTimeout(kept.timer)
    // The server may have ended it meanwhile: what is asked of it then says so before a message is begun.
    return reset(kept.connection).catch(() => connect(url))
  }

  function keep(connection: SMTPConnection): void {
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((one) => one.connection === connection),
        1,
      )
      connection.quit()
    }, IDLE)
    idle.push({ connection, timer })
  }

  return { take, keep }
}

async function connect(url: string): Promise<SMTPConnection> {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const connection = new SMTPConnection({
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !isLocal(hostname),
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
  })
  await new Promise<void>((resolve, reject) => {
    // Also what goes wrong while it waits: the message after it is told.
    connection.on('error', reject)
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  if (username) {
    const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
    await new Promise<void>((resolve, reject) =>
      connection.login({ credentials }, (error) => (error ? reject(error) : resolve())),
    )
  }
  return connection
}

function reset(connection: SMTPConnection): Promise<SMTPConnection> {
  return new Promise((resolve, reject) => connection.reset((error) => (error ? reject(error) : resolve(connection))))
}

/** What the server said when it took the message over. */
function sent(connection: SMTPConnection, envelope: object, message: Readable): Promise<string> {
  return new Promise((resolve, reject) =>
    connection.send(envelope, message, (error, info) => {
      if (error) {
        connection.close()
        reject(error)
      } else resolve(info.response)
    }),
  )
}

/** RFC 5321, 4.2.1: 4yz may succeed later, 5yz never. */
function receiptOf({ message: error, code, responseCode = 0, command = '' }: SMTPError, begun: boolean): Receipt {
  if (code === 'EAUTH' || code === 'ETLS') return { kind: 'broken', error }
  if (responseCode >= 500 && responseCode !== 503) {
    // A sender that is not allowed is nobody's mailbox.
    return { kind: /^(MAIL|EHLO|HELO|CONN|AUTH)/.test(command) ? 'broken' : 'refused', error }
  }
  if (responseCode >= 400 || !begun) return { kind: 'later', error }
  return { kind: 'unknown', error }
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
