import PostalMime, { decodeWords } from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { readMailbox } from '../../src/core/mailbox-links.ts'
import { readToken } from '../../src/core/signed-links.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import { config, issue, kinds, member, messageOf, newsletter, own } from '../helpers/issue-mails.ts'
import { over, startSink } from '../helpers/smtp.ts'

const RLM = '\u200f'
const all = Object.entries({ ...kinds, ...own })

/** What a mailbox holds once a mail server took the message. */
async function received(mail: Mail) {
  const sink = await startSink()
  await over(`smtp://127.0.0.1:${sink.port}`).send(mail)
  const [taken] = sink.taken()
  const raw = taken?.raw ?? ''
  const { headers, from, html = '', text = '' } = await PostalMime.parse(Buffer.from(raw, 'latin1'))
  return {
    raw,
    from,
    html: html.replaceAll('\r\n', '\n').trimEnd(),
    text: text.replaceAll('\r\n', '\n'),
    returnPath: taken?.envelope.from,
    /** By their names in small letters. */
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, decodeWords(value)])),
    names: headers.map(({ key }) => key),
  }
}

describe('a mailbox gets', () => {
  it.each(all)('%s as it was written, in lines that every server passes on', async (_, make) => {
    const mail = await make()
    const { raw, html, text, headers, names } = await received(mail)
    expect(new Set(names).size).toBe(names.length)
    expect(headers.subject).toBe(mail.subject)
    expect([html, text]).toEqual([mail.html.trimEnd(), mail.text])
    expect(raw).toMatch(/^[\x20-\x7e\r\n\t]*$/)
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
    expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8/)
    expect(raw).toMatch(/Content-Type: text\/html; charset=utf-8/)
    expect(headers).toMatchObject({
      'content-language': 'ar',
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'OOF, AutoReply',
    })
  })

  it.each(Object.entries(own))('no list header with %s', async (_, make) => {
    const { headers } = await received(await make())
    expect(Object.keys(headers).filter((name) => /^(list-|archived|precedence|feedback)/.test(name))).toEqual([])
  })

  it.each(Object.entries(kinds))('every header of a list with %s', async (kind, make) => {
    const { headers, from, returnPath } = await received(await make())
    const [, token = '', mailbox = ''] =
      /^<https:\/\/raff\.example\/u\/(\S+)>, <mailto:(\S+)>$/.exec(headers['list-unsubscribe'] ?? '') ?? []
    const signed = { ref: member.ref, newsletterId: newsletter.id }
    expect(readToken(config.signingKeys, 'unsubscribe', token)).toEqual(signed)
    expect(readMailbox(config, mailbox)).toEqual({ for: 'unsubscribe', ...signed })
    expect(readMailbox(config, returnPath ?? '')).toEqual({ for: 'bounce', ref: member.ref, issueId: issue.id })
    expect(headers).toMatchObject({
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'list-id': 'موجز الصباح <morning.news.raff.example>',
      'list-archive': '<https://raff.example/newsletters/morning>',
      'list-help': '<https://raff.example/newsletters/morning>',
      precedence: 'bulk',
      'feedback-id': '9:morning:raff:raff-example',
      to: member.email,
    })
    expect(headers['message-id']).toMatch(/^<9\.[\w-]{32}@raff\.example>$/)
    const forAll = kind === 'digest' || kind === 'written'
    expect(headers['archived-at']).toBe(forAll ? '<https://raff.example/newsletters/morning/issues/12>' : undefined)
    expect(from).toMatchObject({ name: 'تحرير الموجز', address: 'morning@raff.example' })
  })

  it('the whole of a long name, no letter of it split between two words of its header', async () => {
    const name = 'نشرة الأسبوع لأخبار المياه والزراعة والمناخ في وادي النيل وبلاد الرافدين كلها'
    const mail = await messageOf({}, null, { name })
    const encoded = mail.headers?.['List-Id']?.match(/=\?UTF-8\?B\?[^?]*\?=/g) ?? []
    expect(encoded.length).toBeGreaterThan(2)
    for (const word of encoded) {
      expect(word.length).toBeLessThanOrEqual(75)
      expect(decodeWords(word)).not.toContain('\ufffd')
    }
    expect((await received(mail)).headers['list-id']).toBe(`${name} <morning.news.raff.example>`)
  })

  it('no second header through what an editor or a source wrote', async () => {
    const evil = 'س\r\nBcc: all@example.com\r\n\r\nbody'
    const mail = await messageOf({ title: evil, intro: evil }, null, { name: evil, senderName: evil })
    const { headers, text } = await received(mail)
    expect(headers).not.toHaveProperty('bcc')
    expect(headers['list-id']).toMatch(/<morning\.news\.raff\.example>$/)
    expect(text).not.toMatch(/^Bcc/m)
  })
})

describe('what an editor wrote', () => {
  it('keeps its lists in the plain part, and foreign lines in their own direction', async () => {
    const markdown = '- أول\n- ثانٍ\n\n1. واحد\n   - فرع\n2. اثنان\n\nWhat is new?'
    const { text } = await messageOf({ kind: 'written', markdown })
    const lines = text.split('\n').map((line) => line.replace(RLM, ''))
    expect(lines.filter((line) => /^[•\d]/.test(line))).toEqual(['• أول', '• ثانٍ', '1. واحد', '• فرع', '2. اثنان'])
    expect(text).toContain(`${RLM}\u2068What is new?\u2069\n`)
  })

  it('is no wider than a phone, whatever url stands in it', async () => {
    const { html } = await messageOf({ kind: 'written', markdown: `https://a.example/${'x'.repeat(200)}` })
    const [cell] = /<td[^>]*>(?=<p[^>]*><a href="https:\/\/a\.example)/.exec(html) ?? []
    expect(cell).toContain('word-break:break-word')
  })
})

describe('the page of', () => {
  it.each(all)('%s has its direction on all that holds text', async (_, make) => {
    const { html } = await make()
    const cells = html.match(/<t[dh]\b[^>]*>/g) ?? []
    expect(cells.length).toBeGreaterThan(6)
    for (const cell of cells) expect(cell).toMatch(/ dir="(rtl|ltr)".* align="(right|left|center)"/)
    for (const element of html.match(/<(html|body|table)\b[^>]*>/g) ?? []) expect(element).toMatch(/ dir="(rtl|ltr)"/)
    expect(html).toMatch(/^<!doctype html><html lang="ar" dir="rtl">/)
    expect(html).toContain(`overflow:hidden">${RLM}`)
    expect(html).not.toMatch(/(margin|padding|border|inset)-(inline|block)|text-align:(start|end)/)
  })

  it.each(all)('%s loads nothing but pictures of our own host, and tells nobody that it was read', async (_, make) => {
    const { html } = await make()
    for (const picture of html.match(/<img\b[^>]*>/g) ?? []) {
      expect(picture).toMatch(/ src="https:\/\/raff\.example\/i\/[\w-]+\.[\w-]{43}"/)
      expect(picture).toMatch(/ alt="/)
      expect(picture).not.toMatch(/(width|height)="[01]"/)
    }
    expect(html).not.toMatch(/http:|<(script|link|iframe|form|input)|url\(|@import|@font-face|[?&]utm_| on[a-z]+=/)
  })

  it.each(all)('%s has letters that can be read', async (_, make) => {
    const sizes = (await make()).html.replace(/<img[^>]*>/g, '').matchAll(/font-size:(\d+)px/g)
    for (const [, size] of sizes) expect(Number(size)).toBeGreaterThanOrEqual(16)
  })
})
