import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startSink } from '../../src/cli/run/sinks.ts'
import { createResend } from '../../src/ports/mailer/resend.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import type { ResendSettings } from '../helpers/resend-sink.ts'

type Known = { messages: { to: string; from: string; headers: object; tags: object[] }[] }

const from = { name: 'رَفّ', email: 'raff@example.com' }
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const mailTo = (name: string): Mail => ({
  to: `${name}@example.com`,
  subject: 'العدد ١',
  html: '<p>نص</p>',
  text: 'نص',
  headers: { 'List-Id': '<morning.raff.example>' },
  tags: { issue: '1' },
  key: `issue:1:${name}`,
})
const mails = ['salma', 'omar', 'huda'].map(mailTo)

async function provider(settings: Partial<ResendSettings> = {}, key?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'raff-resend-'))
  const sink = await startSink<Known>('resend-sink', { folder, ...settings })
  ends.push(() => {
    sink.end()
    rmSync(folder, { recursive: true })
  })
  const taken = () => sink.taken().flatMap(({ messages }) => messages)
  return { taken, ...over(`http://127.0.0.1:${sink.port}`, key) }
}

function over(url: string, key = 're_test') {
  return createResend({ url, key, from })
}

/** Answers every call in one way. */
async function answering(answer: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    request.resume().on('end', () => answer(response))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return over(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

function leftOut(message: string) {
  return mails.map((_, index) => ({ index, message }))
}

function json(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (response: ServerResponse) => void response.writeHead(status, headers).end(JSON.stringify(body))
}

describe('Resend', () => {
  it('takes many messages in one call, and gives an id for each', async () => {
    const { hand, taken } = await provider()
    const receipts = await hand(mails, 'issue/1')
    expect(receipts.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent'])
    expect(new Set(receipts.map((receipt) => receipt.kind === 'sent' && receipt.id)).size).toBe(3)
    expect(taken().map(({ to }) => to)).toEqual(mails.map(({ to }) => to))
    expect(taken()[0]).toMatchObject({
      from: '"رَفّ" <raff@example.com>',
      headers: { 'List-Id': '<morning.raff.example>' },
      tags: [{ name: 'issue', value: '1' }],
    })
  })

  it('gives the first answer again for the same key and body', async () => {
    const { hand, taken } = await provider()
    expect(await hand(mails, 'issue/1')).toEqual(await hand(mails, 'issue/1'))
    expect(taken()).toHaveLength(3)
  })

  it('leaves open what became of a key that was used for something else', async () => {
    const { hand } = await provider()
    await hand(mails, 'issue/1')
    const [receipt] = await hand(mails.slice(1), 'issue/1')
    expect(receipt).toMatchObject({ kind: 'unknown' })
  })

  it('loses nobody for one email that is refused', async () => {
    const { hand, taken } = await provider()
    const receipts = await hand([mails[0] as Mail, mailTo('invalid'), mails[1] as Mail], 'issue/1')
    expect(receipts.map(({ kind }) => kind)).toEqual(['sent', 'refused', 'sent'])
    expect(taken()).toHaveLength(2)
  })

  it('waits as long as it is told', async () => {
    const { hand, taken } = await provider({ refuses: 1 })
    expect(await hand(mails, 'issue/1')).toMatchObject(mails.map(() => ({ kind: 'later', after: 1 })))
    expect(taken()).toEqual([])
  })

  it('does not know what became of a call that was taken and never answered', async () => {
    const { hand, taken } = await provider({ closes: 1 })
    expect(await hand(mails, 'issue/1')).toMatchObject(mails.map(() => ({ kind: 'unknown' })))
    expect(taken()).toHaveLength(3)
  })

  it('a wrong key is nothing that a recipient can help', async () => {
    const { hand, taken } = await provider({}, 're_wrong')
    expect(await hand(mails, 'k')).toMatchObject([{ kind: 'broken' }, { kind: 'broken' }, { kind: 'broken' }])
    expect(taken()).toEqual([])
  })

  it.each([
    ['a fault of its own', json(500, { name: 'internal_server_error', message: 'x' }), 'unknown'],
    ['a call with this key under way', json(409, { name: 'concurrent_idempotent_requests', message: 'x' }), 'unknown'],
    ['the day’s quota', json(429, { name: 'daily_quota_exceeded', message: 'x' }), 'later'],
    ['the month’s quota', json(429, { name: 'monthly_quota_exceeded', message: 'x' }), 'broken'],
    ['nothing left of the whole batch', json(200, { data: [], errors: leftOut('Invalid `from` field') }), 'broken'],
    ['a batch of nobody', json(200, { data: [], errors: leftOut('Invalid `to` field') }), 'refused'],
    ['a batch refused for one email', json(422, { name: 'validation_error', message: 'Invalid `to` field' }), 'broken'],
    ['a sender that is not allowed', json(403, { name: 'validation_error', message: 'no such domain' }), 'broken'],
    ['200 with an error inside', json(200, { error: { message: 'x' } }), 'unknown'],
    ['200 with fewer ids than messages', json(200, { data: [{ id: 'a' }] }), 'unknown'],
    ['200 with a page', (response: ServerResponse) => void response.writeHead(200).end('<html>'), 'unknown'],
    ['a reset', (response: ServerResponse) => void response.destroy(), 'unknown'],
  ])('%s is understood', async (_, answer, kind) => {
    const { hand } = await answering(answer)
    expect((await hand(mails, 'k')).map((receipt) => receipt.kind)).toEqual([kind, kind, kind])
  })

  it('does not wait for ever', async () => {
    const { hand } = await answering(() => {})
    const began = AbortSignal.timeout
    AbortSignal.timeout = () => began.call(AbortSignal, 50)
    expect(await hand(mails, 'k').finally(() => (AbortSignal.timeout = began))).toMatchObject([
      { kind: 'unknown' },
      { kind: 'unknown' },
      { kind: 'unknown' },
    ])
  })
})
