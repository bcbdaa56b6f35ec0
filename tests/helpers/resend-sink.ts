import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { resolve } from 'node:path'

/**
 * Resend as far as we talk to it, in a process of its own: a key that is known gives the first answer again where the
 * body is the same, and 409 where it is not. What was taken is in files before it is answered. One call in `closes` is
 * taken, and the connection closed without an answer; one in `refuses` is told to come back later (429). `delay` is in
 * milliseconds, before each answer.
 */
export type ResendSettings = { folder: string; closes?: number; refuses?: number; delay?: number }

const { folder, closes = 0, refuses = 0, delay = 0 } = JSON.parse(process.argv[2] ?? '') as ResendSettings
mkdirSync(folder, { recursive: true })
let calls = 0

type Message = { to: string; subject: string }
type Known = { body: string; answer: object; messages: Message[] }

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks).toString()
  const key = String(request.headers['idempotency-key'] ?? '')
  calls += 1
  if (refuses && calls % refuses === 0) {
    response.setHeader('Retry-After', '1')
    return fault(response, 429, 'rate_limit_exceeded', 'Too many requests')
  }
  if (request.headers.authorization !== 'Bearer re_test') {
    return fault(response, 403, 'invalid_api_key', 'API key is invalid')
  }
  if (key.length === 0 || key.length > 256) return fault(response, 400, 'invalid_idempotency_key', 'wrong key')
  const known = knownUnder(key)
  if (known && known.body !== body) return fault(response, 409, 'invalid_idempotent_request', 'another body')
  const { answer } = known ?? take(key, body, request.url === '/emails/batch')
  process.send?.('asked')
  const turn = calls
  if (delay > 0) await new Promise((done) => setTimeout(done, delay))
  if (closes && turn % closes === 0) return request.socket.destroy()
  send(response, 200, answer)
})

/** A file a key: it is there as a whole before anybody is answered, also after a death in between. */
function take(key: string, body: string, batch: boolean): Known {
  const messages = batch ? (JSON.parse(body) as Message[]) : [JSON.parse(body) as Message]
  const wrong = messages.flatMap(({ to }, index) =>
    to.startsWith('invalid') ? [{ index, message: 'Invalid `to` field' }] : [],
  )
  const good = messages.filter((_, index) => !wrong.some((one) => one.index === index))
  const data = good.map((_, index) => ({ id: `${fileOf(key)}-${index}` }))
  const answer = batch ? { data, ...(wrong.length > 0 && { errors: wrong }) } : data[0]
  const known = { body, answer: answer ?? {}, messages: good }
  writeFileSync(resolve(folder, `${fileOf(key)}.json`), JSON.stringify(known))
  return known
}

function knownUnder(key: string): Known | null {
  const path = resolve(folder, `${fileOf(key)}.json`)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Known) : null
}

function fileOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}

function fault(response: ServerResponse, statusCode: number, name: string, message: string): void {
  send(response, statusCode, { statusCode, name, message })
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port))
process.once('disconnect', () => process.exit(0))
