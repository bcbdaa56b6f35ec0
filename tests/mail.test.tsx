import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createMailer, type Mail, onOneLine } from '../src/ports/mailer.ts'
import { mailWords, optInMail } from '../views/mail/mails.tsx'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addReader } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { mailedSecrets } from './helpers/links.ts'
import { addNewsletters, EMAIL, subscribed } from './helpers/newsletters.ts'

const FSI = '\u2068'
const PDI = '\u2069'
const RLM = '\u200f'

let app: TestApp

beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning')
})

const ask = () => app.client().post('/newsletters/morning/subscribe', { email: EMAIL })
const register = () => app.client().post('/register', { email: EMAIL, password: 'كلمة-مرور-طويلة' })

/** The one message that was sent. */
async function sent(): Promise<Mail> {
  await app.work()
  expect(app.mails).toHaveLength(1)
  return app.mails[0] as Mail
}

describe('the mail of an opt-in', () => {
  it('brings the confirmation, in both parts, and nothing else to press', async () => {
    await ask()
    const [secret] = await mailedSecrets(app, EMAIL, 'optin')
    const url = `https://raff.example/newsletters/confirm/${secret}`
    const mail = await sent()
    expect(mail.to).toBe(EMAIL)
    expect(mail.subject).toBe(`تأكيد الاشتراك في «${FSI}نشرة 1${PDI}»`)
    expect(mail.text).toContain(`\n${url}\n`)
    expect(mail.html).toContain(ar.mail.optIn.button)
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([url, url])
    expect((await app.client().get(new URL(url).pathname)).status).toBe(200)
  })

  it('is not sent for a link that ended, was used, or whose newsletter is gone', async () => {
    await ask()
    app.clock.advance(8 * 86_400)
    await app.work()
    await subscribed(app, 'morning', 'other@example.com')
    await app.client().post('/newsletters/morning/subscribe', { email: 'third@example.com' })
    await env.DB.prepare('DELETE FROM newsletters').run()
    await app.work()
    expect(app.mails).toEqual([])
    expect((await dumpTables(env.DB)).jobs).toEqual([])
  })
})

describe('the mail of a sign-up', () => {
  it('brings the link to an email without an account', async () => {
    await register()
    const [secret] = await mailedSecrets(app, EMAIL, 'signup')
    const mail = await sent()
    expect(mail.subject).toBe(ar.mail.signUp.subject('رَفّ'))
    expect(mail.text).toContain(`\nhttps://raff.example/verify/${secret}\n`)
  })

  it('tells an email that has one, without any link that grants something', async () => {
    await addReader({ email: EMAIL })
    await register()
    const [secret = ''] = await mailedSecrets(app, EMAIL, 'signup')
    const mail = await sent()
    expect(mail.subject).toBe(ar.mail.known.subject('رَفّ'))
    expect(mail.html + mail.text).not.toContain(secret)
    expect(mail.text).toContain('\nhttps://raff.example/login\n')
  })
})

describe('every try of a mail', () => {
  it('sends the same message under the same key', async () => {
    await ask()
    const job = (await dumpTables(env.DB)).jobs?.[0]
    const first = await sent()
    await env.DB.prepare('INSERT INTO jobs (kind, key, due_at, payload) VALUES (?, ?, ?, ?)')
      .bind(job?.kind, job?.key, job?.due_at, job?.payload)
      .run()
    await app.work()
    expect(app.mails).toEqual([first, first])
  })

  it('leaves no secret in the database', async () => {
    await ask()
    const [secret = ''] = await mailedSecrets(app, EMAIL, 'optin')
    expect(secret).toHaveLength(43)
    expect(JSON.stringify(await dumpTables(env.DB))).not.toContain(secret)
  })
})

describe('a message', () => {
  const name = 'Tech & <b>Science</b>'
  const mail = () =>
    optInMail(
      mailWords(app.config.site, (url) => url),
      { newsletter: name, url: 'https://raff.example/x' },
    )

  it('has its direction and alignment on every cell, and on what is around them', () => {
    const { html } = mail()
    const cells = html.match(/<td[^>]*>/g) ?? []
    expect(cells.length).toBeGreaterThan(6)
    for (const cell of cells) expect(cell).toMatch(/dir="rtl" align="(right|center)"/)
    for (const element of html.match(/<(html|body|table)[^>]*>/g) ?? []) expect(element).toContain('dir="rtl"')
    expect(html).toMatch(/^<!doctype html><html lang="ar" dir="rtl">/)
  })

  it('loads nothing from anywhere and runs nothing', () => {
    expect(mail().html).not.toMatch(/<(img|script|link|iframe)|url\(|@import|@font-face/)
  })

  it('stays far below what mail programs cut', () => {
    expect(new TextEncoder().encode(mail().html).length).toBeLessThan(20_000)
  })

  it('begins its preview and each line of words with a right-to-left mark; a url stands alone', () => {
    const { html, text } = mail()
    expect(html).toContain(`overflow:hidden">${RLM}`)
    const lines = text.split('\n').filter(Boolean)
    expect(lines.filter((line) => !line.startsWith(RLM))).toEqual(['https://raff.example/x'])
  })

  it('keeps a foreign name to itself, as text', () => {
    const { subject, html } = mail()
    expect(subject).toContain(`«${FSI}${name}${PDI}»`)
    expect(html).not.toContain('<b>')
    expect(html).toContain('Tech &amp; &lt;b&gt;')
  })
})

describe('a header', () => {
  const mail: Mail = { to: EMAIL, subject: 's', html: '', text: '', key: 'k' }

  it('never has a second line', () => {
    const { subject, headers } = onOneLine({
      ...mail,
      subject: 'عنوان\r\nBcc: all@example.com\u2028x',
      headers: { 'X-A\nX-B': 'a\r\n\r\nbody' },
    })
    expect(subject).toBe('عنوان Bcc: all@example.com x')
    expect(headers).toEqual({ 'X-A X-B': 'a body' })
  })

  it.each([
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com, b@example.com',
    'A <a@example.com>',
    'a@example.com ',
  ])('names one recipient, not %j', (to) => {
    expect(() => onOneLine({ ...mail, to })).toThrow()
  })
})

describe('a transport over a binding', () => {
  const mail: Mail = { to: EMAIL, subject: 'عنوان', html: '<p>', text: 'نص', headers: { 'X-A': 'b' }, key: 'optin:1' }

  it('hands the message to the binding', async () => {
    const taken: unknown[] = []
    const EMAIL_BINDING = { send: async (message: unknown) => void taken.push(message) } as unknown as SendEmail
    await createMailer({ EMAIL: EMAIL_BINDING }, app.config).send(mail)
    const { key: _, ...rest } = mail
    expect(taken).toEqual([{ ...rest, from: { name: 'رَفّ', email: 'raff@example.com' } }])
  })

  it('names no recipient in what goes into the log', async () => {
    const refusing = { send: () => Promise.reject(new Error(`550 no such mailbox: ${EMAIL}`)) } as unknown as SendEmail
    const sent = createMailer({ EMAIL: refusing }, app.config).send(mail)
    await expect(sent).rejects.toThrow('550 no such mailbox: an email')
  })
})
