import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ends, mail, over, startSink } from '../helpers/smtp.ts'

afterEach(() => void vi.useRealTimers())

const to = (name: string) => ({ ...mail, to: `${name}@example.com`, key: name })

describe('what became of a message is told by the moment it went wrong:', () => {
  it.each([
    ['rcpt-4', 'later', 0],
    ['rcpt-5', 'refused', 0],
    ['data-4', 'later', 0],
    ['data-5', 'refused', 0],
    ['before', 'unknown', 0],
    ['after', 'unknown', 1],
  ])('%s is %s', async (trouble, kind, taken) => {
    const sink = await startSink()
    const { hand } = over(`smtp://127.0.0.1:${sink.port}`)
    expect(await hand([to(trouble)], 'k')).toMatchObject([{ kind }])
    expect(sink.taken()).toHaveLength(taken)
    // What comes after it goes out all the same.
    expect(await hand([to('salma')], 'k')).toMatchObject([{ kind: 'sent' }])
  })

  it('a wrong password is nothing that a recipient can help', async () => {
    const sink = await startSink()
    const { hand } = over(`smtp://salma:wrong@127.0.0.1:${sink.port}`)
    expect(await hand([mail], 'k')).toMatchObject([{ kind: 'broken' }])
  })

  it('a server that is not there may be there later', async () => {
    expect(await over('smtp://127.0.0.1:1').hand([mail], 'k')).toMatchObject([{ kind: 'later' }])
  })

  it('each of several is told its own', async () => {
    const sink = await startSink({ delay: 50 })
    const { hand } = over(`smtp://127.0.0.1:${sink.port}`)
    const receipts = await hand(['salma', 'rcpt-5', 'omar', 'before', 'huda'].map(to), 'k')
    expect(receipts.map(({ kind }) => kind)).toEqual(['sent', 'refused', 'sent', 'unknown', 'sent'])
    const emails = sink.taken().flatMap(({ envelope }) => envelope.to)
    expect(emails.sort()).toEqual(['huda@example.com', 'omar@example.com', 'salma@example.com'])
  })

  it('a message that is refused whoever it is for fails nobody: somebody has to look at it', async () => {
    const sink = await startSink()
    const { hand } = over(`smtp://127.0.0.1:${sink.port}`)
    const kinds = async (...names: string[]) => (await hand(names.map(to), 'k')).map(({ kind }) => kind)
    expect(await kinds('data-5', 'data-5.b', 'data-5.c')).toEqual(['broken', 'broken', 'broken'])
    expect(await kinds('data-5', 'data-5.b', 'rcpt-5')).toEqual(['refused', 'refused', 'refused'])
    expect(await kinds('data-5', 'salma')).toEqual(['refused', 'sent'])
    expect(await kinds('rcpt-5', 'rcpt-5.b')).toEqual(['refused', 'refused'])
  })

  it('one connection carries message after message, also where the server ended it in between', async () => {
    const sink = await startSink()
    const { hand } = over(`smtp://127.0.0.1:${sink.port}`)
    const kinds: string[] = []
    for (const name of ['a', 'b', 'before', 'c', 'd']) kinds.push((await hand([to(name)], 'k'))[0]?.kind ?? '')
    expect(kinds).toEqual(['sent', 'sent', 'unknown', 'sent', 'sent'])
    expect(new Set(sink.taken().map(({ session }) => session)).size).toBe(2)
  })

  it.each([
    ['a server that knows us no more', { MAIL: '530 5.7.0 Authentication required' }, 'broken'],
    [
      'a server that takes nothing for others',
      { RCPT: '554 5.7.1 <salma@example.com>: Relay access denied' },
      'broken',
    ],
    ['a mailbox of a telling name', { RCPT: '550 5.1.1 <relay@example.com>: no such mailbox' }, 'refused'],
    ['a domain that is not proved to be ours', { '.': '550 5.7.26 the sender is unauthenticated' }, 'broken'],
    ['a server that can check no password now', { AUTH: '454 4.7.0 Temporary authentication failure' }, 'later'],
    ['a server that shuts down', { '.': '421 4.3.2 shutting down' }, 'later'],
    ['a session out of step', { RCPT: '503 5.5.1 send MAIL first' }, 'later'],
    ['an answer that is none', { '.': 'thank you' }, 'unknown'],
    ['a line cut at the sign-in', { AUTH: 'cut' }, 'later'],
    ['a line cut before the message', { DATA: 'cut' }, 'later'],
    ['a line cut at the end of the message', { '.': 'cut' }, 'unknown'],
  ])('%s', async (_, answers, kind) => {
    const { url } = await answering(answers)
    expect(await over(url).hand([mail], 'k')).toMatchObject([{ kind }])
  })

  it.each([
    ['the sign-in', 'AUTH', 'later'],
    ['the recipient', 'RCPT', 'later'],
    ['the message', '.', 'unknown'],
  ])('a server that says nothing to %s is not waited for for ever', async (_, verb, kind) => {
    const { url, reached } = await answering({ [verb]: 'hang' })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const receipts = over(url).hand([mail], 'k')
    await reached(verb)
    vi.advanceTimersByTime(30_000)
    expect(await receipts).toMatchObject([{ kind }])
  })

  it('a kept connection that dies of the next message costs nothing', async () => {
    const { url, heard } = await answering({ RSET: 'cut' })
    const { hand } = over(url)
    for (const name of ['a', 'b']) expect(await hand([to(name)], 'k')).toMatchObject([{ kind: 'sent' }])
    expect(heard.filter((verb) => verb === '.')).toHaveLength(2)
  })
})

/** A server that says what it is told to each command, and 250 to the others; `cut` and `hang` are no answers. */
async function answering(answers: Record<string, string | undefined>) {
  const heard: string[] = []
  const said = new EventTarget()
  const usual: Record<string, string> = { EHLO: '250-here\r\n250 AUTH PLAIN', AUTH: '235 welcome', DATA: '354 go on' }
  const answer = (socket: Socket, verb: string) => {
    heard.push(verb)
    said.dispatchEvent(new Event(verb))
    const words = answers[verb] ?? usual[verb] ?? '250 OK'
    if (words === 'cut') socket.destroy()
    else if (words !== 'hang') socket.write(`${words}\r\n`)
  }
  const server = createServer((socket) => {
    let message = false
    let rest = ''
    socket.write('220 here\r\n')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const verb = line === '.' ? line : line.slice(0, 4).toUpperCase()
        if (message && verb !== '.') continue
        message = verb === 'DATA'
        answer(socket, verb)
      }
    })
    ends.push(() => socket.destroy())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  ends.push(() => server.close())
  const reached = (verb: string) => new Promise((done) => said.addEventListener(verb, done, { once: true }))
  return { url: `smtp://salma:p%40ss@127.0.0.1:${(server.address() as AddressInfo).port}`, heard, reached }
}
