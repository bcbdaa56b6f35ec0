import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import PostalMime, { decodeWords } from 'postal-mime'
import { afterEach, describe, expect, it } from 'vitest'
import { startSink as start } from '../../src/cli/run/sinks.ts'
import type { Dkim } from '../../src/core/config.ts'
import { createSmtp } from '../../src/ports/mailer/smtp.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import { verifyDkim } from '../helpers/dkim.ts'
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

type Taken = { envelope: { from: string; to: string[]; user?: string }; session: string; raw: string }

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function startSink(settings: Partial<SinkSettings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'raff-smtp-'))
  const sink = await start<Taken>('smtp-sink', { folder, ...settings })
  ends.push(() => {
    sink.end()
    rmSync(folder, { recursive: true })
  })
  return sink
}

function over(url: string, dkim: Dkim | null = null) {
  const { hand } = createSmtp({ url, from, host: 'raff.example', dkim })
  const send = async (message: Mail) => {
    const [receipt] = await hand([message], message.key)
    if (receipt?.kind !== 'sent') throw new Error(receipt?.error)
  }
  return { hand, send }
}

describe('SMTP', () => {
  it('delivers a message that reads as it was written', async () => {
    const sink = await startSink()
    await over(`smtp://127.0.0.1:${sink.port}`).send(mail)
    const [message] = sink.taken()
    expect(sink.taken()).toHaveLength(1)
    expect(message?.envelope).toMatchObject({ from: from.email, to: [mail.to] })
    const { headers, parts } = await readMessage(message?.raw ?? '')
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
    const messages = await Promise.all(sink.taken().map(({ raw }) => readMessage(raw)))
    const ids = messages.map(({ headers }) => headers.get('message-id'))
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
    const { headers } = await readMessage(message?.raw ?? '')
    expect(headers.has('bcc')).toBe(false)
  })

  it('works inside workerd, from the bundle', async () => {
    const sink = await startSink()
    const miniflare = await workerThatMails(`smtp://127.0.0.1:${sink.port}`)
    const answer = await miniflare.dispatchFetch('http://raff.example/', { method: 'POST', body: JSON.stringify(mail) })
    expect(await answer.text()).toBe('taken')
    const { headers, parts } = await readMessage(sink.taken()[0]?.raw ?? '')
    expect(headers.get('subject')).toBe(mail.subject)
    expect(parts).toEqual([mail.text, mail.html])
  })
})

describe('what became of a message is told by the moment it went wrong:', () => {
  const to = (name: string) => ({ ...mail, to: `${name}@example.com`, key: name })

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

  it('one connection carries message after message, also where the server ended it in between', async () => {
    const sink = await startSink()
    const { hand } = over(`smtp://127.0.0.1:${sink.port}`)
    const kinds: string[] = []
    for (const name of ['a', 'b', 'before', 'c', 'd']) kinds.push((await hand([to(name)], 'k'))[0]?.kind ?? '')
    expect(kinds).toEqual(['sent', 'sent', 'unknown', 'sent', 'sent'])
    expect(new Set(sink.taken().map(({ session }) => session)).size).toBe(2)
  })
})

describe('DKIM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const dkim = { domain: 'raff.example', selector: 'raff1', key: privateKey }
  const headers = {
    'List-Unsubscribe': '<https://raff.example/u/x>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  }

  it('signs the headers that one-click unsubscribing rests on, and what is signed verifies', async () => {
    const sink = await startSink()
    await over(`smtp://127.0.0.1:${sink.port}`, dkim).send({ ...mail, headers })
    const { signed, verified } = verifyDkim(sink.taken()[0]?.raw ?? '', publicKey)
    expect(signed).toEqual(expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post', 'message-id']))
    expect(verified).toBe(true)
  })

  it('no longer verifies where a signed header was changed', async () => {
    const sink = await startSink()
    await over(`smtp://127.0.0.1:${sink.port}`, dkim).send({ ...mail, headers })
    const raw = (sink.taken()[0]?.raw ?? '').replace('/u/x', '/u/y')
    expect(verifyDkim(raw, publicKey).verified).toBe(false)
  })
})

/** A Worker that hands what it is posted to the mailer, built as the site is. */
async function workerThatMails(smtpUrl: string): Promise<Miniflare> {
  const config = {
    site: { name: from.name, host: 'raff.example' },
    mail: { transport: 'smtp', from: from.email, smtpUrl, dkim: null },
    bulk: null,
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

async function readMessage(raw: string): Promise<{ headers: Map<string, string>; parts: string[] }> {
  const { headers, text = '', html = '' } = await PostalMime.parse(Buffer.from(raw, 'latin1'))
  const decoded = headers.map(({ key, value }) => [key, decodeWords(value)] as const)
  return { headers: new Map(decoded), parts: [text, html.trimEnd()].map((part) => part.replaceAll('\r\n', '\n')) }
}
