import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection'
import type { Dkim } from '../../core/config.ts'
import { sha256 } from '../../core/secrets.ts'
import type { Bulk, Mail, Receipt, Sender } from '../mailer.ts'

// Imported dynamically: nodemailer is too heavy for the path that serves pages.

/** Seconds for each step before the message, and for the message itself, whose end a server may look at for long. */
const STEP = 10
const MESSAGE = 25
/** An idle connection is closed after this, before most servers do it. */
const IDLE = 5_000
/** No recipient can help it: the server does not know us, or takes nothing of us for others. */
const OURS = /\brelay|authenticat/i

/** RFC 8058, 4: a mail program believes the one-click headers only where the signature covers them. */
const SIGNED = [
  ...['From', 'Sender', 'Reply-To', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type'],
  ...['List-Unsubscribe', 'List-Unsubscribe-Post', 'List-Id', 'List-Help', 'List-Archive', 'Content-Language'],
].join(':')

/** `ofMessage`: it was the message that was refused, not the one it was for. */
type Told = Receipt & { ofMessage?: boolean }

type Options = { url: string; from: Sender; host: string; dkim: Dkim | null }

/**
 * SMTP as the url says: `smtps://user:password@host:465` is TLS from the first byte, `smtp://…:587` begins in the clear
 * and must go on in TLS (STARTTLS) before anything is said; only a server on this machine may do without. Messages go
 * side by side, each over a connection of its own; connections are kept for the messages after them.
 */
export function createSmtp(options: Options): Pick<Bulk, 'hand'> {
  const composer = composerOf(options)
  const connections = connectionsOf(options.url)
  return { hand: async (mails) => judged(await Promise.all(mails.map((mail) => handOne(mail)))) }

  async function handOne(mail: Mail): Promise<Told> {
    const written = await write(mail)
    if ('kind' in written) return written
    // From the first byte of the message on, a broken line leaves open what the server did with it.
    let begun = false
    try {
      const connection = await connections.take()
      const body = Readable.from(once(written.message, () => (begun = true)))
      const response = await sent(connection, written.envelope, body)
      connections.keep(connection)
      return { kind: 'sent', id: response }
    } catch (error) {
      return receiptOf(error as SMTPError, begun)
    }
  }

  async function write(mail: Mail): Promise<{ envelope: object; message: Buffer } | Receipt> {
    try {
      const { envelope, message } = await composer.sendMail(messageOf(mail, options))
      // nodemailer lets a message go unsigned where the key is none.
      if (options.dkim && (message as Buffer).toString('latin1', 0, 15) !== 'DKIM-Signature:')
        return { kind: 'broken', error: 'DKIM_KEY signs nothing' }
      return { envelope, message: message as Buffer }
    } catch (error) {
      return { kind: 'broken', error: `The message cannot be written: ${(error as Error).message}` }
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
  })
  // What goes wrong while it waits is told to the message after it; unheard, it would end the Worker.
  connection.on('error', () => {})
  await asked(connection, STEP, (done) => connection.connect(done))
  if (username) {
    const credentials = { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
    await asked(connection, STEP, (done) => connection.login({ credentials }, done))
  }
  return connection
}

async function reset(connection: SMTPConnection): Promise<SMTPConnection> {
  await asked(connection, STEP, (done) => connection.reset(done))
  return connection
}

/** What the server said when it took the message over. */
async function sent(connection: SMTPConnection, envelope: object, message: Readable): Promise<string> {
  const info = await asked<{ response: string }>(connection, MESSAGE, (done) =>
    connection.send(envelope, message, done),
  )
  return info.response
}

/**
 * One exchange with the server; the connection is good for nothing after one that failed. nodemailer itself tells
 * nobody of a line that breaks while it signs in or resets.
 */
async function asked<T>(
  connection: SMTPConnection,
  seconds: number,
  ask: (done: (error?: Error | null, answer?: T) => void) => void,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  // After the answer, if there is one: a server's last word comes with the end of the line.
  const ended = () => void setTimeout(() => reject(new Error('the connection ended')))
  const timer = setTimeout(() => reject(new Error(`no answer within ${seconds} seconds`)), seconds * 1000)
  connection.once('error', reject).once('end', ended)
  ask((error, answer) => (error ? reject(error) : resolve(answer as T)))
  try {
    return await promise
  } catch (error) {
    connection.close()
    throw error
  } finally {
    clearTimeout(timer)
    connection.off('error', reject).off('end', ended)
  }
}

/** One message may be refused for whom it is for; where every one of several is, the others would be as well. */
function judged(told: Told[]): Receipt[] {
  const none = told.length > 1 && told.every(({ ofMessage }) => ofMessage)
  return told.map((one) => (none && one.kind === 'refused' ? { kind: 'broken', error: one.error } : one))
}

/** RFC 5321, 4.2.1: 4yz may succeed later, 5yz never. */
function receiptOf({ message: error, code, responseCode = 0, command = '' }: SMTPError, begun: boolean): Told {
  // 503: the session is out of step, whoever the message was for.
  if (responseCode >= 400 && (responseCode < 500 || responseCode === 503)) return { kind: 'later', error }
  if (code === 'EAUTH' || code === 'ETLS') return { kind: 'broken', error }
  if (responseCode >= 500) {
    // A mailbox may be called relay, too.
    const said = error.replace(/<[^>]*>|\S+@\S+/g, '')
    const ofRecipient = /^(RCPT|DATA)/.test(command) && !OURS.test(said)
    return ofRecipient ? { kind: 'refused', error, ofMessage: code === 'EMESSAGE' } : { kind: 'broken', error }
  }
  return { kind: begun ? 'unknown' : 'later', error }
}

function isLocal(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
