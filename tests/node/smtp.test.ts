import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { afterEach, describe, expect, it } from 'vitest'
import { createSmtp } from '../../src/ports/mailer/smtp.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import type { SinkSettings } from '../helpers/smtp-sink.ts'

const from = { name: 'رَفّ', email: 'raff@example.com' }
const mail: Mail = {
  to: 'salma@example.com',
  subject: 'تأكيد الاشتراك في «\u2068نشرة الصباح الطويلة الاسم جدًا حتى تُطوى السطور\u2069»',
  html: `<p dir="rtl">${'نصّ عربيّ مُشكَّل '.repeat(40)}</p>`,
  text: '\u200fسطر أول\n\nhttps://raff.example/newsletters/confirm/x\n',
  headers: { 'Content-Language': 'ar', 'Auto-Submitted': 'auto-generated' },
  key: 'optin:1',
}

type Taken = { envelope: { from: string; to: string[]; user?: string }; raw: string }
type Sink = { port: number; taken: () => Taken[] }

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function startSink(settings: Partial<SinkSettings> = {}): Promise<Sink> {
  const folder = mkdtempSync(join(tmpdir(), 'raff-smtp-'))
  const script = resolve(import.meta.dirname, '../helpers/smtp-sink.ts')
  const child: ChildProcess = fork(script, [JSON.stringify({ folder, ...settings })], {
    execArgv: [],
  })
  ends.push(() => {
    child.kill()
    rmSync(folder, { recursive: true })
  })
  const port = await new Promise<number>((ready, failed) => {
    child.once('message', (at) => ready(Number(at)))
    child.once('exit', (code) => failed(new Error(`the sink ended with ${code}`)))
  })
  const taken = () =>
    readdirSync(folder)
      .sort()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Taken)
  return { port, taken }
}

const over = (url: string) => createSmtp({ url, from, host: 'raff.example' })

describe('SMTP', () => {
  it('delivers a message that reads as it was written', async () => {
    const sink = await startSink()
    await over(`smtp://127.0.0.1:${sink.port}`).send(mail)
    const [message] = sink.taken()
    expect(sink.taken()).toHaveLength(1)
    expect(message?.envelope).toMatchObject({ from: from.email, to: [mail.to] })
    const { headers, parts } = readMessage(message?.raw ?? '')
    expect(headers.get('subject')).toBe(mail.subject)
    expect(headers.get('from')).toBe(`${from.name} <${from.email}>`)
    expect(headers.get('content-language')).toBe('ar')
    expect(parts).toEqual([mail.text, mail.html])
  })

  it('writes only ASCII, in short lines, and breaks no character', async () => {
    const sink = await startSink()
    await over(`smtp://127.0.0.1:${sink.port}`).send(mail)
    const raw = sink.taken()[0]?.raw ?? ''
    expect(raw).not.toMatch(/[^\t\r\n -~]/)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
    const words = [...raw.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/gi)].map(([, word = '']) => Buffer.from(word, 'base64'))
    expect(words.length).toBeGreaterThan(1)
    for (const word of words) expect(word.toString()).not.toContain('\ufffd')
  })

  it('gives every try of a message the same Message-ID, and another message another', async () => {
    const sink = await startSink()
    const mailer = over(`smtp://127.0.0.1:${sink.port}`)
    for (const key of ['optin:1', 'optin:1', 'optin:2']) await mailer.send({ ...mail, key })
    const ids = sink.taken().map(({ raw }) => readMessage(raw).headers.get('message-id'))
    expect(ids[0]).toMatch(/^<[\w-]{43}@raff\.example>$/)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  })

  it('signs in with what the url says, also where it is escaped', async () => {
    const sink = await startSink()
    await over(`smtp://salma:p%40ss@127.0.0.1:${sink.port}`).send(mail)
    expect(sink.taken()[0]?.envelope.user).toBe('salma')
    await expect(over(`smtp://salma:wrong@127.0.0.1:${sink.port}`).send(mail)).rejects.toThrow()
    expect(sink.taken()).toHaveLength(1)
  })

  it('says nothing in the clear to another machine', async () => {
    const sink = await startSink()
    // A name for this machine that we do not count as this machine.
    await expect(over(`smtp://salma:p%40ss@127.1:${sink.port}`).send(mail)).rejects.toThrow(/STARTTLS/i)
    expect(sink.taken()).toEqual([])
  })

  it.each([
    ['TLS from the first byte', 'smtps', { secure: true }],
    ['STARTTLS', 'smtp', { startTls: true }],
  ])('gives nothing to a server whose certificate nobody vouches for: %s', async (_, protocol, settings) => {
    const sink = await startSink(settings)
    await expect(over(`${protocol}://127.0.0.1:${sink.port}`).send(mail)).rejects.toThrow(/certificate|self.signed/i)
    expect(sink.taken()).toEqual([])
  })

  it('reports a server that is not there', async () => {
    await expect(over('smtp://127.0.0.1:1').send(mail)).rejects.toThrow()
  })

  it('cannot be given a second header through a subject', async () => {
    const sink = await startSink()
    await over(`smtp://127.0.0.1:${sink.port}`).send({ ...mail, subject: 'x\r\nBcc: all@example.com' })
    const [message] = sink.taken()
    expect(message?.envelope.to).toEqual([mail.to])
    expect(readMessage(message?.raw ?? '').headers.has('bcc')).toBe(false)
  })

  it('works inside workerd, from the bundle', async () => {
    const sink = await startSink()
    const miniflare = await workerThatMails(`smtp://127.0.0.1:${sink.port}`)
    const answer = await miniflare.dispatchFetch('http://raff.example/', { method: 'POST', body: JSON.stringify(mail) })
    expect(await answer.text()).toBe('taken')
    const { headers, parts } = readMessage(sink.taken()[0]?.raw ?? '')
    expect(headers.get('subject')).toBe(mail.subject)
    expect(parts).toEqual([mail.text, mail.html])
  })
})

/** A Worker that hands what it is posted to the mailer, built as the site is. */
async function workerThatMails(smtpUrl: string): Promise<Miniflare> {
  const config = {
    site: { name: from.name, host: 'raff.example' },
    mail: { transport: 'smtp', from: from.email, smtpUrl },
  }
  const mailer = resolve(import.meta.dirname, '../../src/ports/mailer.ts')
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createMailer } from ${JSON.stringify(mailer)}
        export default { async fetch(request, env) {
          await createMailer(env, ${JSON.stringify(config)}).send(await request.json())
          return new Response('taken')
        } }`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'esm',
    external: ['node:*', 'cloudflare:*'],
  })
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [{ name: 'mails', modules: true, script: outputFiles[0]?.text ?? '', compatibilityDate: '2026-09-01' }],
    }),
  )
  ends.push(() => void miniflare.dispose())
  await miniflare.ready
  return miniflare
}

/** As much of MIME as one message of ours needs: folded headers, encoded words, two base64 parts. */
function readMessage(raw: string): { headers: Map<string, string>; parts: string[] } {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = new Map(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      decodeWords(line.slice(line.indexOf(':') + 2)),
    ]),
  )
  const boundary = /boundary="?([^";]+)/.exec(headers.get('content-type') ?? '')?.[1] ?? ''
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`).slice(1, -1)
  return { headers, parts: parts.map((part) => bodyOf(part)) }
}

function bodyOf(part: string): string {
  const body = part.slice(part.indexOf('\r\n\r\n') + 4)
  return Buffer.from(body, 'base64').toString().replaceAll('\r\n', '\n')
}

function decodeWords(value: string): string {
  const joined = value.replace(/\?=\s+=\?/g, '?==?')
  return joined.replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString())
}
