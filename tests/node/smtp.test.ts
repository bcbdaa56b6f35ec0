import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import type { Miniflare } from 'miniflare'
import PostalMime, { decodeWords } from 'postal-mime'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { verifyDkim } from '../helpers/dkim.ts'
import { ends, from, mail, over, startSink } from '../helpers/smtp.ts'

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
})

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

describe('DKIM', () => {
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

  it('sends nothing unsigned where the key is none', async () => {
    const sink = await startSink()
    const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'
    const { hand } = over(`smtp://127.0.0.1:${sink.port}`, { ...dkim, key })
    expect(await hand([mail], 'k')).toMatchObject([{ kind: 'broken' }])
    expect(sink.taken()).toEqual([])
  })
})

describe('inside workerd, from the bundle,', () => {
  const here = certificateForHere()
  afterAll(() => rmSync(here.folder, { recursive: true }))

  it.each([
    ['in the clear to this machine', 'smtp', {}],
    ['in TLS from the first byte', 'smtps', { secure: true }],
    ['in TLS by STARTTLS', 'smtp', { startTls: true }],
  ])('a signed message goes out %s', async (_, protocol, settings) => {
    const sink = await startSink({ ...settings, certificate: here })
    const miniflare = await workerThatMails(`${protocol}://salma:p%40ss@127.0.0.1:${sink.port}`, here.path)
    const body = JSON.stringify({ ...mail, headers })
    const answer = await miniflare.dispatchFetch('http://raff.example/', { method: 'POST', body })
    expect(await answer.text()).toBe('taken')
    const [message] = sink.taken()
    expect(message?.envelope.user).toBe('salma')
    expect(verifyDkim(message?.raw ?? '', publicKey).verified).toBe(true)
    const read = await readMessage(message?.raw ?? '')
    expect(read.headers.get('subject')).toBe(mail.subject)
    expect(read.parts).toEqual([mail.text, mail.html])
  })
})

/** A certificate for 127.0.0.1. */
function certificateForHere() {
  const folder = mkdtempSync(join(tmpdir(), 'raff-certificate-'))
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-keyout', key, '-out', path, '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ],
    { stdio: 'ignore' },
  )
  return { folder, path, key: readFileSync(key, 'utf8'), cert: readFileSync(path, 'utf8') }
}

/** A Worker that hands what it is posted to the mailer, built as the site is; it trusts one more certificate. */
async function workerThatMails(smtpUrl: string, trusted: string): Promise<Miniflare> {
  const config = {
    site: { name: from.name, host: 'raff.example' },
    mail: { transport: 'smtp', from: from.email, smtpUrl, dkim },
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
  // Miniflare reads it when it is loaded.
  vi.stubEnv('NODE_EXTRA_CA_CERTS', trusted)
  const { convertV4MiniflareOptions, Miniflare } = await import('miniflare')
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
