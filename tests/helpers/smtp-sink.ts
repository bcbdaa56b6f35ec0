import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { SMTPServer } from 'smtp-server'

/**
 * What the server does with a message that is not taken simply: refused, or its connection cut. `before`: nothing was
 * taken over. `after`: it was, and nobody is told. `hang`: nothing is said any more.
 */
export type Trouble = 'rcpt-4' | 'rcpt-5' | 'data-4' | 'data-5' | 'before' | 'after' | 'hang'

/**
 * A mail server in a process of its own. Each message is a file before the server says 250: what a test counts is what
 * a provider would have taken over. A recipient whose email begins with the name of a trouble gets it; `delay` is in
 * milliseconds, before each 250.
 */
export type SinkSettings = {
  folder: string
  secure?: boolean
  startTls?: boolean
  delay?: number
  /** PEM; a certificate nobody vouches for where there is none. */
  certificate?: { key: string; cert: string }
}

const {
  folder,
  secure = false,
  startTls = false,
  delay = 0,
  certificate,
} = JSON.parse(process.argv[2] ?? '') as SinkSettings
mkdirSync(folder, { recursive: true })
let taken = 0

const server = new SMTPServer({
  secure,
  ...certificate,
  authOptional: true,
  disabledCommands: startTls ? [] : ['STARTTLS'],
  onAuth: ({ username, password }, _session, done) => {
    if (username === 'salma' && password === 'p@ss') done(null, { user: username })
    else done(new Error('wrong user or password'))
  },
  onRcptTo: ({ address }, _session, done) => {
    if (troubleOf(address) === 'rcpt-4') done(refusal(450, `<${address}>: try again later`))
    else if (troubleOf(address) === 'rcpt-5') done(refusal(550, `5.1.1 <${address}>: no such mailbox`))
    else done()
  },
  onData: (stream, session, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope
      const to = rcptTo.map(({ address }) => address)
      const trouble = troubleOf(to[0] ?? '')
      if (trouble === 'hang') return
      if (trouble === 'data-4') return done(refusal(452, '4.2.2 mailbox full'))
      if (trouble === 'data-5') return done(refusal(554, '5.7.1 refused as spam'))
      if (trouble === 'before') return cut(session.id)
      const envelope = { from: mailFrom ? mailFrom.address : '', to, user: session.user }
      const message = { envelope, session: session.id, raw: Buffer.concat(chunks).toString('latin1') }
      // The process's own number: a sink that was started anew in the same folder writes over nothing.
      taken += 1
      writeFileSync(resolve(folder, `${process.pid}-${taken}.json`), JSON.stringify(message))
      process.send?.('asked')
      if (trouble === 'after') return cut(session.id)
      if (delay > 0) setTimeout(done, delay)
      else done()
    })
  },
})

function troubleOf(email: string): string | undefined {
  return /^(rcpt-4|rcpt-5|data-4|data-5|before|after|hang)\b/.exec(email)?.[1]
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode })
}

/** As a server's death does it: no word more on the line. */
function cut(sessionId: string): void {
  for (const connection of server.connections) {
    if (connection.id === sessionId) connection._socket.destroy()
  }
}

// A client that breaks off is what some tests are about.
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => process.send?.((server.server.address() as { port: number }).port))
process.once('disconnect', () => process.exit(0))
