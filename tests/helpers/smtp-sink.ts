import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { SMTPServer } from 'smtp-server'

/**
 * A mail server in a process of its own. Each message is a file before the server says 250: what a test counts is what
 * a provider would have taken over.
 */
export type SinkSettings = { folder: string; secure?: boolean; startTls?: boolean }

const { folder, secure = false, startTls = false } = JSON.parse(process.argv[2] ?? '') as SinkSettings
mkdirSync(folder, { recursive: true })
let taken = 0

const server = new SMTPServer({
  secure,
  authOptional: true,
  disabledCommands: startTls ? [] : ['STARTTLS'],
  onAuth: ({ username, password }, _session, done) => {
    if (username === 'salma' && password === 'p@ss') done(null, { user: username })
    else done(new Error('wrong user or password'))
  },
  onData: (stream, session, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      taken += 1
      const { mailFrom, rcptTo } = session.envelope
      const envelope = {
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        user: session.user,
      }
      const message = { envelope, raw: Buffer.concat(chunks).toString('latin1') }
      writeFileSync(resolve(folder, `${taken}.json`), JSON.stringify(message))
      done()
    })
  },
})

// A client that breaks off is what some tests are about.
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => process.send?.((server.server.address() as { port: number }).port))
process.once('disconnect', () => process.exit(0))
