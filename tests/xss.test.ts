import { env } from 'cloudflare:workers'
import { unzipSync } from 'fflate'
import { describe, expect, inject, it, vi } from 'vitest'
import { mailWords, optInMail, undoMail } from '../views/mail/mails.tsx'
import { createTestApp, START } from './helpers/app.ts'
import { ATTACKS, strange } from './helpers/attacks.ts'
import { PASSWORD, signedInClient } from './helpers/builders.ts'
import { rss } from './helpers/documents.ts'
import { createFeedApp } from './helpers/feeds.ts'
import { addNewsletters } from './helpers/newsletters.ts'

// Every field that is shown again, filled with what attacks pages. A page is read by a spec parser and compared with
// itself around harmless words: nothing but text may differ.

if (!inject('hasCorpus')) console.log('left out: the payloads of ../shared/corpus/attacks, which is not here')

const WORDS = 'كلمات لا تضرّ'

vi.setConfig({ testTimeout: 60_000 })

it('the attacks are many', () => {
  expect(ATTACKS.length).toBeGreaterThan(inject('hasCorpus') ? 700 : 550)
})

it('a page that lets one through is seen', () => {
  expect(strange('<p><b onclick="x">x</b><a href="javascript:x">x</a></p>', '<p><a href="/">x</a></p>')).toEqual([
    'b onclick',
    'javascript:x',
  ])
})

describe('an attack in', () => {
  it("a reader's name is words: kept, or shown again as too long", async () => {
    const client = await signedInClient(createTestApp())
    const shown = async (name: string) => {
      const again = await client.post('/settings/account', { name })
      return again.status === 422 ? again.text : (await client.get('/settings/account')).text
    }
    const harmless = { kept: await shown(WORDS), refused: await shown(WORDS.repeat(9)) }
    for (const name of ATTACKS) {
      const text = await shown(name)
      const like = text.includes('aria-invalid') ? harmless.refused : harmless.kept
      expect([name, strange(text, like)]).toEqual([name, []])
    }
  })

  it('a form that was filled in badly is words', async () => {
    const client = createTestApp().client()
    const shown = async (path: string, email: string) => (await client.post(path, { email, password: '' })).text
    const paths = ['/login', '/register', '/reset', '/newsletters/morning/subscribe']
    await addNewsletters('morning')
    const harmless = await Promise.all(paths.map((path) => shown(path, WORDS)))
    for (const [i, email] of ATTACKS.entries()) {
      const at = i % paths.length
      expect([email, strange(await shown(paths[at] ?? '', email), harmless[at] ?? '')]).toEqual([email, []])
    }
  })

  it('the name of a passkey is words, wherever it stands', async () => {
    const app = createTestApp()
    const shown = async (names: string[]) => {
      const client = await signedInClient(app)
      const { id } = client.reader
      const insert = env.DB.prepare(
        `INSERT INTO passkeys (id, reader_id, credential_id, public_key, user_handle, counter, name, created_at)
          VALUES (?, ?, ?, 'key', 'handle', 0, ?, ?)`,
      )
      const key = (i: number) => `${id}-${i}`.padEnd(22, 'x')
      await env.DB.batch(names.map((name, i) => insert.bind(key(i), id, `${id}-${i}`, name, START)))
      const own = await client.get(`/settings/security/passkeys/${key(0)}`)
      return [(await client.get('/settings/security')).text, own.text]
    }
    const [list = '', own = ''] = await shown(Array(20).fill(WORDS))
    for (const names of inParts(20)) {
      const [listed = '', alone = ''] = await shown(names)
      expect([names, strange(listed, list), strange(alone, own)]).toEqual([names, [], []])
    }
  })

  it('what a browser calls itself is words among devices and events', async () => {
    const app = createTestApp()
    const { email } = (await signedInClient(app)).reader
    const shown = async (agent: string, ip: string) => {
      const client = app.client()
      const headers = { 'User-Agent': agent, 'CF-Connecting-IP': ip }
      await client.post('/login', { email, password: PASSWORD }, { headers })
      const { text } = await client.get('/settings/security')
      await env.DB.batch(['sessions', 'security_events'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
      return text
    }
    const harmless = await shown('Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', '203.0.113.1')
    // What a header can carry; every fourth, since all that is kept of it is on a list of names.
    const sendable = ATTACKS.filter((agent, i) => i % 4 === 0 && /^[\x21-\x7e][\x20-\x7e]*$/.test(agent))
    expect(sendable.length).toBeGreaterThan(50)
    for (const [i, agent] of sendable.entries()) {
      expect([agent, strange(await shown(agent, `10.${i >> 8}.${i & 255}.1`), harmless)]).toEqual([agent, []])
    }
  })
})

describe('an attack in a feed', () => {
  const item = (
    words: string,
    name: string,
  ) => `<guid>${name}</guid><title>${xml(words)}</title><link>${xml(words)}</link>
    <dc:creator>${xml(words)}</dc:creator><description>نص</description>`

  /** Its articles, an attack each, as pages show them: alone, in lists, in a reader's list and archive. */
  async function shown(attacks: string[]) {
    const app = createFeedApp()
    const reader = await signedInClient(app)
    const parts = inParts(100, attacks)
    for (const [n, part] of parts.entries()) {
      await app.answer(`/${n}`, { body: rss(...part.map((words, i) => item(words, `${n}-${i}`))) })
      await app.addSource(`/${n}`)
      await app.work()
    }
    const articles = await app.rows('articles')
    await env.DB.prepare(
      `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, byline, source_name, language, direction, saved_at)
        SELECT ?1, id, url_key, url_rule, url, title, byline, source_name, language, direction, id FROM articles`,
    )
      .bind(reader.reader.id)
      .run()
    const alone: string[] = []
    for (const { id } of articles) alone.push((await reader.get(`/articles/${id}`)).text)
    const lists: string[] = [(await reader.get('/')).text]
    for (let id = articles.length; id > 0; id -= 50) lists.push((await reader.get(`/list?before=${id + 1}.0`)).text)
    const { bytes } = await reader.post('/settings/data/archive', { password: PASSWORD })
    const archive = new TextDecoder().decode(unzipSync(bytes)['index.html'])
    return { articles, alone, lists, archive }
  }

  it('is words, as title, link and author', async () => {
    const harmless = await shown(
      Array.from({ length: 60 }, (_, i) => (i % 2 ? `${WORDS} ${i}` : `Harmless words ${i}`)),
    )
    const { articles, alone, lists, archive } = await shown(ATTACKS)
    expect(articles.length).toBeGreaterThan(ATTACKS.length / 2)
    for (const [i, page] of alone.entries()) {
      expect([articles[i]?.title, strange(page, ...harmless.alone.slice(0, 2))]).toEqual([articles[i]?.title, []])
    }
    for (const page of lists) expect(strange(page, ...harmless.lists)).toEqual([])
    expect(strange(archive, harmless.archive)).toEqual([])
  })
})

describe('an attack in a mail', () => {
  const app = createTestApp()
  const words = mailWords(app.config.site, (url) => url)
  const url = 'https://raff.example/x'
  const mails = [
    (text: string) => optInMail(words, { newsletter: text, url }),
    (text: string) => undoMail(words, { email: text, until: START, url }),
  ]

  it.each(mails)('is words (%#)', (mail) => {
    const harmless = mail(WORDS).html
    for (const attack of ATTACKS) expect([attack, strange(mail(attack).html, harmless)]).toEqual([attack, []])
  })
})

/** In parts, for pages that show many at once. */
function inParts(size: number, attacks = ATTACKS): string[][] {
  return Array.from({ length: Math.ceil(attacks.length / size) }, (_, i) => attacks.slice(i * size, (i + 1) * size))
}

/** As XML carries it; what no XML may hold stays out. */
function xml(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
  return allowed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
